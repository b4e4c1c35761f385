package journal

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// A Checkpoint is a signed statement of how the log stands (C2SP
// tlog-checkpoint).
type Checkpoint struct {
	Origin string // the name of the key that signs
	Size   int64
	Root   tlog.Hash
}

// text is what is signed.
func (c Checkpoint) text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.Root.String() + "\n"
}

func (c Checkpoint) sign(signer note.Signer) (string, error) {
	signed, err := note.Sign(&note.Note{Text: c.text()}, signer)
	return string(signed), err
}

// OpenCheckpoint reads a checkpoint signed by the verifier's key; other
// signatures on it are ignored.
func OpenCheckpoint(signed string, verifier note.Verifier) (Checkpoint, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := ReadCheckpoint(n.Text)
	if err == nil && c.Origin != verifier.Name() {
		err = fmt.Errorf("a checkpoint of %q signed by the key of %q", c.Origin, verifier.Name())
	}
	return c, err
}

// ReadCheckpoint reads what a checkpoint says, and trusts it: it looks at no
// signature.
func ReadCheckpoint(text string) (Checkpoint, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 || lines[0] == "" {
		return Checkpoint{}, fmt.Errorf("a checkpoint has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || lines[1] != strconv.FormatInt(size, 10) {
		return Checkpoint{}, fmt.Errorf("a checkpoint of size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, err
	}
	return Checkpoint{Origin: lines[0], Size: size, Root: root}, nil
}

// Checkpoint returns the newest signed checkpoint, or a fault of kind NotFound
// while the log is empty.
func (j *Journal) Checkpoint(ctx context.Context, tx database.Tx) (string, error) {
	return database.Value[string](ctx, tx, "journal.Checkpoint",
		`select note from journal_checkpoint order by size desc limit 1`)
}

// saveCheckpoint writes the newest checkpoint. Of those that fall between two
// multiples of 256 entries only the last is kept.
func saveCheckpoint(ctx context.Context, tx database.Tx, size int64, signed string, now time.Time) error {
	const op = "journal.saveCheckpoint"
	err := database.Later(ctx, tx, op, `delete from journal_checkpoint where size >= $1 and size < $2`,
		size-size%tileWidth, size)
	if err != nil {
		return err
	}
	return database.Later(ctx, tx, op, `insert into journal_checkpoint (size, at, note) values ($1, $2, $3)`,
		size, clock.Micros(now), signed)
}
