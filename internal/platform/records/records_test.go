package records_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/records"
)

const sample = `-- +goose Up
create table sample (id text collate "C" primary key, maybe text, whole bigint not null, flag integer not null,
	measure double precision not null, raw bytea not null);
`

var schema = database.Schema{Room: "sample", Tables: []database.Table{{Name: "sample"}, {Name: "numbered"}}, Files: fstest.MapFS{
	"schema/0001_sample.sqlite.sql":   {Data: []byte(sample + "create table numbered (n integer primary key, word text not null);")},
	"schema/0001_sample.postgres.sql": {Data: []byte(sample + "create table numbered (n bigint generated always as identity primary key, word text not null);")},
}}

func shapes(t require, db *database.DB) (list []records.Shape) {
	err := db.Read(context.Background(), func(tx database.Tx) (err error) {
		list, err = records.Shapes(context.Background(), tx, schema.Tables, database.Kept)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

type require interface {
	Helper()
	Fatal(...any)
	Errorf(string, ...any)
}

// lines exports all tables.
func lines(t require, db *database.DB) (out []string) {
	t.Helper()
	for _, s := range shapes(t, db) {
		for line, err := range s.Stream(context.Background(), db, "") {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s.Name+" "+string(line))
		}
	}
	return out
}

// replace puts lines in the place of all rows.
func replace(t require, db *database.DB, all []string) {
	t.Helper()
	ctx := context.Background()
	list := shapes(t, db)
	err := db.Whole(ctx, func(w database.Whole) error {
		return w.Write(ctx, func(tx database.Tx) error { return put(ctx, tx, list, all) })
	})
	if err != nil {
		t.Fatal(err)
	}
}

func put(ctx context.Context, tx database.Tx, list []records.Shape, all []string) error {
	err := records.Clear(ctx, tx, list, nil)
	for _, s := range list {
		in := s.Import(tx)
		for _, line := range all {
			rest, mine := strings.CutPrefix(line, s.Name+" ")
			if !mine || err != nil {
				continue
			}
			var values []any
			values, err = s.Values([]byte(rest))
			if err == nil {
				err = in.Add(ctx, tx, values)
			}
		}
		if err == nil {
			err = in.Flush(ctx, tx)
		}
	}
	return err
}

// TestThereAndBack carries rows of every type from either database to the
// other: the lines are the same, in the same order.
func TestThereAndBack(t *testing.T) {
	lite, postgres := databasetest.SQLite(t, []database.Schema{schema}), databasetest.Postgres(t, []database.Schema{schema})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aZ09éÉ œ\u2028\"\\\n\t<&>'\x01€𝄞")), 0, 12, -1)
		ids := rapid.SliceOfNDistinct(text, 0, 60, rapid.ID).Draw(t, "ids")
		from, to := lite, postgres
		if rapid.Bool().Draw(t, "from PostgreSQL") {
			from, to = to, from
		}
		ctx := context.Background()
		err := from.Write(ctx, func(tx database.Tx) error {
			for _, table := range []string{"sample", "numbered"} {
				if _, err := tx.Exec(ctx, "delete from "+table); err != nil {
					return err
				}
			}
			for _, id := range ids {
				var nothing any
				if rapid.Bool().Draw(t, "something") {
					nothing = text.Draw(t, "maybe")
				}
				_, err := tx.Exec(ctx, `insert into sample (id, maybe, whole, flag, measure, raw) values ($1,$2,$3,$4,$5,$6)`, id, nothing,
					rapid.Int64().Draw(t, "whole"), rapid.IntRange(0, 1).Draw(t, "flag"),
					rapid.Float64Range(-1e300, 1e300).Draw(t, "measure"), append([]byte{}, rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "raw")...))
				if err == nil {
					_, err = tx.Exec(ctx, `insert into numbered (word) values ($1)`, id)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := lines(t, from)
		if len(want) != 2*len(ids) {
			t.Errorf("%d lines of %d rows", len(want), 2*len(ids))
		}
		replace(t, to, want)
		if diff := cmp.Diff(want, lines(t, to)); diff != "" {
			t.Errorf("there (-want +got):\n%s", diff)
		}
		replace(t, from, lines(t, to))
		if diff := cmp.Diff(want, lines(t, from)); diff != "" {
			t.Errorf("back (-want +got):\n%s", diff)
		}
	})
	// The database goes on counting behind what was put in.
	for _, db := range []*database.DB{lite, postgres} {
		err := db.Write(t.Context(), func(tx database.Tx) error {
			_, err := tx.Exec(t.Context(), `insert into numbered (word) values ('next')`)
			return err
		})
		if err != nil {
			t.Errorf("%s: a row after those that were put in: %v", db.Dialect(), err)
		}
	}
}

func TestWrongRecordsAreRefused(t *testing.T) {
	s := shapes(t, databasetest.SQLite(t, []database.Schema{schema}))[0]
	if want := []string{"flag", "id", "maybe", "measure", "raw", "whole"}; !slices.Equal(s.Names(), want) {
		t.Fatalf("columns %v, want %v", s.Names(), want)
	}
	for _, wrong := range []string{``, `{}`, `[]`, `[1,"a",null,1,{"b":""}]`, `["1","a",null,1,{"b":""},2]`, `[1,2,null,1,{"b":""},2]`,
		`[1,"a",null,1,{"b":"!"},2]`, `[1,"a",null,1,"",2]`, `[1,"a",null,1,{"b":""},2.5]`, `[1,"a",null,1,{"b":""},99999999999999999999]`} {
		if v, err := s.Values([]byte(wrong)); err == nil {
			t.Errorf("%s is read as %s", wrong, fmt.Sprint(v))
		}
	}
}

func FuzzValues(f *testing.F) {
	s := records.Shape{Table: database.Table{Name: "t"}, Columns: []database.Column{{Name: "a", Type: database.Text},
		{Name: "b", Type: database.Integer}, {Name: "c", Type: database.Real}, {Name: "d", Type: database.Bytes}}}
	f.Add([]byte(`["x",1,0.5,{"b":"AA=="}]`))
	f.Fuzz(func(t *testing.T, line []byte) {
		v, err := s.Values(line)
		if err == nil && len(v) != 4 {
			t.Errorf("%d values", len(v))
		}
	})
}
