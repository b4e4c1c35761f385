package request

import (
	"context"
	"io"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/enclosure"
	"airial/internal/services/register/term"
)

// AddFile keeps a file with a request. Proof of identity gets the last day on
// which it is there.
func (s *Service) AddFile(ctx context.Context, scope access.Scope, id string, kind FileKind, name string, body io.Reader) (File, error) {
	const op = "request.AddFile"
	var r Request
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		r, err = load(ctx, tx, id)
		return err
	})
	if err != nil {
		return File{}, err
	}
	if kind.Label().Empty() {
		return File{}, needs("kind", "Dites ce qu’est ce fichier.", "Say what this file is.")
	}
	if r.State == Erased || kind == IdentityFile && !r.State.Open() {
		return File{}, refuseMove(r.State, r.State)
	}
	name = enclosure.Name(name)
	ref, err := enclosure.Put(ctx, s.Files, op, r.MemberID, body)
	if err != nil {
		return File{}, err
	}
	if ref.Size == 0 {
		return File{}, needs("file", "Choisissez un fichier.", "Choose a file.")
	}
	f := File{RequestID: id, MemberID: r.MemberID, Kind: kind, Name: name, Digest: ref.Digest, Size: ref.Size}
	err = s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if r, err = load(ctx, tx, id); err != nil {
			return err
		}
		if r.State == Erased {
			return refuseMove(r.State, r.State)
		}
		f.ID, f.At, f.ActorName, f.DestroyOn = tx.NewID(), tx.Clock().Now(), tx.Scope().Actor().Name, ""
		if kind == IdentityFile {
			if f.DestroyOn, err = term.Of(term.IdentityDocument).Last(access.Today(tx.Clock())); err != nil {
				return fault.Wrap(op, err)
			}
		}
		if err := s.Files.Claim(ctx, tx, r.MemberID, ref.Digest); err != nil {
			return err
		}
		_, err := database.Exec(ctx, tx, op, `insert into register_request_file (`+strings.Replace(fileColumns, "actor_name", "actor_id, actor_name", 1)+`)
			values ($1,$2,$3,$4,$5,$6,$7,$8,0,$9,$10,$11)`, f.ID, id, f.MemberID, string(kind), name, f.Digest, f.Size, f.DestroyOn,
			tx.Scope().Actor().ID, f.ActorName, tx.Micros())
		if err != nil {
			return err
		}
		return note(ctx, tx, r, EventFiled, r.State, map[string]any{"file": f.ID, "kind": string(kind)})
	})
	return f, err
}

// file returns a file of a request that the scope works on.
func file(ctx context.Context, tx access.Tx, request, id string) (Request, File, error) {
	const op = "request.file"
	r, err := load(ctx, tx, request)
	if err != nil {
		return r, File{}, err
	}
	list, err := filesWhere(ctx, tx, `request_id = $1 and id = $2`, request, id)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	if err != nil {
		return r, File{}, err
	}
	return r, list[0], nil
}

// DestroyFile destroys a file of a request: the record says that it was there
// and when it went. It cannot be undone.
func (s *Service) DestroyFile(ctx context.Context, scope access.Scope, request, id string) error {
	var f File
	err := s.Doors.Write(ctx, scope, func(tx access.Tx) (err error) {
		var r Request
		if r, f, err = file(ctx, tx, request, id); err != nil || f.Digest == "" {
			return err
		}
		return forget(ctx, tx, r, f)
	})
	if err != nil || f.Digest == "" {
		return err
	}
	return s.Files.Destroy(ctx, f.MemberID, []string{f.Digest})
}

// forget takes the name of a file out of the records. Its name goes with it: it
// may be a person's.
func forget(ctx context.Context, tx access.Tx, r Request, f File) error {
	if _, err := database.Exec(ctx, tx, "request.forget", `update register_request_file set digest = '', name = '', destroyed_at = $1 where id = $2`,
		tx.Micros(), f.ID); err != nil {
		return err
	}
	return note(ctx, tx, r, EventDestroyed, r.State, map[string]any{"file": f.ID, "kind": string(f.Kind)})
}
