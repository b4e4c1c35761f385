package madis_test

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/foreign"
	"airial/internal/services/register/madis"
	"airial/internal/services/register/madis/madistest"
	"airial/standards/mysqldump"
)

func dumpOf(sql string) madis.Source {
	return madis.FromDump(func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(sql)), nil }, mysqldump.Limits{}, nil)
}

// everything lists what a source gives, in an order of its own.
func everything(t *testing.T, src madis.Source) (list []string) {
	t.Helper()
	if err := src.Each(t.Context(), func(_, table string, row map[string]string) error {
		b, err := json.Marshal(row)
		list = append(list, table+" "+string(b))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}

// TestARealDatabaseAndItsDumpsReadTheSame loads an installation into MariaDB and
// reads it there, from its dump, and from dumps with other options.
func TestARealDatabaseAndItsDumpsReadTheSame(t *testing.T) {
	made := madistest.Make(7, 20)
	server := madistest.Start(t)
	server.Load(madistest.Name(1), made.SQL)
	db, err := foreign.Open(t.Context(), server.Address(madistest.Name(1)), "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	want := everything(t, madis.FromLive(db))
	total := 0
	for _, n := range made.Rows {
		total += n
	}
	if len(want) != total {
		t.Fatalf("the database gives %d rows of %d", len(want), total)
	}
	for name, options := range map[string][]string{"as usual": nil, "hexadecimal": {"--hex-blob", "--complete-insert"}, "a row each": {"--skip-extended-insert", "--skip-comments"},
		"with the database's name": {"--databases", "--skip-opt"}} {
		src := dumpOf(server.Dump(madistest.Name(1), options...))
		if d := cmp.Diff(want, everything(t, src)); d != "" {
			t.Errorf("%s: %.3000s", name, d)
		}
		if src.Whole() == slices.Contains(options, "--skip-comments") {
			t.Errorf("%s: whole is %t", name, src.Whole())
		}
	}
	// What was made up reads as what MariaDB makes of it.
	if d := cmp.Diff(want, everything(t, dumpOf(made.SQL))); d != "" {
		t.Errorf("as it was made up: %.3000s", d)
	}
	if _, err := foreign.Open(t.Context(), strings.Replace(server.Address("none"), "root@", "nobody@", 1), "x"); err == nil || !strings.Contains(err.Error(), "Access denied") {
		t.Errorf("a wrong password: %v", err)
	}
}
