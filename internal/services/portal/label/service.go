package label

import (
	"context"
	"net"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web/here"
)

// Service is the room, put together. There is one in a process: what it has
// published it shows at once, what another process has published within
// facesLast.
type Service struct {
	p Parts

	mu    sync.Mutex
	faces map[string]remembered
	hosts hostList
}

// Parts is what the room is made with.
type Parts struct {
	Doors *access.Doors
	// PublicURL is the address of the public host.
	PublicURL string
	// OwnHosts allows hosts of members' own.
	OwnHosts bool
	// Resolver asks the DNS; nil for that of the machine.
	Resolver Resolver
}

// facesLast is how long a face may be behind what another process did.
const facesLast = 3 * time.Second

type remembered struct {
	face  Face
	until time.Time
}

// New puts the room together.
func New(p Parts) *Service {
	if p.Resolver == nil {
		p.Resolver = serverResolver{net.DefaultResolver}
	}
	return &Service{p: p, faces: map[string]remembered{}}
}

// Face is all that the pages of a portal need to know of its look.
type Face struct {
	Label     Label // laid over the operator's defaults
	Published bool  // a label of its own
	Statement Statement
	// Site is the host of its own; zero without one.
	Site here.Site
}

// Face returns the face of a member's portal.
func (s *Service) Face(ctx context.Context, m organisation.Member) (Face, error) {
	now := s.p.Doors.Clock().Now()
	s.mu.Lock()
	known, ok := s.faces[m.ID]
	s.mu.Unlock()
	if ok && now.Before(known.until) {
		return known.face, nil
	}
	var f Face
	err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		v, err := current(ctx, tx, m.ID, OfSite)
		if err != nil {
			return err
		}
		f, err = s.face(ctx, tx, m, v.Label, v.Number > 0)
		return err
	})
	if err != nil {
		return Face{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faces) > 5000 {
		clear(s.faces)
	}
	s.faces[m.ID] = remembered{f, now.Add(facesLast)}
	return f, nil
}

// face completes a label with what else is known.
func (s *Service) face(ctx context.Context, tx access.Tx, m organisation.Member, l Label, published bool) (f Face, err error) {
	if !m.IsOperator {
		operator, err := organisation.Operator(ctx, tx)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return f, err
		}
		if err == nil {
			d, err := current(ctx, tx, operator.ID, OfMembers)
			if err != nil {
				return f, err
			}
			l = l.Over(d.Label)
		}
	}
	f.Label, f.Published = l, published
	list, err := audits(ctx, tx, m.ID, 1)
	if err != nil {
		return f, err
	}
	var latest *Audit
	if len(list) > 0 {
		latest = &list[0]
	}
	f.Statement = StatementOf(latest, tx.Clock().Now())
	if s.p.OwnHosts {
		h, ok, err := hostOf(ctx, tx, m.ID)
		if err != nil {
			return f, err
		}
		// Search engines are led to a name only while it leads here.
		if state := h.State(tx.Clock().Now()); ok && (state == Served || state == Failing) {
			f.Site = s.site(h.Host, m.Slug)
		}
	}
	return f, nil
}

// forget makes what has just changed be read again.
func (s *Service) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.faces)
	s.hosts.until = time.Time{}
}

// mayEdit lets those write on a portal who publish for the member, or manage it.
func mayEdit(ctx context.Context, tx access.Tx, member string) error {
	publish, err := tx.Allowed(ctx, access.Publish, member)
	if err != nil || publish {
		return err
	}
	return tx.May(ctx, access.Manage, member)
}

// mayDefault lets the operator's administrators write the defaults.
func (s *Service) mayWrite(ctx context.Context, tx access.Tx, m organisation.Member, p Purpose) error {
	if p == OfMembers {
		if !m.IsOperator {
			return fault.Missing("label.mayWrite")
		}
		return tx.May(ctx, access.Manage, m.ID)
	}
	return mayEdit(ctx, tx, m.ID)
}

// Draft returns what is written on a portal and not published yet, else what is
// published.
func (s *Service) Draft(ctx context.Context, tx access.Tx, m organisation.Member, p Purpose) (v Version, pending bool, err error) {
	if err := s.mayWrite(ctx, tx, m, p); err != nil {
		return v, false, err
	}
	if v, pending, err = draft(ctx, tx, m.ID, p); err != nil || pending {
		return v, pending, err
	}
	v, err = current(ctx, tx, m.ID, p)
	return v, false, err
}

// Save keeps a label as the draft. What is wrong with it is kept too: it stops
// the publication, not the writing.
func (s *Service) Save(ctx context.Context, tx access.Tx, m organisation.Member, p Purpose, l Label) error {
	if err := s.mayWrite(ctx, tx, m, p); err != nil {
		return err
	}
	if _, err := dropDraft(ctx, tx, m.ID, p); err != nil {
		return err
	}
	return write(ctx, tx, m.ID, p, 0, l)
}

// Discard forgets the draft.
func (s *Service) Discard(ctx context.Context, tx access.Tx, m organisation.Member, p Purpose) (bool, error) {
	if err := s.mayWrite(ctx, tx, m, p); err != nil {
		return false, err
	}
	return dropDraft(ctx, tx, m.ID, p)
}

// Publish shows a label to everybody, and gives the draft up. It is Invalid when
// something is wrong with the label.
func (s *Service) Publish(ctx context.Context, tx access.Tx, m organisation.Member, p Purpose, l Label) (Version, error) {
	v, err := s.show(ctx, tx, m, p, l)
	if err == nil {
		_, err = dropDraft(ctx, tx, m.ID, p)
	}
	return v, err
}

// show makes a label the one that everybody sees.
func (s *Service) show(ctx context.Context, tx access.Tx, m organisation.Member, p Purpose, l Label) (Version, error) {
	const op = "label.Publish"
	if err := s.mayWrite(ctx, tx, m, p); err != nil {
		return Version{}, err
	}
	if problems := l.Check(); len(problems) > 0 {
		return Version{}, &fault.Error{Kind: fault.Invalid, Op: op, Say: problems[0].Say}
	}
	if l.Logo != "" {
		owned, err := ownsLogo(ctx, tx, m.ID, l.Logo)
		if err != nil {
			return Version{}, err
		}
		if !owned {
			return Version{}, fault.New(fault.Invalid, op, "Ce logo n’est pas parmi ceux que la collectivité a envoyés. Envoyez-le d’abord.",
				"This logo is not among those that the body has sent. Send it first.")
		}
	}
	before, err := current(ctx, tx, m.ID, p)
	if err != nil {
		return Version{}, err
	}
	n := before.Number + 1
	if err := write(ctx, tx, m.ID, p, n, l); err != nil {
		return Version{}, err
	}
	if err := tx.Record(ctx, EventPublished, m.ID, m.ID, map[string]any{"purpose": string(p), "number": n}); err != nil {
		return Version{}, err
	}
	return current(ctx, tx, m.ID, p)
}

// Restore publishes an earlier version again; number 0 is that there was none. A
// draft stays: it may be somebody else's.
func (s *Service) Restore(ctx context.Context, tx access.Tx, m organisation.Member, p Purpose, n int) (Version, error) {
	var v Version
	if n > 0 {
		if err := s.mayWrite(ctx, tx, m, p); err != nil {
			return v, err
		}
		var err error
		if v, err = numbered(ctx, tx, m.ID, p, n); err != nil {
			return v, err
		}
	}
	return s.show(ctx, tx, m, p, v.Label)
}

// AddLogo keeps a picture, so that a label can name it.
func (s *Service) AddLogo(ctx context.Context, tx access.Tx, m organisation.Member, l Logo) error {
	if err := mayEdit(ctx, tx, m.ID); err != nil {
		return err
	}
	return keepLogo(ctx, tx, m.ID, l)
}

// The kinds of entry of the journal.
const (
	EventPublished = "portal.published"
	EventAudited   = "portal.audited"
	EventUnaudited = "portal.audit_undone"
	EventHost      = "portal.host_verified"
	EventLapsed    = "portal.host_lapsed"
	EventNoHost    = "portal.host_released"
)

// RecordAudit records an audit of a member's portal.
func (s *Service) RecordAudit(ctx context.Context, tx access.Tx, m organisation.Member, a Audit) (Audit, error) {
	const op = "label.RecordAudit"
	if err := tx.May(ctx, access.Manage, m.ID); err != nil {
		return a, err
	}
	on, err := time.Parse(time.DateOnly, a.On)
	switch a.Auditor = strings.TrimSpace(a.Auditor); {
	case err != nil, on.After(tx.Clock().Now()):
		return a, fault.New(fault.Invalid, op, "Indiquez le jour de l’audit, au plus tard aujourd’hui.", "Give the day of the audit, today at the latest.")
	case a.Auditor == "" || utf8.RuneCountInString(a.Auditor) > maxLine:
		return a, fault.New(fault.Invalid, op, "Dites qui a fait l’audit.", "Say who made the audit.")
	case a.Applicable < 1 || a.Applicable > Standard.Criteria || a.Met < 0 || a.Met > a.Applicable:
		return a, fault.New(fault.Invalid, op, "Indiquez combien de critères s’appliquent, de 1 à %[1]d, et combien de ceux-là sont respectés.",
			"Give how many criteria apply, from 1 to %[1]d, and how many of those are met.", Standard.Criteria)
	case a.Report != "" && !strings.HasPrefix(a.Report, "https://") || !goodLink(a.Report) && a.Report != "":
		return a, fault.New(fault.Invalid, op, "L’adresse du rapport commence par https://.", "The address of the report begins with https://.")
	case utf8.RuneCountInString(a.Exceptions.Fr) > maxPage || utf8.RuneCountInString(a.Exceptions.En) > maxPage:
		return a, fault.New(fault.Invalid, op, "La liste des contenus non accessibles est trop longue.", "The list of what is not accessible is too long.")
	}
	a.ID, a.MemberID, a.Actor, a.Recorded = tx.NewID(), m.ID, tx.Scope().Actor(), tx.Clock().Now()
	if err := insertAudit(ctx, tx, a); err != nil {
		return a, err
	}
	return a, tx.Record(ctx, EventAudited, m.ID, a.ID, map[string]any{"on": a.On, "applicable": a.Applicable, "met": a.Met})
}

// UndoAudit takes an audit back.
func (s *Service) UndoAudit(ctx context.Context, tx access.Tx, m organisation.Member, id string) error {
	const op = "label.UndoAudit"
	if err := tx.May(ctx, access.Manage, m.ID); err != nil {
		return err
	}
	if !ident.Valid(id) {
		return fault.Missing(op)
	}
	undone, err := undoAudit(ctx, tx, m.ID, id)
	if err == nil && !undone {
		err = fault.Missing(op)
	}
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventUnaudited, m.ID, id, map[string]any{})
}

// Logo is the address of the logo; "" for none.
func (f Face) Logo() string { return logoPath(f.Label.Logo) }

// Name is what a portal is called.
func (f Face) Name(ctx context.Context, m organisation.Member) string {
	if f.Label.Title.Empty() {
		return m.Name
	}
	return i18n.Read(ctx, f.Label.Title)
}
