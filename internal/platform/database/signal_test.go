package database_test

import (
	"database/sql"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

// A signal reaches who listens; a connection that is lost is made anew, and
// who listens is told that something may have been missed.
func TestSignals(t *testing.T) {
	ctx := t.Context()
	address := databasetest.PostgresURL(t, nil)
	db, err := database.Open(ctx, database.Config{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	heard, lost := make(chan string, 10), make(chan error, 10)
	go db.Hear(ctx, "news of the day", func(words string) { heard <- words }, func(err error) { lost <- err })
	wants := func(want string) {
		t.Helper()
		if got := <-heard; got != want {
			t.Fatalf("heard %q, want %q", got, want)
		}
	}
	wants("")
	for _, words := range []string{"one", "two"} {
		if err := db.Signal(ctx, "another", "not for us"); err != nil {
			t.Fatal(err)
		}
		if err := db.Signal(ctx, "news of the day", words); err != nil {
			t.Fatal(err)
		}
		wants(words)
	}
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	var ended int
	err = admin.QueryRowContext(ctx, `select count(pg_terminate_backend(pid)) from pg_stat_activity
		where datname = current_database() and query like 'listen %'`).Scan(&ended)
	if err != nil || ended != 1 {
		t.Fatalf("%d connections were ended: %v", ended, err)
	}
	if err := <-lost; err == nil {
		t.Error("lost without a reason")
	}
	wants("")
	if err := db.Signal(ctx, "news of the day", "three"); err != nil {
		t.Fatal(err)
	}
	wants("three")

	alone := databasetest.SQLite(t, nil)
	alone.Hear(ctx, "x", func(string) { t.Error("heard") }, nil) // returns
	if err := alone.Signal(ctx, "x", "y"); err != nil {
		t.Error(err)
	}
}
