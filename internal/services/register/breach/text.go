package breach

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"airial/internal/platform/i18n"
)

// chosen names the answers to a question, in French: what goes to the CNIL and
// to people is in French.
func (a Answers) chosen(question string) string {
	var out []string
	for _, s := range asked.Steps {
		for _, q := range s.Questions {
			if q.ID != question {
				continue
			}
			for _, o := range q.Options {
				if a.Has(question, o.ID) && o.ID != "unknown" {
					before, _, _ := strings.Cut(o.Fr, " : ")
					first, n := utf8.DecodeRuneInString(before)
					out = append(out, string(unicode.ToLower(first))+before[n:])
				}
			}
		}
	}
	return strings.Join(out, ", ")
}

// Message is the text to the people (art. 34 § 2): what happened, what may
// follow, what was done, what they can do, whom to ask. In French, to be read
// again before it goes out.
func (b Breach) Message(member, officer string) string {
	french := i18n.With(context.Background(), i18n.Locale{Lang: i18n.French})
	var t strings.Builder
	say := func(s string) { t.WriteString(s + "\n\n") }
	say("Madame, Monsieur,")
	say("Le " + i18n.Date(french, b.Aware) + ", " + member + " a constaté un incident qui touche des données qui vous concernent.")
	if s := b.Answers.First("story"); s != "" {
		say(s)
	}
	var kinds []string
	for _, q := range []string{"plain", "sensitive"} {
		if s := b.Answers.chosen(q); s != "" {
			kinds = append(kinds, s)
		}
	}
	if len(kinds) > 0 {
		say("Les données concernées sont les suivantes : " + strings.Join(kinds, ", ") + ".")
	}
	if s := b.Answers.chosen("impacts"); s != "" && !b.Answers.Has("impacts", "none") {
		say("Ce qui peut s’ensuivre : " + s + ".")
	}
	if s := b.Answers.First("after"); s != "" {
		say("Ce que nous avons fait : " + s)
	}
	if s := b.Answers.First("advice"); s != "" {
		say("Ce que vous pouvez faire : " + s)
	} else {
		say("Ce que vous pouvez faire : méfiez-vous des messages et des appels qui se servent de ces données, ne donnez ni mot de passe ni code, et changez vos mots de passe s’ils sont concernés.")
	}
	if officer == "" {
		officer = "notre délégué à la protection des données"
	}
	say("Pour toute question, adressez-vous à " + officer + ". Vous pouvez aussi introduire une réclamation auprès de la CNIL (www.cnil.fr).")
	t.WriteString(member + "\n")
	return t.String()
}
