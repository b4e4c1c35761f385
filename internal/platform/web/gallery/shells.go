package gallery

import (
	"context"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func console(ctx context.Context, title, at string) ui.Console {
	item := func(icon ui.Icon, fr, en, href string, count int) ui.NavItem {
		return ui.NavItem{Icon: icon, Label: i18n.Say(ctx, fr, en), Href: href, Count: count,
			CountOf: i18n.Say(ctx, "en attente", "waiting"), Current: href == at}
	}
	return ui.Console{
		Page:  ui.Page{Title: title, NoIndex: true},
		Brand: ui.Brand{Name: "Airial", Href: "/style"},
		Rail: []ui.NavItem{
			item(ui.IconInbox, "À faire", "To do", "/style", 7),
			item(ui.IconDeposit, "Déposer", "Deposit", "/style/form", 0),
			item(ui.IconData, "Données", "Data", "/style/list", 0),
			item(ui.IconMembers, "Adhérents", "Members", "/style/detail", 0),
			item(ui.IconShield, "RGPD", "GDPR", "/style/refused", 2),
			item(ui.IconJournal, "Journal", "Journal", "/style/journal", 0),
			item(ui.IconSettings, "Réglages", "Settings", "/style/settings", 0),
		},
		Members: &ui.Switcher{Label: i18n.Say(ctx, "Collectivité", "Member"), Current: i18n.Say(ctx, "Toutes mes collectivités", "All my members"),
			Options: []ui.NavItem{
				{Label: i18n.Say(ctx, "Toutes mes collectivités", "All my members"), Href: "/style", Current: true, Count: 7, CountOf: "en attente"},
				{Label: "Saint-Airial-des-Pins", Href: "/style?m=1", Count: 4, CountOf: "en attente"},
				{Label: "CCAS de Saint-Airial-des-Pins", Href: "/style?m=2"},
				{Label: "Luxeyrotte", Href: "/style?m=3", Count: 3, CountOf: "en attente"},
			}},
		Search: &ui.Search{Action: "/style/list", Label: i18n.Say(ctx, "Rechercher", "Search"),
			Placeholder: i18n.Say(ctx, "Un dépôt, une commune, une page…", "A deposit, a town, a page…")},
		User: &ui.User{Name: "Maylis Dupouy", Role: i18n.Say(ctx, "Déposante, 3 collectivités", "Depositor, 3 members"), Logout: "/style/form",
			Links: []ui.Link{{Label: i18n.Say(ctx, "Mon compte", "My account"), Href: "/style"}}},
	}
}

func portal(ctx context.Context, title, at string) ui.Portal {
	return ui.Portal{
		Page:  ui.Page{Title: title, Description: i18n.Say(ctx, "Les données publiques du département.", "The public data of the département.")},
		Brand: ui.Brand{Name: "Données des Airials", Href: "/style/home"},
		Nav: []ui.NavItem{
			{Label: i18n.Say(ctx, "Données", "Data"), Href: "/style/dataset", Current: at == "dataset"},
			{Label: i18n.Say(ctx, "Collectivités", "Public bodies"), Href: "/style/home#places"},
			{Label: "API", Href: "/api"},
		},
		Footer: []ui.FooterGroup{
			{Title: i18n.Say(ctx, "Données", "Data"), Links: []ui.Link{
				{Label: i18n.Say(ctx, "Tous les jeux de données", "All datasets"), Href: "/style/dataset"},
				{Label: i18n.Say(ctx, "Catalogue DCAT", "DCAT catalogue"), Href: "/catalog.ttl"}, {Label: "API", Href: "/api"}}},
			{Title: i18n.Say(ctx, "À propos", "About"), Links: []ui.Link{
				{Label: i18n.Say(ctx, "Mentions légales", "Legal notice"), Href: "/style/home"},
				{Label: i18n.Say(ctx, "Accessibilité : non conforme", "Accessibility: not compliant"), Href: "/style/home"}}},
			{Title: i18n.Say(ctx, "Espace de travail", "Workspace"), Links: []ui.Link{
				{Label: i18n.Say(ctx, "Se connecter", "Log in"), Href: "/style/login"}}},
		},
		Note: i18n.Say(ctx, "Un service de l’agence des Airials pour ses 24 adhérents.", "A service of the Airials agency for its 24 members."),
	}
}
