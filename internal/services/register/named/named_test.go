package named

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func mustAsk(t testing.TB, lines string) Query {
	t.Helper()
	q, err := Ask(lines)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestAPersonIsFoundAsPeopleWriteHer(t *testing.T) {
	q := mustAsk(t, "Éloïse Dupré-Martin\neloise.dupre@exemple.fr\n06 12 34 56 78")
	for in, want := range map[string]string{
		"Vu avec Éloïse Dupré-Martin hier.":              "Vu avec [personne effacée] hier.",
		"vu avec ELOISE DUPRE MARTIN":                    "vu avec [personne effacée]",
		"DUPRÉ-MARTIN, Éloïse (mère)":                    "[personne effacée] (mère)",
		"E\u0301loi\u0308se Dupre\u0301-Martin a appelé": "[personne effacée] a appelé",
		"Mme Dupré-Martin":                               "Mme Dupré-Martin",
		"Éloïse Dupré et Martin":                         "Éloïse Dupré et Martin",
		"écrire à Eloise.Dupre@exemple.fr.":              "écrire à [personne effacée].",
		"ne pas écrire à eloise.dupre@exemple.fr.test":   "ne pas écrire à eloise.dupre@exemple.fr.test",
		"xeloise.dupre@exemple.fr":                       "xeloise.dupre@exemple.fr",
		"tél. 06.12.34.56.78, le soir":                   "tél. [personne effacée], le soir",
		"tél. +33 6 12 34 56 78":                         "tél. [personne effacée]",
		"tél. 0612345679":                                "tél. 0612345679",
		"eloise-dupre-martin@mairie.fr":                  "[personne effacée]",
		"eloise_dupre_martin.pdf":                        "[personne effacée].pdf",
		"Éloïse Dupré-Martin; Éloïse Dupré-Martin":       "[personne effacée]; [personne effacée]",
		"": "",
	} {
		if got := q.without(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWhatCouldBeAnybodyIsRefused(t *testing.T) {
	for _, lines := range []string{"", " \n ", "x", "12345", strings.Repeat("a", 300), strings.Repeat("nom\n", 1) + strings.Join(strings.Split("aa bb cc dd ee ff gg hh ii jj kk ll mm", " "), "\n")} {
		if _, err := Ask(lines); err == nil {
			t.Errorf("%q was taken", lines)
		}
	}
}

func TestADocumentKeepsItsForm(t *testing.T) {
	q := mustAsk(t, "Marie Dupont")
	for in, want := range map[string]string{
		`"Marie Dupont & <fils>"`: `"[personne effacée] & <fils>"`,
		`{"key":"r1","cells":{"who":{"fr":"M. Dupont Marie","en":"x"}}}`: `{"key":"r1","cells":{"who":{"fr":"M. [personne effacée]","en":"x"}}}`,
		`{"Marie Dupont":"x", "b" : "marie dupont"}`:                     `{"Marie Dupont":"x", "b" : "[personne effacée]"}`,
		`[{"path":"note","after":"\"vu\\nMarie\\nDupont\""}]`:            `[{"path":"note","after":"\"vu\\n[personne effacée]\""}]`,
		`pas du JSON, Marie Dupont`:                                      `pas du JSON, [personne effacée]`,
		`{"broken": "Marie Dupont"`:                                      `{"broken": "[personne effacée]"`,
		`[]`:                                                             `[]`,
	} {
		if got := inDocument(in, q.without); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestARowAboutOnePersonIsEmptiedTogether(t *testing.T) {
	q := mustAsk(t, "Marie Dupont")
	table := Table{Columns: append(append(W("name"), D("mail", "address")...), C("words")...)}
	got := table.cleared(q, []string{"Dupont Marie", "m@x.fr", "1 rue X", "Je suis Marie Dupont, et vous ?"})
	if diff := cmp.Diff([]string{Mark, "", "", "Je suis " + Mark + ", et vous ?"}, got); diff != "" {
		t.Error(diff)
	}
	same := []string{"Jean Petit", "j@x.fr", "2 rue X", "Vu Marie Dupont"}
	got = table.cleared(q, same)
	if diff := cmp.Diff([]string{"Jean Petit", "j@x.fr", "2 rue X", "Vu " + Mark}, got); diff != "" {
		t.Error(diff)
	}
}

// Whatever stands around, she is found once and no more afterwards, and nothing
// else changes.
func TestNothingOfHerIsLeft(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		q := mustAsk(t, "Marie Dupont\nmd@exemple.fr\n0612345678")
		around := rapid.StringMatching(`[a-zéè ,.;()'0-9\n]{0,20}`)
		before, after := around.Draw(r, "before")+"\n\n— ", " —\n\n"+around.Draw(r, "after")
		who := rapid.SampledFrom([]string{"Marie Dupont", "DUPONT Marie", "md@exemple.fr", "06.12.34.56.78"}).Draw(r, "who")
		if q.in(before) || q.in(after) {
			return
		}
		got := q.without(before + who + after)
		if got != before+Mark+after {
			r.Fatalf("%q became %q", before+who+after, got)
		}
		doc, _ := json.Marshal(map[string]any{"a": before + who + after, "b": 1})
		now := inDocument(string(doc), q.without)
		var back map[string]any
		if err := json.Unmarshal([]byte(now), &back); err != nil || back["a"] != before+Mark+after {
			r.Fatalf("%s became %s (%v)", doc, now, err)
		}
		// A document without escapes is looked through before it is read.
		flat, _ := json.Marshal(map[string]string{"Marie": "x", "dupont": strings.ReplaceAll(before+who+after, "\n", " ")})
		if !q.in(string(flat)) {
			r.Fatalf("%s is passed over", flat)
		}
	})
}

func FuzzDocument(f *testing.F) {
	f.Add(`{"a":"Marie Dupont"}`)
	f.Add(`"\u00c9"`)
	f.Fuzz(func(t *testing.T, s string) {
		q := mustAsk(t, "Marie Dupont\nmd@exemple.fr\n0612345678")
		now := inDocument(s, q.without)
		if json.Valid([]byte(s)) && !json.Valid([]byte(now)) {
			t.Fatalf("%q became %q", s, now)
		}
		if again := inDocument(now, q.without); again != now {
			t.Fatalf("%q, then %q", now, again)
		}
	})
}

// Skimming passes nothing over that names her, however it is written and
// wherever it stands in a document.
func TestSkimmingPassesNothingOver(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		q := mustAsk(t, "Éloïse Nœl-Dupré\nelo.dupre@exemple.fr\n0612345678")
		s := q.skimmer()
		who := rapid.SampledFrom([]string{"Éloïse Nœl-Dupré", "DUPRE, ELOISE NOEL", "E\u0301loi\u0308se noel dupré", "ELO.Dupre@exemple.FR", "06 12.34\u00a056-78", "+33 6 12 34 56 78",
			"éloïse\nnoel\tdupre", "eloise-noel-dupre@mairie.fr"}).Draw(r, "who")
		around := rapid.StringMatching(`[a-zéèœ ,.;()'0-9\n"\\/&<]{0,20}`)
		words := around.Draw(r, "before") + "\n— " + who + " —\n" + around.Draw(r, "after")
		if !q.in(words) {
			return
		}
		if !s.may(words) {
			r.Fatalf("%q is passed over", words)
		}
		escaped := rapid.Bool().Draw(r, "escaped") // as some write JSON
		for depth := range 3 {
			var b strings.Builder
			e := json.NewEncoder(&b)
			e.SetEscapeHTML(escaped)
			if err := e.Encode(map[string]string{"a": words}); err != nil {
				r.Fatal(err)
			}
			words = b.String()
			if !s.may(words) {
				r.Fatalf("within %d documents: %s is passed over", depth+1, words)
			}
		}
	})
}

func TestSkimmingIsNotTooCareful(t *testing.T) {
	s := mustAsk(t, "Marie Dupont\nmd@exemple.fr\n0612345678").skimmer()
	for _, in := range []string{"", "Marie Durand", `{"a":"dupont, tél. 06 12 34 56 79\n"}`, "écrire à d@exemple.fr"} {
		if s.may(in) {
			t.Errorf("%q is read", in)
		}
	}
}
