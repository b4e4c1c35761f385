package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"airial/internal/commons/access"
	"airial/internal/platform/backup"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/platform/records"
)

// Moving says where an embedded installation is moved to.
type Moving struct {
	From     string      // its folder
	To       config.Data // the same folder, with the new addresses of records and files
	Log      *slog.Logger
	Progress backup.Progress
}

// A Moved is what was moved, and found the same afterwards.
type Moved struct {
	Records, Files int64
	Journal        journal.Report
}

// markMoving is the file in a folder whose installation is being moved, or was:
// while it is there nothing is written to the embedded database.
const markMoving = "moving"

// eventMoved is the kind of the journal's entry with which a move ends.
const eventMoved = "installation.moved"

// Move takes an embedded installation to PostgreSQL, and its files to another
// store if one is named. Its server may be running: from the first moment it
// answers what is read and refuses what would be written, and so does every
// command beside it, until they are started on the new addresses. A move that
// was cut short is begun again by the same call; files that are there are
// looked at, and not sent again.
func Move(ctx context.Context, c Moving) (*Moved, error) {
	if c.To.Embedded() {
		return nil, fault.New(fault.Invalid, "app.Move", "Indiquez la base PostgreSQL de destination par --database.",
			"Name the PostgreSQL database to move to by --database.")
	}
	again, err := markMove(c.From)
	if err != nil {
		return nil, err
	}
	from, err := OpenGround(ctx, GroundConfig{Data: config.Data{Data: c.From}})
	if err != nil {
		return nil, err
	}
	defer func() { _ = from.Close() }()
	if err := from.DB.Still(ctx); err != nil {
		return nil, err
	}
	done := &Moved{}
	if done.Files, err = c.files(ctx, from); err != nil {
		return nil, err
	}
	if done.Records, err = c.records(ctx, from, again); err != nil {
		return nil, err
	}
	done.Journal, err = c.finish(ctx)
	return done, err
}

// CancelMove lets an installation that was being moved be written to again.
func CancelMove(dir string) error {
	err := os.Remove(filepath.Join(dir, markMoving))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func markMove(dir string) (again bool, err error) {
	path := filepath.Join(dir, markMoving)
	if _, err := os.Stat(path); err == nil {
		return true, nil
	}
	if _, err := os.Stat(filepath.Join(dir, "airial.db")); err != nil {
		return false, fault.New(fault.NotFound, "app.Move", "%s ne contient pas d’installation à déplacer.", "%s holds no installation to move.", dir)
	}
	return false, os.WriteFile(path, []byte("This installation was moved, or is being moved: nothing is written to airial.db. “airial migrate-to --cancel” takes that back.\n"), 0o600)
}

// files copies the files and reads each back from where it is now.
func (c *Moving) files(ctx context.Context, from *Ground) (int64, error) {
	if c.To.BlobStore == "" {
		return 0, nil
	}
	type file struct{ member, digest string }
	var all []file
	source, err := from.BackupSource(ctx, "")
	if err == nil {
		err = source.DB.Read(ctx, func(tx database.Tx) error {
			all = nil
			return source.EachFile(ctx, tx, true, func(member, digest string) error {
				all = append(all, file{member, digest})
				return nil
			})
		})
	}
	if err != nil {
		return 0, err
	}
	slices.SortFunc(all, func(a, b file) int { return cmp.Or(cmp.Compare(a.member, b.member), cmp.Compare(a.digest, b.digest)) })
	all = slices.Compact(all)
	to, err := openBlobs(ctx, GroundConfig{Data: c.To})
	if err != nil {
		return 0, err
	}
	defer func() { _ = to.Close() }()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan file)
	var mu sync.Mutex
	var n int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for f := range next {
				err := carry(ctx, from.Blobs, to, f.member, f.digest)
				if err != nil {
					cancel(err)
					continue
				}
				mu.Lock()
				n++
				c.say("files", n, int64(len(all)))
				mu.Unlock()
			}
		})
	}
	for _, f := range all {
		select {
		case next <- f:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	wg.Wait()
	return n, context.Cause(ctx)
}

func (c *Moving) say(what string, done, total int64) {
	if c.Progress != nil {
		c.Progress(what, done, total)
	}
}

// carry puts a file into the other store, unless it is there, and reads it back
// to its end: every block is checked, and a sound file is the one of its name.
func carry(ctx context.Context, from, to Blobs, member, digest string) error {
	if _, err := to.Stat(ctx, member, digest); err != nil {
		if !fault.Is(err, fault.NotFound) {
			return err
		}
		in, err := from.Open(ctx, member, digest)
		if err != nil {
			return fmt.Errorf("file %s of member %s: %w", digest, member, err)
		}
		_, err = to.Put(ctx, member, in)
		if err := errors.Join(err, in.Close()); err != nil {
			return err
		}
	}
	back, err := to.Open(ctx, member, digest)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, back)
	return errors.Join(err, back.Close())
}

// records copies all rows in one transaction, and compares each afterwards.
func (c *Moving) records(ctx context.Context, from *Ground, again bool) (rows int64, err error) {
	db, err := database.Open(ctx, database.Config{URL: c.To.DatabaseURL(), Owner: c.To.DatabaseOwner})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.Whole(ctx, func(w database.Whole) error { return c.empty(ctx, from, w, again) })
	if err == nil {
		err = db.Migrate(ctx, Schemas()...)
	}
	if err != nil {
		return 0, err
	}
	err = db.Whole(ctx, func(w database.Whole) error {
		pairs, err := pairs(ctx, from, w)
		if err == nil {
			err = w.Write(ctx, func(tx database.Tx) error {
				rows, err = c.copyRows(ctx, from, tx, pairs)
				return err
			})
		}
		if err == nil {
			err = w.Settle(ctx)
		}
		if err == nil {
			err = c.compareRows(ctx, from, w, pairs)
		}
		return err
	})
	return rows, err
}

// empty refuses a database that holds an installation, and takes away what an
// earlier call has left there.
func (c *Moving) empty(ctx context.Context, from *Ground, w database.Whole, again bool) error {
	const op = "app.Move"
	versions, err := w.Versions(ctx, Schemas()...)
	if err != nil || len(versions) == 0 {
		return err
	}
	if !again {
		return errors.Join(CancelMove(c.From), fault.New(fault.Conflict, op,
			"La base de données de destination contient déjà une installation. Choisissez une base vide.",
			"The database to move to holds an installation already. Choose an empty one."))
	}
	if versions[journal.Schema.Room] > 0 {
		lives, err := lives(ctx, from.Doors.Platform("move"), w)
		if err != nil {
			return err
		}
		if lives {
			return fault.New(fault.Conflict, op,
				"La base de données de destination contient une installation où l’on a travaillé\u202f: le déménagement a déjà eu lieu, ou c’en est une autre. Rien n’y a été touché. Démarrez le serveur sur cette base, ou choisissez une base vide.",
				"The database to move to holds an installation in which there has been work: the move has been made already, or it is another one. Nothing there was touched. Start the server on that database, or choose an empty one.")
		}
	}
	return w.Drop(ctx, Schemas()...)
}

// lives tells whether a database holds anything else than what a move from here
// has left: its journal then has entries that are not known here.
func lives(ctx context.Context, here, there interface {
	Read(context.Context, func(database.Tx) error) error
}) (bool, error) {
	const op = "app.Move"
	known := map[string]bool{eventMoved: true}
	ids := func(tx database.Tx, fn func(id string)) error {
		return database.Each(ctx, tx, op, func(r database.Row) error {
			var id, kind string
			err := r.Scan(&id, &kind)
			if kind == eventMoved {
				id = kind
			}
			fn(id)
			return err
		}, `select id, kind from journal_leaf union all select id, kind from journal_inbox`)
	}
	err := here.Read(ctx, func(tx database.Tx) error { return ids(tx, func(id string) { known[id] = true }) })
	if err != nil {
		return false, err
	}
	lives := false
	err = there.Read(ctx, func(tx database.Tx) error { return ids(tx, func(id string) { lives = lives || !known[id] }) })
	return lives, err
}

// pair is a table as the two databases have it, with the same columns.
type pair struct{ from, to records.Shape }

func pairs(ctx context.Context, from *Ground, to database.Whole) (all []pair, err error) {
	register := database.Tables(Schemas()...)
	kinds := []database.TableKind{database.Kept, database.Derived, database.Passing}
	var there, here []records.Shape
	err = from.Doors.Platform("move").Read(ctx, func(tx database.Tx) (err error) {
		there, err = records.Shapes(ctx, tx, register, kinds...)
		return err
	})
	if err == nil {
		err = to.Read(ctx, func(tx database.Tx) (err error) {
			here, err = records.Shapes(ctx, tx, register, kinds...)
			return err
		})
	}
	if err == nil && len(there) != len(here) {
		err = fault.Wrap("app.Move", errors.New("the two databases do not have the same tables"))
	}
	for i := range there {
		if err != nil {
			break
		}
		var shape records.Shape
		shape, err = here[i].As(there[i].Names())
		for n := range shape.Columns {
			// In one order, for the comparison: the keys may differ.
			shape.Columns[n].Key = there[i].Columns[n].Key
		}
		all = append(all, pair{there[i], shape})
	}
	return all, err
}

func (c *Moving) copyRows(ctx context.Context, from *Ground, tx database.Tx, all []pair) (rows int64, err error) {
	shapes := make([]records.Shape, len(all))
	for i, p := range all {
		shapes[i] = p.to
	}
	// Migrations put some rows in.
	if err := records.Clear(ctx, tx, shapes, nil); err != nil {
		return 0, err
	}
	for i, p := range all {
		c.say("records", int64(i), int64(len(all)))
		n, err := p.to.Pour(ctx, tx, p.from.Stream(ctx, from.Doors.Platform("move"), ""))
		if err != nil {
			return 0, err
		}
		rows += n
	}
	c.say("records", int64(len(all)), int64(len(all)))
	return rows, nil
}

func (c *Moving) compareRows(ctx context.Context, from *Ground, to database.Whole, all []pair) error {
	for i, p := range all {
		c.say("check", int64(i), int64(len(all)))
		here, stop := iter.Pull2(p.to.Stream(ctx, to, ""))
		n := 0
		for line, err := range p.from.Stream(ctx, from.Doors.Platform("move"), "") {
			n++
			other, err2, ok := here()
			if err := errors.Join(err, err2); err != nil {
				stop()
				return err
			}
			if !ok || !bytes.Equal(line, other) {
				stop()
				return fault.Wrap("app.Move", fmt.Errorf("record %d of %s is not the same after the move", n, p.from.Name))
			}
		}
		_, err, more := here()
		stop()
		if err != nil || more {
			return fault.Wrap("app.Move", errors.Join(err, fmt.Errorf("%s has more records than before the move", p.from.Name)))
		}
	}
	c.say("check", int64(len(all)), int64(len(all)))
	return nil
}

// finish writes into the journal, which goes on as it is, that the installation
// was moved, and verifies all of it.
func (c *Moving) finish(ctx context.Context) (report journal.Report, err error) {
	g, err := OpenGround(ctx, GroundConfig{Data: c.To})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	scope := access.System("move")
	err = g.Doors.Write(ctx, scope, func(tx access.Tx) error {
		_, err := g.Journal.Append(ctx, tx, journal.Entry{Kind: eventMoved, By: scope.Actor().Ref(),
			Body: map[string]any{"files": backup.Redacted(c.To.Blobs())}})
		return err
	})
	if err == nil {
		_, err = journal.NewSequencer(g.Journal, g.Doors.Platform("journal"), g.Signer, c.Log, journal.SequencerConfig{}).Sequence(ctx)
	}
	if err == nil {
		err = g.Doors.Platform("journal-verify").Read(ctx, func(tx database.Tx) (err error) {
			report, err = journal.Verify(ctx, tx, journal.Check{Verifier: g.Verifier})
			return err
		})
	}
	return report, err
}
