package console

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// tokenState says in a word how a token stands.
func tokenState(ctx context.Context, t access.Token, now time.Time) (string, ui.Tone) {
	switch {
	case !t.Revoked.IsZero():
		return i18n.Say(ctx, "révoqué le ", "revoked on ") + i18n.Date(ctx, t.Revoked), ui.Neutral
	case !t.Live(now):
		return i18n.Say(ctx, "expiré", "expired"), ui.Neutral
	case t.EndsSoon(now):
		return i18n.Say(ctx, "expire bientôt", "expires soon"), ui.Wait
	}
	return i18n.Say(ctx, "actif", "active"), ui.Good
}

func tokenEnd(ctx context.Context, t access.Token) string {
	if t.Expires.IsZero() {
		return i18n.Say(ctx, "sans fin", "without end")
	}
	return i18n.Say(ctx, "au ", "to ") + i18n.ShortDate(ctx, t.Expires)
}

// tokenWords says what each right lets a program do, in short and in full.
var tokenWords = map[access.Right]struct{ short, long, help i18n.Text }{
	access.Deposit: {i18n.T("déposer", "deposit"), i18n.T("Déposer des fichiers", "Deposit files"),
		i18n.T("Sans le droit suivant, une personne appuie ensuite sur «\u00a0Publier\u00a0».", "Without the next right, a person then presses “Publier”.")},
	access.Publish: {i18n.T("publier", "publish"), i18n.T("Publier ce qu’il dépose", "Publish what it deposits"),
		i18n.T("Déposer vaut alors demande de publication.", "To deposit is then to ask for publication.")},
	access.Withdraw: {i18n.T("retirer", "withdraw"), i18n.T("Retirer et rétablir", "Withdraw and bring back"), i18n.Text{}},
	access.Decide:   {i18n.T("décider des données personnelles", "decide on personal data"), i18n.T("Décider de ce qui semble personnel", "Decide on what seems personal"), i18n.Text{}},
	access.Approve:  {i18n.T("approuver", "approve"), i18n.T("Approuver à la place d’une personne", "Approve in the place of a person"), i18n.Text{}},
	access.Erase:    {i18n.T("effacer", "erase"), i18n.T("Effacer définitivement", "Erase for ever"), i18n.Text{}},
	access.Register: {i18n.T("tenir le registre", "keep the register"), i18n.T("Tenir le registre des traitements", "Keep the register of processing"), i18n.Text{}},
	access.Listen:   {i18n.T("webhooks", "webhooks"), i18n.T("Gérer les webhooks", "Manage webhooks"), i18n.Text{}},
}

// tokenAllows lists what a token may do.
func tokenAllows(ctx context.Context, t access.Token) string {
	words := []string{i18n.Say(ctx, "lire", "read")}
	for _, r := range access.TokenRights() {
		if w, ok := tokenWords[r]; ok && slices.Contains(t.Allows(), r) {
			words = append(words, i18n.Read(ctx, w.short))
		}
	}
	return strings.Join(words, ", ")
}

func tokenRights(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range access.TokenRights() {
		if w, ok := tokenWords[r]; ok {
			out = append(out, ui.Option{Value: string(r), Label: i18n.Read(ctx, w.long), Help: i18n.Read(ctx, w.help)})
		}
	}
	return out
}

func tokenLives(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, l := range []struct {
		days int
		say  i18n.Text
	}{
		{30, i18n.T("30 jours", "30 days")}, {90, i18n.T("90 jours", "90 days")}, {365, i18n.T("un an", "a year")}, {access.MaxTokenDays, i18n.T("deux ans", "two years")},
	} {
		out = append(out, ui.Option{Value: strconv.Itoa(l.days), Label: i18n.Read(ctx, l.say)})
	}
	return out
}
