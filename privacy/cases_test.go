package privacy_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"airial/privacy"

	"github.com/google/go-cmp/cmp"
)

// keyed completes 13 symbols of a NIR with their key, by the textbook: 97 minus
// the remainder, 2A as 19 and 2B as 18.
func keyed(body string) string {
	n, ok := new(big.Int).SetString(strings.NewReplacer("2A", "19", "2B", "18").Replace(body), 10)
	if !ok || len(body) != 13 {
		panic("not 13 symbols: " + body)
	}
	rem := new(big.Int).Mod(n, big.NewInt(97)).Int64()
	return fmt.Sprintf("%s%02d", body, 97-rem)
}

// spaced puts sep before the positions.
func spaced(s, sep string, at ...int) string {
	var b strings.Builder
	for i, r := range s {
		for _, p := range at {
			if p == i {
				b.WriteString(sep)
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

type scanCase struct {
	cell   string
	want   string // kinds and levels, in reading order: "phone:review nir:block"
	column privacy.Column
}

func scan(t testing.TB, column privacy.Column, cell string) privacy.Result {
	t.Helper()
	s := privacy.NewScanner([]privacy.Column{column}, privacy.Options{MaxFindings: -1})
	s.Row(2, [][]byte{[]byte(cell)})
	return s.Result()
}

func kinds(r privacy.Result) string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s:%s", f.Kind, f.Level))
	}
	return strings.Join(out, " ")
}

func runCases(t *testing.T, cases []scanCase) {
	t.Helper()
	for _, c := range cases {
		if c.column.Name == "" {
			c.column.Name = "observations"
		}
		t.Run(c.cell, func(t *testing.T) {
			r := scan(t, c.column, c.cell)
			if diff := cmp.Diff(c.want, kinds(r)); diff != "" {
				t.Errorf("%q in %+v (-want +got):\n%s", c.cell, c.column, diff)
			}
		})
	}
}

func named(name string) privacy.Column { return privacy.Column{Name: name} }
