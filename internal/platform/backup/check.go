package backup

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"sync"
	"time"
)

// Depth is how much of a backup Check looks at.
type Depth string

// The depths of a check. They are told apart, because a backup of which every
// object is there may still be rotten.
const (
	Structure Depth = "structure" // everything that is named is there
	Sample    Depth = "sample"    // and a thirtieth of the files was read back
	ReadBack  Depth = "read-back" // and all of it was read back, bit by bit
)

// Checked is what was verified of a backup, and what came of it.
type Checked struct {
	At       time.Time `json:"at"`
	Depth    Depth     `json:"depth"`
	Objects  int64     `json:"objects"` // looked for
	Read     int64     `json:"read"`    // of them, read back
	Problems []string  `json:"problems,omitempty"`
}

// Sound tells whether nothing was found wrong.
func (c *Checked) Sound() bool { return len(c.Problems) == 0 }

// shares is into how many parts the files are divided, of which a sample reads
// one: another each day, all of them in a month.
const shares = 30

// Check verifies a backup and keeps what came of it beside the backup. Damage
// is in the result; an error means that the check itself could not be made.
func (r *Repository) Check(ctx context.Context, m *Manifest, depth Depth, p Progress) (Checked, error) {
	return r.check(ctx, m, depth, nil, p)
}

// checkNew verifies a backup that was just made: what it has written is read
// back, and a sample of what was there before.
func (r *Repository) checkNew(ctx context.Context, m *Manifest, written map[string]bool, p Progress) (Checked, error) {
	return r.check(ctx, m, Sample, written, p)
}

func (r *Repository) check(ctx context.Context, m *Manifest, depth Depth, also map[string]bool, p Progress) (Checked, error) {
	there, err := r.inventory(ctx)
	if err != nil {
		return Checked{}, err
	}
	now := r.clock.Now().UTC()
	c := &checking{Repository: r, there: there, also: also, share: uint32(now.Unix() / 86400 % shares), progress: p,
		result: Checked{At: now, Depth: depth}}
	err = c.chunks(ctx, m)
	if err == nil {
		err = c.files(ctx, m)
	}
	if err != nil {
		return c.result, err
	}
	slices.Sort(c.result.Problems)
	text, err := json.Marshal(c.result)
	if err != nil {
		return c.result, err
	}
	_, _, err = r.store(ctx, checkedDir+m.ID, func(w io.Writer) error { _, err := w.Write(text); return err })
	return c.result, err
}

type checking struct {
	*Repository
	there    map[string]bool
	also     map[string]bool
	share    uint32
	progress Progress
	mu       sync.Mutex
	result   Checked
}

// chunks reads all records, except where only the structure is asked for.
func (c *checking) chunks(ctx context.Context, m *Manifest) error {
	var all []Chunk
	for _, t := range m.Tables {
		all = append(all, t.Chunks...)
	}
	all = append(all, m.Files...)
	return inParallel(ctx, all, func(ctx context.Context, chunk Chunk) error {
		return c.object(ctx, chunk.Name, c.result.Depth != Structure, func() error {
			_, err := c.chunk(ctx, chunk)
			return err
		})
	})
}

func (c *checking) files(ctx context.Context, m *Manifest) error {
	var all []File
	err := c.eachFileOf(ctx, m, func(f File) error { all = append(all, f); return nil })
	var damage *Damage
	if errors.As(err, &damage) {
		return nil // it is among the problems already
	}
	if err != nil {
		return err
	}
	var done int64
	return inParallel(ctx, all, func(ctx context.Context, f File) error {
		name := c.fileName(f)
		err := c.object(ctx, name, c.reads(name), func() error {
			in, err := c.openFile(ctx, f)
			if err != nil {
				return err
			}
			_, err = io.Copy(io.Discard, in)
			return errors.Join(err, in.Close())
		})
		c.mu.Lock()
		defer c.mu.Unlock()
		done++
		c.progress.say("check", done, int64(len(all)))
		return err
	})
}

// reads tells whether a file is to be read back.
func (c *checking) reads(name string) bool {
	if c.result.Depth == ReadBack || c.also[name] {
		return true
	}
	sum := sha256.Sum256([]byte(name))
	return c.result.Depth == Sample && binary.BigEndian.Uint32(sum[:])%shares == c.share
}

// object looks for an object and reads it, if it is to be read.
func (c *checking) object(ctx context.Context, name string, read bool, fn func() error) error {
	var err error
	if !c.there[name] {
		err = &Damage{name, errMissing}
	} else if read {
		err = fn()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.result.Objects++
	if read && c.there[name] {
		c.result.Read++
	}
	var damage *Damage
	if errors.As(err, &damage) {
		c.result.Problems = append(c.result.Problems, damage.Error())
		return nil
	}
	return err
}

// checked returns what was last verified of a backup, nil when nothing was.
func (r *Repository) checked(ctx context.Context, id string) (*Checked, error) {
	text, err := r.loadAll(ctx, checkedDir+id, 16<<20)
	var damage *Damage
	if errors.As(err, &damage) {
		return nil, nil // as good as none
	}
	if err != nil {
		return nil, err
	}
	var c Checked
	if json.Unmarshal(text, &c) != nil {
		return nil, nil
	}
	return &c, nil
}
