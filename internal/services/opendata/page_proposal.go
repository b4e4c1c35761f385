package opendata

import (
	"context"
	"slices"
	"strconv"
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
		if g.Next.Schema != "" {
			say += i18n.Sayf(ctx, " Le suivant serait %s (score %s contre %s).", " The next one would be %s (score %s against %s).",
				p.schemaTitle(ctx, g.Next.Schema), scoreWords(ctx, g.Next.Score), scoreWords(ctx, g.Best.Score))
		}
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

// recognition is how sure a recognised schema is, and which came next.
type recognition struct {
	Score         float64 `json:"score"`
	RunnerUp      string  `json:"runner_up"`
	RunnerUpScore float64 `json:"runner_up_score"`
}

// words says so in a few words behind the name of the schema; nothing where no
// score is known.
func (r recognition) words(ctx context.Context, p *Pages) string {
	if r.Score == 0 {
		return ""
	}
	out := i18n.Say(ctx, ", score ", ", score ") + scoreWords(ctx, r.Score)
	if r.RunnerUp != "" {
		out += i18n.Sayf(ctx, " (ensuite %s, %s)", " (then %s, %s)", p.schemaTitle(ctx, r.RunnerUp), scoreWords(ctx, r.RunnerUpScore))
	}
	return out
}

// scoreWords writes a score from 0 to 1 with two decimals.
func scoreWords(ctx context.Context, v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	return i18n.Say(ctx, strings.Replace(text, ".", ",", 1), text)
}

// sheetOptions are the sheets of a workbook to choose from; none where there
// is no choice.
func sheetOptions(g Guess) []ui.Option {
	if len(g.Sheets) < 2 {
		return nil
	}
	out := make([]ui.Option, len(g.Sheets))
	for i, name := range g.Sheets {
		out[i] = ui.Option{Value: name, Label: name}
	}
	return out
}

// formWords says of a file that is no CSV what is made of it.
func formWords(ctx context.Context, g Guess) string {
	if g.Format == "" {
		return ""
	}
	return i18n.Say(ctx, "Ce qui sera vérifié et publié est un CSV fait de ce tableau. Le fichier lui-même reste ici, pour vous\u202f: le public ne voit ni ses autres feuilles, ni ses commentaires, ni son auteur.",
		"What will be checked and published is a CSV made of this table. The file itself stays here, for you: the public sees neither its other sheets, nor its comments, nor its author.")
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
