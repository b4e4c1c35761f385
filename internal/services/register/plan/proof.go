package plan

import (
	"context"
	"io"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/enclosure"
	"airial/internal/services/register/model"
)

// Prove keeps a file with an action.
func (s *Service) Prove(ctx context.Context, scope access.Scope, id, name string, body io.Reader) (Proof, error) {
	const op = "plan.Prove"
	var a Action
	err := s.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if a, err = Get(ctx, tx, id); err != nil {
			return err
		}
		return MayMove(ctx, tx, a)
	})
	if err != nil {
		return Proof{}, err
	}
	ref, err := enclosure.Put(ctx, s.Files, op, a.MemberID, body)
	if err != nil {
		return Proof{}, err
	}
	if ref.Size == 0 {
		return Proof{}, wrong("file", "Ce fichier est vide.", "This file is empty.")
	}
	p := Proof{Name: cleanName(name), Digest: ref.Digest, Size: ref.Size}
	return p, s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := s.Files.Claim(ctx, tx, a.MemberID, ref.Digest); err != nil {
			return err
		}
		return prove(ctx, tx, id, p)
	})
}

// ProveBy notes where a paper is that proves an action: an address of ours or of
// the web.
func ProveBy(ctx context.Context, tx access.Tx, id, name, href string) error {
	href = strings.TrimSpace(href)
	u, err := url.Parse(href)
	own := strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "//") && !strings.Contains(href, `\`)
	if err != nil || !own && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "") || len(href) > 500 {
		return wrong("href", "Donnez l’adresse d’une page, par exemple https://exemple.fr/deliberation.pdf.", "Give the address of a page, such as https://example.org/deliberation.pdf.")
	}
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		name = href
	}
	return prove(ctx, tx, id, Proof{Name: cleanName(name), Href: href})
}

func prove(ctx context.Context, tx access.Tx, id string, p Proof) error {
	a, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := MayMove(ctx, tx, a); err != nil {
		return err
	}
	by := tx.Scope().Actor()
	p.ID = tx.NewID()
	if _, err := database.Exec(ctx, tx, "plan.prove", `insert into register_action_proof (id, action_id, member_id, name, href, digest, size, actor_id, actor_name, at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, p.ID, id, a.MemberID, p.Name, p.Href, p.Digest, p.Size, by.ID, by.Name, tx.Micros()); err != nil {
		return err
	}
	if err := model.Touch(ctx, tx, id); err != nil {
		return err
	}
	if err := note(ctx, tx, a, "proof", "", p.Name); err != nil {
		return err
	}
	return tx.Record(ctx, EventProved, a.MemberID, id, map[string]any{"proof": p.ID})
}

// Unprove takes a proof off, and destroys its file.
func (s *Service) Unprove(ctx context.Context, scope access.Scope, id, proof string) error {
	var p Proof
	err := s.Doors.Write(ctx, scope, func(tx access.Tx) error {
		a, err := Get(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := MayMove(ctx, tx, a); err != nil {
			return err
		}
		if p, err = proofOf(ctx, tx, id, proof); err != nil {
			return err
		}
		if _, err := database.Exec(ctx, tx, "plan.Unprove", `delete from register_action_proof where id = $1`, proof); err != nil {
			return err
		}
		if err := model.Touch(ctx, tx, id); err != nil {
			return err
		}
		if err := note(ctx, tx, a, "proof", p.Name, ""); err != nil {
			return err
		}
		return tx.Record(ctx, EventUnproved, a.MemberID, id, map[string]any{"proof": p.ID})
	})
	if err != nil || p.Digest == "" {
		return err
	}
	return s.Files.Destroy(ctx, p.MemberID, []string{p.Digest})
}

func proofOf(ctx context.Context, tx access.Tx, action, id string) (Proof, error) {
	list, err := Proofs(ctx, tx, action)
	for _, p := range list {
		if p.ID == id {
			return p, nil
		}
	}
	if err == nil {
		err = fault.Missing("plan.proofOf")
	}
	return Proof{}, err
}

// cleanName is the name of a file, or the whole address by which a proof is
// called.
func cleanName(name string) string {
	if r := []rune(name); strings.Contains(name, "://") {
		return string(r[max(0, len(r)-120):])
	}
	return enclosure.Name(name)
}

// Shelf gives the files that prove actions to a member that leaves.
type Shelf struct{}

// Files implements handover.Shelf.
func (Shelf) Files(ctx context.Context, tx access.Tx, member string) ([]handover.File, error) {
	return database.All(ctx, tx, "plan.Files", func(r database.Row) (f handover.File, err error) {
		var id, name string
		err = r.Scan(&f.Digest, &id, &name)
		f.Path, f.Title = "rgpd/actions/"+id+"-"+strings.ReplaceAll(name, "/", "-"), name
		return f, err
	}, `select digest, id, name from register_action_proof where member_id = $1 and digest <> '' order by id`, member)
}

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf.
func (Shelf) Imported(context.Context, access.Tx, string) error { return nil }
