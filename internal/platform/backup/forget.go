package backup

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/fault"
)

// Keep says which backups stay. What no rule keeps is forgotten; the latest
// always stays.
type Keep struct {
	// For is how long a backup stays. It is also the delay, after the next
	// backup, within which what was erased leaves the backups.
	For time.Duration
}

// grace is how old an object that no backup names must be before it is removed:
// one that is being made may name it.
const grace = 24 * time.Hour

// Forgotten is what a forgetting did.
type Forgotten struct {
	Backups []string // forgotten
	Objects int64    // removed, because no backup names them any more
	Bytes   int64    // of them, stored
}

// Forget removes the backups that are too old, and then whatever no backup
// names. Manifests go first: a process that dies in between leaves objects too
// many, and never one too few. With a damaged manifest nothing is removed but
// backups: nobody knows what it names.
func (r *Repository) Forget(ctx context.Context, keep Keep) (Forgotten, error) {
	var f Forgotten
	names, err := r.manifests(ctx)
	if err != nil {
		return f, err
	}
	oldest := r.clock.Now().Add(-keep.For)
	named := map[string]bool{}
	var removed []string
	for i, name := range names {
		m, err := r.manifest(ctx, name)
		if err != nil {
			return f, fault.Wrap("backup.Forget", err)
		}
		if i < len(names)-1 && m.At.Before(oldest) {
			removed = append(removed, name)
			f.Backups = append(f.Backups, m.ID)
			continue
		}
		err = r.names(ctx, m, named)
		if err != nil {
			return f, fault.Wrap("backup.Forget", err)
		}
	}
	err = r.place.remove(ctx, removed...)
	if err != nil {
		return f, err
	}
	for _, id := range f.Backups {
		removed = append(removed, checkedDir+id)
	}
	err = r.place.remove(ctx, removed...)
	if err != nil {
		return f, err
	}
	return f, r.sweep(ctx, named, &f)
}

// names adds the objects that a backup names.
func (r *Repository) names(ctx context.Context, m *Manifest, into map[string]bool) error {
	for _, t := range m.Tables {
		for _, c := range t.Chunks {
			into[c.Name] = true
		}
	}
	for _, c := range m.Files {
		into[c.Name] = true
	}
	into[m.Keys] = true
	return r.eachFileOf(ctx, m, func(f File) error { into[r.fileName(f)] = true; return nil })
}

// sweep removes old objects that nothing names.
func (r *Repository) sweep(ctx context.Context, named map[string]bool, f *Forgotten) error {
	old := r.clock.Now().Add(-grace)
	var doomed []string
	for _, dir := range []string{recordsDir, filesDir, partial + "/"} {
		err := r.place.list(ctx, dir, func(o object) error {
			if !named[o.name] && o.modified.Before(old) {
				doomed = append(doomed, o.name)
				f.Bytes += o.size
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for part := range slices.Chunk(doomed, 500) {
		err := r.place.remove(ctx, part...)
		if err != nil {
			return err
		}
		f.Objects += int64(len(part))
	}
	return nil
}

// Remove forgets one backup; its objects go at the next Forget.
func (r *Repository) Remove(ctx context.Context, id string) error {
	names, err := r.manifests(ctx)
	if err != nil {
		return err
	}
	for _, name := range names {
		if strings.HasPrefix(name, manifestsDir+id+".") {
			return errors.Join(r.place.remove(ctx, name), r.place.remove(ctx, checkedDir+id))
		}
	}
	return fault.Missing("backup.Remove")
}
