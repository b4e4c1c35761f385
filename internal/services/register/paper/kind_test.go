package paper

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// fieldsOf draws fields, and a template that uses all of them.
func fieldsOf(t *rapid.T, depth int, path string) (fields []Field, template string) {
	for n := range rapid.IntRange(1, 4).Draw(t, path) {
		name := fmt.Sprintf("f%s%d", path, n)
		f := Field{Name: name, Example: i18n.T("exemple", "example")}
		kind := rapid.IntRange(0, 3).Draw(t, name)
		if depth == 0 {
			kind %= 2
		}
		switch kind {
		case 0:
			template += "{{" + name + "}}{{#" + name + "}}oui{{/" + name + "}}\n"
		case 1:
			f.Yes = true
			template += "{{#" + name + "}}oui{{/" + name + "}}{{^" + name + "}}non{{/" + name + "}}\n"
		default:
			inner, text := fieldsOf(t, depth-1, fmt.Sprint(path, n))
			if kind == 2 {
				f.Items = inner
			} else {
				f.Of = inner
			}
			template += "{{#" + name + "}}\n" + text + "{{/" + name + "}}\n"
		}
		fields = append(fields, f)
	}
	return fields, template
}

// some draws data for fields: some of what they may hold, or something else.
func some(t *rapid.T, fields []Field) document.Data {
	d := document.Data{"nobody": "knows this"}
	for _, f := range fields {
		switch rapid.IntRange(0, 3).Draw(t, "of "+f.Name) {
		case 0: // not there
		case 1: // of another type
			d[f.Name] = rapid.SampledFrom([]any{nil, true, "text", 3, document.Data{}, []document.Data{{}}, []string{"a"}}).Draw(t, "wrong "+f.Name)
		default:
			switch {
			case f.Yes:
				d[f.Name] = true
			case f.Items != nil:
				d[f.Name] = []document.Data{some(t, f.Items), some(t, f.Items)}
			case f.Of != nil:
				d[f.Name] = some(t, f.Of)
			default:
				d[f.Name] = rapid.String().Draw(t, "text "+f.Name)
			}
		}
	}
	return d
}

// A template with any of the fields is accepted, and can be filled from whatever
// a record holds.
func TestAnyFieldIsFilled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields, text := fieldsOf(t, 2, "x")
		k := Kind{Name: "test", Fields: fields, Template: i18n.T(text, text)}
		template, err := k.Check(text, i18n.French)
		if err != nil {
			t.Fatalf("%s is not accepted: %v", text, err)
		}
		filled, err := template.Fill(whole(k.fields(), some(t, k.fields())))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		document.Read(filled)
	})
}

func TestBadTemplate(t *testing.T) {
	k := Kind{Name: "test", Fields: []Field{Text("nom", "", "", "Cantine", "Canteen"), List("donnees", "", "", Text("nature", "", "", "x", "x"))}}
	for _, c := range []struct{ template, fr string }{
		{"{{collectivite}}\n\n{{nature}}", "Ligne 3 du modèle\u202f: le champ « nature » n’existe pas"},
		{"{{#donnees}}\n{{nature}}\n", "Ligne 1 du modèle\u202f: la section « donnees » n’est pas fermée"},
		{"a\n{{donnees}}", "Ligne 2 du modèle\u202f: « donnees » est une section"},
		{"{{nom", "n’est pas fermé"},
	} {
		if _, err := k.Check(c.template, i18n.French); err == nil || !strings.Contains(fault.Message(err).Fr, c.fr) {
			t.Errorf("%q: %v", c.template, err)
		}
	}
}
