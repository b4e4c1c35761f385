package letterbox

import (
	"context"
	"errors"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/advice"
	"airial/internal/services/register/request"
)

func asFault(err error, to **fault.Error) bool { return errors.As(err, to) }

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func tabs(ctx context.Context, v listView) []ui.NavItem {
	item := func(s State, label string) ui.NavItem {
		return ui.NavItem{Label: label, Href: lettersPath + "?view=" + string(s), Current: v.State == s, Count: v.Counts[s]}
	}
	return []ui.NavItem{item(Waiting, i18n.Say(ctx, "À trier", "To sort")), item(Sorted, i18n.Say(ctx, "Triés", "Sorted")), item(Thrown, i18n.Say(ctx, "Effacés", "Erased"))}
}

func emptyTitle(ctx context.Context, v listView) string {
	if v.State == Waiting {
		return i18n.Say(ctx, "Aucun courriel à trier", "No e-mail to sort")
	}
	return i18n.Say(ctx, "Rien ici", "Nothing here")
}

func emptyWords(ctx context.Context, v listView) string {
	if v.State == Waiting {
		return i18n.Say(ctx, "Ceux qui arrivent attendent ici que vous disiez ce qu’ils sont.", "Those that come in wait here until you say what they are.")
	}
	return i18n.Say(ctx, "Un courriel trié laisse ici sa date, sans son texte.", "An e-mail that was sorted leaves its day here, without its text.")
}

func subjectOf(ctx context.Context, l Letter) string {
	if l.Subject == "" {
		return i18n.Say(ctx, "(sans objet)", "(no subject)")
	}
	return l.Subject
}

func senderWords(l Letter) string {
	if l.FromName == "" {
		return l.From
	}
	return l.FromName + " <" + l.From + ">"
}

func toWords(l Letter) string { return strings.Join(l.To, ", ") }

func whyWords(ctx context.Context, why string) string {
	switch why {
	case "address":
		return i18n.Say(ctx, "d’après l’adresse du destinataire", "by the recipient’s address")
	case "siren":
		return i18n.Say(ctx, "d’après un SIREN dans le texte", "by a SIREN in the text")
	}
	return i18n.Say(ctx, "d’après l’expéditeur", "by the sender")
}

func becameWords(ctx context.Context, l Letter) string {
	switch l.TargetKind {
	case requestTarget:
		return i18n.Say(ctx, "Demande de droits", "Rights request")
	case questionTarget:
		return i18n.Say(ctx, "Question au délégué", "Question to the officer")
	}
	return i18n.Say(ctx, "Effacé", "Erased")
}

// targetPath is the page of what a letter became.
func targetPath(l Letter, m organisation.Member) string {
	switch {
	case l.TargetKind == requestTarget && m.ID != "":
		return request.Path(m.Siren, l.Target)
	case l.TargetKind == questionTarget:
		return advice.QuestionPath(l.Target)
	}
	return ""
}

// open tells whether a way of sorting is unfolded: the one that is proposed, or
// the one whose form was refused.
func open(v letterView, way Looks) bool {
	switch {
	case !v.Request.OK():
		return way == LooksRequest
	case !v.Question.OK():
		return way == LooksQuestion
	case !v.Join.OK():
		return way == LooksReply
	}
	return v.Letter.Looks == way
}

func memberOptions(v letterView) []ui.Option {
	out := []ui.Option{{Value: "", Label: "–"}}
	for _, m := range v.Members {
		if m.Closed.IsZero() {
			out = append(out, ui.Option{Value: m.Siren, Label: m.Name})
		}
	}
	return out
}

func kindOptions(ctx context.Context) (out []ui.Option) {
	for _, k := range request.Kinds() {
		out = append(out, ui.Option{Value: k.ID, Label: i18n.Read(ctx, i18n.Text{Fr: k.Fr, En: k.En}), Help: ""})
	}
	return out
}
