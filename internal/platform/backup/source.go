package backup

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A Source is the installation that is backed up.
type Source struct {
	DB      database.Transactor
	Tables  []database.Table // the register
	Schemas map[string]int64 // version of each room's tables
	Blobs   blob.Store
	// Erased returns all that was ever erased, as the transaction sees it.
	Erased func(context.Context, database.Tx) ([]Erasure, error)
	// Journal returns how the journal stands.
	Journal func(context.Context, database.Tx) (Journal, error)
	// Keys is the folder of the installation's keys. They are kept only in an
	// encrypted backup.
	Keys    string
	Program string
}

// EachFile calls fn with every file that kept records name, and with passing
// also those that others do: once for each column that names it.
func (s Source) EachFile(ctx context.Context, tx database.Tx, passing bool, fn func(member, digest string) error) error {
	for _, t := range s.Tables {
		if t.Kind != database.Kept && !passing || !t.On(tx.Dialect()) {
			continue
		}
		for _, column := range t.Files {
			if t.Member == "" {
				return fmt.Errorf("backup: the table %s names files and no member", t.Name)
			}
			err := database.Each(ctx, tx, "backup.EachFile", func(r database.Row) error {
				var member, digest string
				err := r.Scan(&member, &digest)
				if err != nil {
					return err
				}
				return fn(member, digest)
			}, fmt.Sprintf(`select distinct %s, %s from %s where %s <> '' order by 1, 2`, t.Member, column, t.Name, column))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// FilesOf returns the digests of the files that a member's kept records name.
func (s Source) FilesOf(ctx context.Context, tx database.Tx, member string) (digests []string, err error) {
	for _, t := range s.Tables {
		for _, column := range t.Files {
			if t.Kind != database.Kept {
				continue
			}
			list, err := database.All(ctx, tx, "backup.FilesOf", func(r database.Row) (d string, err error) { return d, r.Scan(&d) },
				fmt.Sprintf(`select distinct %s from %s where %s = $1 and %[1]s <> '' order by 1`, column, t.Name, t.Member), member)
			if err != nil {
				return nil, err
			}
			digests = append(digests, list...)
		}
	}
	slices.Sort(digests)
	return slices.Compact(digests), nil
}

// names tells whether a kept record still names a file.
func (s Source) names(ctx context.Context, f File) (found bool, err error) {
	var parts []string
	for _, t := range s.Tables {
		for _, column := range t.Files {
			if t.Kind == database.Kept {
				parts = append(parts, fmt.Sprintf(`select 1 from %s where %s = $1 and %s = $2`, t.Name, t.Member, column))
			}
		}
	}
	if len(parts) == 0 {
		return false, nil
	}
	err = s.DB.Read(ctx, func(tx database.Tx) error {
		n, err := database.Value[int64](ctx, tx, "backup.names",
			`select count(*) from (`+strings.Join(parts, " union all ")+`) n`, f.Member, f.Digest)
		found = n > 0
		return err
	})
	return found, err
}

// Progress hears how far something is; total may be 0 while it is not known.
type Progress func(what string, done, total int64)

func (p Progress) say(what string, done, total int64) {
	if p != nil {
		p(what, done, total)
	}
}

// A Report is what a backup did.
type Report struct {
	*Manifest
	NewChunks, NewFiles int64
	NewBytes            int64 // stored, packed and encrypted
	Checked             Checked
}

// Problem is the fault of a backup that is not whole, or nil.
func (r *Report) Problem() error {
	if r.Whole() && r.Checked.Sound() {
		return nil
	}
	var lines []string
	for _, f := range r.Lost {
		lines = append(lines, fmt.Sprintf("file %s of member %s", f.Digest, f.Member))
	}
	lines = append(lines, r.Checked.Problems...)
	return fault.New(fault.Unavailable, "backup",
		"La sauvegarde %[1]s n’est pas complète\u202f: %[2]s. Tout le reste est sauvegardé.",
		"The backup %[1]s is not whole: %[2]s. Everything else is backed up.", r.ID, strings.Join(lines, "; "))
}
