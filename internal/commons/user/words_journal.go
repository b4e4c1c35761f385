package user

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// entries say what the journal's entries about an account mean, for its person.
var entries = map[string]i18n.Text{
	EventLogin:              i18n.T("connexion", "log-in"),
	EventLogout:             i18n.T("déconnexion", "log-out"),
	EventRefused:            i18n.T("connexion refusée", "log-in refused"),
	EventPassword:           i18n.T("mot de passe changé", "password changed"),
	EventCreated:            i18n.T("compte ouvert", "account opened"),
	EventLink:               i18n.T("lien d’accès remis", "access link given"),
	EventFactor:             i18n.T("seconde preuve ajoutée", "second proof added"),
	EventFactorGone:         i18n.T("seconde preuve retirée", "second proof removed"),
	EventFactorsDropped:     i18n.T("secondes preuves retirées par un gestionnaire", "second proofs removed by a manager"),
	EventCodes:              i18n.T("codes de secours renouvelés", "recovery codes renewed"),
	EventUnlocked:           i18n.T("compte débloqué", "account unlocked"),
	EventSessionsClosed:     i18n.T("sessions fermées", "sessions closed"),
	EventDisabled:           i18n.T("compte désactivé", "account disabled"),
	EventEnabled:            i18n.T("compte rouvert", "account opened again"),
	EventIdentity:           i18n.T("identité reliée", "identity linked"),
	EventIdentityGone:       i18n.T("identité détachée", "identity unlinked"),
	access.EventGranted:     i18n.T("rôle donné", "role given"),
	access.EventRevoked:     i18n.T("rôle repris", "role taken back"),
	access.EventActingBegun: i18n.T("l’assistance a agi à votre place", "support acted in your place"),
	access.EventActingEnded: i18n.T("l’assistance a terminé", "support has finished"),
}

// entryWords says what an entry means; one of another room goes by its name.
func entryWords(ctx context.Context, kind string) string {
	if words, known := entries[kind]; known {
		return i18n.Read(ctx, words)
	}
	return kind
}
