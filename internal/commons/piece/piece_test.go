package piece_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"airial/internal/commons/piece"
	"airial/internal/platform/fault"
)

func TestCleanTitle(t *testing.T) {
	for in, want := range map[string]string{
		" Subventions \t 2025\n":            "Subventions 2025",
		"<b>Budget</b>":                     "<b>Budget</b>", // pages escape
		"a\u202ebc":                         "abc",
		"a\x00b":                            "ab",
		strings.Repeat("é", piece.MaxTitle): strings.Repeat("é", piece.MaxTitle),
		strings.Repeat("é", piece.MaxTitle) + " ": strings.Repeat("é", piece.MaxTitle),
	} {
		if got, err := piece.CleanTitle(in); got != want || err != nil {
			t.Errorf("CleanTitle(%.40q) = %.40q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", " \t", "\u202e", strings.Repeat("x", 10_000)} {
		if _, err := piece.CleanTitle(in); !fault.Is(err, fault.Invalid) {
			t.Errorf("CleanTitle(%.40q): %v, want invalid", in, err)
		}
	}
}

func TestCleanFileName(t *testing.T) {
	for in, want := range map[string]string{
		"a.csv":                       "a.csv",
		"../../etc/passwd":            "passwd",
		`C:\Users\mairie\export.csv`:  "export.csv",
		"":                            "fichier",
		"..":                          "fichier",
		"/":                           "fichier",
		"a/..":                        "fichier",
		"export_mandats_2025 (2).csv": "export_mandats_2025 (2).csv",
		"a\r\nb.csv":                  "a  b.csv",
		"a\xff.csv":                   "a\ufffd.csv",
	} {
		if got := piece.CleanFileName(in); got != want {
			t.Errorf("CleanFileName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanFileNameIsNeverAPath(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := piece.CleanFileName(rapid.String().Draw(t, "name"))
		if name == "" || strings.ContainsAny(name, `/\`) || name == "." || name == ".." || !utf8.ValidString(name) ||
			utf8.RuneCountInString(name) > 200 || strings.ContainsFunc(name, unicode.IsControl) {
			t.Fatalf("%q", name)
		}
	})
}

func TestCleanFileNameKeepsTheEnding(t *testing.T) {
	if got := piece.CleanFileName(strings.Repeat("é", 300) + ".csv"); !strings.HasSuffix(got, ".csv") || utf8.RuneCountInString(got) != 200 {
		t.Errorf("%d characters: %q", utf8.RuneCountInString(got), got)
	}
}
