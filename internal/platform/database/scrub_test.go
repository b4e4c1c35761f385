package database_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"airial/internal/platform/database"
)

func TestScrubLeavesNothingInTheFiles(t *testing.T) {
	dir := t.TempDir()
	db, err := database.Open(t.Context(), database.Config{URL: "sqlite:" + filepath.Join(dir, "a.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	marker := "marqueur-a-faire-disparaitre"
	run := func(statement string, args ...any) {
		t.Helper()
		if err := db.Write(t.Context(), func(tx database.Tx) error {
			_, err := tx.Exec(t.Context(), statement, args...)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	run(`create table note (id bigint primary key, body text not null)`)
	for i := range 200 {
		run(`insert into note (id, body) values ($1,$2)`, i, marker+" et un texte assez long pour remplir des pages")
	}
	if !holds(t, dir, marker) {
		t.Fatal("the marker is not in the files: this test would prove nothing")
	}
	run(`update note set body = ''`)
	run(`delete from note where id > 100`)
	if err := db.Scrub(t.Context()); err != nil {
		t.Fatal(err)
	}
	if holds(t, dir, marker) {
		t.Error("the files still hold what was deleted")
	}
}

func holds(t *testing.T, dir, marker string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(marker)) {
			return true
		}
	}
	return false
}
