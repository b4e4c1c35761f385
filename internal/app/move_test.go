package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// TestMove takes an installation to PostgreSQL and S3 while another process has
// it open: that one reads on and writes nothing, a move that is cut short is
// begun again, and what was moved is the same.
func TestMove(t *testing.T) {
	ctx := t.Context()
	g, data := demonstration(t)
	was := backUp(t, g, repository(t, t.TempDir(), nil))
	id, member, _, digest := published(t, g)
	to := elsewhere(t)
	to.Data = data.Data
	moving := app.Moving{From: data.Data, To: to, Log: quiet}

	// A move that dies on the way: the mark is there, and some of the rest.
	cut, cutting := context.WithCancel(ctx)
	moving.Progress = func(what string, done, _ int64) {
		if what == "records" && done > 10 {
			cutting()
		}
	}
	if _, err := app.Move(cut, moving); err == nil {
		t.Fatal("the move was not cut short")
	}
	err := g.Doors.Write(ctx, access.System("test"), func(access.Tx) error { return nil })
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing during a move: %v, want Unavailable", err)
	}
	if s := stateOf(t, g, id); s != "published" {
		t.Errorf("reading during a move: the dataset is %s", s)
	}
	moving.Progress = nil
	moved, err := app.Move(ctx, moving)
	if err != nil {
		t.Fatal(err)
	}
	if moved.Records < was.Rows() || moved.Files != was.Count {
		t.Errorf("moved %d records of %d, %d files of %d", moved.Records, was.Rows(), moved.Files, was.Count)
	}
	if moved.Journal.Past != 0 || moved.Journal.Size <= was.Journal.Size {
		t.Errorf("the journal does not go on: %+v", moved.Journal)
	}
	there := open(t, to)
	if diff := compareContents(was.Manifest, backUp(t, there, repository(t, t.TempDir(), nil)).Manifest); diff != "" {
		t.Errorf("after the move (-want +got):\n%s", diff)
	}
	if _, err := there.Blobs.Stat(ctx, member, digest); err != nil {
		t.Errorf("a file: %v", err)
	}
	// What is derived came along as it was: the same answers in the same order.
	if here, then := listedOf(t, g), listedOf(t, there); here != then {
		t.Errorf("the list of what is public:\n%s\nafter the move:\n%s", here, then)
	}
	// PostgreSQL knows what it was given; it has -1 for a table that it never looked at.
	err = there.Doors.Read(ctx, access.System("test"), func(tx access.Tx) error {
		n, err := database.Value[int](ctx, tx, "test", `select cast(reltuples as bigint) from pg_class where oid = 'dataset_listed'::regclass`)
		if n <= 0 {
			t.Errorf("after the move PostgreSQL takes the list of what is public for %d rows", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// Where there has been work since, nothing is moved over it.
	err = there.Doors.Write(ctx, access.System("test"), func(tx access.Tx) error { return tx.Record(ctx, "test.worked", "", "", nil) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := app.Move(ctx, moving); !fault.Is(err, fault.Conflict) {
		t.Errorf("the move once more: %v, want Conflict", err)
	}
	if s := stateOf(t, there, id); s != "published" {
		t.Errorf("after the move once more the dataset is %s", s)
	}
	if err := g.Doors.Write(ctx, access.System("test"), func(access.Tx) error { return nil }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing to what was moved: %v, want Unavailable", err)
	}
	if err := app.CancelMove(data.Data); err != nil {
		t.Fatal(err)
	}
	if err := g.Doors.Write(ctx, access.System("test"), func(access.Tx) error { return nil }); err != nil {
		t.Errorf("writing after the move was taken back: %v", err)
	}
	// Nothing is moved over an installation.
	_, err = app.Move(ctx, moving)
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("moving onto an installation: %v, want Conflict", err)
	}
	if _, err := os.Stat(filepath.Join(data.Data, "moving")); err == nil {
		t.Error("a move that was refused freezes the installation")
	}
}

func listedOf(t *testing.T, g *app.Ground) (all string) {
	t.Helper()
	err := g.Doors.Read(t.Context(), access.System("test"), func(tx access.Tx) error {
		return database.Each(t.Context(), tx, "test", func(r database.Row) error {
			var id int64
			var piece string
			err := r.Scan(&id, &piece)
			all += piece + "\n"
			return err
		}, `select id, piece_id from dataset_listed order by modified_at desc, id desc`)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestUpgradeCopies opens a folder whose tables are older than the program.
func TestUpgradeCopies(t *testing.T) {
	ctx := t.Context()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	old, err := database.Open(ctx, database.Config{URL: "sqlite:" + filepath.Join(dir, "airial.db")})
	if err != nil {
		t.Fatal(err)
	}
	schemas := app.Schemas()
	if err := errors.Join(old.Migrate(ctx, schemas[:3]...), old.Close()); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second start has nothing to bring up to date
		g, err := app.OpenGround(ctx, app.GroundConfig{Data: config.Data{Data: dir}, Alone: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Close(); err != nil {
			t.Fatal(err)
		}
	}
	found, err := filepath.Glob(filepath.Join(dir, "backups", "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("copies: %v, %v; want one", found, err)
	}
	info, err := os.Stat(found[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy can be read by others: %v, %v", info.Mode(), err)
	}
	copied, err := database.Open(ctx, database.Config{URL: "sqlite:" + found[0]})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = copied.Close() }()
	versions, err := copied.Versions(ctx, schemas...)
	if err != nil || len(versions) != 3 {
		t.Errorf("the copy has the tables %v, %v; want those of three rooms", versions, err)
	}
}
