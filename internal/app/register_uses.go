package app

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/processor"
)

// processors is the room of software and suppliers.
func (a *App) processors() *processor.Service {
	return processor.New(processor.Parts{Doors: a.Doors, Files: registerFiles{a}, Uses: processorUses{}, Post: a.post()})
}

func (a *App) processorPages(desk *console.Console) {
	room := a.processors()
	room.Pages(desk).Register(a.Routes)
	room.API(a.Interface)
	(&model.Pages{Desk: desk, Service: a.registerModels(), Spec: processor.CatalogueSpec, Path: processor.CataloguePath,
		Title: i18n.T("Catalogue des sous-traitants", "Catalogue of processors"), Domains: processor.Domains(), Install: processor.Install}).Register(a.Routes)
}

// activityProducts are what members use, as the room of activities wants it.
type activityProducts struct{}

func (activityProducts) Of(ctx context.Context, tx access.Tx, member string) ([]activity.Product, error) {
	list, err := processor.Products(ctx, tx, member)
	out := make([]activity.Product, len(list))
	for n, p := range list {
		out[n] = activity.Product{ID: p.ID, Name: p.Name, Supplier: p.Supplier, Place: p.Place, Foreign: p.Foreign, AI: p.AI, Href: p.Href}
	}
	return out, err
}

// processorUses is the register of activities, as the room of processors wants
// it.
type processorUses struct{}

func (processorUses) Of(ctx context.Context, tx access.Tx, member string) ([]processor.Use, error) {
	list, err := activity.Uses(ctx, tx, member)
	out := make([]processor.Use, len(list))
	for n, u := range list {
		out[n] = processor.Use{Product: u.Product, Activity: u.Full.ID, MemberID: u.Full.MemberID, Name: u.Name, Categories: u.Categories, Sensitive: u.Sensitive}
	}
	return out, err
}

func (processorUses) Names(ctx context.Context, tx access.Tx, member string) ([]string, error) {
	return activity.Named(ctx, tx, member)
}

func (processorUses) Lead(ctx context.Context, tx access.Tx, member, from, to string, list []string) ([]string, error) {
	return activity.Lead(ctx, tx, member, from, to, list)
}

// describedUses are the activities that use products, in the words of an annex.
func describedUses(ctx context.Context, tx access.Tx, member string) ([]processor.Described, error) {
	list, err := activity.Uses(ctx, tx, member)
	out := make([]processor.Described, len(list))
	for n, u := range list {
		out[n] = processor.Described{Product: u.Product, Name: u.Name.Fr, Purposes: strings.Join(u.Purposes, " ; "), People: strings.Join(u.People, ", "), Data: strings.Join(u.Data, ", ")}
	}
	return out, err
}

// processorCard says what a member uses, and what its contracts lack.
func processorCard(ctx context.Context, tx access.Tx, m organisation.Member) (activity.Card, error) {
	s, err := processor.StandingOf(ctx, tx, m.ID)
	c := activity.Card{Title: i18n.Say(ctx, "Sous-traitants", "Processors"), Href: processor.Path(m.Siren)}
	if s.Products == 0 {
		c.Lines = []string{i18n.Say(ctx, "Aucun n’est noté. Cochez dans le catalogue ce que la collectivité utilise.", "None is entered. Tick in the catalogue what the body uses.")}
		return c, err
	}
	c.Lines = []string{i18n.Count(ctx, s.Products, "produit", "produits", "product", "products"), i18n.Count(ctx, s.Unsigned, "annexe à signer", "annexes à signer", "annex to be signed", "annexes to be signed")}
	if s.Incomplete > 0 {
		c.Lines = append(c.Lines, i18n.Count(ctx, s.Incomplete, "contrat sans toutes les clauses", "contrats sans toutes les clauses", "contract without all clauses", "contracts without all clauses"))
	}
	if s.Ending > 0 {
		c.Tone = ui.Wait
		c.Lines = append(c.Lines, i18n.Count(ctx, s.Ending, "contrat finit dans les 90 jours", "contrats finissent dans les 90 jours", "contract ends within 90 days", "contracts end within 90 days"))
	}
	return c, err
}
