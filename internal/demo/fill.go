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
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/demo/world"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// Options say what to fill, and with how much.
type Options struct {
	config.Data
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

// Fill fills an installation with the demonstration. created is false when it
// has members already, and is left as it is. A filling that was interrupted is
// begun anew, but for one on PostgreSQL, which has to be emptied first.
func Fill(ctx context.Context, o Options) (created bool, err error) {
	dir := o.Data.Data
	underWay := filepath.Join(dir, unfinished)
	_, marked := os.Stat(underWay)
	_, there := os.Stat(filepath.Join(dir, "airial.db"))
	if o.Embedded() && there == nil && errors.Is(marked, fs.ErrNotExist) {
		return false, nil
	}
	if o.Embedded() && marked == nil {
		if err := clear(dir); err != nil {
			return false, err
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, err
	}
	if err := os.WriteFile(underWay, nil, 0o600); err != nil {
		return false, err
	}
	// Little is kept from one batch to the next: memory is spent to collect it
	// less often.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	err = fill(ctx, o)
	if errors.Is(err, errHeld) {
		if marked == nil {
			return false, fault.New(fault.Conflict, "demo.Fill",
				"Un remplissage interrompu a laissé des données dans cette base. Recommencez avec une base vide.",
				"A filling that was interrupted has left data in this database. Begin again with an empty one.")
		}
		return false, os.Remove(underWay)
	}
	if err != nil {
		return false, fmt.Errorf("demonstration: %w", err)
	}
	return true, os.Rename(underWay, filepath.Join(dir, mark))
}

// errHeld says that a database has members already.
var errHeld = errors.New("the database holds an installation")

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
	granted []grant                 // in force, in the order in which they came
	// prestations are the ids of the operator's catalogue.
	prestations []string
	done        int // pieces
	total       int // members
}

func fill(ctx context.Context, o Options) (err error) {
	c := clock.NewManual(time.Date(2024, 1, 2, 8, 0, 0, 0, time.UTC))
	random := rand.NewChaCha8([32]byte{Seed})
	ground, err := app.OpenGround(ctx, app.GroundConfig{Data: o.Data, Alone: true, Bulk: true, Clock: c, Random: random})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ground.Close()) }()
	if err := empty(ctx, ground); err != nil {
		return err
	}
	f := &filling{clock: c, queue: &turns{}, report: o.Report, members: map[string]string{},
		people: map[string]access.Scope{}, tokens: map[string]access.Scope{}}
	settings := config.Serve{Data: o.Data, Listen: "localhost:8080", Limits: config.Limits{Upload: 1 << 30}}
	if f.App, err = app.New(ctx, ground, settings, o.Version, slog.New(slog.DiscardHandler), f.queue); err != nil {
		return err
	}
	if f.hash, err = user.HashPassword(ctx, Password); err != nil {
		return err
	}
	if err := f.all(ctx, world.Options{Members: o.Members, Seed: Seed, Today: today}); err != nil {
		return err
	}
	if err := f.desk(ctx); err != nil {
		return err
	}
	if err := f.designations(ctx); err != nil {
		return err
	}
	if err := f.activities(ctx); err != nil {
		return err
	}
	if err := f.processors(ctx); err != nil {
		return err
	}
	if err := f.register(ctx); err != nil {
		return err
	}
	if err := f.hearVoices(ctx); err != nil {
		return err
	}
	if err := f.surveys(ctx); err != nil {
		return err
	}
	if err := f.assessments(ctx); err != nil {
		return err
	}
	if err := f.actions(ctx); err != nil {
		return err
	}
	if err := f.takenOver(ctx); err != nil {
		return err
	}
	if err := f.faces(ctx); err != nil {
		return err
	}
	if err := f.outlines(ctx, world.Options{Members: o.Members, Seed: Seed, Today: today}); err != nil {
		return err
	}
	if err := f.addresses(ctx, world.Options{Members: o.Members, Seed: Seed, Today: today}); err != nil {
		return err
	}
	if err := f.markets(ctx); err != nil {
		return err
	}
	if err := f.gather(ctx); err != nil {
		return err
	}
	if err := f.harvested(ctx); err != nil {
		return err
	}
	if err := f.number(ctx); err != nil {
		return err
	}
	return ground.Blobs.Flush()
}

// empty returns errHeld when there are members already.
func empty(ctx context.Context, g *app.Ground) error {
	return g.Doors.Read(ctx, access.System("demonstration"), func(tx access.Tx) error {
		_, n, err := organisation.List(ctx, tx, organisation.Filter{}, 1, 0)
		if err == nil && n > 0 {
			err = errHeld
		}
		return err
	})
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
	epcis := map[string]string{}
	var unions []world.Member
	err := world.Stream(o, func(m world.Member, users []world.User, d []world.Deposit) error {
		if err := f.merge(ctx, o, m); err != nil {
			return err
		}
		if err := f.member(ctx, m, users); err != nil {
			return err
		}
		if m.Parent == "" && m.EPCI != "" && m.EPCI != m.SIREN {
			epcis[m.SIREN] = m.EPCI
		}
		if m.Kind == world.KindUnion {
			unions = append(unions, m)
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
	if err := flush(); err != nil {
		return err
	}
	if err := f.group(ctx, epcis); err != nil {
		return err
	}
	return f.unite(ctx, unions, epcis)
}

// group has the communes belong to their EPCIs, which joined after them; both by
// their SIREN.
func (f *filling) group(ctx context.Context, epcis map[string]string) error {
	return f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		for commune, epci := range epcis {
			if f.members[epci] == "" {
				continue
			}
			if err := organisation.SetGroup(ctx, tx, f.members[commune], f.members[epci]); err != nil {
				return err
			}
		}
		return nil
	})
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
