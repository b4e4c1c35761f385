package breach

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/enclosure"
	"airial/internal/services/register/post"
)

// Parts is what the room is made with.
type Parts struct {
	Doors *access.Doors
	Files enclosure.Files
	Post  post.Post
}

// Service is the room, put together.
type Service struct{ Parts }

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Spread does the processor's duty (art. 33 § 2): a breach at the operator opens
// that of each affected member, at once and in one transaction, and tells its
// managers. A member is aware from now on. It returns the operator's own entry.
func (s *Service) Spread(ctx context.Context, tx access.Tx, o Opening, members []organisation.Member) (Breach, error) {
	const op = "breach.Spread"
	if !tx.Scope().IsSystem() && !tx.Scope().Has(responders...) {
		return Breach{}, fault.Missing(op)
	}
	if len(members) == 0 {
		return Breach{}, needs("members", "Choisissez les collectivités touchées.", "Choose the bodies concerned.")
	}
	operator, err := organisation.Operator(ctx, tx)
	if err != nil {
		return Breach{}, err
	}
	o.MemberID = operator.ID
	own, err := Enter(ctx, tx, o)
	if err != nil {
		return own, err
	}
	for _, m := range members {
		if m.IsOperator || !m.Closed.IsZero() {
			continue
		}
		theirs := Opening{MemberID: m.ID, Title: o.Title, Aware: tx.Clock().Now(), Exercise: o.Exercise, OriginID: own.ID, Story: o.Story}
		b, err := Enter(ctx, tx, theirs)
		if err != nil {
			return own, err
		}
		if err := s.tellMember(ctx, tx, b, m, operator.Name); err != nil {
			return own, err
		}
	}
	return own, note(ctx, tx, own, EventSpread, "", map[string]any{"members": len(members)})
}

func (s *Service) tellMember(ctx context.Context, tx access.Tx, b Breach, m organisation.Member, operator string) error {
	l := post.Letter{Path: Path(m.Siren, b.ID),
		Subject: i18n.T("Violation de données\u00a0: %[1]s vous informe", "Personal-data breach: %[1]s informs you", operator),
		Text: i18n.T("Bonjour,\n\n%[1]s, votre sous-traitant, a constaté une violation de données qui touche %[2]s. Le dossier est ouvert dans votre registre.\n\nVous avez 72 heures pour notifier la CNIL si les personnes courent un risque. Le dossier vous guide, pas à pas.",
			"Hello,\n\n%[1]s, your processor, has found a personal-data breach that concerns %[2]s. The file is open in your register.\n\nYou have 72 hours to notify the CNIL if people are at risk. The file guides you, step by step.", operator, m.Name)}
	return s.Post.Tell(ctx, tx, m.ID, marked(b, l))
}

// marked says of an exercise that it is one.
func marked(b Breach, l post.Letter) post.Letter {
	if b.Exercise {
		l.Subject = i18n.Text{Fr: "[EXERCICE] " + l.Subject.Fr, En: "[EXERCISE] " + l.Subject.En}
		l.Text = i18n.Text{Fr: "Ceci est un exercice.\n\n" + l.Text.Fr, En: "This is an exercise.\n\n" + l.Text.En}
	}
	return l
}

// TellAll adds words to the operator's breach and to those that it opened, and
// tells their managers that there is news.
func (s *Service) TellAll(ctx context.Context, tx access.Tx, id, words string) (int, error) {
	const op = "breach.TellAll"
	if !tx.Scope().IsSystem() && !tx.Scope().Has(responders...) {
		return 0, fault.Missing(op)
	}
	own, err := Note(ctx, tx, id, words)
	if err != nil {
		return 0, err
	}
	list, _, err := List(ctx, tx, Filter{Origin: own.ID}, 100_000, 0)
	if err != nil {
		return 0, err
	}
	ids := make([]string, len(list))
	for i, b := range list {
		ids[i] = b.MemberID
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return 0, err
	}
	for _, b := range list {
		if _, err := Note(ctx, tx, b.ID, words); err != nil {
			return 0, err
		}
		m := members[b.MemberID]
		l := post.Letter{Path: Path(m.Siren, b.ID), Subject: i18n.T("Violation de données %[1]s\u00a0: du nouveau", "Personal-data breach %[1]s: news", b.Name()),
			Text: i18n.T("Bonjour,\n\nLe sous-traitant a ajouté une information au dossier %[1]s. Elle peut compléter votre notification à la CNIL.",
				"Hello,\n\nThe processor has added information to the file %[1]s. It may complete your notification to the CNIL.", b.Name())}
		if err := s.Post.Tell(ctx, tx, m.ID, marked(b, l)); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}
