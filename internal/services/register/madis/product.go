package madis

import (
	"strings"
	"time"

	"airial/internal/services/register/intake"
	"airial/internal/services/register/model"
	"airial/internal/services/register/processor"
)

// A product is a sous-traitant, or an outil informatique: the catalogue here
// has both.
type product struct {
	table, id string
	root      string // the first of those that are the same in several bodies
	alone     bool   // it is one body's own, whatever others call theirs
	name      string
	record    model.Record
	made      time.Time
	changed   time.Time
	left      map[string]string
}

func (p product) key() string { return p.table + ":" + p.id }

// sameProduct is what rows share that are the same product in several bodies;
// "" for what is one body's own, as a file server is.
func sameProduct(table string, row map[string]string) string {
	name, supplier := oneLine(row["name"]), oneLine(row["name"])
	switch {
	case table == tTool && row["type"] == "support":
		return ""
	case table == tTool:
		supplier = oneLine(row["editor"])
	case table != tContractor:
		return ""
	}
	if name == "" {
		return ""
	}
	return table + " " + processor.Same(model.Record{Fields: map[string]model.Value{"name": model.V(name), "supplier": model.V(supplier)}})
}

// products reads the sous-traitants and the outils of a body.
func products(b bundle) (out []product) {
	for _, r := range b[tContractor] {
		out = append(out, contractorOf(b, r))
	}
	for _, r := range b[tTool] {
		out = append(out, toolOf(b, r))
	}
	return out
}

// seal makes the record of what was read.
func (p *product) seal(r *record, fields map[string]string, say *notes) {
	fields["name"], fields["remarks"] = p.name, cut(say.String(), model.MaxLong)
	p.record = model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for name, v := range fields {
		if name != "remarks" && name != "about" {
			v = cut(oneLine(v), model.MaxLine)
		}
		if v != "" {
			p.record.Fields[name] = model.V(v)
		}
	}
	p.root, p.alone = r.values["_root"], sameProduct(r.table, r.values) == ""
	r.skip("name", "collectivity_id", "creator_id", "service_id", "updated_by", "cloned_from_id")
	p.made, p.changed, p.left = r.at("created_at"), r.at("updated_at"), r.rest()
}

// contact is somebody of Madis with a prefix of columns, on a line.
func contact(r *record, prefix string) string {
	civility := map[string]string{"m": "M.", "mme": "Mme"}[r.get(prefix+"civility")]
	name := oneLine(r.get(prefix+"first_name") + " " + r.get(prefix+"last_name"))
	if name != "" && civility != "" {
		name = civility + " " + name
	}
	r.skip(prefix + "notification")
	return joined(", ", name, r.get(prefix+"job"), r.get(prefix+"mail"), r.get(prefix+"phone_number"))
}

// joined joins what is not empty.
func joined(with string, list ...string) string {
	var out []string
	for _, s := range list {
		if s = oneLine(s); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, with)
}

func yesOrNo(r *record, column string) string {
	if r.values[column] == "" {
		r.skip(column)
		return ""
	}
	if r.is(column) {
		return "oui"
	}
	return "non"
}

func contractorOf(b bundle, r *record) product {
	p := product{table: tContractor, id: r.key, name: cut(or(oneLine(r.get("name")), "Sous-traitant sans nom"), model.MaxLine)}
	var say notes
	f := map[string]string{"supplier": p.name, "country": r.get("address_country")}
	manager := contact(r, "legal_manager_")
	f["contact"] = joined(", ", r.get("referent"), r.get("address_mail"), r.get("address_phone_number"))
	if f["contact"] == "" {
		f["contact"], manager = manager, ""
	}
	say.add("Représentant légal", manager)
	f["dpo"] = contact(r, "dpo_")
	if f["dpo"] == "" {
		say.add("A un délégué à la protection des données", yesOrNo(r, "has_dpo"))
	}
	r.skip("has_dpo")
	say.add("Adresse", joined(", ", r.get("address_line_one"), r.get("address_line_two"), joined(" ", r.get("address_zip_code"), r.get("address_city"))))
	say.add("Clauses contractuelles vérifiées", yesOrNo(r, "contractual_clauses_verified"))
	say.add("Mesures de sécurité adoptées", yesOrNo(r, "adopted_security_features"))
	say.add("Tient un registre des traitements", yesOrNo(r, "maintains_treatment_register"))
	say.add("Envoie des données hors de l’Union européenne", yesOrNo(r, "sending_data_outside_eu"))
	if s := b.one(tService, r.get("service_id")); s != nil {
		say.add("Service", s.get("name"))
	}
	say.add("Autres informations", r.get("other_informations"))
	p.seal(r, f, &say)
	return p
}

// What Madis asks of a tool, and its words.
var toolChoices = []struct{ column, words string }{
	{"archival", "Archivage"}, {"encrypted", "Chiffrement"}, {"access_control", "Contrôle d’accès"}, {"updating", "Mises à jour"}, {"update", "Mises à jour"},
	{"backup", "Sauvegarde"}, {"deletion", "Suppression"}, {"tracking", "Traçabilité"}, {"has_comment", "Zone de commentaire libre"}, {"comment", "Zone de commentaire libre"},
	{"other", "Autre"},
}

func toolOf(b bundle, r *record) product {
	p := product{table: tTool, id: r.key, name: cut(or(oneLine(r.get("name")), "Outil sans nom"), model.MaxLine)}
	var say notes
	var from []string
	for _, c := range b.joined("tool_contractor", "tool_id", r.key, "contractor_id", tContractor) {
		from = append(from, oneLine(c.values["name"]))
	}
	f := map[string]string{"supplier": r.get("editor"), "about": cut(r.get("description"), model.MaxLong), "country": r.get("country_name"), "safeguard": r.get("country_guarantees")}
	if f["supplier"] == "" && len(from) > 0 {
		f["supplier"] = from[0]
	}
	say.add("Sous-traitants", strings.Join(from, ", "))
	switch r.get("type") {
	case "software":
		f["role"] = "software"
	case "support":
		f["role"] = "other"
		say.add("Genre", "support ou stockage")
	}
	switch countryOf(r) {
	case "france":
		f["country"], f["law"] = or(f["country"], "France"), "eu"
	case "other":
		f["law"] = "other"
	case "eu": // Madis says "European Union or adequate", which are two things here
		say.add("Pays", joined(" ", countries["eu"], r.get("country_name")))
	}
	say.add("Géré par", r.get("manager"))
	say.add("En service depuis le", r.day("prod_date"))
	for _, c := range toolChoices {
		on, words := r.is(c.column+"_check"), r.get(c.column+"_comment")
		switch {
		case on:
			say.add(c.words, or(words, "oui"))
		case words != "":
			say.add(c.words, "non ("+words+")")
		}
	}
	say.add("Autres informations", r.get("other_info"))
	p.seal(r, f, &say)
	return p
}

// entryFor is the entry of the catalogue that a product follows: the one that an
// import made of it, or the operator's own that is the same.
func (t *taking) entryFor(p product) (string, error) {
	if p.alone {
		return "", nil
	}
	if p.root != "" {
		id, err := intake.Known(t.ctx, t.tx, t.i.MemberID, intake.Catalogue, p.table+":"+p.root)
		if err != nil {
			return "", err
		}
		if id, err = standing(t.ctx, t.tx, id); err != nil || id != "" {
			return id, err
		}
	}
	return processor.EntryOf(t.ctx, t.tx, p.record)
}

// catalogue makes an entry of each product that several bodies have.
func (t *taking) catalogue() error {
	return t.eachModel([]string{tContractor, tTool}, func(b bundle, r *record) error {
		p := contractorOf
		if r.table == tTool {
			p = toolOf
		}
		one := p(b, r)
		if id, err := t.entryFor(one); err != nil || id != "" {
			if err == nil {
				t.same(intake.Catalogue)
			}
			return err
		}
		id, err := processor.Enter(t.ctx, t.tx, one.record)
		if err != nil {
			return err
		}
		return t.made(intake.Catalogue, id, one.key(), one.name)
	})
}

// products writes what a body uses. What it has here already stays as it is.
func (t *taking) products() error {
	have, err := model.All(t.ctx, t.tx, model.Ask{Kind: processor.Kind, Member: t.part.TargetID})
	if err != nil {
		return err
	}
	by := map[string]string{}
	follows := map[string]string{}
	for _, f := range have {
		by[processor.Same(f.Record)] = f.ID
		follows[f.ModelID] = f.ID
	}
	for _, p := range t.plan.products {
		if id, err := t.known(intake.Processors, p.key()); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		entry, err := t.entryFor(p)
		if err != nil {
			return err
		}
		id := by[processor.Same(p.record)]
		if id == "" && entry != "" {
			id = follows[entry]
		}
		if id != "" {
			t.same(intake.Processors)
			t.targets[p.key()] = id
			continue
		}
		got, err := processor.Bring(t.ctx, t.tx, model.Brought{MemberID: t.part.TargetID, ModelID: entry, Record: p.record, Made: p.made, Changed: p.changed})
		if err != nil {
			return err
		}
		by[processor.Same(p.record)] = got.ID
		if entry != "" {
			follows[entry] = got.ID
		}
		if err := t.made(intake.Processors, got.ID, p.key(), p.name); err != nil {
			return err
		}
	}
	return nil
}
