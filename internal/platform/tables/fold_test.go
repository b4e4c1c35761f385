package tables

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"abc-12":                  "abc-12",
		"ABC":                     "abc",
		"Évêché d’Aÿ":             "eveche d'ay",
		"L’ŒUVRE":                 "l'oeuvre",
		"Ægir Çà\u00a0et\u202flà": "aegir ca et la",
		"e\u0301":                 "e",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if got := Fold(want); got != want {
			t.Errorf("Fold(%q) = %q: folding twice changes", want, got)
		}
	}
}

// TestFoldIsTheSameInSQL compares both forms of folding on every code point that
// is more than an ideograph, alone and behind a letter that it might combine
// with.
func TestFoldIsTheSameInSQL(t *testing.T) {
	e := newEngine(t, Config{})
	on, err := e.duckDB(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := on.db.QueryContext(t.Context(), `select c, `+foldSQL("c")+`, `+foldSQL("'E' || c || 'a'")+`
		from (select chr(cast(i as integer)) as c from range(1, 918016) as r(i)
			where i not between 55296 and 57343 and i not between 131072 and 917504)`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	bad := 0
	for rows.Next() {
		var c, alone, between string
		if err := rows.Scan(&c, &alone, &between); err != nil {
			t.Fatal(err)
		}
		if Fold(c) != alone || Fold("E"+c+"a") != between {
			if bad++; bad < 20 {
				t.Errorf("%+q: Go %+q %+q, SQL %+q %+q", c, Fold(c), Fold("E"+c+"a"), alone, between)
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestFoldIsTheSameInSQLOnSentences(t *testing.T) {
	e := newEngine(t, Config{})
	on, err := e.duckDB(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + rapid.StringOfN(rapid.RuneFrom([]rune("eéÉ\u0301\u0327\u0323ŒœßİıΣς’ \u00a0ᄀ각\u11a8")), 0, 12, -1).Draw(t, "accents")
		s = strings.ReplaceAll(s, "\x00", "")
		var got string
		if err := on.db.QueryRow("select "+foldSQL("x")+" from (select cast($1 as varchar) as x)", s).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != Fold(s) {
			t.Fatalf("%+q: Go %+q, SQL %+q", s, Fold(s), got)
		}
	})
}
