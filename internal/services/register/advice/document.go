package advice

import (
	"context"
	"net/url"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Category is a shelf of the document space.
type Category struct {
	ID    string
	Label i18n.Text
}

// categories are those of the document space, in the order of the page.
var categories = []Category{
	{"start", i18n.T("Pour commencer", "To begin")},
	{"templates", i18n.T("Modèles", "Templates")},
	{"guides", i18n.T("Guides", "Guides")},
	{"awareness", i18n.T("Sensibilisation", "Awareness")},
	{"law", i18n.T("Textes", "Law")},
	{"other", i18n.T("Divers", "Other")},
}

// Document is something that the officer shares with all members.
type Document struct {
	ID       string
	MemberID string // the operator's
	Category string
	Title    string
	Words    string
	Link     string // elsewhere, when it is no file
	FileName string
	Digest   string
	Size     int64
	Pinned   bool
	At       time.Time
	Starred  bool // by the reader
}

// Documents lists what is shared: what is pinned first, then the reader's
// favourites, then the latest.
func Documents(ctx context.Context, tx access.Tx) ([]Document, error) {
	if !reads(tx.Scope()) {
		return nil, fault.Missing("advice.Documents")
	}
	return database.All(ctx, tx, "advice.Documents", func(r database.Row) (d Document, err error) {
		var at int64
		err = r.Scan(&d.ID, &d.MemberID, &d.Category, &d.Title, &d.Words, &d.Link, &d.FileName, &d.Digest, &d.Size, &d.Pinned, &at, &d.Starred)
		d.At = clock.FromMicros(at)
		return d, err
	}, `select d.id, d.member_id, d.category, d.title, d.words, d.link, d.file_name, d.digest, d.size, d.pinned, d.at,
			case when s.user_id is null then 0 else 1 end as starred
		from register_document d left join register_document_star s on s.document_id = d.id and s.user_id = $1
		order by d.pinned desc, starred desc, d.at desc, d.id`, person(tx.Scope()))
}

// Share puts a document into the space; its file is in the store already.
func (s *Service) Share(ctx context.Context, tx access.Tx, d Document) (Document, error) {
	const op = "advice.Share"
	if !officer(tx.Scope()) {
		return d, fault.Missing(op)
	}
	known := false
	for _, c := range categories {
		known = known || c.ID == d.Category
	}
	d.Title = strings.TrimSpace(d.Title)
	switch u, err := url.Parse(d.Link); {
	case d.Title == "":
		return d, needs("title", "Donnez un titre.", "Give it a title.")
	case !known:
		return d, needs("category", "Choisissez une rubrique.", "Choose a category.")
	case d.Digest == "" && d.Link == "":
		return d, needs("file", "Joignez un fichier ou donnez une adresse.", "Add a file or give an address.")
	case d.Link != "" && (err != nil || u.Scheme != "https" || u.Host == ""):
		return d, needs("link", "L’adresse commence par https://.", "The address begins with https://.")
	}
	operator, err := organisation.Operator(ctx, tx)
	if err != nil {
		return d, err
	}
	d.ID, d.MemberID, d.At = tx.NewID(), operator.ID, tx.Clock().Now()
	if d.Digest != "" {
		if err := s.Files.Claim(ctx, tx, operator.ID, d.Digest); err != nil {
			return d, err
		}
	}
	a := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `insert into register_document (id, member_id, category, title, words, link, file_name, digest, size, pinned,
		actor_id, actor_name, at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`, d.ID, d.MemberID, d.Category, d.Title, d.Words, d.Link, d.FileName,
		d.Digest, d.Size, database.Bool(d.Pinned), a.ID, a.Name, clock.Micros(d.At)); err != nil {
		return d, err
	}
	return d, tx.Record(ctx, EventShared, operator.ID, d.ID, nil)
}

// document returns one by its id.
func document(ctx context.Context, tx access.Tx, id string) (Document, error) {
	list, err := Documents(ctx, tx)
	for _, d := range list {
		if d.ID == id {
			return d, nil
		}
	}
	return Document{}, orMissing("advice.document", err)
}

// Star marks a document as a favourite of the reader, or no longer.
func Star(ctx context.Context, tx access.Tx, id string) error {
	const op = "advice.Star"
	d, err := document(ctx, tx, id)
	if err != nil {
		return err
	}
	if d.Starred {
		_, err = database.Exec(ctx, tx, op, `delete from register_document_star where user_id = $1 and document_id = $2`, person(tx.Scope()), id)
		return err
	}
	_, err = database.Exec(ctx, tx, op, `insert into register_document_star (user_id, document_id) values ($1,$2) on conflict do nothing`, person(tx.Scope()), id)
	return err
}

// Seen notes that the reader has looked at the space.
func Seen(ctx context.Context, tx access.Tx) error {
	_, err := database.Exec(ctx, tx, "advice.Seen", `insert into register_document_seen (user_id, seen_at) values ($1,$2)
		on conflict (user_id) do update set seen_at = excluded.seen_at`, person(tx.Scope()), tx.Micros())
	return err
}

// countNew is how many documents were shared since the reader last looked.
func countNew(ctx context.Context, tx access.Tx) (int, error) {
	return database.Value[int](ctx, tx, "advice.countNew", `select count(*) from register_document
		where at > coalesce((select seen_at from register_document_seen where user_id = $1), 0)`, person(tx.Scope()))
}

// Remove takes a document away; its file is destroyed by the caller afterwards.
func (s *Service) Remove(ctx context.Context, tx access.Tx, id string) (Document, error) {
	const op = "advice.Remove"
	if !officer(tx.Scope()) {
		return Document{}, fault.Missing(op)
	}
	d, err := document(ctx, tx, id)
	if err != nil {
		return d, err
	}
	for _, q := range []string{`delete from register_document_star where document_id = $1`, `delete from register_document where id = $1`} {
		if _, err := database.Exec(ctx, tx, op, q, id); err != nil {
			return d, err
		}
	}
	return d, tx.Record(ctx, EventRemoved, d.MemberID, id, nil)
}
