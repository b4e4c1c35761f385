package opendata_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/services/opendata"
)

// Typing errors are forgiven, alike on both databases: but only where nothing has
// the word as it was typed, and never by a word of what is no longer public.
func TestTypingErrors(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf()
		asks := func(query string, own bool) (instead []opendata.Instead, first string) {
			t.Helper()
			h.read(access.Public(), func(tx access.Tx) error {
				q := opendata.Search{Query: query, Limit: 9}
				if own {
					q.MemberID, q.Alone = h.member.ID, true
				}
				f, err := h.service.Survey(t.Context(), tx, q)
				if instead = f.Instead; len(f.Datasets) > 0 {
					first = f.Datasets[0].Title
				}
				return err
			})
			return instead, first
		}
		for _, c := range []struct {
			query   string
			own     bool
			instead []opendata.Instead
			first   string
		}{
			{"subvantions", false, []opendata.Instead{{Typed: "subvantion", Meant: "subventions"}}, "Subventions 2025"},
			{"subevntion", false, []opendata.Instead{{Typed: "subevntion", Meant: "subventions"}}, "Subventions 2025"},
			{"equipemment sportfs", false, []opendata.Instead{{Typed: "equipemment", Meant: "équipements"}, {Typed: "sportf", Meant: "sportifs"}}, "Équipements sportifs"},
			{"subvanti", false, []opendata.Instead{{Typed: "subvanti", Meant: "subventions"}}, "Subventions 2025"}, // not typed to its end
			{"arbrs", true, nil, ""}, // the neighbour has it
			{"equipmeent", true, []opendata.Instead{{Typed: "equipmeent", Meant: "équipements"}}, "Équipements sportifs"},
			{"subvention", false, nil, "Subventions 2025"},
			{"primitif arbre", false, nil, ""}, // both stand somewhere, not together
			{"zzz", false, nil, ""},
			{"2052", false, nil, ""}, // a number is meant as it is
			{"hippopotame", false, nil, ""},
		} {
			instead, first := asks(c.query, c.own)
			if diff := gocmp.Diff(c.instead, instead); diff != "" || first != c.first {
				t.Errorf("%s: %q is first, want %q; (-want +got):\n%s", c.query, first, c.first, diff)
			}
		}
		s := h.as(access.Depositor, "d")
		v := h.deposit(s, opendata.Request{Title: "Hippopotames", Press: true}, sound+"z,1\n")
		if instead, first := asks("hipopotame", false); len(instead) != 1 || first != "Hippopotames" {
			t.Errorf("a word that has just come: %v, %q", instead, first)
		}
		h.write(s, func(tx access.Tx) error { return h.service.Withdraw(t.Context(), tx, v.PieceID, "error", "") })
		if instead, first := asks("hipopotame", false); len(instead) != 0 || first != "" {
			t.Errorf("a word that has gone: %v, %q", instead, first)
		}
	})
}

func TestApartBy(t *testing.T) {
	for _, c := range []struct {
		a, b         string
		whole, start int
	}{
		{"budget", "budget", 0, 0},
		{"bugdet", "budget", 1, 1},
		{"budge", "budget", 1, 0},
		{"budgett", "budget", 1, 1},
		{"subvanti", "subvention", 3, 1},
		{"", "abc", 3, 0},
		{"abc", "", 3, 3},
	} {
		if whole, start := opendata.ApartBy(c.a, c.b); whole != c.whole || start != c.start {
			t.Errorf("%q and %q: %d and %d, want %d and %d", c.a, c.b, whole, start, c.whole, c.start)
		}
	}
}
