package databasetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"airial/internal/platform/database"
)

// Each runs a test on SQLite and on PostgreSQL, as the subtests "sqlite" and
// "postgres", each with a fresh database that has the given schemas.
func Each(t *testing.T, schemas []database.Schema, test func(t *testing.T, db *database.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, schemas)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t, schemas)) })
}

// SQLite opens a fresh SQLite database with the given schemas, closed when the
// test ends.
func SQLite(t testing.TB, schemas []database.Schema) *database.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "airial.db")
	template, err := sqliteTemplate(schemas)
	if err != nil {
		t.Fatalf("prepare SQLite: %v", err)
	}
	err = os.WriteFile(path, template, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, database.Config{URL: "sqlite:" + path, NoSync: true})
}

// Postgres opens a fresh PostgreSQL database with the given schemas, dropped
// when the test ends. Its rows are locked as in an installation; a transaction
// without a scope, which only tests have, is shown all.
func Postgres(t testing.TB, schemas []database.Schema) *database.DB {
	t.Helper()
	return open(t, database.Config{URL: PostgresURL(t, schemas) + "&options=" + url.QueryEscape("-c airial.scope=all")})
}

func open(t testing.TB, c database.Config) *database.DB {
	t.Helper()
	db, err := database.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := db.Close()
		if err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}

var templates sync.Map // fingerprint of schemas → func() ([]byte, error)

// sqliteTemplate migrates once per program and set of schemas; every test gets
// a copy of the file.
func sqliteTemplate(schemas []database.Schema) ([]byte, error) {
	key, err := fingerprint(schemas)
	if err != nil {
		return nil, err
	}
	once, _ := templates.LoadOrStore(key, sync.OnceValues(func() ([]byte, error) {
		dir, err := os.MkdirTemp("", "airial-template-")
		if err != nil {
			return nil, err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		path := filepath.Join(dir, "airial.db")
		err = migrate(database.Config{URL: "sqlite:" + path, NoSync: true}, schemas)
		if err != nil {
			return nil, err
		}
		return os.ReadFile(path)
	}))
	return once.(func() ([]byte, error))()
}

func migrate(c database.Config, schemas []database.Schema) error {
	ctx := context.Background()
	db, err := database.Open(ctx, c)
	if err != nil {
		return err
	}
	err = db.Migrate(ctx, schemas...)
	if err != nil {
		_ = db.Close()
		return err
	}
	return db.Close()
}

// layout changes when what a migration does beside its files does.
const layout = 2

// fingerprint names a set of schemas by what their migrations and locks say.
func fingerprint(schemas []database.Schema) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%d %q\n", layout, database.Locks("role", schemas...))
	for _, s := range schemas {
		fmt.Fprintf(h, "room %s %+v\n", s.Room, s.Tables)
		err := fs.WalkDir(s.Files, "schema", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(s.Files, path)
			fmt.Fprintf(h, "%s %d\n%s", path, len(data), data)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}
