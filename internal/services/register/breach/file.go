package breach

import (
	"context"
	"io"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/enclosure"
)

// FileKind is what a file of a breach is.
type FileKind string

// The kinds of file.
const (
	EvidenceFile  FileKind = "evidence"  // what shows what happened: a picture of the screen, a log
	CNILFile      FileKind = "cnil"      // what was sent to the CNIL, or came from it
	PeopleFile    FileKind = "people"    // the message to the people
	ComplaintFile FileKind = "complaint" // the receipt of the complaint, the insurance
	OtherFile     FileKind = "other"
)

var fileKinds = []struct {
	FileKind
	label i18n.Text
}{
	{EvidenceFile, i18n.T("Trace de l’incident", "Trace of the incident")},
	{CNILFile, i18n.T("Échange avec la CNIL", "Exchange with the CNIL")},
	{PeopleFile, i18n.T("Message aux personnes", "Message to the people")},
	{ComplaintFile, i18n.T("Plainte ou assurance", "Complaint or insurance")},
	{OtherFile, i18n.T("Autre", "Other")},
}

// Label is the kind's name on screen.
func (k FileKind) Label() i18n.Text {
	for _, one := range fileKinds {
		if one.FileKind == k {
			return one.label
		}
	}
	return i18n.Text{}
}

// With tells which papers of a breach a file is an enclosure of. A file that is
// marked for none is evidence, and no paper names it.
type With struct{ CNIL, People bool }

// File is a file that goes with a breach.
type File struct {
	ID        string
	BreachID  string
	MemberID  string
	Kind      FileKind
	Name      string
	Digest    string // "" once it is destroyed
	Size      int64
	With      With
	Destroyed time.Time
	ActorName string
	At        time.Time
}

const fileColumns = `id, breach_id, member_id, kind, name, digest, size, to_cnil, to_people, destroyed_at, actor_name, at`

func filesWhere(ctx context.Context, tx access.Tx, where string, args ...any) ([]File, error) {
	return database.All(ctx, tx, "breach.files", func(row database.Row) (f File, err error) {
		var kind string
		var destroyed, at int64
		err = row.Scan(&f.ID, &f.BreachID, &f.MemberID, &kind, &f.Name, &f.Digest, &f.Size, &f.With.CNIL, &f.With.People, &destroyed, &f.ActorName, &at)
		f.Kind, f.Destroyed, f.At = FileKind(kind), clock.FromMicros(destroyed), clock.FromMicros(at)
		return f, err
	}, `select `+fileColumns+` from register_breach_file where `+where+` order by id`, args...)
}

// Files lists the files of a breach, those that are destroyed among them.
func Files(ctx context.Context, tx access.Tx, id string) ([]File, error) {
	if _, err := load(ctx, tx, id); err != nil {
		return nil, err
	}
	return filesWhere(ctx, tx, `breach_id = $1`, id)
}

// file returns a file of a breach that the scope works on.
func file(ctx context.Context, tx access.Tx, breach, id string) (Breach, File, error) {
	b, err := load(ctx, tx, breach)
	if err != nil {
		return b, File{}, err
	}
	list, err := filesWhere(ctx, tx, `breach_id = $1 and id = $2`, breach, id)
	if err == nil && len(list) == 0 {
		err = fault.Missing("breach.file")
	}
	if err != nil {
		return b, File{}, err
	}
	return b, list[0], nil
}

// standing loads a breach that still has its texts and may have files: a closed
// one too, for the CNIL and the insurance answer late.
func standing(ctx context.Context, tx access.Tx, id string) (Breach, error) {
	b, err := load(ctx, tx, id)
	if err == nil && !b.Erased.IsZero() {
		err = erased("breach.standing")
	}
	return b, err
}

// AddFile keeps a file with a breach.
func (s *Service) AddFile(ctx context.Context, scope access.Scope, id string, kind FileKind, with With, name string, body io.Reader) (File, error) {
	const op = "breach.AddFile"
	var b Breach
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		b, err = standing(ctx, tx, id)
		return err
	})
	if err != nil {
		return File{}, err
	}
	if kind.Label().Empty() {
		return File{}, needs("kind", "Dites ce qu’est ce fichier.", "Say what this file is.")
	}
	ref, err := enclosure.Put(ctx, s.Files, op, b.MemberID, body)
	if err != nil {
		return File{}, err
	}
	if ref.Size == 0 {
		return File{}, needs("file", "Ce fichier est vide. Choisissez-en un autre.", "This file is empty. Choose another.")
	}
	f := File{BreachID: id, MemberID: b.MemberID, Kind: kind, Name: enclosure.Name(name), Digest: ref.Digest, Size: ref.Size, With: with}
	return f, s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if b, err = standing(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Files.Claim(ctx, tx, b.MemberID, ref.Digest); err != nil {
			return err
		}
		a := tx.Scope().Actor()
		f.ID, f.At, f.ActorName = tx.NewID(), tx.Clock().Now(), a.Name
		if _, err := database.Exec(ctx, tx, op, `insert into register_breach_file (id, breach_id, member_id, kind, name, digest, size, to_cnil, to_people,
			destroyed_at, actor_id, actor_name, at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,0,$10,$11,$12)`, f.ID, id, f.MemberID, string(kind), f.Name, f.Digest, f.Size,
			database.Bool(with.CNIL), database.Bool(with.People), a.ID, a.Name, tx.Micros()); err != nil {
			return err
		}
		return note(ctx, tx, b, EventFiled, "", map[string]any{"file": f.ID, "kind": string(kind)})
	})
}

// Enclose marks which papers a file goes with.
func Enclose(ctx context.Context, tx access.Tx, breach, id string, with With) error {
	const op = "breach.Enclose"
	b, f, err := file(ctx, tx, breach, id)
	switch {
	case err != nil:
		return err
	case f.Digest == "":
		return gone(op)
	case f.With == with:
		return nil
	}
	if _, err := database.Exec(ctx, tx, op, `update register_breach_file set to_cnil = $1, to_people = $2 where id = $3`,
		database.Bool(with.CNIL), database.Bool(with.People), id); err != nil {
		return err
	}
	return note(ctx, tx, b, EventEnclosed, "", map[string]any{"file": id, "cnil": with.CNIL, "people": with.People})
}

// DestroyFile destroys a file of a breach: the record says that it was there and
// when it went. It cannot be undone.
func (s *Service) DestroyFile(ctx context.Context, scope access.Scope, breach, id string) error {
	var f File
	err := s.Doors.Write(ctx, scope, func(tx access.Tx) (err error) {
		var b Breach
		if b, f, err = file(ctx, tx, breach, id); err != nil || f.Digest == "" {
			return err
		}
		return forget(ctx, tx, b, f)
	})
	if err != nil || f.Digest == "" {
		return err
	}
	return s.Files.Destroy(ctx, f.MemberID, []string{f.Digest})
}

// forget takes the name of a file out of the records. Its own name goes with it:
// it may be a person's.
func forget(ctx context.Context, tx access.Tx, b Breach, f File) error {
	if _, err := database.Exec(ctx, tx, "breach.forget", `update register_breach_file set digest = '', name = '', destroyed_at = $1 where id = $2`,
		tx.Micros(), f.ID); err != nil {
		return err
	}
	return note(ctx, tx, b, EventDestroyed, "", map[string]any{"file": f.ID, "kind": string(f.Kind)})
}

func gone(op string) error {
	return fault.New(fault.Gone, op, "Cette pièce a été détruite.", "This file was destroyed.")
}
