package cockpit

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/post"
)

// remind writes to the managers of a member what is late there.
func (s *Service) remind(ctx context.Context, tx access.Tx, a Act, m organisation.Member, waits []map[string]Waits) (string, error) {
	l := s.letter(a.Order, m, waits)
	if l.Text.Fr == "" {
		return Nothing, nil
	}
	people, err := user.OfMember(ctx, tx, m.ID)
	if err != nil {
		return "", err
	}
	if addressees(people) == 0 || !s.Post.Letters.On() {
		return Nobody, nil
	}
	return Changed, s.Post.Tell(ctx, tx, m.ID, l)
}

func addressees(people []user.Colleague) int {
	n := 0
	for _, u := range people {
		for _, r := range u.Roles {
			if r == access.Manager && u.Email != "" && u.Disabled.IsZero() {
				n++
				break
			}
		}
	}
	return n
}

// letter is the reminder of a member; empty where nothing is late and there are
// no words of the officer's own.
func (s *Service) letter(o Order, m organisation.Member, waits []map[string]Waits) post.Letter {
	var fr, en strings.Builder
	for n, source := range s.Sources {
		if w := waits[n][m.ID]; w.Late+w.Week > 0 {
			line(&fr, source.Label.Fr, w, "en retard", "cette semaine")
			line(&en, source.Label.En, w, "late", "this week")
		}
	}
	words := strings.TrimSpace(o.Words)
	if fr.Len() == 0 && words == "" {
		return post.Letter{}
	}
	text := func(hello, head, tail, list string) string {
		out := hello + "\n\n"
		if words != "" {
			out += words + "\n\n"
		}
		if list != "" {
			out += head + "\n" + list + "\n"
		}
		return out + tail
	}
	return post.Letter{Path: console.MemberPath(m.Siren) + "/rgpd",
		Subject: i18n.T("Protection des données de %[1]s\u00a0: ce qui vous attend", "Data protection of %[1]s: what waits for you", m.Name),
		Text: i18n.Text{Fr: text("Bonjour,", "Pour "+m.Name+", il y a\u00a0:", "Tout est sur cette page\u00a0:", fr.String()),
			En: text("Hello,", "For "+m.Name+", there are:", "All of it is on this page:", en.String())}}
}

func line(b *strings.Builder, label string, w Waits, late, week string) {
	b.WriteString("- " + label + " (")
	if w.Late > 0 {
		b.WriteString(itoa(w.Late) + " " + late)
	}
	if w.Late > 0 && w.Week > 0 {
		b.WriteString(", ")
	}
	if w.Week > 0 {
		b.WriteString(itoa(w.Week) + " " + week)
	}
	b.WriteString(")\n")
}
