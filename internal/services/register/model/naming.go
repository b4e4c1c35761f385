package model

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/named"
)

// ofInstance is the instance of a row (i), for its name.
const (
	ofInstance   = `left join register_instance i on i.id = t.instance_id left join register_version v on v.model_id = i.model_id and v.number = i.version`
	instanceName = `case when coalesce(i.name, '') = '' then v.name else i.name end`
)

// Naming are the tables of the room in which people are named: what is written
// locally, its history, its states as they were checked or before a batch; and
// the library. href is the page of a record, "" of a member for a model's.
func Naming(specs Specs, href func(siren, kind, record string) string) []named.Table {
	rewordAll := func(ctx context.Context, tx access.Tx, ids []string) error { return reword(ctx, tx, specs, ids) }
	models := func(ctx context.Context, tx access.Tx, ids []string) error { return rewordModels(ctx, tx, specs, ids) }
	instance := named.Table{Member: "member_id", Join: ofInstance, Title: instanceName, Record: "t.instance_id", Kind: "i.kind", Href: href}
	written, past, checked, before := instance, instance, instance, instance
	written.Name, written.Label, written.Key = "register_override", i18n.T("Fiche du registre", "Record of the register"), []string{"instance_id", "path"}
	written.Columns, written.Silent, written.After = named.J("content"), []string{"instance_id", "path", "member_id"}, rewordAll
	past.Name, past.Label, past.Key = "register_change", i18n.T("Historique d’une fiche", "History of a record"), []string{"id"}
	past.Columns, past.Silent = named.J("changes"), []string{"id", "instance_id", "member_id", "deed"}
	checked.Name, checked.Label, checked.Key = "register_check", i18n.T("Fiche telle qu’elle a été vérifiée", "Record as it was checked"), []string{"id"}
	checked.Columns, checked.Silent = append(named.J("record"), named.C("message")...), []string{"id", "instance_id", "member_id"}
	before.Name, before.Label, before.Key = "register_item_override", i18n.T("Fiche avant un envoi groupé", "Record before a batch"), []string{"batch_id", "instance_id", "path"}
	before.Columns, before.Silent = named.J("content"), []string{"batch_id", "instance_id", "path", "member_id", "deed"}
	library := i18n.T("Modèle de l’opérateur", "The operator’s model")
	return []named.Table{written, past, checked, before,
		{Name: "register_instance", Silent: []string{"id", "member_id", "kind", "model_id", "name", "sort_key", "words", "state"}}, // made from what is written
		{Name: "register_draft", Label: library, Key: []string{"model_id"}, Join: `left join register_model m on m.id = t.model_id`, Title: "m.name", Kind: "m.kind",
			Record: "t.model_id", Columns: named.J("record"), Silent: []string{"model_id"}, Revision: "rev", Href: href},
		{Name: "register_version", Label: library, Key: []string{"model_id", "number"}, Numbers: []string{"number"}, Join: `left join register_model m on m.id = t.model_id`, Title: "m.name",
			Kind: "m.kind", Record: "t.model_id", Columns: append(named.J("record"), named.C("note")...), Silent: []string{"model_id", "name", "name_en", "sort_key", "words"},
			Href: href, After: models},
		{Name: "register_model", Label: library, Key: []string{"id"}, Title: "t.name", Kind: "t.kind", Record: "t.id", Columns: named.C("name", "name_en"),
			Silent: []string{"id", "kind", "code", "domain", "bodies", "sort_key", "words"}, Href: href, After: models},
		{Name: "register_term", Label: i18n.T("Vocabulaire", "Vocabulary"), Key: []string{"vocabulary", "code"}, Title: "t.label_fr", Columns: named.C("label_fr", "label_en"),
			Silent: []string{"vocabulary", "code", "replaced_by"}},
		{Name: "register_batch", Label: i18n.T("Note d’un envoi groupé", "Note of a batch"), Key: []string{"id"}, Columns: named.C("note"),
			Silent: []string{"id", "kind", "deed", "how", "state", "counts", "undoes", "undone_by"}},
		{Name: "register_part", Label: i18n.T("Envoi groupé", "Batch"), Key: []string{"batch_id", "model_id"}, Title: "t.name", Columns: named.C("name"), Silent: []string{"batch_id", "model_id"}},
		{Name: "register_batch_field", Label: i18n.T("Envoi groupé", "Batch"), Key: []string{"batch_id", "model_id", "against", "target", "path"}, Numbers: []string{"against", "target"}, Columns: named.J("after"),
			Silent: []string{"batch_id", "model_id", "path"}},
		{Name: "register_batch_member", Silent: []string{"batch_id", "member_id"}},
		{Name: "register_item", Silent: []string{"batch_id", "instance_id", "member_id", "model_id", "outcome", "conflicts"}}, // conflicts are paths
		{Name: "register_tally", Silent: []string{"member_id", "kind"}},
	}
}

// reword makes anew what instances are found by, after their texts were changed
// behind their back. Who has one open is told so.
func reword(ctx context.Context, tx access.Tx, specs Specs, ids []string) error {
	terms, err := ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		f, err := Read(ctx, tx, id)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		spec, err := specs.Of(f.Kind)
		if err != nil {
			return err
		}
		if err := index(ctx, tx, spec, terms, f, f.Overrides, f.Record); err != nil {
			return err
		}
		if _, err := database.Exec(ctx, tx, "model.reword", `update register_instance set rev = rev + 1 where id = $1`, id); err != nil {
			return err
		}
	}
	return nil
}

// rewordModels does the same for versions of models, and for what members wrote
// beside them.
func rewordModels(ctx context.Context, tx access.Tx, specs Specs, ids []string) error {
	const op = "model.rewordModels"
	terms, err := ReadTerms(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range ids {
		m, err := GetModel(ctx, tx, id)
		if err != nil {
			return err
		}
		spec, err := specs.Of(m.Kind)
		if err != nil {
			return err
		}
		versions, err := Versions(ctx, tx, id)
		if err != nil {
			return err
		}
		for n, v := range versions {
			title := v.Record.Get(spec.Title)
			en := title.In(i18n.English)
			if _, err := database.Exec(ctx, tx, op, `update register_version set name = $1, name_en = $2, sort_key = $3, words = $4 where model_id = $5 and number = $6`,
				title.Fr, en, text.SortKey(title.Fr), wordsOf(spec, terms, v.Record, m.Code), id, v.Number); err != nil {
				return err
			}
			if n > 0 {
				continue
			}
			if _, err := database.Exec(ctx, tx, op, `update register_model set name = $1, name_en = $2, sort_key = $3, words = $4 where id = $5`,
				title.Fr, en, text.SortKey(title.Fr), searched(title.Fr, en, m.Code, m.Domain), id); err != nil {
				return err
			}
		}
		written, err := database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
			`select id from register_instance where model_id = $1 and words <> ''`, id)
		if err != nil {
			return err
		}
		if err := reword(ctx, tx, specs, written); err != nil {
			return err
		}
	}
	return nil
}
