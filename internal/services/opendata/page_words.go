package opendata

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/life"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func optional(ctx context.Context) string { return i18n.Say(ctx, "(facultatif)", "(optional)") }

// titleWords is a title to show; an erased piece has none.
func titleWords(ctx context.Context, title string) string {
	if title == "" {
		return i18n.Say(ctx, "Dépôt effacé", "Erased deposit")
	}
	return title
}

// chipState is the shape that goes with a standing.
func chipState(s Standing, l life.Life) ui.State {
	if s == StandsWithdrawn || s == StandsErased {
		return ui.Skipped
	}
	return console.State(l)
}

// standingWords says in a few words how a dataset stands.
func standingWords(ctx context.Context, s Standing, l life.Life, public int) string {
	words := i18n.Read(ctx, s.Label())
	if s == StandsDecide && l.WaitRight == access.Advise {
		return i18n.Say(ctx, "Avis attendu", "Opinion awaited")
	}
	if s == StandsDecide {
		return i18n.Say(ctx, "À décider", "To be decided")
	}
	if s != StandsRefused {
		return words
	}
	switch l.Stage() {
	case StageChecked:
		words = i18n.Say(ctx, "Refusé\u202f: fichier à corriger", "Refused: file to be corrected")
	case StageCleared:
		words = i18n.Say(ctx, "Refusé\u202f: données personnelles", "Refused: personal data")
	}
	return words
}

// stillPublic says which version the public sees while a later one does not
// pass; "" when there is nothing to say.
func stillPublic(ctx context.Context, s State, public, latest int) string {
	if s != Published || public == 0 || public == latest {
		return ""
	}
	return i18n.Sayf(ctx, "La version %d reste publique.", "Version %d stays public.", public)
}

// schemaTitle is the title of a schema of the catalogue.
func (p *Pages) schemaTitle(ctx context.Context, name string) string {
	name, _, _ = strings.Cut(name, "@")
	if name == "" || name == "none" {
		return i18n.Say(ctx, "sans schéma", "no schema")
	}
	for _, s := range p.gates.Schemas() {
		if s.Name == name {
			return i18n.Read(ctx, s.Title)
		}
	}
	return name
}

// schemaOptions are the schemas to choose from, with "none" at the end.
func (p *Pages) schemaOptions(ctx context.Context, first string) []ui.Option {
	var out []ui.Option
	if first != "" {
		out = append(out, ui.Option{Value: "", Label: first})
	}
	for _, s := range p.gates.Schemas() {
		out = append(out, ui.Option{Value: s.Name, Label: i18n.Read(ctx, s.Title)})
	}
	return append(out, ui.Option{Value: "none", Label: i18n.Say(ctx, "Aucun schéma\u202f: vérifier la structure seule", "No schema: check the structure only")})
}

func licenceOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, l := range Licences {
		out = append(out, ui.Option{Value: l.Key, Label: i18n.Read(ctx, l.Label)})
	}
	return out
}

func frequencyWords(ctx context.Context, key string) string {
	for _, f := range Frequencies {
		if f.Key == key {
			return i18n.Read(ctx, f.Label)
		}
	}
	return key
}

func frequencyOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, f := range Frequencies {
		out = append(out, ui.Option{Value: f.Key, Label: capital(i18n.Read(ctx, f.Label))})
	}
	return out
}

func reasonOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Choisissez", "Choose")}}
	for _, r := range WithdrawalReasons {
		out = append(out, ui.Option{Value: r.Key, Label: i18n.Read(ctx, r.Label)})
	}
	return out
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// typeWords says in plain words what the cells of a column are.
func typeWords(ctx context.Context, kind string) string {
	words := map[string]i18n.Text{
		"integer": i18n.T("nombre entier", "whole number"), "number": i18n.T("nombre", "number"),
		"boolean": i18n.T("oui ou non", "yes or no"), "date": i18n.T("date", "date"),
		"datetime": i18n.T("date et heure", "date and time"),
	}
	if t, ok := words[kind]; ok {
		return i18n.Read(ctx, t)
	}
	return i18n.Say(ctx, "texte", "text")
}

// actorWords names who acts, and in whose name.
func actorWords(ctx context.Context, a access.Actor) string {
	switch {
	case a.Kind == access.Itself:
		return "Airial"
	case a.Kind == access.Machine:
		return i18n.Sayf(ctx, "le jeton «\u00a0%s\u00a0»", "the token “%s”", a.Name)
	case a.Name != "":
		return a.Name
	}
	return i18n.Say(ctx, "une personne", "somebody")
}
