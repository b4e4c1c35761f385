package database_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
)

func room(name string, files map[string]string) database.Schema {
	m := fstest.MapFS{}
	for file, text := range files {
		m["schema/"+file] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	}
	return database.Schema{Room: name, Files: m}
}

func TestMigrateStepByStep(t *testing.T) {
	one := room("steps", map[string]string{"0001_a.sql": "create table a (id text primary key);"})
	two := room("steps", map[string]string{
		"0001_a.sql": "create table a (id text primary key);",
		"0002_b.sql": "create table b (a text references a (id));\ninsert into a values ('x;y');",
	})
	databasetest.Each(t, nil, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		steps := []struct {
			name    string
			migrate *database.Schema
			check   database.Schema
			says    string
		}{
			{"before", nil, one, "older than this program"},
			{"first", &one, one, ""},
			{"a newer program beside", nil, two, "version 1 instead of 2"},
			{"second", &two, two, ""},
			{"again", &two, two, ""},
			{"an older program beside", nil, one, "newer program"},
		}
		for _, s := range steps {
			if s.migrate != nil {
				err := db.Migrate(ctx, *s.migrate)
				if err != nil {
					t.Fatalf("%s: %v", s.name, err)
				}
			}
			err := db.CheckSchemas(ctx, s.check)
			if s.says == "" && err == nil {
				continue
			}
			if err == nil || s.says == "" || !strings.Contains(err.Error(), s.says) || !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s: CheckSchemas says %v, want %q", s.name, err, s.says)
			}
		}
		err := db.Migrate(ctx, one)
		if err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Errorf("an older program migrates: %v, want a refusal", err)
		}
	})
}

func TestMigrationThatFailsLeavesNothing(t *testing.T) {
	bad := room("bad", map[string]string{"0001_a.sql": "create table a (id text);\ncreate table a (id text);"})
	databasetest.Each(t, nil, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Migrate(ctx, bad)
		if err == nil || !strings.Contains(err.Error(), "room bad") {
			t.Errorf("Migrate: %v, want an error that names the room", err)
		}
		good := room("bad", map[string]string{"0001_a.sql": "create table a (id text);"})
		err = db.Migrate(ctx, good)
		if err != nil {
			t.Errorf("the corrected migration: %v", err)
		}
	})
}

func TestSchemasThatMakeNoSense(t *testing.T) {
	db := databasetest.SQLite(t, nil)
	for name, s := range map[string]database.Schema{
		"name":   room("Drop table", map[string]string{"0001_a.sql": "select 1;"}),
		"number": room("x", map[string]string{"first.sql": "select 1;"}),
		"empty":  room("x", map[string]string{"readme.txt": ""}),
		"folder": {Room: "x", Files: fstest.MapFS{}},
	} {
		if db.Migrate(t.Context(), s) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestProcessesThatStartTogether opens the same PostgreSQL database many times
// and migrates it from each.
func TestProcessesThatStartTogether(t *testing.T) {
	url := databasetest.PostgresURL(t, nil)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			db, err := database.Open(t.Context(), database.Config{URL: url, Readers: 2})
			if err != nil {
				t.Error(err)
				return
			}
			err = db.Migrate(t.Context(), notes...)
			if err != nil {
				t.Error(err)
			}
			err = db.Close()
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestLockFolder(t *testing.T) {
	dir := t.TempDir()
	lock, err := database.LockFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = database.LockFolder(dir)
	if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second lock: %v, want a Conflict that names the folder", err)
	}
	err = lock.Close()
	if err != nil {
		t.Fatal(err)
	}
	lock, err = database.LockFolder(dir)
	if err != nil {
		t.Fatalf("lock after it was freed: %v", err)
	}
	_ = lock.Close()
}

func TestTablesThatCannotBeMeant(t *testing.T) {
	db := databasetest.SQLite(t, nil)
	for name, table := range map[string]database.Table{
		"no name":    {},
		"odd name":   {Name: "a; drop table b"},
		"two owners": {Name: "a", Member: "m", Through: database.Through{Column: "x", Table: "b", Key: "id", Member: "m"}},
		"half a way": {Name: "a", Through: database.Through{Table: "b"}},
	} {
		s := room("x", map[string]string{"0001_a.sql": "select 1;"})
		s.Tables = []database.Table{table}
		if db.Migrate(t.Context(), s) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestRowsOfAMember(t *testing.T) {
	for _, c := range []struct {
		table database.Table
		want  string
	}{
		{database.Table{Name: "a", Member: "member_id"}, "member_id = $3"},
		{database.Table{Name: "b", Through: database.Through{Column: "a_id", Table: "a", Key: "id", Member: "member_id"}},
			"a_id in (select id from a where member_id = $3)"},
		{database.Table{Name: "c"}, "1=0"},
	} {
		if got := c.table.Of("$3"); got != c.want {
			t.Errorf("%s: %s, want %s", c.table.Name, got, c.want)
		}
	}
}
