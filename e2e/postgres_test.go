package e2e

import (
	"database/sql"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"airial/internal/platform/database/databasetest"
)

// onPostgres tells whether the servers of the suite stand on PostgreSQL:
// AIRIAL_E2E_DATABASE=postgres. What looks into the folder of an embedded
// installation is skipped then (embedded).
func onPostgres() bool { return os.Getenv("AIRIAL_E2E_DATABASE") == "postgres" }

// embedded skips a test that is about records in the folder.
func embedded(t testing.TB) {
	t.Helper()
	if onPostgres() {
		t.Skip("about SQLite in the folder: the suite runs on PostgreSQL")
	}
}

// settings are what the environment says for the installation of a folder:
// folder → variables.
var settings sync.Map

// environment is that of a command, with what belongs to its --data.
func environment(args []string) []string {
	env := os.Environ()
	for i, arg := range args {
		dir, is := strings.CutPrefix(arg, "--data=")
		if arg == "--data" && i+1 < len(args) {
			dir, is = args[i+1], true
		}
		if more, ok := settings.Load(dir); is && ok {
			env = append(env, more.([]string)...)
		}
	}
	return env
}

// elsewhere is an empty folder of the test's own, with an empty PostgreSQL
// database for its records.
func elsewhere(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	settings.Store(dir, []string{"AIRIAL_DATABASE=" + databasetest.PostgresURL(t, nil)})
	return dir
}

// databaseOf is the PostgreSQL of an installation; "" where the records are in
// its folder.
func databaseOf(dir string) string {
	if set, ok := settings.Load(dir); ok {
		for _, one := range set.([]string) {
			if url, is := strings.CutPrefix(one, "AIRIAL_DATABASE="); is {
				return url
			}
		}
	}
	return ""
}

// tablesHolding lists the tables of an installation's PostgreSQL in one of whose
// rows a word stands; none where the records are in the folder.
func tablesHolding(t testing.TB, dir, word string) (out []string) {
	t.Helper()
	url := databaseOf(dir)
	if url == "" {
		return nil
	}
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(tables) < 20 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for _, name := range tables {
		var n int
		// A row as text has its bytes in hexadecimal; no mark stands in such a column.
		if err := db.QueryRowContext(t.Context(), `select count(*) from "`+name+`" as one where one::text ilike '%' || $1 || '%'`, word).Scan(&n); err != nil {
			t.Fatal(name, err)
		}
		if n > 0 {
			out = append(out, "table "+name)
		}
	}
	return out
}

// barePostgres is bareCopy with its records on PostgreSQL.
func barePostgres(t testing.TB) string {
	t.Helper()
	dir := elsewhere(t)
	if err := fillBare(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestOnPostgres takes a deposit through its life and the commands beside the
// server, with the records on PostgreSQL.
func TestOnPostgres(t *testing.T) {
	s := start(t, opts{dir: barePostgres(t)})
	if _, err := os.Stat(filepath.Join(s.Dir, "airial.db")); err == nil {
		t.Error("there are records in the folder too")
	}
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	f := form{title: "Marchés de l’année", content: table("postgres")}
	one := c.deposit(firstSiren, f)
	whereItShould(t, c, one, f)
	if a := s.public(t).get("/fr/datasets?q=marche"); a.status != http.StatusOK || !strings.Contains(string(a.body), "Marchés de l’année") {
		t.Errorf("the search answers %d without the dataset", a.status)
	}
	for _, args := range [][]string{
		{"member", "list", "--data", s.Dir},
		{"journal", "verify", "--data", s.Dir},
		{"user", "add", "--data", s.Dir, "--member", firstSiren, "--login", "a.b", "--name", "A. B.", "--role", "depositor"},
	} {
		if r := airial(t, args...); r.code != 0 {
			t.Errorf("%v: exit %d: %s", args, r.code, r.stderr)
		}
	}
	// Another process with keys of its own is told why it may not join.
	other := filepath.Join(t.TempDir(), "other")
	mine, _ := settings.Load(s.Dir)
	settings.Store(other, mine)
	if r := airial(t, "serve", "--data", other, "--listen", "127.0.0.1:0"); r.code == 0 || !strings.Contains(r.stderr, "AIRIAL_MASTER_KEY") {
		t.Errorf("a process with other keys: exit %d: %s", r.code, r.stderr)
	}
}
