package maturity

import (
	"context"
	"strconv"

	"airial/internal/platform/i18n"
)

// Words writes a score as people read it: 3.4 out of 5.
func (s Score) Words(ctx context.Context) string {
	if s < 0 {
		return "–"
	}
	return strconv.Itoa(int(s)/10) + i18n.Say(ctx, ",", ".") + strconv.Itoa(int(s)%10)
}

func formWords(ctx context.Context, short bool) string {
	if short {
		return i18n.Say(ctx, "forme courte", "short form")
	}
	return i18n.Say(ctx, "forme complète", "full form")
}

// sizeWords says which members are like one.
func sizeWords(ctx context.Context, population int) string {
	from, below := SizeOf(population)
	switch {
	case population == 0:
		return i18n.Say(ctx, "sans population", "without population")
	case below == 0:
		return i18n.Sayf(ctx, "%s habitants et plus", "%s inhabitants and more", i18n.Number(ctx, from))
	}
	return i18n.Sayf(ctx, "de %s à %s habitants", "of %s to %s inhabitants", i18n.Number(ctx, from), i18n.Number(ctx, below-1))
}

// shownQuestions is a questionnaire in the reader's language.
func shownQuestions(ctx context.Context, q *Questionnaire) questionnaireShown {
	out := questionnaireShown{Name: q.Name, Version: q.Version, Title: i18n.Read(ctx, q.Title)}
	for _, d := range q.Domains {
		domain := domainShown{Name: d.Name, Title: i18n.Read(ctx, d.Title)}
		for _, one := range d.Questions {
			question := questionShown{Name: one.Name, Short: one.Short, Weight: one.Weight, Optional: one.Optional, Ask: i18n.Read(ctx, one.Ask), Advice: i18n.Read(ctx, one.Advice)}
			for _, a := range one.Answers {
				question.Answers = append(question.Answers, i18n.Read(ctx, a))
			}
			domain.Questions = append(domain.Questions, question)
		}
		out.Domains = append(out.Domains, domain)
	}
	return out
}

// emptyWords invites to begin.
func emptyWords(ctx context.Context, v listView) string {
	if v.HasShort {
		return i18n.Say(ctx, "La forme courte se remplit en dix minutes. Les réponses restent modifiables jusqu’à la fin.", "The short form takes ten minutes. Answers may be changed until the end.")
	}
	return i18n.Say(ctx, "Les réponses restent modifiables jusqu’à la fin. Une évaluation terminée ne change plus\u202f: la suivante part de ses réponses.", "Answers may be changed until the end. A survey that is submitted does not change any more: the next one starts from its answers.")
}

func leadWords(ctx context.Context, who string) string {
	if who == "" {
		return i18n.Say(ctx, "sans pilote", "led by nobody yet")
	}
	return i18n.Sayf(ctx, "pilote\u202f: %s", "led by %s", who)
}
