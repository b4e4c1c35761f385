package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/backup"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// Restoring says what is restored, and where to.
type Restoring struct {
	config.Data
	From     *backup.Repository
	Backup   string // which one; "" for the latest
	Keys     string // folder of the installation's keys, for a backup without them
	NewKeys  bool   // go on without the old keys
	Erased   []backup.Erasure
	Member   string // restore the files of this member alone: for a scratch folder
	Clock    clock.Clock
	Log      *slog.Logger
	Version  string
	Progress backup.Progress
}

// A Restored is what came of a restoration.
type Restored struct {
	*backup.Manifest
	Erased  int            // erasures that were applied
	Resumed int            // lives that were given their turn again
	Journal journal.Report // verified
	Lost    []string       // what the records name and the backup has not
	ToErase []string       // what was erased since, and somebody must erase again
}

// markRestoring is the file in a folder whose restoration has not come to its
// end.
const markRestoring = "restoring"

// Restore brings a backup back into an empty folder, and into an empty database
// and store if the records and files are elsewhere. A restoration that was cut
// short is begun again by the same call; until it is through no server starts
// on the folder.
func Restore(ctx context.Context, c Restoring) (*Restored, error) {
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	m, err := c.From.Manifest(ctx, c.Backup)
	if err != nil {
		return nil, err
	}
	again, err := c.take()
	if err != nil {
		return nil, err
	}
	err = c.keys(ctx, m)
	if err == nil {
		err = c.records(ctx, m, again)
	}
	if err != nil {
		return nil, err
	}
	r := &Restored{Manifest: m}
	err = c.revive(ctx, r)
	if err != nil {
		return nil, err
	}
	return r, os.Remove(filepath.Join(c.Data.Data, markRestoring))
}

// refuseHalfRestored keeps servers and commands off a folder whose restoration
// was cut short.
func (g *Ground) refuseHalfRestored(restoring bool) error {
	_, err := os.Stat(filepath.Join(g.Dir, markRestoring))
	if restoring || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fault.New(fault.Unavailable, "app.OpenGround",
		"La restauration de %s n’est pas allée au bout. Relancez la même commande « airial restore » : elle reprend où elle en était.",
		"The restoration of %s has not come to its end. Run the same “airial restore” again: it goes on where it was.", g.Dir)
}

// take makes sure that the folder is empty, or was begun by a restoration, and
// marks it.
func (c *Restoring) take() (again bool, err error) {
	dir := c.Data.Data
	err = os.MkdirAll(dir, 0o700)
	if err != nil {
		return false, err
	}
	mark := filepath.Join(dir, markRestoring)
	_, err = os.Stat(mark)
	if err == nil {
		// What was begun may be of another backup.
		for _, name := range []string{"airial.db", "airial.db-wal", "airial.db-shm", "keys/journal.key"} {
			err = os.Remove(filepath.Join(dir, name))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return true, err
			}
		}
		return true, nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		if e.Name() != "lost+found" {
			return false, fault.New(fault.Conflict, "app.Restore",
				"Le dossier %s n’est pas vide (%s). Une restauration se fait dans un dossier vide, pour ne rien écraser.",
				"The folder %s is not empty (%s). A backup is restored into an empty folder, so that nothing is overwritten.", dir, e.Name())
		}
	}
	return false, os.WriteFile(mark, []byte("A restoration was begun here. Run the same “airial restore” again.\n"), 0o600)
}

// keys brings the installation's keys back, but for that of the journal: the
// new log has its own.
func (c *Restoring) keys(ctx context.Context, m *backup.Manifest) error {
	dir := c.Data.Keys()
	err := os.MkdirAll(dir, 0o700)
	if err != nil {
		return err
	}
	if c.Keys != "" {
		entries, err := os.ReadDir(c.Keys)
		if err != nil {
			return fault.Wrap("app.Restore", err)
		}
		for _, e := range entries {
			if e.Name() == "journal.key" || !e.Type().IsRegular() {
				continue
			}
			key, err := os.ReadFile(filepath.Join(c.Keys, e.Name()))
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, e.Name()), key, 0o600)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	found, err := c.From.RestoreKeys(ctx, m, dir, func(name string) bool { return name == "journal.key" })
	if err != nil || found || c.NewKeys {
		return err
	}
	return fault.New(fault.Invalid, "app.Restore",
		"Cette sauvegarde n’est pas chiffrée et ne contient pas les clés de l’installation. Donnez leur dossier par --keys, ou --new-keys pour continuer sans elles\u202f: les secrets enregistrés (doubles facteurs, jetons de tiers) seront alors à refaire et les anciennes adresses effacées répondront 404.",
		"This backup is not encrypted and does not hold the keys of the installation. Give their folder by --keys, or --new-keys to go on without them: secrets that are kept (second factors, tokens of others) will have to be made anew, and old addresses of what was erased will answer 404.")
}

// records brings files and records back, into tables of the backup's version,
// and compares all of them.
func (c *Restoring) records(ctx context.Context, m *backup.Manifest, again bool) (err error) {
	if c.Data.Embedded() {
		f, err := os.OpenFile(filepath.Join(c.Data.Data, "airial.db"), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	db, err := database.Open(ctx, database.Config{URL: c.Data.DatabaseURL(), Owner: c.Data.DatabaseOwner})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Whole(ctx, func(w database.Whole) error {
		if err := c.empty(ctx, w, again); err != nil {
			return err
		}
		if err := c.files(ctx, m); err != nil {
			return err
		}
		return c.rows(ctx, m, w)
	})
}

func (c *Restoring) files(ctx context.Context, m *backup.Manifest) (err error) {
	blobs, err := openBlobs(ctx, GroundConfig{Data: c.Data})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, blobs.Close()) }()
	_, err = c.From.RestoreFiles(ctx, m, c.Member, blobs, c.Progress)
	return err
}

func (c *Restoring) rows(ctx context.Context, m *backup.Manifest, db database.Whole) error {
	if err := db.MigrateTo(ctx, m.Schemas, Schemas()...); err != nil {
		return err
	}
	register := database.Tables(Schemas()...)
	err := db.Write(ctx, func(tx database.Tx) error { return c.From.RestoreRecords(ctx, tx, m, register, c.Progress) })
	if err != nil {
		return err
	}
	var differ []string
	err = db.Read(ctx, func(tx database.Tx) (err error) {
		differ, err = c.From.CheckRecords(ctx, tx, m, register, func(string) bool { return false })
		return err
	})
	if err == nil && len(differ) > 0 {
		err = fault.Wrap("app.Restore", fmt.Errorf("the records differ from the backup: %s", strings.Join(differ, "; ")))
	}
	return err
}

// empty makes sure that the database holds nothing that could be overwritten.
func (c *Restoring) empty(ctx context.Context, db database.Whole, again bool) error {
	versions, err := db.Versions(ctx, Schemas()...)
	if err != nil || len(versions) == 0 {
		return err
	}
	if again {
		return db.Drop(ctx, Schemas()...)
	}
	return fault.New(fault.Conflict, "app.Restore",
		"La base de données contient déjà une installation. Restaurez dans une base vide, pour ne rien écraser.",
		"The database holds an installation already. Restore into an empty database, so that nothing is overwritten.")
}

// revive makes an installation of records and files: up to date, with a new
// journal, without what was erased since the backup, and with what is derived.
func (c *Restoring) revive(ctx context.Context, r *Restored) (err error) {
	erased, err := c.From.Erased(ctx)
	if err != nil {
		return err
	}
	erased = append(erased, c.Erased...)
	g, err := OpenGround(ctx, GroundConfig{Data: c.Data, Alone: true, Clock: c.Clock, restoring: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.Close()) }()
	a, err := New(ctx, g, config.Serve{Data: c.Data, Listen: "localhost:8080"}, c.Version, c.Log, nil)
	if err != nil {
		return err
	}
	scope := access.System("restore")
	err = a.Doors.Write(ctx, scope, func(tx access.Tx) (err error) {
		err = g.Journal.Restart(ctx, tx, r.Manifest.Journal.Verifier, journal.Entry{Kind: "journal.restored", By: scope.Actor().Ref(),
			Body: map[string]any{"backup": r.ID, "at": r.At, "size": r.Manifest.Journal.Size,
				"checkpoint": r.Manifest.Journal.Checkpoint, "verifier": r.Manifest.Journal.Verifier}})
		if err == nil {
			err = a.OpenData.Reindex(ctx, tx, "")
		}
		if err == nil {
			r.Resumed, err = a.Engine.Resume(ctx, tx, "")
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range erased {
		done, err := a.unbury(ctx, scope, e)
		if fault.Is(err, fault.Conflict) {
			// The last administrator of then: without him nobody could go on.
			r.ToErase = append(r.ToErase, e.Kind+" "+e.Subject)
			continue
		}
		if err != nil {
			return err
		}
		if done {
			r.Erased++
		}
	}
	for _, f := range r.Manifest.Lost {
		r.Lost = append(r.Lost, f.Digest)
	}
	_, err = journal.NewSequencer(g.Journal, g.Doors.Platform("journal"), g.Signer, c.Log, journal.SequencerConfig{}).Sequence(ctx)
	if err != nil {
		return err
	}
	return g.Doors.Platform("journal-verify").Read(ctx, func(tx database.Tx) (err error) {
		r.Journal, err = journal.Verify(ctx, tx, journal.Check{Verifier: g.Verifier})
		return err
	})
}
