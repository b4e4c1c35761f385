package model

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/handover"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Shelf gives the models along on which a member's records stand, and keeps
// those of another installation as frozen copies: they are not offered, get no
// further version, and stay readable.
type Shelf struct{}

// Files implements handover.Shelf.
func (Shelf) Files(context.Context, access.Tx, string) ([]handover.File, error) { return nil, nil }

// Made implements handover.Shelf.
func (Shelf) Made(context.Context, access.Tx, string, map[string]any) (bool, error) {
	return false, nil
}

// Imported implements handover.Shelf.
func (Shelf) Imported(context.Context, access.Tx, string) error { return nil }

// Lent implements handover.Lender: the models, their versions up to those that
// the member has or was offered, and the terms that any of it names.
func (Shelf) Lent(ctx context.Context, tx access.Tx, member string) (map[string][]handover.Row, error) {
	const used = `(select model_id, max(case when proposed > version then proposed else version end) as last
		from register_instance where member_id = $1 and model_id <> '' group by model_id)`
	out := map[string][]handover.Row{}
	var err error
	if out["register_model"], err = handover.Rows(ctx, tx, `select m.id, m.kind, m.code, m.domain, m.bodies, m.name, m.name_en, m.sort_key, m.words,
		u.last as issued, m.made_at from register_model m join `+used+` u on u.model_id = m.id`, member); err != nil {
		return nil, err
	}
	if out["register_version"], err = handover.Rows(ctx, tx, `select v.model_id, v.number, v.record, v.name, v.name_en, v.sort_key, v.words, v.note, v.issued_at
		from register_version v join `+used+` u on u.model_id = v.model_id and v.number <= u.last`, member); err != nil {
		return nil, err
	}
	said, err := database.All(ctx, tx, "model.Lent", scanText, `select content from register_override where member_id = $1 and content <> 'null'
		union all select record from register_check where member_id = $1`, member)
	if err != nil {
		return nil, err
	}
	for _, v := range out["register_version"] {
		said = append(said, fmt.Sprint(v["record"]))
	}
	named := map[string]bool{}
	for _, s := range said {
		var any any
		if json.Unmarshal([]byte(s), &any) == nil {
			everyText(any, func(t string) { named[t] = true })
		}
	}
	terms, err := handover.Rows(ctx, tx, `select vocabulary, code, label_fr, label_en, sensitive, place from register_term`)
	out["register_term"] = slices.DeleteFunc(terms, func(t handover.Row) bool { return !named[fmt.Sprint(t["code"])] })
	return out, err
}

// everyText goes through the texts of a document.
func everyText(v any, do func(string)) {
	switch v := v.(type) {
	case string:
		do(v)
	case []any:
		for _, x := range v {
			everyText(x, do)
		}
	case map[string]any:
		for _, x := range v {
			everyText(x, do)
		}
	}
}

// lentModel is a model as it comes with a member.
type lentModel struct {
	ID, Kind, Code, Domain, Bodies, Name string
	NameEn                               string `json:"name_en"`
	SortKey                              string `json:"sort_key"`
	Words                                string
	Issued                               int
	MadeAt                               int64 `json:"made_at"`
}

type lentVersion struct {
	ModelID                   string `json:"model_id"`
	Number                    int
	Record, Name, Words, Note string
	NameEn                    string `json:"name_en"`
	SortKey                   string `json:"sort_key"`
	IssuedAt                  int64  `json:"issued_at"`
}

type lentTerm struct {
	Vocabulary, Code string
	Fr               string `json:"label_fr"`
	En               string `json:"label_en"`
	Sensitive, Place int
}

// typed reads foreign rows of a table; more columns than it knows is a refusal.
func typed[T any](table string, rows []handover.Row) ([]T, error) {
	out := make([]T, len(rows))
	for n, r := range rows {
		b, err := json.Marshal(r)
		if err == nil {
			err = json.Unmarshal(b, &out[n])
		}
		if err != nil {
			return nil, unreadable(table)
		}
	}
	return out, nil
}

func unreadable(table string) error {
	return fault.New(fault.Invalid, "model.Borrowed", "L’export contient un modèle illisible (lent/%[1]s.jsonl).", "The export holds a model that cannot be read (lent/%[1]s.jsonl).", table)
}

// Borrowed implements handover.Lender.
func (Shelf) Borrowed(ctx context.Context, tx access.Tx, rows map[string][]handover.Row) error {
	models, err := typed[lentModel]("register_model", rows["register_model"])
	if err != nil {
		return err
	}
	versions, err := typed[lentVersion]("register_version", rows["register_version"])
	if err != nil {
		return err
	}
	terms, err := typed[lentTerm]("register_term", rows["register_term"])
	if err != nil {
		return err
	}
	for _, m := range models {
		if err := borrowModel(ctx, tx, m, versions); err != nil {
			return err
		}
	}
	// A term that is not here is known from now on, but not offered.
	for _, t := range terms {
		if t.Vocabulary == "" || !plainKey(t.Code) {
			return unreadable("register_term")
		}
		if _, err := database.Exec(ctx, tx, "model.Borrowed", `insert into register_term (vocabulary, code, label_fr, label_en, sensitive, place, removed_at, replaced_by)
			values ($1,$2,$3,$4,$5,$6,$7,'') on conflict (vocabulary, code) do nothing`, t.Vocabulary, t.Code, t.Fr, t.En, t.Sensitive, t.Place, tx.Micros()); err != nil {
			return err
		}
	}
	return nil
}

// borrowModel keeps one model with its versions. One that is here already, for
// the member comes back or another came before it, only gets the versions that
// it lacks; not if it is in use here, where those would be somebody else's.
func borrowModel(ctx context.Context, tx access.Tx, m lentModel, versions []lentVersion) error {
	const op = "model.Borrowed"
	if m.ID == "" || m.Kind == "" || m.Code == "" || m.Issued < 1 {
		return unreadable("register_model")
	}
	here, err := GetModel(ctx, tx, m.ID)
	switch {
	case err == nil && here.Retired.IsZero() && here.Issued < m.Issued:
		return fault.New(fault.Conflict, op, "Le modèle «\u00a0%[1]s\u00a0» est ici en version %[2]d, et l’export en cite la version %[3]d. Restaurez la bibliothèque, ou retirez ce modèle, puis recommencez.",
			"The model “%[1]s” has version %[2]d here, and the export names version %[3]d. Restore the library, or take this model out of use, then try again.", here.Name.Fr, here.Issued, m.Issued)
	case err == nil && here.Issued >= m.Issued:
		return nil
	case err == nil:
		_, err = database.Exec(ctx, tx, op, `update register_model set issued = $1 where id = $2`, m.Issued, m.ID)
	case fault.Is(err, fault.NotFound):
		code := m.Code
		for n := 2; ; n++ {
			if _, err := ByCode(ctx, tx, Kind(m.Kind), code); fault.Is(err, fault.NotFound) {
				break
			} else if err != nil {
				return err
			}
			code = fmt.Sprintf("%s/%d", m.Code, n)
		}
		_, err = database.Exec(ctx, tx, op, `insert into register_model (id, kind, code, domain, bodies, name, name_en, sort_key, words, issued, made_at, retired_at)
			values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)`, m.ID, m.Kind, code, m.Domain, m.Bodies, m.Name, m.NameEn, m.SortKey, m.Words, m.Issued, m.MadeAt, tx.Micros())
	}
	if err != nil {
		return err
	}
	for _, v := range versions {
		if v.ModelID != m.ID {
			continue
		}
		if _, err := Decode(v.Record); err != nil || v.Number < 1 || v.Number > m.Issued {
			return unreadable("register_version")
		}
		if _, err := database.Exec(ctx, tx, op, `insert into register_version (model_id, number, record, name, name_en, sort_key, words, note, issued_at, by_id, by_name)
			values ($1,$2,$3,$4,$5,$6,$7,$8,$9,'','') on conflict (model_id, number) do nothing`, v.ModelID, v.Number, v.Record, v.Name, v.NameEn, v.SortKey, v.Words, v.Note, v.IssuedAt); err != nil {
			return err
		}
	}
	return nil
}
