package database_test

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
)

//go:embed testdata
var testdata embed.FS

var notes = []database.Schema{{Room: "notes", Files: folder("testdata/notes"),
	Tables: []database.Table{{Name: "note"}, {Name: "tag"}, {Name: "counter"}}}}

func folder(path string) fs.FS {
	f, err := fs.Sub(testdata, path)
	if err != nil {
		panic(err)
	}
	return f
}

func insert(ctx context.Context, tx database.Tx, id, title string) error {
	_, err := database.Exec(ctx, tx, "insert", `insert into note (id, title) values ($1, $2)`, id, title)
	return err
}

func titles(t *testing.T, db *database.DB) (list []string) {
	t.Helper()
	ctx := t.Context()
	err := db.Read(ctx, func(tx database.Tx) (err error) {
		list, err = database.All(ctx, tx, "titles", func(r database.Row) (s string, err error) {
			return s, r.Scan(&s)
		}, `select title from note order by title`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestWriteCommitsOrRollsBack(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		woken := 0
		err := db.Write(ctx, func(tx database.Tx) error {
			tx.AfterCommit(func() {
				woken++
				// The transaction is over: its goroutine may open another.
				if got := titles(t, db); len(got) != 1 {
					t.Errorf("after commit %d rows are there, want 1", len(got))
				}
			})
			return insert(ctx, tx, "1", "kept")
		})
		if err != nil {
			t.Fatal(err)
		}
		refused := errors.New("refused")
		err = db.Write(ctx, func(tx database.Tx) error {
			tx.AfterCommit(func() { woken++ })
			return errors.Join(insert(ctx, tx, "2", "dropped"), refused)
		})
		if !errors.Is(err, refused) {
			t.Errorf("Write returned %v, want its function's error", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = db.Write(ctx, func(tx database.Tx) error {
				tx.AfterCommit(func() { woken++ })
				_ = insert(ctx, tx, "3", "panicked")
				panic("in the middle")
			})
		}()
		if diff := cmp.Diff([]string{"kept"}, titles(t, db)); diff != "" {
			t.Errorf("rows (-want +got):\n%s", diff)
		}
		if woken != 1 {
			t.Errorf("%d calls after commit, want 1", woken)
		}
	})
}

func TestNestedTransactionsAreRefused(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		open := map[string]func(context.Context, func(database.Tx) error) error{"Read": db.Read, "Write": db.Write}
		for outer, openOuter := range open {
			for inner, openInner := range open {
				err := openOuter(ctx, func(database.Tx) error {
					return openInner(ctx, func(database.Tx) error { return nil })
				})
				if err == nil || !strings.Contains(err.Error(), "already open") {
					t.Errorf("%s inside %s: %v, want a refusal", inner, outer, err)
				}
			}
		}
		err := db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, "1", "after") })
		if err != nil {
			t.Errorf("Write after a refusal: %v", err)
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Read(ctx, func(tx database.Tx) error { return insert(ctx, tx, "1", "no") })
		if err == nil {
			t.Error("an insert in a Read succeeded")
		}
	})
}

func TestReadSeesOneState(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		count := func(tx database.Tx) int64 {
			n, err := database.Value[int64](ctx, tx, "count", `select count(*) from note`)
			if err != nil {
				t.Error(err)
			}
			return n
		}
		err := db.Read(ctx, func(tx database.Tx) error {
			before := count(tx)
			written := make(chan error)
			go func() {
				written <- db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, "1", "meanwhile") })
			}()
			if err := <-written; err != nil {
				return err
			}
			if after := count(tx); after != before {
				t.Errorf("a Read saw %d rows, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestColumnsRoundTrip(t *testing.T) {
	type row struct {
		ID, Title string
		Body      []byte
		Weight    float64
		Seen      bool
		At        int64
	}
	want := row{"1", "É", []byte{0, 1, 255}, 0.1, true, 1 << 53}
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Write(ctx, func(tx database.Tx) error {
			// Parameters out of order, and one of them twice.
			_, err := tx.Exec(ctx, `insert into note (at, seen, weight, body, title, id) values ($6, $5, $4, $3, $2, $1)`,
				want.ID, want.Title, want.Body, want.Weight, database.Bool(want.Seen), want.At)
			if err != nil {
				return err
			}
			got, err := database.One(ctx, tx, "note", func(r database.Row) (v row, err error) {
				return v, r.Scan(&v.ID, &v.Title, &v.Body, &v.Weight, &v.Seen, &v.At)
			}, `select id, title, body, weight, seen, at from note where id = $2 and title = $1 and $2 <> $1`, want.Title, want.ID)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("row (-want +got):\n%s", diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestMissingAndTwice(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Read(ctx, func(tx database.Tx) error {
			_, err := database.Value[string](ctx, tx, "note.Get", `select title from note where id = $1`, "none")
			return err
		})
		if !fault.Is(err, fault.NotFound) || !strings.Contains(err.Error(), "note.Get") {
			t.Errorf("missing row: %v, want a fault that names the operation", err)
		}
		for i, want := range []bool{false, true} {
			err = db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, "1", "same") })
			if database.IsUnique(err) != want {
				t.Errorf("insert %d: IsUnique(%v) is %t", i+1, err, !want)
			}
		}
		err = db.Write(ctx, func(tx database.Tx) error {
			_, err := tx.Exec(ctx, `insert into tag (note, word) values ('nobody', 'x')`)
			return err
		})
		if err == nil || database.IsUnique(err) {
			t.Errorf("a foreign key to nothing gives %v", err)
		}
	})
}

func TestTextIsSortedByItsBytes(t *testing.T) {
	words := []string{"B", "a", "É", "e", "_", "ab", "Z"}
	want := []string{"B", "Z", "_", "a", "ab", "e", "É"}
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Write(ctx, func(tx database.Tx) error {
			for _, w := range words {
				if err := insert(ctx, tx, w, w); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, titles(t, db)); diff != "" {
			t.Errorf("order of a column (-want +got):\n%s", diff)
		}
		err = db.Read(ctx, func(tx database.Tx) error {
			got, err := database.All(ctx, tx, "ids", func(r database.Row) (s string, err error) {
				return s, r.Scan(&s)
			}, `select id from note where id in (`+database.In(len(words), 2)+`) and id <> $1 order by id collate "C"`,
				append([]any{"none"}, database.Args(words)...)...)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("order in a query (-want +got):\n%s", diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestSameQueryWithinItself runs a query while rows of the same query are still
// being read: prepared statements must not be shared between the two.
func TestSameQueryWithinItself(t *testing.T) {
	db := databasetest.SQLite(t, notes)
	ctx := t.Context()
	err := db.Write(ctx, func(tx database.Tx) error {
		for _, id := range []string{"1", "2", "3"} {
			if err := insert(ctx, tx, id, id); err != nil {
				return err
			}
		}
		pairs := 0
		const query = `select id from note order by id`
		err := database.Each(ctx, tx, "outer", func(database.Row) error {
			return database.Each(ctx, tx, "inner", func(database.Row) error { pairs++; return nil }, query)
		}, query)
		if pairs != 9 {
			t.Errorf("%d pairs, want 9", pairs)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, url := range []string{"", "airial.db", "mysql://x"} {
		_, err := database.Open(t.Context(), database.Config{URL: url})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("Open(%q): %v, want an Invalid fault", url, err)
		}
	}
	for _, url := range []string{"sqlite:", "sqlite:/no/such/folder/airial.db", "postgres://127.0.0.1:1/none"} {
		_, err := database.Open(t.Context(), database.Config{URL: url})
		if err == nil {
			t.Errorf("Open(%q) succeeded", url)
		}
	}
}

func TestPathsWithOddNames(t *testing.T) {
	path := t.TempDir() + "/a b%20?c#d&é.db"
	for range 2 {
		db, err := database.Open(t.Context(), database.Config{URL: "sqlite:" + path})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Migrate(t.Context(), notes...)
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(db.CheckSchemas(t.Context(), notes...), db.Close())
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Addresses and forms bring what PostgreSQL takes for no text.
func TestTextThatIsNone(t *testing.T) {
	databasetest.Each(t, notes, func(t *testing.T, db *database.DB) {
		err := db.Write(t.Context(), func(tx database.Tx) error {
			if err := insert(t.Context(), tx, "a\xff", "nul \x00"); err != nil {
				return err
			}
			n, err := database.Value[int](t.Context(), tx, "find", `select count(*) from note where title = $1`, "\xfe\x00")
			if n != 0 {
				t.Errorf("found %d", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"nul \ufffd"}, titles(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}
