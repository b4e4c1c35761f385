package succession

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

func listTitle(ctx context.Context) string {
	return i18n.Say(ctx, "Fusions et départs", "Mergers and leavings")
}

// kinds lists the acts in the order of the page, with what each is for.
var kinds = []struct {
	Kind
	Words i18n.Text
}{
	{Merger, i18n.T("Plusieurs collectivités n’en font plus qu’une\u202f: commune nouvelle, fusion d’intercommunalités.", "Several bodies become one: commune nouvelle, merged intermunicipal bodies.")},
	{Absorption, i18n.T("Une collectivité en reprend une autre\u202f: une commune son CCAS, une intercommunalité un syndicat.", "A body takes another in: a commune its CCAS, an intermunicipal body a syndicat.")},
	{Split, i18n.T("Une collectivité est rétablie et reprend ses jeux de données. C’est aussi ce qui défait une fusion.", "A body is set up again and takes its datasets back. It is also what undoes a merger.")},
	{Leaving, i18n.T("Une collectivité n’adhère plus\u202f: vous choisissez ce que deviennent ses données.", "A body is no longer a member: you choose what becomes of its data.")},
}

func kindWords(k Kind) i18n.Text {
	for _, known := range kinds {
		if known.Kind == k {
			return known.Words
		}
	}
	return i18n.Text{}
}

func names(list []organisation.Member) string {
	var out []string
	for _, m := range list {
		out = append(out, m.Name)
	}
	return strings.Join(out, ", ")
}

func day(ctx context.Context, date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return i18n.Date(ctx, t)
}

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

func state(ctx context.Context, v actView) (string, ui.Tone) {
	switch v.State {
	case Planned:
		if v.Problem != "" {
			return i18n.Say(ctx, "en difficulté", "in trouble"), ui.Bad
		}
		if v.Day > v.Today {
			return i18n.Say(ctx, "prévu", "planned"), ui.Info
		}
		return i18n.Say(ctx, "en cours", "under way"), ui.Info
	case Done:
		return i18n.Say(ctx, "fait", "done"), ui.Good
	case Cancelled:
		return i18n.Say(ctx, "annulé", "cancelled"), ui.Neutral
	case Undone:
		return i18n.Say(ctx, "repris", "taken back"), ui.Neutral
	case Erased:
		return i18n.Say(ctx, "effacé", "erased"), ui.Neutral
	}
	return "", ui.Neutral
}

func kindOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range organisation.Kinds() {
		if k != organisation.Operateur {
			out = append(out, ui.Option{Value: string(k), Label: i18n.Read(ctx, k.Label())})
		}
	}
	return out
}

func formerOptions(ctx context.Context, v newView) []ui.Option {
	out := []ui.Option{}
	if len(v.Former) != 1 {
		out = append(out, ui.Option{Value: "", Label: i18n.Say(ctx, "Choisissez…", "Choose…")})
	}
	for _, m := range v.Former {
		out = append(out, ui.Option{Value: m.Siren, Label: m.Name + " (" + m.Siren + ")"})
	}
	return out
}

// carried lists the fields that the preview sends again.
func carried(f *form.Form) [][2]string {
	var out [][2]string
	for _, name := range []string{"members", "heir", "siren", "name", "kind", "population", "insee", "postcode", "day", "deed", "roles", "published", "erase_after"} {
		if v := f.Raw(name); v != "" {
			out = append(out, [2]string{name, v})
		}
	}
	for _, id := range f.All("piece") {
		out = append(out, [2]string{"piece", id})
	}
	return out
}

func heirName(v newView) string {
	if v.Plan.Body != nil && v.Plan.Heir == "" {
		return v.Plan.Body.Name
	}
	return v.Heir.Name
}

func previewWords(ctx context.Context, v newView) string {
	var who []organisation.Member
	for _, p := range v.Passes {
		who = append(who, p.Member)
	}
	when := day(ctx, v.Day)
	switch v.Kind {
	case Split:
		return i18n.Sayf(ctx, "%s est rétablie au %s et reprend les jeux de données choisis de %s.", "%s is set up again on %s and takes the chosen datasets of %s back.", heirName(v), when, names(who))
	case Leaving:
		return i18n.Sayf(ctx, "%s n’est plus adhérente au %s.", "%s is no longer a member on %s.", names(who), when)
	}
	return i18n.Sayf(ctx, "%s hérite de %s au %s.", "%s inherits from %s on %s.", heirName(v), names(who), when)
}

// Fate says what becomes of something that a member holds when an act of a kind
// is carried out. eraseOn is the day of a leaving's erasure, as it is to be read.
func Fate(kind Kind, p Plan, eraseOn string, h organisation.Holding) i18n.Text {
	switch {
	case kind != Leaving:
		return h.Fate
	case h.Ends:
		return i18n.T("prennent fin", "end")
	case h.Public && !p.Withdraw:
		return i18n.T("restent publics", "stay public")
	case h.Public:
		return i18n.T("sont retirés, puis effacés le %[1]s", "are withdrawn, then erased on %[1]s", eraseOn)
	}
	return i18n.T("sont effacés le %[1]s", "are erased on %[1]s", eraseOn)
}
