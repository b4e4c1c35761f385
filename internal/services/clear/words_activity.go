package clear

import (
	"context"
	"strings"

	"airial/internal/platform/i18n"
	"airial/privacy"
	"airial/privacy/law"
)

// profile is that of the rules of law for the files of an activity.
func (o Origin) profile() string {
	if o.Sensitive {
		return law.Strict
	}
	return ""
}

// speaks tells whether the activity says what to expect in its files.
func (o Origin) speaks() bool { return len(o.Categories) > 0 }

// unexpected are the kinds that stop a table and that its activity does not
// announce, each once.
func (o Origin) unexpected(r privacy.Result) []privacy.Kind {
	var out []privacy.Kind
	seen := map[privacy.Kind]bool{}
	for _, s := range r.Summary {
		if s.Level >= privacy.Review && !seen[s.Kind] && !o.Expects(s.Kind) {
			out = append(out, s.Kind)
		}
		seen[s.Kind] = true
	}
	return out
}

// adding puts what the activity has to do with a finding behind what is said of
// it.
func (o Origin) adding(to i18n.Text, r privacy.Result) i18n.Text {
	if o.Sensitive {
		to.Fr += i18n.T(" Le traitement «\u00a0%[1]s\u00a0» porte sur des données sensibles\u202f: le profil strict s’applique.", "", o.Name.Fr).Fr
		to.En += i18n.T("", " The processing activity “%[1]s” works on sensitive data: the strict profile applies.", o.Name.En).En
	}
	kinds := o.unexpected(r)
	if !o.speaks() || len(kinds) == 0 {
		return to
	}
	var fr, en []string
	for _, k := range kinds {
		fr, en = append(fr, label(k).Fr), append(en, label(k).En)
	}
	to.Fr += i18n.T(" Le traitement «\u00a0%[1]s\u00a0» n’annonce pas\u202f: %[2]s.", "", o.Name.Fr, strings.Join(fr, ", ")).Fr
	to.En += i18n.T("", " The processing activity “%[1]s” does not announce: %[2]s.", o.Name.En, strings.Join(en, ", ")).En
	return to
}

// originWords says, above what was found, what the file comes from.
func originWords(ctx context.Context, o Origin) string {
	say := i18n.Sayf(ctx, "Ce fichier vient du traitement «\u00a0%s\u00a0»", "This file comes from the processing activity “%s”", i18n.Read(ctx, o.Name))
	if o.speaks() {
		say += i18n.Say(ctx, ", qui porte sur\u202f: ", ", which works on: ") + i18n.Read(ctx, o.Declares())
	}
	return say + "."
}

// expectedWords says whether a finding was to be expected; nothing where the
// activity does not tell, or where it does not matter.
func expectedWords(ctx context.Context, o Origin, s privacy.Summary) string {
	switch {
	case !o.speaks() || s.Level < privacy.Review:
		return ""
	case o.Expects(s.Kind):
		return i18n.Say(ctx, "annoncé par le traitement", "announced by the activity")
	}
	return i18n.Say(ctx, "non annoncé par le traitement", "not announced by the activity")
}
