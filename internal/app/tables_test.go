package app_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/app"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
)

// The register of tables is what the database has: a migration that makes a
// table says in its room's schema.go whose rows it holds.
func TestEveryTableIsDeclared(t *testing.T) {
	databasetest.Each(t, app.Schemas(), func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		err := db.Read(ctx, func(tx database.Tx) error {
			there, err := database.All(ctx, tx, "catalogue", text, catalogue[tx.Dialect()])
			if err != nil {
				return err
			}
			// What the rooms' versions and locks are noted in.
			there = slices.DeleteFunc(there, func(name string) bool { return strings.HasPrefix(name, "schema_") })
			var declared []string
			for _, table := range database.Tables(app.Schemas()...) {
				if table.On(tx.Dialect()) {
					declared = append(declared, table.Name)
				}
			}
			slices.Sort(declared)
			if diff := cmp.Diff(declared, there); diff != "" {
				t.Errorf("tables: what schema.go declares (-), what the migrations make (+):\n%s", diff)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// catalogue lists the tables of each database; what SQLite keeps behind a
// virtual table is part of it.
var catalogue = map[database.Dialect]string{
	database.SQLite: `select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')
		and name not like 'sqlite%' order by name`,
	database.Postgres: `select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
		order by relname collate "C"`,
}

func text(r database.Row) (s string, err error) { return s, r.Scan(&s) }

// What the register says can be asked of each table, and a table stands after
// those whose rows it names.
func TestTheRegisterIsSound(t *testing.T) {
	databasetest.Each(t, app.Schemas(), func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		seen := map[string]bool{}
		for _, table := range database.Tables(app.Schemas()...) {
			if seen[table.Name] {
				t.Errorf("%s is declared twice", table.Name)
			}
			seen[table.Name] = true
			if table.Through.Table != "" && !seen[table.Through.Table] {
				t.Errorf("%s is declared before %s, through which it finds its member", table.Name, table.Through.Table)
			}
			if !table.On(db.Dialect()) {
				continue
			}
			public := table.Public
			if public == "" {
				public = "1=0"
			}
			var args []any
			if table.Owned() {
				args = []any{"nobody"}
			}
			err := db.Read(ctx, func(tx database.Tx) error {
				_, err := database.Value[int](ctx, tx, table.Name, `select count(*) from `+table.Name+` where `+
					table.Of("$1")+` or (`+public+`)`, args...)
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", table.Name, err)
			}
		}
		err := db.Read(ctx, func(tx database.Tx) error {
			for _, pair := range references(t, tx) {
				from, to := place(pair[0]), place(pair[1])
				if from < to {
					t.Errorf("%s names rows of %s and is declared before it", pair[0], pair[1])
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func place(table string) int {
	return slices.IndexFunc(database.Tables(app.Schemas()...), func(t database.Table) bool { return t.Name == table })
}

// references lists the pairs of tables of which one names rows of the other.
func references(t *testing.T, tx database.Tx) [][2]string {
	t.Helper()
	query := `select m.name, f."table" from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'`
	if tx.Dialect() == database.Postgres {
		query = `select c.conrelid::regclass::text, c.confrelid::regclass::text from pg_constraint c where c.contype = 'f'`
	}
	pairs, err := database.All(t.Context(), tx, "references", func(r database.Row) (p [2]string, err error) {
		return p, r.Scan(&p[0], &p[1])
	}, query)
	if err != nil {
		t.Fatal(err)
	}
	if len(pairs) < 10 {
		t.Errorf("only %d references were seen", len(pairs))
	}
	return slices.DeleteFunc(pairs, func(p [2]string) bool { return p[0] == p[1] })
}

// otherDigests are columns with digests of something else than a file in the
// store.
var otherDigests = map[string]string{
	"edition.digest":      "of the original, which the version names",
	"account_code.digest": "of a secret", "account_device.digest": "of a secret", "account_link.digest": "of a secret",
	"phone_code.digest": "of a secret", "held_form.digest": "of a form", "check_visit.digest": "of an address",
	"journal_inbox.digest": "of a body of the journal", "journal_leaf.digest": "of a body of the journal",
	"schema_locks.digest": "of the policies of a table",
	"gather.csv_digest":   "of the consolidated dataset's edition, which names the file", "gather.parquet_digest": "of the same",
	"gather_replaced.digest": "of a file that is on its way out: nothing is to hold it",
	"gather_kept.csv_digest": "of a past edition, which names the file", "gather_kept.parquet_digest": "of the same",
	"address_sending.digest": "of what was sent to the national base, which is not kept", "portal_logo.digest": "of a logo, which is kept in its row",
}

// What names a file in the store says so in the register: the sweep destroys
// what no column of the register names.
func TestEveryColumnThatNamesFilesIsDeclared(t *testing.T) {
	databasetest.Each(t, app.Schemas(), func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		query := `select m.name, c.name from pragma_table_list m join pragma_table_info(m.name) c
			where m.schema = 'main' and m.type = 'table' and c.name like '%digest%' order by 1, 2`
		if db.Dialect() == database.Postgres {
			query = `select table_name, column_name from information_schema.columns
				where table_schema = 'public' and column_name like '%digest%' order by 1, 2`
		}
		declared, found := map[string]bool{}, 0
		for _, table := range database.Tables(app.Schemas()...) {
			for _, column := range table.Files {
				declared[table.Name+"."+column] = true
				if table.Member == "" {
					t.Errorf("%s names files and no member within which they are", table.Name)
				}
			}
		}
		err := db.Read(ctx, func(tx database.Tx) error {
			return database.Each(ctx, tx, "columns", func(r database.Row) error {
				var table, column string
				err := r.Scan(&table, &column)
				name := table + "." + column
				if declared[name] {
					found++
				}
				if !declared[name] && table != "stray" && table != "file_sweep" && otherDigests[name] == "" {
					t.Errorf("%s: does it name files in the store? Then declare it (Files), else say here what it is of", name)
				}
				return err
			}, query)
		})
		if err != nil || found != len(declared) {
			t.Errorf("%d of %d declared columns are there: %v", found, len(declared), err)
		}
	})
}
