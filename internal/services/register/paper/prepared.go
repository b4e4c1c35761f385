package paper

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// What the journal says of papers that were prepared.
const (
	EventPrepared = "register.paper-prepared"
	EventIssued   = "register.paper-issued"
	EventDropped  = "register.paper-dropped"
)

// State is how far a prepared paper is.
type State string

// The states. An issued paper does not change any more.
const (
	Draft  State = "draft"
	Issued State = "issued"
)

// A Prepared paper is one whose text was filled in and may be reworded, until it
// is issued: it is then a file.
type Prepared struct {
	ID, MemberID  string
	Kind, Subject string
	Year          int
	Lang          i18n.Lang
	Title         string
	State         State
	Template      int    // version of the template
	Body          string // Markdown
	Revision      int64
	Made          time.Time
	MadeBy        string
	Changed       time.Time
	ChangedBy     string
	Issued        time.Time
	IssuedBy      string
	Digest        string // SHA-256 of the PDF as it was issued
	Size          int64
}

const preparedColumns = `id, member_id, kind, subject, year, lang, title, state, template, body, revision, made_at, made_name, changed_at, changed_name,
	issued_at, issued_name, digest, size`

func scanPrepared(r database.Row) (p Prepared, err error) {
	var lang, state string
	var made, changed, issued int64
	err = r.Scan(&p.ID, &p.MemberID, &p.Kind, &p.Subject, &p.Year, &lang, &p.Title, &state, &p.Template, &p.Body, &p.Revision, &made, &p.MadeBy,
		&changed, &p.ChangedBy, &issued, &p.IssuedBy, &p.Digest, &p.Size)
	p.Lang, p.State, p.Made, p.Changed, p.Issued = i18n.Lang(lang), State(state), clock.FromMicros(made), clock.FromMicros(changed), clock.FromMicros(issued)
	return p, err
}

// Prepare fills a paper in, to be reworded.
func (s *Service) Prepare(ctx context.Context, tx access.Tx, k Kind, a Ask) (Prepared, error) {
	const op = "paper.Prepare"
	m, err := s.Take(ctx, tx, k, a)
	if err != nil {
		return Prepared{}, err
	}
	if err := tx.May(ctx, access.Register, a.Member.ID); err != nil {
		return Prepared{}, err
	}
	p := Prepared{ID: tx.NewID(), MemberID: a.Member.ID, Kind: k.Name, Subject: a.Subject, Year: a.Year, Lang: m.Ask.Lang, Title: k.Title.In(m.Ask.Lang),
		State: Draft, Template: m.Version, Body: document.Source(document.Read(m.Markdown)), Revision: 1, Made: m.At}
	if a.Year > 0 {
		p.Title += " " + strconv.Itoa(a.Year)
	}
	if k.Subjects != nil {
		things, err := k.Subjects(i18n.With(ctx, i18n.Locale{Lang: p.Lang}), tx, a.Member)
		if err != nil {
			return p, err
		}
		for _, one := range things {
			if one.ID == a.Subject {
				p.Title += " – " + one.Name
			}
		}
	}
	by := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `insert into register_paper (id, member_id, kind, subject, year, lang, title, state, template, body, revision,
		made_at, made_id, made_name, changed_at, changed_id, changed_name, issued_at, issued_id, issued_name, digest, size)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,1,$11,$12,$13,$11,$12,$13,0,'','','',0)`, p.ID, p.MemberID, p.Kind, p.Subject, p.Year, string(p.Lang), p.Title,
		string(p.State), p.Template, p.Body, clock.Micros(p.Made), by.ID, by.Name); err != nil {
		return p, err
	}
	return p, tx.Record(ctx, EventPrepared, p.MemberID, p.ID, map[string]any{"kind": p.Kind, "year": p.Year})
}

// PreparedOf lists the prepared papers of a member that the scope may take, the
// latest first; of a kind, if it is named.
func (s *Service) PreparedOf(ctx context.Context, tx access.Tx, m organisation.Member, kind string) ([]Prepared, error) {
	const op = "paper.PreparedOf"
	if err := tx.Sees(op, m.ID); err != nil {
		return nil, err
	}
	list, err := database.All(ctx, tx, op, scanPrepared, `select `+preparedColumns+` from register_paper where member_id = $1 and (kind = $2 or $2 = '')
		order by case state when 'draft' then 0 else 1 end, made_at desc, id desc`, m.ID, kind)
	if err != nil {
		return nil, err
	}
	open, err := s.kindsOf(ctx, tx, Ask{Member: m})
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, k := range open {
		names[k.Name] = true
	}
	var out []Prepared
	for _, p := range list {
		if names[p.Kind] {
			out = append(out, p)
		}
	}
	return out, nil
}

// GetPrepared returns a prepared paper of a member, for who may take it.
func (s *Service) GetPrepared(ctx context.Context, tx access.Tx, m organisation.Member, id string) (Prepared, Kind, error) {
	const op = "paper.GetPrepared"
	p, err := database.One(ctx, tx, op, scanPrepared, `select `+preparedColumns+` from register_paper where id = $1 and member_id = $2`, id, m.ID)
	if err != nil {
		return p, Kind{}, err
	}
	k, err := s.Kind(p.Kind)
	if err != nil {
		return p, k, err
	}
	return p, k, k.may(ctx, tx, Ask{Member: m})
}

// changing reads a draft at a revision, for who may write it.
func (s *Service) changing(ctx context.Context, tx access.Tx, op string, m organisation.Member, id string, revision int64) (Prepared, error) {
	p, _, err := s.GetPrepared(ctx, tx, m, id)
	if err != nil {
		return p, err
	}
	if err := tx.May(ctx, access.Register, m.ID); err != nil {
		return p, err
	}
	if p.State == Issued {
		return p, fault.New(fault.Conflict, op, "Ce document est émis\u202f: il ne change plus. Préparez-en un autre.", "This paper was issued: it does not change any more. Prepare another one.")
	}
	if p.Revision != revision {
		return p, fault.New(fault.Conflict, op, "%s a modifié ce document entre-temps. Relisez-le, puis enregistrez de nouveau pour le remplacer.",
			"%s has changed this paper meanwhile. Read it again, then save once more to replace it.", p.ChangedBy)
	}
	return p, nil
}

// Reword writes the text of a draft.
func (s *Service) Reword(ctx context.Context, tx access.Tx, m organisation.Member, id string, revision int64, body string) (Prepared, error) {
	const op = "paper.Reword"
	p, err := s.changing(ctx, tx, op, m, id, revision)
	if err != nil {
		return p, err
	}
	if len(body) > document.MaxTemplate {
		return p, fault.New(fault.TooLarge, op, "Ce texte est trop long\u202f: un mégaoctet au plus.", "This text is too long: one megabyte at most.")
	}
	p.Body = strings.TrimSpace(strings.ReplaceAll(body, "\r\n", "\n")) + "\n"
	if p.Body == "\n" {
		return p, fault.New(fault.Invalid, op, "Le texte est vide.", "The text is empty.")
	}
	p.Revision++
	by := tx.Scope().Actor()
	_, err = database.Exec(ctx, tx, op, `update register_paper set body = $1, revision = $2, changed_at = $3, changed_id = $4, changed_name = $5 where id = $6`,
		p.Body, p.Revision, tx.Micros(), by.ID, by.Name, p.ID)
	return p, err
}

// Drop throws a draft away.
func (s *Service) Drop(ctx context.Context, tx access.Tx, m organisation.Member, id string, revision int64) error {
	const op = "paper.Drop"
	p, err := s.changing(ctx, tx, op, m, id, revision)
	if err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_paper where id = $1`, p.ID); err != nil {
		return err
	}
	return tx.Record(ctx, EventDropped, p.MemberID, p.ID, map[string]any{"kind": p.Kind})
}

// Issue makes a draft final: its PDF is kept in the store, with its digest and
// date, and its text does not change any more.
func (s *Service) Issue(ctx context.Context, scope access.Scope, m organisation.Member, id string, revision int64) (Prepared, error) {
	const op = "paper.Issue"
	var p Prepared
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if p, err = s.changing(ctx, tx, op, m, id, revision); err == nil {
			p.Issued = tx.Clock().Now()
		}
		return err
	})
	if err != nil {
		return p, err
	}
	var b bytes.Buffer
	if err := p.Document(m).Write(&b, document.PDF); err != nil {
		return p, err
	}
	file, err := s.Files.Put(ctx, m.ID, &b)
	if err != nil {
		return p, err
	}
	err = s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if _, err := s.changing(ctx, tx, op, m, id, revision); err != nil {
			return err
		}
		if err := s.Files.Claim(ctx, tx, m.ID, file.Digest); err != nil {
			return err
		}
		by := tx.Scope().Actor()
		p.State, p.Digest, p.Size, p.IssuedBy, p.Revision = Issued, file.Digest, file.Size, by.Name, revision+1
		if _, err := database.Exec(ctx, tx, op, `update register_paper set state = 'issued', issued_at = $1, issued_id = $2, issued_name = $3, digest = $4, size = $5,
			revision = $6 where id = $7`, clock.Micros(p.Issued), by.ID, by.Name, p.Digest, p.Size, p.Revision, p.ID); err != nil {
			return err
		}
		return tx.Record(ctx, EventIssued, p.MemberID, p.ID, map[string]any{"kind": p.Kind, "year": p.Year, "sha256": p.Digest})
	})
	return p, err
}

// Document is the paper to be written.
func (p Prepared) Document(m organisation.Member) *document.Document {
	at := p.Made
	if !p.Issued.IsZero() {
		at = p.Issued
	}
	return paperOf(p.Body, Ask{Member: m, Lang: p.Lang}, p.Title, at)
}
