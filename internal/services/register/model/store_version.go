package model

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
)

// Issue makes the draft a version, which never changes.
func Issue(ctx context.Context, tx access.Tx, spec Spec, id, note string) (Version, error) {
	const op = "model.Issue"
	var v Version
	if err := ForOfficer(tx, op); err != nil {
		return v, err
	}
	m, err := GetModel(ctx, tx, id)
	if err != nil {
		return v, err
	}
	d, err := ReadDraft(ctx, tx, id)
	if err != nil {
		return v, err
	}
	if d.Rev == 0 {
		return v, fault.New(fault.Invalid, op, "Rien n’a changé depuis la version %[1]d.", "Nothing has changed since version %[1]d.", m.Issued)
	}
	if m.Issued > 0 {
		last, err := ReadVersion(ctx, tx, id, m.Issued)
		if err != nil {
			return v, err
		}
		if len(Changes(last.Record, d.Record)) == 0 {
			return v, fault.New(fault.Invalid, op, "Rien n’a changé depuis la version %[1]d.", "Nothing has changed since version %[1]d.", m.Issued)
		}
	}
	terms, err := ReadTerms(ctx, tx)
	if err != nil {
		return v, err
	}
	if err := dangling(op, spec, terms, d.Record); err != nil {
		return v, err
	}
	by := tx.Scope().Actor()
	v = Version{ModelID: id, Number: m.Issued + 1, Record: d.Record, Note: note, Issued: tx.Clock().Now(), By: by.Name}
	title := d.Record.Get(spec.Title)
	en := title.In(i18n.English)
	if _, err := database.Exec(ctx, tx, op, `insert into register_version (model_id, number, record, name, name_en, sort_key, words, note, issued_at, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`, id, v.Number, Encode(d.Record), title.Fr, en, text.SortKey(title.Fr),
		wordsOf(spec, terms, d.Record, m.Code), note, tx.Micros(), by.ID, by.Name); err != nil {
		return v, err
	}
	if _, err := database.Exec(ctx, tx, op, `update register_model set issued = $1, name = $2, name_en = $3, sort_key = $4, words = $5 where id = $6`,
		v.Number, title.Fr, en, text.SortKey(title.Fr), searched(title.Fr, en, m.Code, m.Domain), id); err != nil {
		return v, err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_draft where model_id = $1`, id); err != nil {
		return v, err
	}
	return v, tx.Record(ctx, EventIssued, "", id, map[string]any{"kind": m.Kind, "code": m.Code, "version": v.Number, "note": note})
}

const versionColumns = `model_id, number, record, note, issued_at, by_name`

func scanVersion(r database.Row) (v Version, err error) {
	var record string
	var issued int64
	if err := r.Scan(&v.ModelID, &v.Number, &record, &v.Note, &issued, &v.By); err != nil {
		return v, err
	}
	v.Issued = instant(issued)
	v.Record, err = Decode(record)
	return v, err
}

// ReadVersion returns a version of a model.
func ReadVersion(ctx context.Context, tx access.Tx, id string, number int) (Version, error) {
	return database.One(ctx, tx, "model.ReadVersion", scanVersion,
		`select `+versionColumns+` from register_version where model_id = $1 and number = $2`, id, number)
}

// Versions lists the versions of a model, the latest first.
func Versions(ctx context.Context, tx access.Tx, id string) ([]Version, error) {
	return database.All(ctx, tx, "model.Versions", scanVersion,
		`select `+versionColumns+` from register_version where model_id = $1 order by number desc`, id)
}

// pastOf finds versions of a model in a transaction, each read once. 0 is the
// empty record of an instance without a model.
func pastOf(ctx context.Context, tx access.Tx, model string) Past {
	return pastFrom(ctx, tx, model, map[int]Record{0: {}})
}

// pastFrom is pastOf when some versions have been read already.
func pastFrom(ctx context.Context, tx access.Tx, model string, known map[int]Record) Past {
	return func(n int) (Record, error) {
		if r, ok := known[n]; ok {
			return r, nil
		}
		v, err := ReadVersion(ctx, tx, model, n)
		if err == nil {
			known[n] = v.Record
		}
		return v.Record, err
	}
}

// pastsOf finds versions of the models of instances. Those that the instances
// follow are read at once, however many models there are.
func pastsOf(ctx context.Context, tx access.Tx, list []Instance) (map[string]Past, error) {
	const most = 60 // versions in one statement
	type key struct {
		model  string
		number int
	}
	known, wanted := map[string]map[int]Record{}, map[key]bool{}
	for _, i := range list {
		if known[i.ModelID] == nil {
			known[i.ModelID] = map[int]Record{0: {}}
		}
		if i.Version != 0 {
			wanted[key{i.ModelID, i.Version}] = true
		}
	}
	for keys := range slices.Chunk(slices.SortedFunc(maps.Keys(wanted), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.model, b.model), cmp.Compare(a.number, b.number))
	}), most) {
		var rows []string
		var args []any
		for _, k := range keys {
			rows = append(rows, fmt.Sprintf("($%d, cast($%d as bigint))", len(args)+1, len(args)+2))
			args = append(args, k.model, k.number)
		}
		versions, err := database.All(ctx, tx, "model.pastsOf", scanVersion,
			`select `+versionColumns+` from register_version where (model_id, number) in (values `+strings.Join(rows, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, v := range versions {
			known[v.ModelID][v.Number] = v.Record
		}
	}
	pasts := make(map[string]Past, len(known))
	for model, versions := range known {
		pasts[model] = pastFrom(ctx, tx, model, versions)
	}
	return pasts, nil
}
