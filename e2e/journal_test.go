package e2e

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	_ "modernc.org/sqlite" // the journal is changed behind the program's back
)

// verified is what "airial journal verify" prints of a journal that fits.
var verified = regexp.MustCompile(`(?m)^size ([1-9][0-9]*)\nroot [A-Za-z0-9+/]{43}=$`)

// wrong is what it prints of one that does not: the first entry concerned.
var wrong = regexp.MustCompile(`(?m)^entry [0-9]+: .+`)

// TestJournalIsVerified changes what is stored of the journal, one thing after
// another: each is found.
func TestJournalIsVerified(t *testing.T) {
	embedded(t)
	dir := demoCopy(t)
	if r := airial(t, "journal", "verify", "--data", dir); r.code != 0 || !verified.MatchString(r.stdout) {
		t.Fatalf("untouched: exit %d: %s%s", r.code, r.stdout, r.stderr)
	}
	database := filepath.Join(dir, "airial.db")
	whole, err := os.ReadFile(database)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, statement string }{
		{"a leaf's kind", `update journal_leaf set kind = 'dataset.published' where seq = (select min(seq) from journal_leaf where kind <> 'dataset.published')`},
		{"a leaf's time", `update journal_leaf set at = at + 1 where seq = 300`},
		{"a leaf's member", `update journal_leaf set member = 'another' where seq = 300`},
		{"who did it", `update journal_leaf set by_whom = 'nobody' where seq = 10`},
		{"a leaf's digest", `update journal_leaf set digest = zeroblob(32) where seq = 11`},
		{"a leaf's hash", `update journal_leaf set hash = zeroblob(32) where seq = 12`},
		{"a leaf taken out", `delete from journal_leaf where seq = 500`},
		{"the last leaf taken out", `delete from journal_leaf where seq = (select max(seq) from journal_leaf)`},
		{"a leaf put in", `insert into journal_leaf select max(seq) + 1, 'x', kind, member, subject, by_whom, at, digest, erases, hash, seal from journal_leaf`},
		{"a tile's hashes", `update journal_tile set hashes = zeroblob(length(hashes)) where level = 0 and n = 1`},
		{"a tile's root", `update journal_tile set root = zeroblob(32) where level = 0 and n = 2`},
		{"a tile taken out", `delete from journal_tile where level = 0 and n = 0`},
		{"a checkpoint's words", `update journal_checkpoint set note = replace(note, 'airial', 'airiai')`},
		{"a checkpoint's size", `update journal_checkpoint set size = size - 1`},
		{"the checkpoints taken out", `delete from journal_checkpoint`},
		{"a body", `update journal_body set body = '{"reason":"other"}' where entry = (select id from journal_leaf where seq = 20)`},
		{"a body's salt", `update journal_body set salt = zeroblob(length(salt)) where entry = (select id from journal_leaf where seq = 20)`},
		{"a body taken out", `delete from journal_body where entry = (select id from journal_leaf where seq = 20)`},
		{"a body erased without an order", `update journal_body set body = '', salt = x'', erased_by = 'nobody' where entry = (select id from journal_leaf where seq = 20)`},
		{"an erased body put back", `update journal_body set body = '{}', salt = zeroblob(16) where erased_by <> ''`},
		{"the size", `update journal_head set size = size - 1`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile(database, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			change(t, database, test.statement)
			r := airial(t, "journal", "verify", "--data", dir)
			if r.code != 1 || !wrong.MatchString(r.stdout) {
				t.Errorf("exit %d, want 1 and the first entry that does not fit: %s%s", r.code, r.stdout, r.stderr)
			}
		})
	}
}

// change runs a statement on the database of an installation, by the path that
// it has in the folder; it must change something.
func change(t *testing.T, path, statement string) {
	t.Helper()
	driver, source := "sqlite", path
	if url := databaseOf(filepath.Dir(path)); url != "" {
		driver, source = "pgx", url
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	result, err := db.Exec(statement)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("the statement changes nothing: %v", err)
	}
}

// TestJournalBesideServer verifies the journal while deposits go on.
func TestJournalBesideServer(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	c.publish(firstSiren, form{title: "Journal", content: table("journal")})
	var before string
	s.until(t, "the journal has numbered its first entries", func() bool {
		r := airial(t, "journal", "verify", "--data", s.Dir)
		if r.code != 0 && !verified.MatchString(r.stdout) && r.stdout != "" && wrong.MatchString(r.stdout) {
			t.Fatalf("exit %d: %s", r.code, r.stdout)
		}
		before = r.stdout
		return verified.MatchString(r.stdout)
	})
	for i := range 5 {
		c.deposit(firstSiren, form{title: "Suite " + string(rune('a'+i)), content: table("suite")})
		if r := airial(t, "journal", "verify", "--data", s.Dir); r.code != 0 {
			t.Errorf("in the middle of deposits: exit %d: %s%s", r.code, r.stdout, r.stderr)
		}
	}
	s.until(t, "the journal has grown", func() bool {
		r := airial(t, "journal", "verify", "--data", s.Dir)
		return r.code == 0 && r.stdout != before && verified.FindString(r.stdout) != verified.FindString(before)
	})
	if r := airial(t, "journal", "verify", "--data", t.TempDir()); r.code == 0 {
		t.Error("an empty folder's journal verifies")
	}
}
