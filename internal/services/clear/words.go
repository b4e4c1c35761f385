package clear

import (
	"context"
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/privacy"
	"airial/privacy/law"
)

// InText tells whether a text that would be published beside a table, such as
// its title or its description, holds personal data, and what to say then.
func InText(text string) (i18n.Text, bool) {
	scanner := privacy.NewScanner(nil, privacy.Options{})
	scanner.Text("text", []byte(text))
	result := scanner.Result()
	if result.Verdict != privacy.Stop {
		return i18n.Text{}, false
	}
	fr, en := kinds(result)
	return i18n.T("Ce texte, que le public lirait, contient\u202f: %[1]s. Retirez-le, ou donnez plutôt les coordonnées du service.",
		"This text, which the public would read, holds: %[2]s. Remove it, or give the contact of the service instead.",
		strings.Join(fr, ", "), strings.Join(en, ", ")), true
}

// kinds names what stops a table, each kind once, the gravest first.
func kinds(r privacy.Result) (fr, en []string) {
	seen := map[privacy.Kind]bool{}
	for _, s := range r.Summary {
		if s.Level < privacy.Review || seen[s.Kind] {
			continue
		}
		seen[s.Kind] = true
		fr, en = append(fr, label(s.Kind).Fr), append(en, label(s.Kind).En)
	}
	return fr, en
}

// levelWords says what a finding of a level means for the table, and its tone.
func levelWords(ctx context.Context, l privacy.Level) (string, ui.Tone) {
	switch l {
	case privacy.Block:
		return i18n.Say(ctx, "à retirer", "to be removed"), ui.Bad
	case privacy.Review:
		return i18n.Say(ctx, "à décider", "to be decided"), ui.Wait
	}
	return i18n.Say(ctx, "signalé", "noted"), ui.Neutral
}

// shown is how many findings the page lists; the counts are those of all.
const shown = 50

// stopping keeps the findings that stop a table, at most shown of them.
func stopping(r *privacy.Result) []privacy.Finding {
	var out []privacy.Finding
	for _, f := range r.Findings {
		if f.Level >= privacy.Review && len(out) < shown {
			out = append(out, f)
		}
	}
	return out
}

// rulesFor are the rules of law that stop the table, each once.
func (s *Service) rulesFor(r *privacy.Result, profile string) []*law.Rule {
	var out []*law.Rule
	for _, f := range r.Findings {
		if f.Level < privacy.Review {
			continue
		}
		if rule := s.Rules.Of(f.Kind, f.Role, f.Why, profile, s.today()); rule != nil && !slices.Contains(out, rule) {
			out = append(out, rule)
		}
	}
	return out
}

// rare tells whether first names of few children were seen.
func rare(r *privacy.Result) bool {
	return slices.ContainsFunc(r.Findings, func(f privacy.Finding) bool { return f.Why == "fewer-than-three" })
}

// outside are the texts beside the rows, by the name that the scan gives them.
var outside = map[string]i18n.Text{
	"title":  i18n.T("le titre", "the title"),
	"file":   i18n.T("le nom du fichier", "the file’s name"),
	"above":  i18n.T("les lignes au-dessus de l’en-tête", "the lines above the header"),
	"header": i18n.T("l’en-tête", "the header"),
}

// column names where a datum was seen: a column, or a text beside the rows.
func column(ctx context.Context, field string, row int) string {
	where, beside := outside[field]
	switch {
	case beside && row == 0:
		return i18n.Read(ctx, where)
	case field == "":
		return i18n.Say(ctx, "au-delà de la dernière colonne nommée", "beyond the last named column")
	}
	return field
}

func capital(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
