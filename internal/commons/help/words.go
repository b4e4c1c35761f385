package help

import (
	"context"
	"strconv"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func number(ctx context.Context, q Question) string {
	return i18n.Sayf(ctx, "n°\u00a0%s", "no. %s", strconv.FormatInt(q.Number, 10))
}

// subject says in a few words what a question is about.
func subject(ctx context.Context, q Question) string {
	if q.PieceTitle != "" {
		return q.PieceTitle
	}
	if q.Page == "" {
		return i18n.Say(ctx, "Question générale", "A general question")
	}
	return i18n.Say(ctx, "La page ", "The page ") + q.Page
}

// stateWords says how a question stands, to the one who asked or to the one who
// answers: what waits for whom is coloured.
func stateWords(ctx context.Context, q Question, asker bool) (string, ui.Tone) {
	if asker && q.Unread {
		return i18n.Say(ctx, "réponse à lire", "answer to read"), ui.Wait
	}
	tone := map[State]ui.Tone{Open: ui.Wait, Taken: ui.Info, Answered: ui.Good, Closed: ui.Neutral}[q.State]
	if asker && q.State == Open {
		return i18n.Say(ctx, "envoyée", "sent"), ui.Info
	}
	return i18n.Read(ctx, q.State.Label()), tone
}

func who(ctx context.Context, m Message) string {
	if m.Operator {
		return i18n.Say(ctx, "de l’opérateur, le ", "of the operator, on ")
	}
	return i18n.Say(ctx, "le ", "on ")
}

func closeWord(q Question) string {
	if q.State == Closed {
		return "/reopen"
	}
	return "/close"
}

func replyTitle(ctx context.Context, v threadView) string {
	if v.Operator {
		return i18n.Say(ctx, "Répondre", "Answer")
	}
	return i18n.Say(ctx, "Ajouter un message", "Add a message")
}

func replyButton(ctx context.Context, v threadView) string {
	if v.Operator {
		return i18n.Say(ctx, "Envoyer la réponse", "Send the answer")
	}
	return i18n.Say(ctx, "Ajouter le message", "Add the message")
}

func replyHelp(ctx context.Context, v threadView) string {
	switch {
	case v.Operator && v.Letters:
		return i18n.Say(ctx, "La personne la lira ici, et la reçoit par courriel.", "The person will read it here, and gets it by mail.")
	case v.Operator:
		return i18n.Say(ctx, "La personne la lira ici, à sa prochaine visite.", "The person will read it here, at her next visit.")
	case v.Question.State == Closed:
		return i18n.Say(ctx, "Un message rouvre la demande.", "A message opens the request again.")
	}
	return ""
}

func queueCleared(v queueView) string {
	if v.Query != "" || v.State != "" {
		return queuePath
	}
	return ""
}
