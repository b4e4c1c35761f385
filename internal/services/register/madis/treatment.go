package madis

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/text"
	"airial/internal/services/register/model"
)

// An activity is a treatment, as the register here has it.
type activity struct {
	id, root string // of the treatment, and of the one at the beginning of its clones
	name     string
	record   model.Record
	complete bool
	shown    bool
	retired  bool
	made     time.Time
	changed  time.Time
	left     map[string]string
	products []line       // of the record that were linked in Madis
	terms    []model.Term // that the record names and the vocabulary may lack
}

// A line of a record that is a sous-traitant or a tool of Madis.
type line struct{ list, key, table, id string }

// The legal bases, and those of ours.
var bases = map[string]string{"consent": "6.1.a", "contract-execution": "6.1.b", "legal-obligation": "6.1.c", "vital-interest": "6.1.d",
	"public-interest-mission": "6.1.e", "legitimate-interest": "6.1.f"}

// The categories of data, and those of ours. Several of Madis' may be one here.
var dataCodes = map[string]string{"civility": "identity", "postal": "identity", "phone": "identity", "email": "identity", "identity": "identity",
	"picture": "identity", "family-situation": "personal-life", "filiation": "personal-life", "bank": "economic", "bank-situation": "economic",
	"heritage": "economic", "tax-situation": "economic", "earning": "economic", "caf": "economic", "ip": "connection", "connexion": "connection",
	"geo": "location", "health": "health", "social-security-number": "nir", "syndicate": "union", "public-religious-opinion": "religion",
	"racial-ethnic-opinion": "origin", "sex-life": "sexual-life"}

// The people concerned: column, our code, and Madis' word where there is none.
var people = []struct{ column, code, word string }{
	{"particular", "residents", ""}, {"user", "visitors", ""}, {"usager", "users", ""}, {"agent", "agents", ""}, {"elected", "elected", ""},
	{"company", "suppliers", "Entreprises"}, {"partner", "madis-partenaires", "Partenaires"}, {"other", "madis-autres", "Autres personnes"},
}

var fates = map[string]string{"destruction": "D", "conservation": "C", "deposit": "C", "sort": "T"}

var criteria = []struct{ column, words string }{
	{"systematic_monitoring", "surveillance systématique"}, {"large_scale_collection", "collecte à grande échelle"},
	{"vulnerable_people", "personnes vulnérables"}, {"data_crossing", "croisement de données"}, {"evaluation_or_rating", "évaluation ou notation"},
	{"automated_decisions_with_legal_effect", "décision automatisée à effet juridique"},
	{"automatic_exclusion_service", "exclusion d’un droit ou d’un service"}, {"innovative_use", "usage innovant"},
}

var collecting = map[string]string{"web_form": "formulaire en ligne", "paper_form": "formulaire papier", "contract": "contrat",
	"received_list": "liste reçue", "internal_document": "document interne", "oral_interview": "entretien", "other": "autre"}

// rows builds a list of rows with a key each.
type rows struct {
	list []model.Row
	seen map[string]bool
}

// add adds a row, unless one of the key is there, and returns the key.
func (l *rows) add(key string, cells map[string]string) string {
	if key = cutKey(text.Slug(key)); key == "" {
		key = fmt.Sprint("x", len(l.list)+1)
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	if l.seen[key] || len(l.list) >= model.MaxRows {
		return key
	}
	l.seen[key] = true
	row := model.Row{Key: key, Cells: map[string]model.Value{}}
	for name, v := range cells {
		if v != "" {
			row.Cells[name] = model.V(v)
		}
	}
	l.list = append(l.list, row)
	return key
}

func cutKey(s string) string {
	if len(s) > model.MaxKey {
		s = strings.Trim(s[:model.MaxKey], "-")
	}
	return s
}

// treatment reads a treatment with all that hangs on it.
func treatment(b, library bundle, r *record) activity {
	a := activity{id: r.key, root: r.get("_root"), name: cut(oneLine(r.get("name")), model.MaxLine), made: r.at("created_at"), changed: r.at("updated_at")}
	if a.name == "" {
		a.name = "Traitement sans nom"
	}
	var say notes
	f := map[string]string{"name": a.name}
	lists := map[string]*rows{}
	in := func(list string) *rows {
		if lists[list] == nil {
			lists[list] = &rows{}
		}
		return lists[list]
	}
	// short keeps a text that fits into a line, and puts a longer one whole into
	// the remarks.
	short := func(label, s string) string {
		line := oneLine(s)
		if len([]rune(line)) > model.MaxLine {
			say.add(label, s)
		}
		return cut(line, model.MaxLine)
	}

	purposes(r, in("purposes"), short)
	f["service"] = cut(oneLine(serviceOf(b, r)), model.MaxLine)
	if manager := r.get("manager"); f["service"] == "" {
		f["service"] = short("Gestionnaire", manager)
	} else if manager != f["service"] {
		say.add("Gestionnaire", manager)
	}
	author(r, in("joint"), &say, short)
	for _, p := range people {
		on, words := r.is("concerned_people_"+p.column+"_check"), r.get("concerned_people_"+p.column+"_comment")
		if on || words != "" {
			in("people").add(p.code, map[string]string{"category": p.code, "detail": short("Personnes concernées", words)})
			if strings.HasPrefix(p.code, "madis-") {
				a.terms = append(a.terms, model.Term{Vocabulary: "people", Code: p.code, Label: both(p.word)})
			}
		}
	}
	a.terms = append(a.terms, dataOf(b, library, r, in("data"), short)...)
	a.products = append(recipients(b, r, in("recipients"), short), software(b, r, in("software"), in("transfers"), short)...)
	measures(r, in("measures"))
	if r.is("paper_processing") {
		f["paper"] = "1"
	}
	f["dpia"], f["dpia_why"] = dpia(r)
	f["origin"] = origin(r, &say)
	if r.is("legal_mentions") {
		say.add("Mentions d’information", "présentes dans le formulaire")
	}
	if r.is("consent_request") {
		say.add("Demande de consentement", or(r.get("consent_request_format"), "oui"))
	} else {
		say.add("Demande de consentement", r.get("consent_request_format"))
	}
	if n := r.get("estimated_concerned_people"); n != "0" {
		say.add("Nombre estimé de personnes", n)
	}
	say.add("Observations", r.get("observation"))
	say.add("Message du délégué", r.get("dpo_message"))

	a.complete = r.get("statut") == "finished" || r.get("statut") == "checked"
	a.shown, a.retired = r.is("public"), r.values["active"] == "0"
	r.skip("active", "completion", "template", "template_identifier", "cloned_from_id", "collectivity_id", "creator_id", "service_id", "updated_by")
	f["remarks"] = cut(say.String(), model.MaxLong)
	a.record = model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for name, v := range f {
		if v != "" {
			a.record.Fields[name] = model.V(v)
		}
	}
	for name, l := range lists {
		if len(l.list) > 0 {
			a.record.Lists[name] = l.list
		}
	}
	a.record = a.record.Tidy()
	a.left = r.rest()
	return a
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func purposes(r *record, out *rows, short func(string, string) string) {
	goal := cut(r.get("goal"), model.MaxLong)
	law := short("Justification de la base légale", r.get("legal_basis_justification"))
	var known []string
	for _, code := range r.list("legal_basis") {
		if b := bases[code]; b != "" && !slices.Contains(known, b) {
			known = append(known, b)
		}
	}
	if len(known) == 0 {
		known = []string{""}
	}
	for n, b := range known {
		if goal != "" || b != "" || law != "" {
			out.add(fmt.Sprint("p", n+1), map[string]string{"name": goal, "basis": b, "law": law})
		}
	}
}

func serviceOf(b bundle, r *record) string {
	if s := b.one(tService, r.get("service_id")); s != nil {
		return s.get("name")
	}
	return ""
}

func author(r *record, joint *rows, say *notes, short func(string, string) string) {
	contact := r.get("coordonnees_responsable_traitement")
	switch r.get("author") {
	case "joint_liability":
		joint.add("conjoint", map[string]string{"name": or(short("Responsable conjoint", contact), "Responsable conjoint"), "contact": ""})
	case "contractor":
		say.add("Traitement mené comme sous-traitant pour", or(contact, "un autre organisme"))
	default:
		say.add("Responsable du traitement", contact)
	}
}

func recipients(b bundle, r *record, out *rows, short func(string, string) string) (linked []line) {
	for _, line := range strings.FieldsFunc(r.get("recipient_category"), func(c rune) bool { return c == '\n' || c == ';' || c == '\r' }) {
		if line = strings.Trim(line, " \t-•*"); line != "" {
			out.add(line, map[string]string{"name": short("Destinataires", line), "kind": "external"})
		}
	}
	for _, c := range b.joined("treatment_contractor", "treatment_id", r.key, "contractor_id", tContractor) {
		name := oneLine(c.get("name"))
		key := out.add("st-"+name, map[string]string{"name": cut(name, model.MaxLine), "kind": "processor"})
		linked = append(linked, line{"recipients", key, tContractor, c.key})
	}
	return linked
}

// countries of a piece of software, in words.
var countries = map[string]string{"france": "France", "eu": "Union européenne ou pays adéquat", "other": "Autre pays"}

// countryOf is the kind of country, which Madis keeps as the key of a label.
func countryOf(t *record) string {
	s := t.get("country_type")
	return s[strings.LastIndexByte(s, '.')+1:]
}

func software(b bundle, r *record, out, transfers *rows, short func(string, string) string) (linked []line) {
	for _, t := range b.joined("tool_treatment", "treatment_id", r.key, "tool_id", tTool) {
		name, place := cut(oneLine(t.get("name")), model.MaxLine), oneLine(t.get("country_name"))
		key := out.add(name, map[string]string{"name": name, "publisher": cut(oneLine(t.get("editor")), model.MaxLine),
			"hosting": cut(or(place, countries[countryOf(t)]), model.MaxLine)})
		linked = append(linked, line{"software", key, tTool, t.key})
		if countryOf(t) == "other" {
			transfers.add(name, map[string]string{"recipient": or(cut(oneLine(t.get("editor")), model.MaxLine), name), "country": cut(place, model.MaxLine),
				"document": cut(oneLine(t.get("country_guarantees")), model.MaxLine)})
		}
	}
	for _, line := range strings.FieldsFunc(r.get("software"), func(c rune) bool { return c == '\n' || c == ';' || c == ',' }) {
		if line = oneLine(line); line != "" {
			out.add(line, map[string]string{"name": short("Logiciels", line)})
		}
	}
	return linked
}

func measures(r *record, out *rows) {
	for _, m := range []struct{ column, kind, words string }{
		{"access_control", "access", "Contrôle d’accès"}, {"tracability", "trace", "Traçabilité"}, {"saving", "backup", "Sauvegarde"},
		{"update", "software", "Mises à jour"}, {"other", "other", "Autre mesure"},
	} {
		on, words := r.is("security_"+m.column+"_check"), r.get("security_"+m.column+"_comment")
		if on || words != "" {
			out.add(m.kind, map[string]string{"kind": m.kind, "detail": cut(or(words, m.words), model.MaxLong)})
		}
	}
	for _, m := range []struct{ column, words string }{
		{"security_entitled_persons", "Seules les personnes habilitées ont accès aux données"},
		{"security_open_accounts", "Les comptes sont ouverts et fermés selon une procédure"},
		{"security_specificities_delivered", "Les consignes particulières sont données aux personnes qui ont accès"},
	} {
		if r.is(m.column) {
			out.add(m.column, map[string]string{"kind": "access", "detail": m.words})
		}
	}
}

func dpia(r *record) (code, why string) {
	var met []string
	for _, c := range criteria {
		if r.is(c.column) {
			met = append(met, c.words)
		}
	}
	why = strings.Join(met, ", ")
	switch exempt := r.is("exempt_AIPD"); {
	case exempt:
		return "exempt", why
	case len(met) > 0:
		return "assess", why
	}
	return "", ""
}

func origin(r *record, say *notes) string {
	var ways []string
	person, other := false, false
	for _, m := range r.list("collecting_method") {
		ways = append(ways, or(collecting[m], m))
		switch m {
		case "received_list", "internal_document":
			other = true
		case "web_form", "paper_form", "contract", "oral_interview":
			person = true
		}
	}
	say.add("Modes de collecte", strings.Join(ways, ", "))
	say.add("Autre mode de collecte", r.get("other_collecting_method"))
	say.add("Origine des données", r.get("data_origin"))
	switch {
	case person && other:
		return "both"
	case other:
		return "other"
	case person:
		return "person"
	}
	return ""
}
