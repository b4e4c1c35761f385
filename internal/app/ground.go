package app

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
	"airial/internal/platform/s3"
)

// Ground is what an installation stands on: its folder, its database, its
// files, its journal.
type Ground struct {
	Dir      string
	Clock    clock.Clock
	Ident    *ident.Source
	DB       *database.DB
	Blobs    Blobs
	Doors    *access.Doors
	Journal  *journal.Journal
	Signer   note.Signer
	Verifier note.Verifier
	Secret   []byte
	// Keys seals what must be kept secret in the database, and derives other
	// keys.
	Keys *keys.Ring

	// Embedded says that the records are in the folder, and this process the
	// only one to serve them.
	Embedded bool

	closers []io.Closer
}

// Blobs is the store of files, as the one who opens it sees it.
type Blobs interface {
	blob.Store
	io.Closer
	// Flush returns when everything put so far is on the disk, in a store that
	// was opened to be filled in bulk.
	Flush() error
}

// GroundConfig says how to open an installation.
type GroundConfig struct {
	config.Data
	// Alone takes the folder for this process and brings the database up to
	// date; otherwise a server may be running beside, and must have. Other
	// processes with folders of their own may stand on the same PostgreSQL.
	Alone bool
	Clock clock.Clock // nil for the machine's
	// Random gives identifiers and salts; nil for the system's secure bytes.
	Random io.Reader
	// Bulk forgoes the care for each single file while many are written;
	// Flush then makes up for it.
	Bulk bool

	restoring bool // Restore itself opens what it has begun
}

// OpenGround opens an installation: its folder, and the records and files that
// are there or elsewhere.
func OpenGround(ctx context.Context, c GroundConfig) (g *Ground, err error) {
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	g = &Ground{Dir: c.Data.Data, Clock: c.Clock, Ident: ident.New(c.Clock, c.Random), Embedded: c.Data.Embedded()}
	defer func() {
		if err != nil {
			err = errors.Join(err, g.Close())
		}
	}()
	if err := g.refuseHalfRestored(c.restoring); err != nil {
		return g, err
	}
	if err := g.takeFolder(c.Alone); err != nil {
		return g, err
	}
	if g.DB, err = database.Open(ctx, database.Config{URL: c.DatabaseURL(), Owner: c.DatabaseOwner, NoSync: c.Bulk,
		Freezes: filepath.Join(g.Dir, markMoving)}); err != nil {
		return g, err
	}
	g.closers = append(g.closers, g.DB)
	if c.Alone && g.Embedded && !c.restoring {
		if err = copyBeforeUpgrade(ctx, g.DB, g.Dir, c.Clock); err != nil {
			return g, err
		}
	}
	if c.Alone {
		err = g.DB.Migrate(ctx, Schemas()...)
	} else {
		err = g.DB.CheckSchemas(ctx, Schemas()...)
	}
	if err != nil {
		return g, err
	}
	if g.Blobs, err = openBlobs(ctx, c); err != nil {
		return g, err
	}
	g.closers = append(g.closers, g.Blobs)
	g.Doors = access.New(g.DB, c.Clock, g.Ident)
	if err := g.openKeys(ctx, c); err != nil {
		return g, err
	}
	g.Journal = journal.New(c.Clock, g.Ident, c.Random)
	g.Doors.Tell(g.Journal)
	return g, nil
}

// openBlobs opens the store that the address names.
func openBlobs(ctx context.Context, c GroundConfig) (Blobs, error) {
	address := c.Data.Blobs()
	if !s3.Is(address) {
		return blob.OpenFolder(blob.FolderConfig{Dir: address, NoSync: c.Bulk})
	}
	at, err := s3.Parse(address, os.Getenv)
	if err != nil {
		return nil, err
	}
	return blob.OpenS3(ctx, blob.S3Config{Address: at, Spool: filepath.Join(c.Data.Data, "spool")})
}

func (g *Ground) takeFolder(alone bool) error {
	if !alone {
		if !g.Embedded {
			return os.MkdirAll(filepath.Join(g.Dir, "keys"), 0o700)
		}
		if _, err := os.Stat(filepath.Join(g.Dir, "airial.db")); errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.NotFound, "app.OpenGround",
				"%[1]s ne contient pas d’installation. Démarrez une fois «\u00a0airial serve --data %[1]s\u00a0», ou vérifiez le nom du dossier.",
				"%[1]s holds no installation. Start “airial serve --data %[1]s” once, or check the folder’s name.", g.Dir)
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Join(g.Dir, "keys"), 0o700); err != nil {
		return err
	}
	lock, err := database.LockFolder(g.Dir)
	if err != nil {
		return err
	}
	g.closers = append(g.closers, lock)
	if !g.Embedded {
		return nil
	}
	// SQLite would let everybody read a database that it makes; what it puts
	// beside takes after it.
	db, err := os.OpenFile(filepath.Join(g.Dir, "airial.db"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return db.Close()
}

// Close lets the installation go, in the reverse order of its opening.
func (g *Ground) Close() error {
	var problems []error
	for i := len(g.closers) - 1; i >= 0; i-- {
		problems = append(problems, g.closers[i].Close())
	}
	g.closers = nil
	return errors.Join(problems...)
}
