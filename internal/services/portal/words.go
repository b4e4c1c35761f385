package portal

import (
	"context"
	"slices"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

func ariaCurrent(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

func orDash(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

func population(ctx context.Context, n int) string {
	if n == 0 {
		return "—"
	}
	return i18n.Number(ctx, n)
}

var kindsPlural = map[organisation.Kind]i18n.Text{
	organisation.Commune:         i18n.T("Communes", "Municipalities"),
	organisation.CommuneNouvelle: i18n.T("Communes nouvelles", "Merged municipalities"),
	organisation.EPCI:            i18n.T("Intercommunalités", "Intermunicipal bodies"),
	organisation.CCAS:            i18n.T("CCAS", "Social-action centres"),
	organisation.Syndicat:        i18n.T("Syndicats", "Joint authorities"),
}

func kindPlural(ctx context.Context, k organisation.Kind) string {
	return i18n.Read(ctx, kindsPlural[k])
}

// typeWords says the type of a column to somebody who fills in a table.
var typeWords = map[string]i18n.Text{
	"text":     i18n.T("texte", "text"),
	"string":   i18n.T("texte", "text"),
	"integer":  i18n.T("nombre entier", "whole number"),
	"number":   i18n.T("nombre", "number"),
	"boolean":  i18n.T("oui ou non", "yes or no"),
	"date":     i18n.T("date", "date"),
	"datetime": i18n.T("date et heure", "date and time"),
	"time":     i18n.T("heure", "time"),
	"year":     i18n.T("année", "year"),
	"array":    i18n.T("liste de valeurs", "list of values"),
}

func typeWord(ctx context.Context, name string) string {
	if t, ok := typeWords[name]; ok {
		return i18n.Read(ctx, t)
	}
	return name
}

// terms says a licence in plain words.
var terms = map[string]i18n.Text{
	"lov2": i18n.T("Réutilisation libre, y compris commerciale, à condition de citer la source et la date de mise à jour.",
		"Free to use again, for business too, provided that you name the source and the date of the update."),
	"odbl": i18n.T("Réutilisation libre, y compris commerciale, à condition de citer la source et de partager sous la même licence toute base que vous en tirez.",
		"Free to use again, for business too, provided that you name the source and share under the same licence any database that you make of it."),
}

func (l Licence) terms(ctx context.Context) string { return i18n.Read(ctx, terms[l.Key]) }

// described tells whether anything is known of the columns but their types.
func described(fields []Field) bool {
	return slices.ContainsFunc(fields, func(f Field) bool { return f.Required || !f.Title.Empty() || !f.Description.Empty() })
}
