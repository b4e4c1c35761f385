package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/request"
)

// registerCards are the rooms of the register that say something on a member's
// first page of it. A room that is not open to who reads has no card.
func registerCards() []activity.CardOf {
	return []activity.CardOf{twinCard, designationCard, requestCard, breachCard, processorCard, maturityCard, conformityCard, assessmentCard,
		actionCard, papersCard, namedCard, takenCard, importCard}
}

func requestCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	if !request.Works(tx.Scope(), m.ID) {
		return activity.Card{}, nil
	}
	_, open, err := request.List(ctx, tx, request.Filter{Member: m.ID, View: "open"}, 0, 0)
	if err != nil {
		return activity.Card{}, err
	}
	_, late, err := request.List(ctx, tx, request.Filter{Member: m.ID, View: "late"}, 0, 0)
	c := activity.Card{Title: i18n.Say(ctx, "Demandes d’exercice de droits", "Rights requests"), Href: request.ListPath(m.Siren),
		Lines: []string{i18n.Count(ctx, open, "en cours", "en cours", "open", "open")}}
	if late > 0 {
		c.Tone = ui.Wait
		c.Lines = append(c.Lines, i18n.Count(ctx, late, "en retard", "en retard", "late", "late"))
	}
	return c, err
}

func breachCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	if !breach.Works(tx.Scope(), m.ID) {
		return activity.Card{}, nil
	}
	_, open, err := breach.List(ctx, tx, breach.Filter{Member: m.ID, View: "open"}, 0, 0)
	c := activity.Card{Title: i18n.Say(ctx, "Violations de données", "Personal-data breaches"), Href: breach.ListPath(m.Siren),
		Lines: []string{i18n.Count(ctx, open, "en cours", "en cours", "open", "open"),
			i18n.Say(ctx, "Le délai de 72 heures court dès que vous en prenez connaissance.", "The 72 hours run from the moment you become aware.")}}
	if open > 0 {
		c.Tone = ui.Wait
	}
	return c, err
}

func maturityCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	list, err := maturity.List(ctx, tx, m.ID)
	c := activity.Card{Title: i18n.Say(ctx, "Maturité", "Maturity"), Href: maturity.Path(m.Siren),
		Lines: []string{i18n.Say(ctx, "Aucune évaluation. La forme courte prend dix minutes.", "No survey. The short form takes ten minutes.")}}
	for _, s := range list {
		if s.State == maturity.Submitted {
			c.Lines = []string{i18n.Sayf(ctx, "%s sur 5 au %s", "%s out of 5 on %s", s.Total.Words(ctx), i18n.ShortDate(ctx, s.Submitted))}
			return c, err
		}
	}
	c.Tone = ui.Wait
	return c, err
}

func papersCard(ctx context.Context, _ access.Tx, m organisation.Member) (activity.Card, error) {
	return activity.Card{Title: i18n.Say(ctx, "Documents", "Papers"), Href: paper.ListPath(m.Siren),
		Lines: []string{i18n.Say(ctx, "Registre, fiches, bilan, mentions\u202f: à lire, imprimer ou emporter en ODT, DOCX et PDF.", "Register, records, report, notices: to read, print or take away as ODT, DOCX and PDF.")}}, nil
}
