package model

import (
	"context"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
)

// A Term is a word of a vocabulary that the operator keeps: a category of data.
type Term struct {
	Vocabulary, Code string
	Label            i18n.Text
	Sensitive        bool // data of art. 9 or 10, or the NIR
	Place            int  // in lists
	Removed          time.Time
	ReplacedBy       string // the code to use instead; "" for none
}

// Terms are all terms, those that were removed too.
type Terms []Term

// Find returns a term, removed or not.
func (t Terms) Find(vocabulary, code string) (Term, bool) {
	i := slices.IndexFunc(t, func(x Term) bool { return x.Vocabulary == vocabulary && x.Code == code })
	if i < 0 {
		return Term{}, false
	}
	return t[i], true
}

// Of returns the terms of a vocabulary that may be chosen.
func (t Terms) Of(vocabulary string) Terms {
	var out Terms
	for _, x := range t {
		if x.Vocabulary == vocabulary && x.Removed.IsZero() {
			out = append(out, x)
		}
	}
	return out
}

// ReadTerms reads the vocabularies. They are no secret.
func ReadTerms(ctx context.Context, tx access.Tx) (Terms, error) {
	return database.All(ctx, tx, "model.ReadTerms", func(r database.Row) (t Term, err error) {
		var removed int64
		err = r.Scan(&t.Vocabulary, &t.Code, &t.Label.Fr, &t.Label.En, &t.Sensitive, &t.Place, &removed, &t.ReplacedBy)
		t.Removed = instant(removed)
		return t, err
	}, `select vocabulary, code, label_fr, label_en, sensitive, place, removed_at, replaced_by from register_term
		order by vocabulary, place, code`)
}

// instant is the time of a column that holds 0 for never.
func instant(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return clock.FromMicros(micros)
}

// ForOfficer refuses whoever does not keep the operator's library.
func ForOfficer(tx access.Tx, op string) error {
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.ProtectionOfficer) {
		return fault.New(fault.Forbidden, op, "Seul le délégué à la protection des données de l’opérateur tient les modèles.",
			"Only the operator’s data-protection officer keeps the models.")
	}
	return nil
}

// SaveTerm adds a term or changes its label; one that was removed is there
// again. Without a code it gets one from its label.
func SaveTerm(ctx context.Context, tx access.Tx, t Term) (Term, error) {
	const op = "model.SaveTerm"
	if err := ForOfficer(tx, op); err != nil {
		return t, err
	}
	t.Label.Fr, t.Label.En = strings.TrimSpace(t.Label.Fr), strings.TrimSpace(t.Label.En)
	if t.Label.Fr == "" {
		return t, fault.New(fault.Invalid, op, "Donnez un libellé.", "Give a label.")
	}
	if t.Label.En == "" {
		t.Label.En = t.Label.Fr
	}
	if t.Code == "" {
		t.Code = text.Slug(t.Label.Fr)
	}
	if !plainKey(t.Code) {
		return t, fault.New(fault.Invalid, op, "Le code ne contient que des lettres minuscules, des chiffres et des tirets.",
			"The code has only small letters, digits and hyphens.")
	}
	if t.Place == 0 {
		last, err := database.Value[int](ctx, tx, op, `select coalesce(max(place), 0) from register_term where vocabulary = $1`, t.Vocabulary)
		if err != nil {
			return t, err
		}
		t.Place = last + 1
	}
	if _, err := database.Exec(ctx, tx, op, `insert into register_term (vocabulary, code, label_fr, label_en, sensitive, place, removed_at, replaced_by)
		values ($1,$2,$3,$4,$5,$6,0,'') on conflict (vocabulary, code) do update set label_fr = excluded.label_fr, label_en = excluded.label_en,
			sensitive = excluded.sensitive, removed_at = 0, replaced_by = ''`,
		t.Vocabulary, t.Code, t.Label.Fr, t.Label.En, database.Bool(t.Sensitive), t.Place); err != nil {
		return t, err
	}
	return t, tx.Record(ctx, EventTerm, "", t.Vocabulary+":"+t.Code, map[string]any{"label": t.Label.Fr, "sensitive": t.Sensitive})
}

// RemoveTerm takes a term out of what may be chosen. Models that name it, in
// their latest version or in what is written for the next, are an obstacle:
// the error lists them, unless another term replaces it. Then it is replaced
// in what is written for their next version, to be issued; what members have
// is reached by pushing that.
func RemoveTerm(ctx context.Context, tx access.Tx, specs Specs, vocabulary, code, replacement string) (models []Model, err error) {
	const op = "model.RemoveTerm"
	if err := ForOfficer(tx, op); err != nil {
		return nil, err
	}
	terms, err := ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	if t, ok := terms.Find(vocabulary, code); !ok || !t.Removed.IsZero() {
		return nil, fault.Missing(op)
	}
	if replacement != "" {
		if t, ok := terms.Find(vocabulary, replacement); !ok || !t.Removed.IsZero() || replacement == code {
			return nil, fault.New(fault.Invalid, op, "Le terme de remplacement n’existe pas.", "There is no such term to replace it.")
		}
	}
	if models, err = replaceTerm(ctx, tx, specs, vocabulary, code, replacement); err != nil {
		return nil, err
	}
	if len(models) > 0 && replacement == "" {
		return models, fault.New(fault.Conflict, op, "Des modèles emploient ce terme\u202f: %[1]s. Choisissez celui qui le remplace, ou corrigez d’abord ces modèles.",
			"Models use this term: %[1]s. Choose what replaces it, or correct these models first.", names(models))
	}
	if _, err := database.Exec(ctx, tx, op, `update register_term set removed_at = $1, replaced_by = $2 where vocabulary = $3 and code = $4`,
		tx.Micros(), replacement, vocabulary, code); err != nil {
		return nil, err
	}
	return models, tx.Record(ctx, EventTermRemoved, "", vocabulary+":"+code, map[string]any{"replaced_by": replacement, "models": len(models)})
}

func names(models []Model) string {
	var out []string
	for i, m := range models {
		if i == 5 {
			out = append(out, "…")
			break
		}
		out = append(out, m.Name.Fr)
	}
	return strings.Join(out, ", ")
}

// replaceTerm lists the models that name a term, and writes the other one into
// what is written for their next version.
func replaceTerm(ctx context.Context, tx access.Tx, specs Specs, vocabulary, code, replacement string) ([]Model, error) {
	var out []Model
	for kind, spec := range specs {
		models, err := Models(ctx, tx, Filter{Kind: kind})
		if err != nil {
			return nil, err
		}
		for _, m := range models {
			d, err := ReadDraft(ctx, tx, m.ID)
			if err != nil {
				return nil, err
			}
			changed := d.Record
			for _, ref := range spec.Refers(d.Record) {
				if ref.Vocabulary != vocabulary || ref.Code != code {
					continue
				}
				if changed, err = Put(changed, ref.Path, mustEncode(V(replacement))); err != nil {
					return nil, err
				}
			}
			if Encode(changed) == Encode(d.Record) {
				continue
			}
			out = append(out, m)
			if replacement == "" {
				continue
			}
			if _, err := SaveDraft(ctx, tx, spec, m.ID, d.Rev, changed); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// dangling refuses a record that names terms which are not there any more.
func dangling(op string, spec Spec, terms Terms, r Record) error {
	var gone []string
	for _, ref := range spec.Refers(r) {
		t, ok := terms.Find(ref.Vocabulary, ref.Code)
		if ok && t.Removed.IsZero() {
			continue
		}
		name := ref.Code
		if ok {
			name = t.Label.Fr
		}
		if other, ok := terms.Find(ref.Vocabulary, t.ReplacedBy); ok {
			name += " → " + other.Label.Fr
		}
		if !slices.Contains(gone, name) {
			gone = append(gone, name)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, op, "Ce modèle emploie des catégories qui ont été retirées\u202f: %[1]s. Remplacez-les, puis publiez la version.",
		"This model uses categories that were removed: %[1]s. Replace them, then issue the version.", strings.Join(gone, ", "))
}
