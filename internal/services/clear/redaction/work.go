package redaction

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/privacy/redact"
)

// How long a document is kept, at most, and once its copy was taken.
const (
	KeptFor      = time.Hour
	KeptForAfter = 10 * time.Minute
)

const (
	// MostBytes is the size of a document that the page takes.
	MostBytes = 25 << 20
	mostHeld  = 5 // documents of one person at a time
	partBytes = 1 << 20
	purpose   = "redaction"
)

// Work is a document that somebody is redacting.
type Work struct {
	ID      string
	UserID  string
	Format  string
	Size    int64
	Expires time.Time
	secret
	parts int
}

// secret is what is kept of the work under seal.
type secret struct {
	Name   string
	Choice *redact.Choice // nil before anything was chosen
	Taken  bool           // the copy was fetched
	Read   map[string][]redact.ReadWord
}

// Vault seals what must not be read out of the database.
type Vault interface {
	Seal(purpose string, plain []byte) ([]byte, error)
	Unseal(purpose string, sealed []byte) ([]byte, error)
}

// person is who works: her for whom somebody acts, else herself.
func person(s access.Scope) string {
	if s.Actor().Kind != access.Person {
		return ""
	}
	return access.Persons(s.Actor().ID)[0]
}

const columns = `id, user_id, format, size, sealed, parts, expires_at`

// begin keeps a document for the person of the scope.
func (p *Pages) begin(ctx context.Context, tx access.Tx, w *Work, file []byte) error {
	const op = "redaction.begin"
	w.UserID = person(tx.Scope())
	if w.UserID == "" {
		return fault.Missing(op)
	}
	held, err := database.Value[int](ctx, tx, op, `select count(*) from redaction where user_id = $1 and expires_at > $2`, w.UserID, tx.Micros())
	if err != nil {
		return err
	}
	if held >= mostHeld {
		return fault.New(fault.Invalid, op, "Vous avez déjà %[1]d documents en cours\u202f: terminez-en un, ou effacez-le.",
			"You have %[1]d documents under way: finish one, or erase it.", held)
	}
	w.ID, w.Size, w.Expires = tx.NewID(), int64(len(file)), tx.Clock().Now().Add(KeptFor)
	sealed, err := p.sealed(w)
	if err != nil {
		return err
	}
	for rest := file; len(rest) > 0; w.parts++ {
		n := min(len(rest), partBytes)
		body, err := p.Vault.Seal(purpose+":"+w.ID, rest[:n])
		if err != nil {
			return err
		}
		if _, err := database.Exec(ctx, tx, op, `insert into redaction_part (redaction, n, body) values ($1,$2,$3)`, w.ID, w.parts, body); err != nil {
			return err
		}
		rest = rest[n:]
	}
	_, err = database.Exec(ctx, tx, op, `insert into redaction (`+columns+`) values ($1,$2,$3,$4,$5,$6,$7)`,
		w.ID, w.UserID, w.Format, w.Size, sealed, w.parts, clock.Micros(w.Expires))
	return err
}

func (p *Pages) sealed(w *Work) ([]byte, error) {
	b, err := json.Marshal(w.secret)
	if err != nil {
		return nil, err
	}
	return p.Vault.Seal(purpose+":"+w.ID, b)
}

// find gives the work of that name, if it is the scope's and not over.
func (p *Pages) find(ctx context.Context, tx access.Tx, id string) (Work, error) {
	const op = "redaction.find"
	var w Work
	var sealed []byte
	var expires int64
	scan := func(r database.Row) (Work, error) {
		err := r.Scan(&w.ID, &w.UserID, &w.Format, &w.Size, &sealed, &w.parts, &expires)
		return w, err
	}
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from redaction where id = $1 and user_id = $2 and expires_at > $3`,
		id, person(tx.Scope()), tx.Micros())
	if err != nil {
		return w, err
	}
	if len(list) == 0 {
		return w, fault.New(fault.NotFound, op, "Ce document n’est plus là\u202f: il est effacé au bout d’une heure, ou peu après que la copie a été prise. Déposez-le à nouveau.",
			"This document is no longer here: it is erased after an hour, or shortly after the copy was taken. Drop it again.")
	}
	w.Expires = clock.FromMicros(expires)
	plain, err := p.Vault.Unseal(purpose+":"+w.ID, sealed)
	if err != nil {
		return w, fault.Wrap(op, err)
	}
	return w, json.Unmarshal(plain, &w.secret)
}

// file gives the document's bytes.
func (p *Pages) file(ctx context.Context, tx access.Tx, w Work) ([]byte, error) {
	const op = "redaction.file"
	scan := func(r database.Row) (b []byte, err error) { return b, r.Scan(&b) }
	parts, err := database.All(ctx, tx, op, scan, `select body from redaction_part where redaction = $1 order by n`, w.ID)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, b := range parts {
		plain, err := p.Vault.Unseal(purpose+":"+w.ID, b)
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		out.Write(plain)
	}
	if int64(out.Len()) != w.Size {
		return nil, fault.Missing(op)
	}
	return out.Bytes(), nil
}

// keep writes what was chosen.
func (p *Pages) keep(ctx context.Context, tx access.Tx, w *Work) error {
	sealed, err := p.sealed(w)
	if err != nil {
		return err
	}
	_, err = database.Exec(ctx, tx, "redaction.keep", `update redaction set sealed = $1, expires_at = $2 where id = $3 and user_id = $4`,
		sealed, clock.Micros(w.Expires), w.ID, w.UserID)
	return err
}

// erase deletes a work and its bytes.
func erase(ctx context.Context, tx access.Tx, ids ...string) error {
	for _, id := range ids {
		for _, q := range []string{`delete from redaction_part where redaction = $1`, `delete from redaction where id = $1`} {
			if _, err := database.Exec(ctx, tx, "redaction.erase", q, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Sweep erases what is over.
func Sweep(ctx context.Context, doors *access.Doors) error {
	return doors.Write(ctx, access.System("redaction"), func(tx access.Tx) error {
		scan := func(r database.Row) (id string, err error) { return id, r.Scan(&id) }
		over, err := database.All(ctx, tx, "redaction.Sweep", scan, `select id from redaction where expires_at <= $1 limit 100`, tx.Micros())
		if err != nil {
			return err
		}
		if err := erase(ctx, tx, over...); err != nil {
			return err
		}
		// Those of a person whose account was erased go with it; their parts here.
		_, err = database.Exec(ctx, tx, "redaction.Sweep", `delete from redaction_part where not exists (select 1 from redaction r where r.id = redaction_part.redaction)`)
		return err
	})
}
