package opendata

import (
	"context"
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/platform/web/ui"
)

// schemaBefore is the schema of the earlier versions of a dataset.
func schemaBefore(lines []Line, id string) string {
	for _, l := range lines {
		if l.PieceID == id && l.Schema != "" {
			return l.Schema
		}
	}
	return "none"
}

// proposal returns the schema chosen beforehand, the choice with the likeliest
// ones marked, and a sentence that says what was recognised.
func (p *Pages) proposal(ctx context.Context, g Guess) (chosen string, options []ui.Option, say string) {
	options = p.schemaOptions(ctx, "")
	for _, like := range []Likeness{g.Next, g.Best} {
		i := slices.IndexFunc(options, func(o ui.Option) bool { return like.Schema != "" && o.Value == like.Schema })
		if i < 0 {
			continue
		}
		o := options[i]
		o.Label += i18n.Sayf(ctx, " (%d colonnes sur %d)", " (%d columns of %d)", like.Matched, like.Fields)
		options = slices.Insert(slices.Delete(options, i, i+1), 0, o)
	}
	switch {
	case g.Best.Schema != "":
		chosen = g.Best.Schema
		say = i18n.Sayf(ctx, "Reconnu\u202f: %s (%d colonnes sur %d).", "Recognised: %s (%d columns of %d).",
			p.schemaTitle(ctx, chosen), g.Best.Matched, g.Best.Fields)
	case !g.Problem.Empty():
		chosen = "none"
	default:
		chosen = "none"
		say = i18n.Say(ctx, "Aucun schéma reconnu\u202f: la structure seule sera vérifiée.", "No schema recognised: the structure alone will be checked.")
	}
	return chosen, options, say
}

// versionOptions lists the datasets of which a file may be a version, those
// that look alike first. Only one with the very same title is chosen
// beforehand: a file must not take the place of another by accident.
func versionOptions(ctx context.Context, lines []Line, b confirmBlock) (options []ui.Option, same string) {
	var near, far []ui.Option
	for _, l := range lines {
		if l.State == Erased {
			continue
		}
		o := ui.Option{Value: l.PieceID, Label: l.Title}
		likeness := alike(l.Title, b.Title)
		switch {
		case likeness == 1 && same == "":
			same = l.PieceID
			near = append([]ui.Option{o}, near...)
		case likeness >= 0.5 || likeness > 0 && l.Schema != "" && l.Schema == b.Upload.Guess.Best.Schema:
			near = append(near, o)
		default:
			far = append(far, o)
		}
	}
	first := ui.Option{Value: "", Label: i18n.Say(ctx, "Non, c’est un nouveau jeu de données", "No, it is a new dataset")}
	for i := range near {
		near[i].Label = i18n.Say(ctx, "Oui, de\u202f: ", "Yes, of: ") + near[i].Label + i18n.Say(ctx, " (proche)", " (close)")
	}
	for i := range far {
		far[i].Label = i18n.Say(ctx, "Oui, de\u202f: ", "Yes, of: ") + far[i].Label
	}
	return slices.Concat([]ui.Option{first}, near, far), same
}

// alike tells how many of the words of two titles they share, from 0 to 1.
func alike(a, b string) float64 {
	one, other := strings.Fields(text.Fold(a)), strings.Fields(text.Fold(b))
	if len(one) == 0 || len(other) == 0 {
		return 0
	}
	common := 0
	for _, w := range one {
		if slices.Contains(other, w) {
			common++
		}
	}
	return float64(common) / float64(max(len(one), len(other)))
}
