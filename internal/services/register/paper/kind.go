package paper

import (
	"context"
	"io/fs"
	"regexp"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
)

// Group is the heading under which papers stand.
type Group int

// The groups, in the order in which people read them.
const (
	Registers Group = iota
	Informing       // notices to people (GDPR, art. 13 and 14)
	Breaches
	Assessments
	Processors
	Designation
	Reports
)

// Groups names the headings.
var Groups = []i18n.Text{
	Registers:   i18n.T("Registres et fiches", "Registers and records"),
	Informing:   i18n.T("Information des personnes", "Information of people"),
	Breaches:    i18n.T("Violations de données", "Personal-data breaches"),
	Assessments: i18n.T("Analyses d’impact", "Impact assessments"),
	Processors:  i18n.T("Sous-traitance", "Processors"),
	Designation: i18n.T("Désignation du délégué", "Designation of the officer"),
	Reports:     i18n.T("Bilans", "Reports"),
}

// A Kind is a paper that the operator may word.
type Kind struct {
	// Name stands in addresses and names of files: "fiche".
	Name  string
	Group Group
	Title i18n.Text
	About i18n.Text // what it is for, in a sentence
	// Template is the one that comes with the program. Without English the paper
	// is made in French for everybody: a resolution of a council, say.
	Template i18n.Text
	// Fields are what a template may use, beside the Common ones.
	Fields []Field
	// Fill reads what the fields hold. What it leaves out is empty; it may give
	// nothing that Fields do not name.
	Fill func(ctx context.Context, tx access.Tx, a Ask) (document.Data, error)
	// Subjects lists the things of a member of which there is such a paper, nil
	// for a paper about the member itself.
	Subjects func(ctx context.Context, tx access.Tx, m organisation.Member) ([]Subject, error)
	// May tells who takes it, beside whoever sees the member; nil asks nothing
	// more. Its error is Missing where the paper is not to be seen.
	May func(ctx context.Context, tx access.Tx, member string) error
	// Yearly papers are about a year.
	Yearly bool
	// Operator papers are about the operator alone.
	Operator bool
}

// A Subject is a thing of which there is a paper.
type Subject struct {
	ID, Name string
	Href     string // its page
}

// An Ask says of what a paper is made.
type Ask struct {
	Member  organisation.Member
	Subject string // "" for a paper about the member
	Year    int    // of a yearly paper
	Lang    i18n.Lang
}

// A Field is what a template may use. It is a text unless it says otherwise.
type Field struct {
	Name    string
	Means   i18n.Text
	Example i18n.Text // stands in the sample
	Yes     bool      // true or false: {{#name}} … {{/name}}
	// Items are the fields of each item of a list: {{#name}} … {{/name}} is
	// repeated.
	Items []Field
	// Of are the fields of a group: {{name.field}}, or {{#name}} … {{/name}}.
	Of []Field
}

// Text is a field that holds text.
func Text(name, fr, en, exampleFr, exampleEn string) Field {
	return Field{Name: name, Means: i18n.T(fr, en), Example: i18n.Text{Fr: exampleFr, En: exampleEn}}
}

// Yes is a field that is true or false.
func Yes(name, fr, en string) Field { return Field{Name: name, Means: i18n.T(fr, en), Yes: true} }

// List is a field that holds items.
func List(name, fr, en string, items ...Field) Field {
	return Field{Name: name, Means: i18n.T(fr, en), Items: items}
}

// Common are the fields that every template may use.
var Common = []Field{
	Text("collectivite", "Nom de la collectivité", "Name of the body", "Commune de Saint-Exemple", "Commune de Saint-Exemple"),
	Text("siren", "SIREN de la collectivité", "SIREN of the body", "214000012", "214000012"),
	Text("code_postal", "Code postal, vide quand il n’est pas connu", "Postcode, empty when it is not known", "40000", "40000"),
	Text("population", "Population légale, vide pour qui n’en a pas", "Legal population, empty for what has none", "812", "812"),
	Text("operateur", "Nom de l’opérateur", "Name of the operator", "Agence numérique", "Agence numérique"),
	Text("delegue", "Délégué à la protection des données ; l’opérateur quand aucun n’est désigné", "Data-protection officer; the operator when none is designated", "Agence numérique", "Agence numérique"),
	Yes("delegue_designe", "Un délégué est désigné", "An officer is designated"),
	Text("delegue_contact", "Ses coordonnées, vide quand elles ne sont pas notées", "Contact details of the officer, empty when they are not recorded", "dpd@exemple.fr", "dpd@exemple.fr"),
	Text("delegue_numero", "Numéro de désignation à la CNIL, vide quand il n’est pas noté", "Number of the designation at the CNIL, empty when it is not recorded", "DPO-12345", "DPO-12345"),
	Text("date", "Date du jour, en toutes lettres", "Today’s date, in words", "28 novembre 2026", "28 November 2026"),
	Text("annee", "Année, pour un bilan", "Year, for a report", "2026", "2026"),
}

// fields are all that a template of the kind may use.
func (k Kind) fields() []Field { return append(Common[:len(Common):len(Common)], k.Fields...) }

// Langs are the languages in which the paper has a template.
func (k Kind) Langs() []i18n.Lang {
	if k.Template.En == "" {
		return []i18n.Lang{i18n.French}
	}
	return []i18n.Lang{i18n.French, i18n.English}
}

// in is the language in which the paper is made for who reads l.
func (k Kind) in(l i18n.Lang) i18n.Lang {
	if k.Template.En == "" {
		return i18n.French
	}
	return l
}

// builtIn is the template that comes with the program.
func (k Kind) builtIn(l i18n.Lang) string {
	if l == i18n.English && k.Template.En != "" {
		return k.Template.En
	}
	return k.Template.Fr
}

var sourceMark = regexp.MustCompile(`(?m)^\{\{!\s*[Ss]ource\s*:\s*(.*?)\s*\}\}$`)

// Source is where the built-in template says that its law comes from, and its
// date: the comment "{{! source: … }}" at its head.
func (k Kind) Source(l i18n.Lang) string {
	m := sourceMark.FindStringSubmatch(k.builtIn(l))
	if m == nil {
		return ""
	}
	return m[1]
}

// Sample is made-up data for a template: each field once.
func (k Kind) Sample(l i18n.Lang) document.Data { return sample(k.fields(), l) }

func sample(fields []Field, l i18n.Lang) document.Data {
	d := document.Data{}
	for _, f := range fields {
		switch {
		case f.Yes:
			d[f.Name] = true
		case f.Items != nil:
			d[f.Name] = []document.Data{sample(f.Items, l)}
		case f.Of != nil:
			d[f.Name] = sample(f.Of, l)
		default:
			d[f.Name] = f.Example.In(l)
		}
	}
	return d
}

// whole gives data every field that a template may use, so that a template which
// was accepted can be filled whatever a record holds.
func whole(fields []Field, d document.Data) document.Data {
	out := document.Data{}
	for _, f := range fields {
		switch {
		case f.Yes:
			v, _ := d[f.Name].(bool)
			out[f.Name] = v
		case f.Items != nil:
			list, _ := d[f.Name].([]document.Data)
			items := make([]document.Data, len(list))
			for n, item := range list {
				items[n] = whole(f.Items, item)
			}
			out[f.Name] = items
		case f.Of != nil:
			v, _ := d[f.Name].(document.Data)
			out[f.Name] = whole(f.Of, v)
		default:
			v, _ := d[f.Name].(string)
			out[f.Name] = v
		}
	}
	return out
}

// Read takes a built-in template from a room's files: papers/NAME.fr.md, and
// papers/NAME.en.md where there is one. It panics when the French one is not
// there: files are embedded, and a test reads them.
func Read(files fs.FS, name string) i18n.Text {
	fr, err := fs.ReadFile(files, "papers/"+name+".fr.md")
	if err != nil {
		panic(err)
	}
	en, _ := fs.ReadFile(files, "papers/"+name+".en.md")
	return i18n.Text{Fr: strings.TrimSpace(string(fr)) + "\n", En: spaced(string(en))}
}

func spaced(s string) string {
	if s = strings.TrimSpace(s); s != "" {
		s += "\n"
	}
	return s
}
