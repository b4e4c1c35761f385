package backup

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// NoteErased keeps beside the backups that things were erased, so that a backup
// from before does not bring them back even if none is made any more. What is
// noted already is left alone. It returns how many are new.
func (r *Repository) NoteErased(ctx context.Context, list []Erasure) (added int, err error) {
	known := map[string]bool{}
	err = r.place.list(ctx, erasedDir, func(o object) error { known[o.name] = true; return nil })
	if err != nil {
		return 0, err
	}
	for _, e := range list {
		name := r.erasedName(e)
		if known[name] {
			continue
		}
		text, err := json.Marshal(e)
		if err != nil {
			return added, err
		}
		_, _, err = r.store(ctx, name, func(w io.Writer) error { _, err := w.Write(text); return err })
		if err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}

func (r *Repository) erasedName(e Erasure) string {
	if r.key != nil {
		return erasedDir + r.key.name("erased", e.Kind, e.Subject)
	}
	sum := sha256.Sum256([]byte(e.Kind + "\x00" + e.Subject))
	return erasedDir + hex.EncodeToString(sum[:16])
}

// Erased returns all that is known to be erased: what is noted beside the
// backups, and what the backups themselves know.
func (r *Repository) Erased(ctx context.Context) ([]Erasure, error) {
	var all []Erasure
	var names []string
	err := r.place.list(ctx, erasedDir, func(o object) error { names = append(names, o.name); return nil })
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := r.loadAll(ctx, name, 1<<20)
		var e Erasure
		if err == nil {
			err = damaged(name, json.Unmarshal(text, &e))
		}
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	manifests, err := r.manifests(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range manifests {
		m, err := r.manifest(ctx, name)
		var damage *Damage
		if errors.As(err, &damage) {
			continue // another knows as much, and the notes know it too
		}
		if err != nil {
			return nil, err
		}
		all = append(all, m.Erased...)
	}
	slices.SortFunc(all, func(a, b Erasure) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Subject, b.Subject), a.At.Compare(b.At))
	})
	return slices.CompactFunc(all, func(a, b Erasure) bool { return a.Kind == b.Kind && a.Subject == b.Subject }), nil
}
