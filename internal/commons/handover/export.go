package handover

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// File is a file of a member, as people find it in an export.
type File struct {
	Digest string `json:"sha256"`
	Path   string `json:"path"`  // within the export, unique
	Title  string `json:"title"` // of what it belongs to
}

// Shelf is a room whose records name files of members.
type Shelf interface {
	// Files lists the files that a member's records name, in the order in
	// which people read them.
	Files(ctx context.Context, tx access.Tx, member string) ([]File, error)
	// Made tells whether a row of a table can be made again from others with
	// this installation's own keys; such rows do not go out.
	Made(ctx context.Context, tx access.Tx, table string, row map[string]any) (bool, error)
	// Imported makes what is derived from records that were just taken in, and
	// has what was under way go on.
	Imported(ctx context.Context, tx access.Tx, member string) error
}

// Service gives members away and takes them in.
type Service struct{ p Parts }

// Parts is what the room is made with.
type Parts struct {
	Doors    *access.Doors
	Blobs    blob.Store
	Journal  *journal.Journal
	Verifier note.Verifier // of the journal's checkpoints
	Tables   []database.Table
	Files    Files
	Shelves  []Shelf
}

// Files keeps the files of an import from being taken for strays, and from
// staying when it is cut short.
type Files interface {
	// Announce notes files that are about to be put into the store.
	Announce(ctx context.Context, member string, digests []string) error
	// Claim keeps them, for records that name them in the same transaction.
	Claim(ctx context.Context, tx access.Tx, member string, digests []string) error
}

// New puts the room together.
func New(p Parts) *Service { return &Service{p} }

// Manifest says what an export holds.
type Manifest struct {
	Format  string         `json:"format"`
	Version int            `json:"version"`
	Member  ManifestMember `json:"member"`
	Tables  map[string]int `json:"tables"` // rows
	Files   []File         `json:"files"`
	Missing []string       `json:"missing,omitempty"` // digests that the store no longer has
	Lent    map[string]int `json:"lent,omitempty"`    // rows of the operator's that the records stand on, by table
	Papers  []Paper        `json:"papers,omitempty"`
	Origins []string       `json:"journals"`
}

// ManifestMember is the member of an export.
type ManifestMember struct {
	ID    string `json:"id"`
	Siren string `json:"siren"`
	Name  string `json:"name"`
	Group string `json:"group,omitempty"` // SIREN of the body it belongs to
}

const (
	format        = "airial-member"
	formatVersion = 1
)

// Zip streams all that a member owns as a zip.
func (s *Service) Zip(ctx context.Context, member string, at time.Time, w io.Writer) error {
	out := zipSink(w, at)
	return out.close(s.export(ctx, member, out))
}

// Folder writes all that a member owns into a folder.
func (s *Service) Folder(ctx context.Context, member, dir string) error {
	out, err := folderSink(dir)
	if err != nil {
		return err
	}
	return out.close(s.export(ctx, member, out))
}

func (s *Service) export(ctx context.Context, member string, out *sink) error {
	m := Manifest{Format: format, Version: formatVersion, Tables: map[string]int{}}
	err := s.p.Doors.Read(ctx, access.System("export"), func(tx access.Tx) error {
		who, err := organisation.Get(ctx, tx, member)
		if err != nil {
			return err
		}
		m.Member = ManifestMember{ID: who.ID, Siren: who.Siren, Name: who.Name}
		if who.GroupID != "" {
			group, err := organisation.Get(ctx, tx, who.GroupID)
			if err != nil {
				return err
			}
			m.Member.Group = group.Siren
		}
		for _, t := range s.p.Tables {
			if err := s.table(ctx, tx, t, member, out, &m); err != nil {
				return fault.Wrap("handover: table "+t.Name, err)
			}
		}
		if err := s.lend(ctx, tx, member, out, &m); err != nil {
			return err
		}
		if err := people(ctx, tx, member, out); err != nil {
			return err
		}
		if err := s.journals(ctx, tx, member, out, &m); err != nil {
			return err
		}
		for _, shelf := range s.p.Shelves {
			files, err := shelf.Files(ctx, tx, member)
			if err != nil {
				return err
			}
			m.Files = append(m.Files, files...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.files(ctx, member, out, &m); err != nil {
		return err
	}
	if err := out.put("index.html", func(w io.Writer) error { return page(m).Render(ctx, w) }); err != nil {
		return err
	}
	return out.put("manifest.json", func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(m)
	})
}

// carried tells whether the records of a table go out: those that are kept,
// and the member's. The journal has its own form.
func carried(t database.Table, d database.Dialect) bool {
	return t.Owned() && t.Kind == database.Kept && t.On(d) && !strings.HasPrefix(t.Name, "journal_") && t.Name != "attested"
}

func (s *Service) table(ctx context.Context, tx access.Tx, t database.Table, member string, out *sink, m *Manifest) error {
	if !carried(t, tx.Dialect()) {
		return nil
	}
	var lines []string
	rows, err := read(ctx, tx, `select * from `+t.Name+` where `+t.Of("$1"), member)
	if err != nil {
		return err
	}
	for _, row := range rows {
		made := false
		for _, shelf := range s.p.Shelves {
			if made, err = shelf.Made(ctx, tx, t.Name, row); made || err != nil {
				break
			}
		}
		if err != nil {
			return err
		}
		if made {
			continue
		}
		line, err := json.Marshal(row) // keys in order
		if err != nil {
			return err
		}
		lines = append(lines, string(line))
	}
	slices.Sort(lines) // both databases alike
	m.Tables[t.Name] = len(lines)
	return out.put("records/"+t.Name+".jsonl", func(w io.Writer) error { return writeLines(w, lines) })
}

func writeLines(w io.Writer, lines []string) error {
	b := bufio.NewWriter(w)
	for _, l := range lines {
		if _, err := b.WriteString(l + "\n"); err != nil {
			return err
		}
	}
	return b.Flush()
}

// read reads rows as JSON has them: text, whole numbers, and bytes in base64.
func read(ctx context.Context, tx access.Tx, query string, args ...any) ([]map[string]any, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	for rows.Next() {
		values := make([]any, len(names))
		into := make([]any, len(names))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := make(map[string]any, len(names))
		for i, n := range names {
			switch v := values[i].(type) {
			case []byte:
				row[n] = map[string]string{"base64": base64.StdEncoding.EncodeToString(v)}
			case string, int64, nil:
				row[n] = v
			case int32:
				row[n] = int64(v)
			default:
				return nil, fmt.Errorf("column %s holds a %T", n, v)
			}
		}
		out = append(out, row)
	}
	return out, rows.Err()
}

// people writes who has roles at the member. Passwords stay behind.
func people(ctx context.Context, tx access.Tx, member string, out *sink) error {
	rows, err := read(ctx, tx, `select id, login, name, email, locale, created_at from account
		where id in (select user_id from role_grant where member_id = $1) order by id`, member)
	if err != nil {
		return fault.Wrap("handover.people", err)
	}
	var lines []string
	for _, row := range rows {
		line, err := json.Marshal(row)
		if err != nil {
			return err
		}
		lines = append(lines, string(line))
	}
	return out.put("people.jsonl", func(w io.Writer) error { return writeLines(w, lines) })
}

// files copies the files of the member, each once.
func (s *Service) files(ctx context.Context, member string, out *sink, m *Manifest) error {
	done := map[string]bool{}
	var kept []File
	for _, f := range m.Files {
		if done[f.Digest] {
			continue
		}
		done[f.Digest] = true
		b, err := s.p.Blobs.Open(ctx, member, f.Digest)
		if fault.Is(err, fault.NotFound) {
			m.Missing = append(m.Missing, f.Digest) // erased since the records were read
			continue
		}
		if err != nil {
			return err
		}
		err = out.put(f.Path, func(w io.Writer) error { _, err := io.Copy(w, b); return err })
		if err2 := b.Close(); err == nil {
			err = err2
		}
		if err != nil {
			return err
		}
		kept = append(kept, f)
	}
	m.Files = kept
	return nil
}
