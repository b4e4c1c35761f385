package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/platform/fault"
)

func TestFill(t *testing.T) {
	data := Data{
		"nom": "Cantine *et* <garderie>", "vide": "", "vrai": true, "faux": false,
		"mairie": Data{"nom": "Mont-de-Marsan", "maire": Data{"nom": "Mme X"}},
		"durées": []Data{{"nom": "dossier", "ans": "5"}, {"nom": "facture", "ans": "10"}},
		"noms":   []string{"a", "b|c"}, "aucun": []Data{},
	}
	for _, c := range []struct{ name, template, want string }{
		{"no field", "a { b } }}", "a { b } }}"},
		{"field", "# {{nom}}\n", "# Cantine \\*et\\* \\<garderie\\>\n"},
		{"spaces in the braces", "{{ nom }}{{vide}}.", "Cantine \\*et\\* \\<garderie\\>."},
		{"field of a field", "{{mairie.maire.nom}}", "Mme X"},
		{"section of a field", "{{#mairie}}{{nom}}: {{maire.nom}}{{/mairie}}", "Mont\\-de\\-Marsan: Mme X"},
		{"rows", "|a|b|\n|-|-|\n{{#durées}}\n|{{nom}}|{{ans}}|\n{{/durées}}\nfin", "|a|b|\n|-|-|\n|dossier|5|\n|facture|10|\nfin"},
		{"in the line", "{{#noms}}{{.}}, {{/noms}}fin", "a, b\\|c, fin"},
		{"when", "{{#vrai}}oui{{/vrai}}{{#faux}}non{{/faux}}{{^faux}}sans{{/faux}}{{^vrai}}avec{{/vrai}}", "ouisans"},
		{"when it is filled", "{{#vide}}x{{/vide}}{{^vide}}-{{/vide}}{{#nom}}y{{/nom}}{{^aucun}}z{{/aucun}}", "-yz"},
		{"within one another", "{{#durées}}{{#noms}}{{nom}}/{{.}} {{/noms}}{{/durées}}", "dossier/a dossier/b\\|c facture/a facture/b\\|c "},
		{"comment", "a\n{{! pour nous }}\nb{{! x}}", "a\nb"},
		{"windows", "a\r\n{{#vrai}}\r\nb\r\n{{/vrai}}\r\n", "a\nb\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			template, err := Parse(c.template)
			if err != nil {
				t.Fatal(err)
			}
			if err := template.Check(data); err != nil && c.name != "when it is filled" { // an empty list tells nothing of its items
				t.Error(err)
			}
			got, err := template.Fill(data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestWrongTemplate(t *testing.T) {
	data := Data{"a": "x", "l": []Data{{"b": "y"}}, "d": Data{"c": "z"}}
	for _, c := range []struct{ template, fr string }{
		{"a\n{{a", "Ligne 2 du modèle\u202f: un champ commence"},
		{"{{a\n}}", "Ligne 1"},
		{"{{}}", "n’est pas un nom de champ"},
		{"{{a b}}", "« a b » n’est pas un nom de champ"},
		{"{{d..c}}", "n’est pas un nom"},
		{"\n{{#l}}\n", "Ligne 2 du modèle\u202f: la section « l » n’est pas fermée"},
		{"{{/l}}", "Ligne 1 du modèle\u202f: {{/l}} ferme"},
		{"{{#l}}{{#a}}{{/l}}{{/a}}", "la section « a » n’est pas fermée"},
		{"x\ny\n{{inconnu}}", "Ligne 3 du modèle\u202f: le champ « inconnu » n’existe pas"},
		{"{{#inconnu}}{{/inconnu}}", "n’existe pas"},
		{"{{b}}", "n’existe pas"},
		{"{{d.x}}", "n’existe pas"},
		{"{{a.x}}", "n’existe pas"},
		{"{{.}}", "n’existe pas"},
		{"{{l}}", "« l » est une section"},
		{"{{^l}}{{x}}{{/l}}", "« x » n’existe pas"},
		{strings.Repeat("{{#a}}", 30) + strings.Repeat("{{/a}}", 30), "trop profond"},
		{strings.Repeat("a", MaxTemplate+1), "trop long"},
	} {
		template, err := Parse(c.template)
		if err == nil {
			err = template.Check(data)
		}
		if err == nil || !strings.Contains(fault.Message(err).Fr, c.fr) {
			t.Errorf("%.40q: %v, want %q", c.template, err, c.fr)
		}
	}
}

// What is filled in is text whatever it looks like.
func TestValuesAreText(t *testing.T) {
	sign := rapid.SampledFrom([]rune("ab é*_`#>-+.1)(|[]!<>&;\\~={}:/\n\"'$%^ 2"))
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringOfN(sign, 0, 60, -1).Draw(t, "value")
		template, err := Parse("# {{v}}\n\n{{v}}\n\n- {{v}}\n\n|{{v}}|x|\n|-|-|\n|{{v}}|y|\n")
		if err != nil {
			t.Fatal(err)
		}
		source, err := template.Fill(Data{"v": value})
		if err != nil {
			t.Fatal(err)
		}
		blocks := Read(source)
		want := flat(value)
		if want == "" {
			return // an empty heading, list and row
		}
		if len(blocks) != 4 {
			t.Fatalf("%q became %d blocks: %+v", source, len(blocks), blocks)
		}
		for name, got := range map[string][]Span{"heading": blocks[0].Text, "paragraph": blocks[1].Text,
			"item": blocks[2].Items[0][0].Text, "head": blocks[3].Rows[0][0], "cell": blocks[3].Rows[1][0]} {
			if flat(Plain(got)) != want || len(blocks[3].Rows[1]) != 2 {
				t.Fatalf("%s of %q reads %q", name, value, Plain(got))
			}
			for _, s := range got {
				if s.Bold || s.Italic || s.Link != "" {
					t.Fatalf("%s of %q has style: %+v", name, value, s)
				}
			}
		}
	})
}

// flat is a text as it is read: spaces that follow one another are one, those
// at the ends of lines none.
func flat(s string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(s), "\n") {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}

func FuzzRead(f *testing.F) {
	f.Add("# a\n\n- b\n\n|c|\n|-|\n|d|\n")
	f.Fuzz(func(t *testing.T, source string) {
		if template, err := Parse(source); err == nil {
			_, _ = template.Fill(Data{})
		}
		Read(source)
	})
}
