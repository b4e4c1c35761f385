package backup

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
)

// A Repository is a place with backups in it. It is safe for concurrent use.
type Repository struct {
	place   place
	key     *Key
	clock   clock.Clock
	address string
}

// Config says where backups are.
type Config struct {
	Address string // a folder, or s3://…
	Key     *Key   // nil for backups that are not encrypted
	Clock   clock.Clock
	Create  bool // make the place if it is not there
}

const (
	markName     = "airial-backup"
	manifestsDir = "manifests/"
	recordsDir   = "records/"
	filesDir     = "files/"
	checkedDir   = "checked/"
	erasedDir    = "erased/"
)

// mark is the object that says what a place is. Sealed is known text under the
// key: it tells a wrong key at once.
type mark struct {
	What      string `json:"what"`
	Format    int    `json:"format"`
	Encrypted bool   `json:"encrypted"`
	Sealed    []byte `json:"sealed,omitempty"`
}

const what = "Airial backups. See docs/operator.md, Backup."

// Open opens a repository.
func Open(ctx context.Context, c Config) (*Repository, error) {
	p, err := openPlace(ctx, c.Address, c.Create)
	if err != nil {
		return nil, err
	}
	r := &Repository{place: p, key: c.Key, clock: c.Clock, address: Redacted(c.Address)}
	err = r.recognise(ctx, c.Create)
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return r, nil
}

// Close lets the place go.
func (r *Repository) Close() error { return r.place.Close() }

// Address is where it is, without secrets.
func (r *Repository) Address() string { return r.address }

// Encrypted tells whether it has a key.
func (r *Repository) Encrypted() bool { return r.key != nil }

func (r *Repository) recognise(ctx context.Context, create bool) error {
	const op = "backup.Open"
	body, err := r.place.open(ctx, markName)
	if missing(err) && create {
		return r.make(ctx)
	}
	if missing(err) {
		return fault.New(fault.NotFound, op, "Il n’y a pas de sauvegardes d’Airial à cet endroit\u202f: %s.",
			"There are no backups of Airial in this place: %s.", r.address)
	}
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(body, 1<<20))
	_ = body.Close()
	var m mark
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	switch {
	case err != nil:
		return &Damage{markName, err}
	case m.Format > format:
		return fault.New(fault.Invalid, op, "Ces sauvegardes ont été faites par un programme plus récent. Utilisez ce programme.",
			"These backups were made by a newer program. Use that program.")
	case m.Encrypted && r.key == nil:
		return fault.New(fault.Invalid, op, "Ces sauvegardes sont chiffrées. Donnez leur clé par --key.",
			"These backups are encrypted. Give their key by --key.")
	case !m.Encrypted && r.key != nil:
		return fault.New(fault.Invalid, op, "Ces sauvegardes ne sont pas chiffrées\u202f: retirez --key, ou choisissez un autre emplacement.",
			"These backups are not encrypted: leave --key out, or choose another place.")
	}
	if r.key == nil {
		return nil
	}
	in, err := (&Repository{place: memory(m.Sealed), key: r.key}).load(ctx, "")
	if err == nil {
		_, err = io.Copy(io.Discard, in)
		_ = in.Close()
	}
	if err != nil {
		return fault.New(fault.Invalid, op, "Cette clé n’est pas celle de ces sauvegardes.", "This key is not the one of these backups.")
	}
	return nil
}

func (r *Repository) make(ctx context.Context) error {
	m := mark{What: what, Format: format, Encrypted: r.key != nil}
	if r.key != nil {
		var sealed bytes.Buffer
		_, err := r.seal(&sealed, func(w io.Writer) error { _, err := io.WriteString(w, what); return err })
		if err != nil {
			return err
		}
		m.Sealed = sealed.Bytes()
	}
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	return r.place.put(ctx, markName, bytes.NewReader(text), int64(len(text)), sum[:])
}

// memory is a place of one object.
type memory []byte

func (m memory) open(context.Context, string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(m)), nil
}
func (memory) put(context.Context, string, io.ReaderAt, int64, []byte) error {
	return errors.ErrUnsupported
}
func (memory) list(context.Context, string, func(object) error) error { return nil }
func (memory) remove(context.Context, ...string) error                { return nil }
func (memory) Close() error                                           { return nil }

// fileName is the name of the object that holds a file.
func (r *Repository) fileName(f File) string {
	if r.key == nil {
		return filesDir + f.Member + "/" + f.Digest
	}
	name := r.key.name("file", f.Member, f.Digest)
	return filesDir + name[:2] + "/" + name
}

// chunkName is the name of the object that holds lines of a table.
func (r *Repository) chunkName(table, digest string) string {
	if r.key == nil {
		return recordsDir + table + "-" + digest
	}
	return recordsDir + r.key.name("records", table, digest)
}

// newID names a backup: its time, and something by chance.
func (r *Repository) newID() string {
	return r.clock.Now().UTC().Format("20060102T150405Z") + "-" + strings.ToLower(rand.Text()[:6])
}

// saveManifest makes a backup seen.
func (r *Repository) saveManifest(ctx context.Context, m *Manifest) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	// The name holds the object's digest, so that it is sealed before.
	s := &spool{}
	defer s.close()
	sum, err := r.seal(s, func(w io.Writer) error { _, err := w.Write(text); return err })
	if err != nil {
		return err
	}
	return r.place.put(ctx, manifestsDir+m.ID+"."+hex.EncodeToString(sum[:8]), s, s.size, sum)
}

// IDs returns the names of the backups, the oldest first.
func (r *Repository) IDs(ctx context.Context) ([]string, error) {
	names, err := r.manifests(ctx)
	for i, name := range names {
		names[i], _, _ = strings.Cut(strings.TrimPrefix(name, manifestsDir), ".")
	}
	return names, err
}

func (r *Repository) manifests(ctx context.Context) (names []string, err error) {
	err = r.place.list(ctx, manifestsDir, func(o object) error { names = append(names, o.name); return nil })
	slices.Sort(names)
	return names, err
}

// Manifest reads that of a backup; "" stands for the latest.
func (r *Repository) Manifest(ctx context.Context, id string) (*Manifest, error) {
	const op = "backup.Manifest"
	names, err := r.manifests(ctx)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range names {
		if strings.HasPrefix(name, manifestsDir+id) {
			found = append(found, name)
		}
	}
	switch {
	case len(names) == 0:
		return nil, fault.New(fault.NotFound, op, "Il n’y a encore aucune sauvegarde à cet endroit.", "There is no backup in this place yet.")
	case len(found) == 0 || id != "" && len(found) > 1:
		return nil, fault.New(fault.NotFound, op, "Aucune sauvegarde ne porte ce nom\u202f: %s. «\u00a0airial backup list\u00a0» les montre.",
			"No backup has this name: %s. “airial backup list” shows them.", id)
	}
	return r.manifest(ctx, found[len(found)-1])
}

func (r *Repository) manifest(ctx context.Context, name string) (*Manifest, error) {
	body, err := r.place.open(ctx, name)
	if err != nil {
		return nil, err
	}
	sealed, err := io.ReadAll(io.LimitReader(body, 1<<30))
	_ = body.Close()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(sealed)
	if !strings.HasSuffix(name, "."+hex.EncodeToString(sum[:8])) {
		return nil, &Damage{name, errors.New("it does not have the digest in its name")}
	}
	text, err := (&Repository{place: memory(sealed), key: r.key}).loadAll(ctx, name, 1<<30)
	var m Manifest
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err == nil && (m.Format != format || !strings.HasPrefix(name, manifestsDir+m.ID+".")) {
		err = fmt.Errorf("it is the manifest of %q, of format %d", m.ID, m.Format)
	}
	if err != nil {
		return nil, &Damage{name, err}
	}
	return &m, nil
}

// A Summary is a backup on a list.
type Summary struct {
	ID      string
	At      time.Time
	Rows    int64
	Files   int64
	Bytes   int64 // of the files, unpacked
	Whole   bool
	Program string
	Checked *Checked // nil when never
	Damage  string   // what is wrong with the manifest itself
}

// List returns the backups, the newest first. A damaged manifest is on the list
// and says so.
func (r *Repository) List(ctx context.Context) ([]Summary, error) {
	names, err := r.manifests(ctx)
	if err != nil {
		return nil, err
	}
	var list []Summary
	for _, name := range slices.Backward(names) {
		id, _, _ := strings.Cut(strings.TrimPrefix(name, manifestsDir), ".")
		m, err := r.manifest(ctx, name)
		var damage *Damage
		if errors.As(err, &damage) {
			list = append(list, Summary{ID: id, Damage: damage.Error()})
			continue
		}
		if err != nil {
			return nil, err
		}
		s := Summary{ID: m.ID, At: m.At, Rows: m.Rows(), Files: m.Count, Bytes: m.Bytes, Whole: m.Whole(), Program: m.Program}
		s.Checked, err = r.checked(ctx, m.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}
