package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/demo/world"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// Options say what to fill, and with how much.
type Options struct {
	Data    string
	Members int       // without the operator; 0 for the 24 of the demonstration
	Version string    // of the program
	Report  io.Writer // progress; nil for none
}

// Password is that of every account of the demonstration. It is no secret: an
// installation that holds the demonstration is not for real data.
const Password = "demonstration-2026"

// Seed is that of the world shown everywhere.
const Seed = 40

// today is the day on which the story ends.
var today = world.Date{Year: 2026, Month: time.November, Day: 22}

// mark is the name of the file that says that a folder holds the
// demonstration.
const mark = "demonstration"

// unfinished is the name of the file that stands in a folder while it is being
// filled.
const unfinished = "demonstration.unfinished"

// Fill fills a folder with the demonstration. created is false when the folder
// already holds an installation, which is left as it is. A filling that was
// interrupted is begun anew.
func Fill(ctx context.Context, o Options) (created bool, err error) {
	underWay := filepath.Join(o.Data, unfinished)
	_, marked := os.Stat(underWay)
	_, there := os.Stat(filepath.Join(o.Data, "airial.db"))
	if there == nil && errors.Is(marked, fs.ErrNotExist) {
		return false, nil
	}
	if marked == nil {
		if err := clear(o.Data); err != nil {
			return false, err
		}
	}
	if err := os.MkdirAll(o.Data, 0o700); err != nil {
		return false, err
	}
	if err := os.WriteFile(underWay, nil, 0o600); err != nil {
		return false, err
	}
	// Little is kept from one batch to the next: memory is spent to collect it
	// less often.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	if err := fill(ctx, o); err != nil {
		return false, fmt.Errorf("demonstration: %w", err)
	}
	return true, os.Rename(underWay, filepath.Join(o.Data, mark))
}

// Holds tells whether a folder holds the demonstration.
func Holds(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, mark))
	return err == nil
}

// clear removes what an interrupted filling left, and nothing else.
func clear(dir string) error {
	for _, name := range []string{"airial.db", "airial.db-wal", "airial.db-shm", "blobs", "cache", "keys"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// filling is a filling under way.
type filling struct {
	*app.App
	clock   *clock.Manual
	queue   *turns
	report  io.Writer
	hash    user.Hash
	members map[string]string       // SIREN → id
	people  map[string]access.Scope // login → what she may do
	tokens  map[string]access.Scope // SIREN → the token of its software
	grants  []grant                 // to members that are yet to come
	done    int                     // pieces
	total   int                     // members
}

func fill(ctx context.Context, o Options) (err error) {
	c := clock.NewManual(time.Date(2024, 1, 2, 8, 0, 0, 0, time.UTC))
	random := rand.NewChaCha8([32]byte{Seed})
	data := config.Data{Data: o.Data}
	ground, err := app.OpenGround(ctx, app.GroundConfig{Data: data, Alone: true, Bulk: true, Clock: c, Random: random})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ground.Close()) }()
	f := &filling{clock: c, queue: &turns{}, report: o.Report, members: map[string]string{},
		people: map[string]access.Scope{}, tokens: map[string]access.Scope{}}
	settings := config.Serve{Data: data, Listen: "localhost:8080", Limits: config.Limits{Upload: 1 << 30}}
	if f.App, err = app.New(ctx, ground, settings, o.Version, slog.New(slog.DiscardHandler), f.queue); err != nil {
		return err
	}
	if f.hash, err = user.HashPassword(ctx, Password); err != nil {
		return err
	}
	if err := f.all(ctx, world.Options{Members: o.Members, Seed: Seed, Today: today}); err != nil {
		return err
	}
	if err := f.number(ctx); err != nil {
		return err
	}
	return ground.Blobs.Flush()
}

// batch is how many members are filled together: their deposits are checked
// side by side and written in a few transactions.
const batch = 40

func (f *filling) all(ctx context.Context, o world.Options) error {
	f.total = o.Members
	if f.total == 0 {
		f.total = 24
	}
	var deposits []world.Deposit
	seen := 0
	flush := func() error {
		err := f.deposits(ctx, deposits)
		deposits = deposits[:0]
		if err == nil && f.report != nil && f.total > batch {
			fmt.Fprintf(f.report, "%d / %d\n", seen, f.total)
		}
		return err
	}
	err := world.Stream(o, func(m world.Member, users []world.User, d []world.Deposit) error {
		if err := f.member(ctx, m, users); err != nil {
			return err
		}
		deposits = append(deposits, d...)
		if seen++; seen%batch != 0 {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// number numbers and signs what was written into the journal.
func (f *filling) number(ctx context.Context) error {
	f.clock.Set(today.Time().Add(7 * time.Hour))
	s := journal.NewSequencer(f.Journal, f.Doors.Platform("journal"), f.Signer, f.Log, journal.SequencerConfig{})
	for {
		n, err := s.Sequence(ctx)
		if err != nil || n == 0 {
			return fault.Wrap("journal", err)
		}
	}
}
