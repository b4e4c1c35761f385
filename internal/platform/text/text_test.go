package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"airial/internal/platform/text"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Délibérations":   "deliberations",
		"Œuvres  d’été":   "oeuvres d ete",
		"SAINT-Jean":      "saint jean",
		"  ":              "",
		"ﬁn":              "fin",
		"Nîmes\u00a0(30)": "nimes 30",
		"e\u0301te\u0301": "ete",
	} {
		if got := text.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"Subventions 2025 – associations": "subventions-2025-associations",
		"../../etc/passwd":                "etc-passwd",
		"日本":                              "",
		"":                                "",
	} {
		if got := text.Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStemBringsFormsTogether(t *testing.T) {
	for _, pair := range [][2]string{
		{"subvention", "subventions"}, {"deliberation", "deliberations"}, {"bureau", "bureaux"},
		{"local", "locaux"}, {"locale", "locales"}, {"equipement", "equipements"}, {"prenom", "prenoms"},
	} {
		if a, b := text.Stem(pair[0]), text.Stem(pair[1]); a != b {
			t.Errorf("Stem(%q) = %q, Stem(%q) = %q", pair[0], a, pair[1], b)
		}
	}
	if text.Stem("2025") != "2025" {
		t.Error("a year must stand as it is")
	}
}

func TestSlugIsSafeInAnAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slug := text.Slug(rapid.String().Draw(t, "s"))
		if len(slug) > 80 {
			t.Fatalf("%d characters", len(slug))
		}
		for _, c := range slug {
			if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
				t.Fatalf("%q in %q", c, slug)
			}
		}
	})
}

func TestFoldIsStable(t *testing.T) {
	for r := range rune(unicode.MaxRune) { // every letter there is: some decompose into ligatures, some lower-case into them
		once := text.Fold(string(r))
		if twice := text.Fold(once); twice != once {
			t.Errorf("%U: %q, then %q", r, once, twice)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := text.Fold(rapid.String().Draw(t, "s"))
		if twice := text.Fold(once); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}

func TestWhatAnIndexTakes(t *testing.T) {
	if got := text.Words(strings.Repeat("é", 5000) + " court"); len(got) != 2 || len(got[0]) > 120 || got[1] != "court" {
		t.Errorf("a word of %d bytes", len(got[0]))
	}
	if got := text.Index(strings.Repeat("mots ", 200_000)); len(got) > 200_000 {
		t.Errorf("an index of %d bytes", len(got))
	}
	// One sign that folds to eighteen letters, and letters of four bytes.
	for _, r := range []string{"\ufdfa", "\U00020000"} {
		if key := text.SortKey(strings.Repeat(r, 350)); len(key) > 2100 || !utf8.ValidString(key) {
			t.Errorf("a key of %d bytes", len(key))
		}
	}
}
