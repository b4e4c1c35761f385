package voice

import (
	"context"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func kindWord(ctx context.Context, k Kind) string {
	switch k {
	case Problem:
		return i18n.Say(ctx, "Signalement", "Problem")
	case Reuse:
		return i18n.Say(ctx, "Réutilisation", "Reuse")
	}
	return i18n.Say(ctx, "Question", "Question")
}

// kindTitle is what a visitor does.
func kindTitle(ctx context.Context, k Kind) string {
	switch k {
	case Problem:
		return i18n.Say(ctx, "Signaler un problème", "Report a problem")
	case Reuse:
		return i18n.Say(ctx, "Présenter une réutilisation", "Show a reuse")
	}
	return i18n.Say(ctx, "Poser une question", "Ask a question")
}

func bodyLabel(ctx context.Context, k Kind) string {
	switch k {
	case Problem:
		return i18n.Say(ctx, "Ce qui ne va pas", "What is wrong")
	case Reuse:
		return i18n.Say(ctx, "Ce que vous en avez fait", "What you have made of it")
	}
	return i18n.Say(ctx, "Votre question", "Your question")
}

func stateWord(ctx context.Context, t Thread, late bool) (string, ui.Tone) {
	switch {
	case late:
		return i18n.Say(ctx, "en retard", "late"), ui.Bad
	case t.State == Waiting:
		return i18n.Say(ctx, "attend une réponse", "waits for an answer"), ui.Wait
	case t.State == Declined:
		return i18n.Say(ctx, "non retenu", "not taken"), ui.Info
	}
	return i18n.Say(ctx, "répondu", "answered"), ui.Good
}

func reuseOptions(ctx context.Context) (out []ui.Option) {
	for _, r := range ReuseKinds {
		out = append(out, ui.Option{Value: r.Key, Label: i18n.Read(ctx, r.Label)})
	}
	return out
}

func publicOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "1", Label: i18n.Say(ctx, "Montrer le message et la réponse sur la page du jeu de données", "Show the message and the answer on the dataset’s page")},
		{Value: "0", Label: i18n.Say(ctx, "Répondre à la personne seulement", "Answer the person only")}}
}

func answerLabel(ctx context.Context, k Kind) string {
	if k == Reuse {
		return i18n.Say(ctx, "Votre mot (facultatif pour accepter)", "Your word (optional when accepting)")
	}
	return i18n.Say(ctx, "Votre réponse", "Your answer")
}

func acceptLabel(ctx context.Context, k Kind) string {
	if k == Reuse {
		return i18n.Say(ctx, "Accepter", "Accept")
	}
	return i18n.Say(ctx, "Répondre", "Answer")
}

func titleWord(ctx context.Context, d Dataset) string {
	if d.Title == "" {
		return i18n.Say(ctx, "Jeu de données effacé", "Erased dataset")
	}
	return d.Title
}

func views(ctx context.Context, v listView) []ui.NavItem {
	return []ui.NavItem{
		{Label: i18n.Say(ctx, "À traiter", "To answer"), Href: v.Base, Current: v.View == ""},
		{Label: i18n.Say(ctx, "En retard", "Late"), Href: v.Base + "?view=late", Current: v.View == "late"},
		{Label: i18n.Say(ctx, "Clos", "Closed"), Href: v.Base + "?view=closed", Current: v.View == "closed"},
	}
}

// paragraphs are those of a text.
func paragraphs(text string) (out []string) {
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r", ""), "\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func answerHelp(ctx context.Context, v oneView) string {
	if !v.Kept {
		return i18n.Say(ctx, "Son adresse n’est plus connue\u202f: la réponse ne sera lue que sur la page du jeu de données.", "The address is not known any more: the answer will be read on the dataset’s page only.")
	}
	return i18n.Say(ctx, "Simplement, comme à un voisin. La personne la reçoit par courriel.", "Plainly, as to a neighbour. The person receives it by mail.")
}
