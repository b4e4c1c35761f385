package alert

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// Site knows what is published: the rooms of the portal.
type Site interface {
	// News tells what a search, or a dataset, has of what was published after an
	// instant, the latest first, most of it at most.
	News(ctx context.Context, search url.Values, since time.Time, most int) (News, error)
}

// News is what was published lately.
type News struct {
	Title string // of what one wants to hear of
	Path  string // of its page
	Items []Item
	More  bool // than these
}

// Item is one publication.
type Item struct {
	Title, By, Path string
	At              time.Time
}

// mostItems is how many publications a letter names.
const mostItems = 40

func (s *Service) confirmation(ctx context.Context, a Alert, n News) mail.Message {
	ctx = i18n.With(ctx, i18n.Locale{Lang: a.Language, Fixed: true})
	link := s.link(a)
	return mail.Message{To: a.Mailbox, About: a.ID, Subject: i18n.Say(ctx, "Confirmez votre alerte", "Confirm your alert"),
		Text: i18n.Sayf(ctx, `Bonjour,

Quelqu’un, vous sans doute, souhaite être averti à cette adresse de ce qui est publié :
%s

Pour le confirmer, ouvrez cette page et appuyez sur « Confirmer » :
%s

Si ce n’était pas vous, ne faites rien : cette adresse sera oubliée dans trois jours.
`, `Hello,

Somebody, probably you, wants this address to be told of what is published:
%s

To confirm it, open this page and press “Confirm”:
%s

If it was not you, do nothing: this address will be forgotten in three days.
`, n.Title, link)}
}

// digest is the letter about what is new.
func (s *Service) digest(ctx context.Context, a Alert, n News) mail.Message {
	ctx = i18n.With(ctx, i18n.Locale{Lang: a.Language, Fixed: true})
	var b strings.Builder
	b.WriteString(i18n.Sayf(ctx, "Publié depuis le %s – %s\n", "Published since %s – %s\n", i18n.Date(ctx, a.Since), n.Title))
	for _, i := range n.Items {
		fmt.Fprintf(&b, "\n- %s\n  %s, %s\n  %s\n", i.Title, i.By, i18n.Date(ctx, i.At), s.PublicURL+i18n.Path(ctx, i.Path))
	}
	if n.More {
		b.WriteString(i18n.Sayf(ctx, "\nEt d’autres : %s\n", "\nAnd others: %s\n", s.PublicURL+i18n.Path(ctx, n.Path)))
	}
	b.WriteString(i18n.Sayf(ctx, "\nNe plus recevoir ces courriels : %s\n", "\nNo more of these letters: %s\n", s.link(a)))
	return mail.Message{To: a.Mailbox, About: a.ID, Subject: subject(ctx, n), Text: b.String(), Unsubscribe: s.PublicURL + "/alerts/" + s.token(a.ID) + "/end"}
}

func subject(ctx context.Context, n News) string {
	count := i18n.Count(ctx, len(n.Items), "nouveauté", "nouveautés", "publication", "publications")
	title := []rune(strings.Join(strings.Fields(n.Title), " "))
	if len(title) > 40 {
		title = append(title[:39], '…')
	}
	return count + " – " + string(title)
}

func (s *Service) link(a Alert) string {
	return s.PublicURL + "/" + string(a.Language) + "/alerts/" + s.token(a.ID)
}
