package request

import "airial/internal/platform/i18n"

// What this room tells the journal: that something happened to a request, and
// its state. Never who asked, nor what was said.
const (
	EventReceived   = "request.received"
	EventExamined   = "request.examined"
	EventDoubted    = "request.identity-asked"
	EventIdentified = "request.identity-settled"
	EventExtended   = "request.extended"
	EventPrepared   = "request.prepared"
	EventSentBack   = "request.sent-back"
	EventClosed     = "request.closed"
	EventReopened   = "request.reopened"
	EventChanged    = "request.changed"
	EventFiled      = "request.file-added"
	EventDestroyed  = "request.file-destroyed"
	EventReminded   = "request.reminded"
	EventErased     = "request.erased"
)

var eventLabels = map[string]i18n.Text{
	EventBrought:    i18n.T("Reprise d’un autre registre", "Taken over from another register"),
	EventReceived:   i18n.T("Demande reçue", "Request received"),
	EventExamined:   i18n.T("Examen commencé", "Examination begun"),
	EventDoubted:    i18n.T("Preuve d’identité demandée", "Proof of identity asked for"),
	EventIdentified: i18n.T("Identité établie", "Identity established"),
	EventExtended:   i18n.T("Délai prolongé, le demandeur est prévenu", "Delay made longer, the requester is told"),
	EventPrepared:   i18n.T("Réponse en préparation", "Answer being written"),
	EventSentBack:   i18n.T("Retour à l’examen", "Back to examination"),
	EventClosed:     i18n.T("Demande close", "Request closed"),
	EventReopened:   i18n.T("Demande rouverte", "Request opened again"),
	EventChanged:    i18n.T("Fiche modifiée", "Record changed"),
	EventFiled:      i18n.T("Pièce ajoutée", "File added"),
	EventDestroyed:  i18n.T("Pièce détruite", "File destroyed"),
	EventReminded:   i18n.T("Rappel envoyé", "Reminder sent"),
	EventErased:     i18n.T("Coordonnées du demandeur effacées", "Requester’s details erased"),
}
