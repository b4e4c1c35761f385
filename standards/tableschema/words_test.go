package tableschema

import (
	"strings"
	"testing"
)

// Every sentence is there in both languages, with the same arguments, ends as
// a sentence and blames nobody.
func TestWordings(t *testing.T) {
	for key, w := range wordings {
		for _, pair := range [][2]string{{w.fr, w.en}, {w.fixFr, w.fixEn}} {
			if (pair[0] == "") != (pair[1] == "") {
				t.Errorf("%s: a language is missing: %q", key, pair)
			}
			if a, b := arguments(pair[0]), arguments(pair[1]); a != b {
				t.Errorf("%s: arguments %q in French, %q in English", key, a, b)
			}
			for _, s := range pair {
				if s != "" && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "}") {
					t.Errorf("%s: %q does not end as a sentence", key, s)
				}
				if strings.Contains(s, "!") || strings.Contains(s, "incorrect ") {
					t.Errorf("%s: %q shouts or blames", key, s)
				}
			}
		}
		if w.fr == "" {
			t.Errorf("%s says nothing", key)
		}
		code, _, _ := strings.Cut(key, "/")
		if Title(code, "fr") == code || Title(code, "en") == code {
			t.Errorf("%s has no title", code)
		}
	}
}

// arguments gives the names between braces, in order.
func arguments(s string) string {
	seen := map[string]bool{}
	for {
		_, rest, found := strings.Cut(s, "{")
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		seen[name] = true
		s = after
	}
	return strings.Join(sortedKeys(seen), " ")
}

func TestMessages(t *testing.T) {
	f := Finding{Code: "type-error", Detail: "number", Row: 3, Field: "montant", Value: "12{x} : 'ans'", Args: map[string]string{"example": "1500.00"}}
	for lang, want := range map[string][2]string{
		"fr": {"«\u202f12{x} : 'ans'\u202f» n’est pas un nombre.",
			"Écrivez un nombre avec un point pour les décimales, sans espace ni unité. Exemple\u202f: 1500.00."},
		"en": {"“12{x} : 'ans'” is not a number.", "Write a number with a full stop for decimals, without blanks or unit. Example: 1500.00."},
	} {
		if got := f.Message(lang); got != want[0] {
			t.Errorf("%s: %q", lang, got)
		}
		if got := f.Fix(lang); got != want[1] {
			t.Errorf("%s: %q", lang, got)
		}
	}
	f.Repair, f.HasRepair = "12", true
	if f.Fix("fr") != "12" || f.Advice("fr") != "Écrivez «\u202f12\u202f»." || f.Advice("en") != "Write “12”." {
		t.Errorf("%q %q %q", f.Fix("fr"), f.Advice("fr"), f.Advice("en"))
	}
	unknown := Finding{Code: "something-new"}
	if unknown.Message("fr") != "something-new" || unknown.Fix("en") != "" {
		t.Errorf("%q", unknown.Message("fr"))
	}
	long := Finding{Code: "type-error", Detail: "number", Value: strings.Repeat("é", 1000)}
	if got := long.Message("fr"); len(got) > 400 || !strings.Contains(got, "…") {
		t.Errorf("a long value is not cut: %d bytes", len(got))
	}
}
