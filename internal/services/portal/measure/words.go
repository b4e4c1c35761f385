package measure

import (
	"context"
	"time"

	"airial/internal/platform/i18n"
)

func kindWord(ctx context.Context, k Kind) string {
	switch k {
	case Visit:
		return i18n.Say(ctx, "Visites", "Visits")
	case Download:
		return i18n.Say(ctx, "Téléchargements", "Downloads")
	case Call:
		return i18n.Say(ctx, "Appels d’API", "API calls")
	}
	return i18n.Say(ctx, "Recherches sans résultat", "Searches without result")
}

// measureName is a kind's name in files.
func measureName(k Kind) string {
	return map[Kind]string{Visit: "visite", Download: "telechargement", Call: "appel_api", Nothing: "recherche_sans_resultat"}[k]
}

var shortMonths = []i18n.Text{i18n.T("janv.", "Jan"), i18n.T("févr.", "Feb"), i18n.T("mars", "Mar"), i18n.T("avr.", "Apr"), i18n.T("mai", "May"), i18n.T("juin", "Jun"),
	i18n.T("juil.", "Jul"), i18n.T("août", "Aug"), i18n.T("sept.", "Sep"), i18n.T("oct.", "Oct"), i18n.T("nov.", "Nov"), i18n.T("déc.", "Dec")}

func monthWord(ctx context.Context, month string) string {
	t, err := time.Parse("2006-01", month)
	if err != nil {
		return month
	}
	return i18n.Read(ctx, shortMonths[t.Month()-1]) + " " + t.Format("2006")
}
