package odsql

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/grammar.txt anew")

// outcome reads a clause and tells what was understood, in one line.
func outcome(clause, text string) string {
	var out []string
	var err error
	switch clause {
	case ClauseWhere:
		var x Expr
		if x, err = ParseWhere(text); x != nil && err == nil {
			out = []string{Format(x)}
		}
	case ClauseSelect:
		var list []Selected
		list, err = ParseSelect(text)
		for _, s := range list {
			switch {
			case s.Include != nil:
				out = append(out, "include "+strings.Join(s.Include, ", "))
			case s.Exclude != nil:
				out = append(out, "exclude "+strings.Join(s.Exclude, ", "))
			default:
				out = append(out, Format(s.X)+" → "+s.Label())
			}
		}
	case ClauseGroupBy:
		var list []Grouped
		list, err = ParseGroupBy(text)
		for _, g := range list {
			out = append(out, Format(g.X)+" → "+g.Label())
		}
	case ClauseOrderBy:
		var list []Ordered
		list, err = ParseOrderBy(text)
		for _, o := range list {
			out = append(out, fmt.Sprint(Format(o.X), map[bool]string{true: " desc"}[o.Desc]))
		}
	default:
		var r Refinement
		if r, err = ParseRefine(clause, text); err == nil {
			out = []string{r.Field + " = " + Text(r.Value)}
		}
	}
	if err != nil {
		var e *Error
		if !errors.As(err, &e) || e.Clause != clause || e.Fr == "" {
			return "not an error of ours: " + err.Error()
		}
		return fmt.Sprintf("! %d %s", e.At, e.En)
	}
	return strings.Join(out, "; ")
}

// TestGrammar reads each line of testdata/grammar.txt: a clause and its text,
// and below it what it means, or "!" with the place and the reason.
func TestGrammar(t *testing.T) {
	const path = "testdata/grammar.txt"
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var fresh strings.Builder
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	cases := 0
	for lines.Scan() {
		clause, quoted, _ := strings.Cut(lines.Text(), " ")
		var text string
		if err := json.Unmarshal([]byte(quoted), &text); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		fmt.Fprintln(&fresh, lines.Text())
		if !lines.Scan() {
			t.Fatal("a case without its meaning")
		}
		cases++
		got := strings.ReplaceAll(outcome(clause, text), "\n", `\n`)
		fmt.Fprintf(&fresh, "\t%s\n", got)
		if want := strings.TrimPrefix(lines.Text(), "\t"); got != want && !*update {
			t.Errorf("%s %q\n got %s\nwant %s", clause, text, got, want)
		}
	}
	if cases < 300 {
		t.Errorf("%d cases, want 300 at least", cases)
	}
	if *update {
		if err := os.WriteFile(path, []byte(fresh.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLimits(t *testing.T) {
	for name, text := range map[string]string{
		"brackets": strings.Repeat("(", 200) + "a" + strings.Repeat(")", 200),
		"not":      strings.Repeat("not ", 200) + "a",
		"minus":    "a = " + strings.Repeat("-", 200) + "b",
		"sum":      "a = 1" + strings.Repeat(" + 1", 200),
		"calls":    strings.Repeat("lower(", 200) + "a" + strings.Repeat(")", 200) + ` = "x"`,
		"terms":    "a" + strings.Repeat(" or a", 3000),
		"list":     "a in (1" + strings.Repeat(",1", 3000) + ")",
		"length":   `a = "` + strings.Repeat("x", MaxLength) + `"`,
		"points":   "intersects(g, geom'LINESTRING(0 0" + strings.Repeat(",1 1", MaxPositions) + ")')",
		"UTF-8":    "a = \"\xff\"",
		"NUL":      "a = \"\x00\"",
	} {
		if got := outcome(ClauseWhere, text); !strings.HasPrefix(got, "!") {
			t.Errorf("%s: %.80s", name, got)
		}
	}
	if got := outcome(ClauseWhere, "a"+strings.Repeat(" or a", 900)); strings.HasPrefix(got, "!") {
		t.Errorf("900 conditions: %.80s", got)
	}
}

// FuzzParse reads anything in every clause: it never panics, its errors are
// ours, and what was understood means the same when it is written again.
func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/grammar.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if _, quoted, ok := strings.Cut(line, " "); ok && line[0] != '\t' {
			var text string
			if json.Unmarshal([]byte(quoted), &text) == nil {
				f.Add(text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, clause := range []string{ClauseSelect, ClauseGroupBy, ClauseOrderBy, ClauseRefine} {
			if got := outcome(clause, text); strings.HasPrefix(got, "not an error") {
				t.Errorf("%s: %s", clause, got)
			}
		}
		x, err := ParseWhere(text)
		if err != nil || x == nil {
			return
		}
		written := Format(x)
		again, err := ParseWhere(written)
		if err != nil {
			if len(written) > MaxLength || strings.Contains(err.Error(), "levels") {
				return // brackets were added
			}
			t.Fatalf("%q was written as %q: %v", text, written, err)
		}
		if twice := Format(again); twice != written {
			t.Errorf("%q was written as %q, then as %q", text, written, twice)
		}
	})
}
