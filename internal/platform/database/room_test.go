package database

import (
	"path/filepath"
	"strings"
	"testing"

	"airial/internal/platform/fault"
)

// A full disk is answered with what to do, not as something nobody foresaw.
func TestNoRoom(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, Config{URL: "sqlite:" + filepath.Join(t.TempDir(), "full.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	write := func(query string, args ...any) error {
		return db.Write(ctx, func(tx Tx) error {
			_, err := Exec(ctx, tx, "test", query, args...)
			return err
		})
	}
	if err := write(`create table paper (body text)`); err != nil {
		t.Fatal(err)
	}
	if _, err := db.writer.ExecContext(ctx, `pragma max_page_count = 20`); err != nil {
		t.Fatal(err)
	}
	err = write(`insert into paper (body) values ($1)`, strings.Repeat("x", 1<<20))
	if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.Message(err).Fr, "plus de place") {
		t.Errorf("%v", err)
	}
	if err := write(`insert into paper (body) values ('y')`); err != nil {
		t.Errorf("what finds room: %v", err)
	}
}
