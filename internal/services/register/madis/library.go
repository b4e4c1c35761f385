package madis

import (
	"context"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	register "airial/internal/services/register/activity"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
)

func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// takeLibrary writes what belongs to no body: treatments that were duplicated
// become models, référentiels become questionnaires, documents become files of
// the operator.
func (s *Service) takeLibrary(ctx context.Context, tx access.Tx, i intake.Import, p *intake.Part, b bundle, all []questionnaire, refs map[string]blob.Ref) error {
	t := &taking{Service: s, ctx: ctx, tx: tx, i: i, part: p, refs: refs, plan: outcome{counts: intake.Counts{}}}
	if err := t.models(b); err != nil {
		return err
	}
	if err := t.catalogue(); err != nil {
		return err
	}
	if err := t.questionnaires(all); err != nil {
		return err
	}
	if err := t.documents(b); err != nil {
		return err
	}
	for table, list := range b {
		s, known := shapes[table]
		for _, r := range list {
			switch {
			case !known:
				t.plan.leave(r, whyUnknown)
			case table == "aipd_modele":
				t.plan.leave(r, whyNowhere)
			case s.parent != "" && r.values[s.parent] != "":
				t.plan.leave(r, whyOrphan)
			}
		}
	}
	return t.leave()
}

// eachModel calls fn for each row that stands for others in several bodies.
func (t *taking) eachModel(tables []string, fn func(b bundle, r *record) error) error {
	parts, err := database.All(t.ctx, t.tx, "madis.models", func(r database.Row) (part string, err error) { return part, r.Scan(&part) },
		`select distinct part from register_import_row where import_id = $1 and body like '%"_model":"1"%' order by part`, t.i.ID)
	if err != nil {
		return err
	}
	for _, key := range parts {
		b, err := bundleOf(t.ctx, t.tx, t.i.ID, key)
		if err != nil {
			return err
		}
		for _, table := range tables {
			for _, r := range b[table] {
				if r.values["_model"] != "1" || r.values["_root"] != r.key {
					continue
				}
				if err := fn(b, r); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// models makes a model of each treatment that was duplicated.
func (t *taking) models(library bundle) error {
	return t.eachModel([]string{tTreatment}, func(b bundle, r *record) error { return t.model(treatment(b, library, r)) })
}

func (t *taking) model(a activity) error {
	if id, err := modelFor(t.ctx, t.tx, t.i.MemberID, a.id); err != nil || id != "" {
		if err == nil {
			t.same(intake.Models)
		}
		return err
	}
	if err := ensureTerms(t.ctx, t.tx, a.terms); err != nil {
		return err
	}
	code := "MADIS-" + strings.ToUpper(short8(a.id))
	n, err := database.Value[int](t.ctx, t.tx, "madis.model", `select count(*) from register_model where kind = $1 and code = $2`, string(register.Kind), code)
	if err != nil {
		return err
	}
	if n > 0 { // one that an undoing left, or that was retired
		code += "-" + t.tx.NewID()[24:]
	}
	m, err := model.Make(t.ctx, t.tx, register.Spec, model.Model{Code: code, Domain: "general"}, a.record)
	if err != nil {
		return err
	}
	if _, err := model.Issue(t.ctx, t.tx, register.Spec, m.ID, i18n.Say(t.ctx, "Repris de Madis", "Taken over from Madis")); err != nil {
		return err
	}
	return t.made(intake.Models, m.ID, tTreatment+":"+a.id, a.name)
}

// same counts a record that an earlier import brought.
func (t *taking) same(kind string) {
	c := t.part.Counts[kind]
	c.Taken, c.Same = c.Taken-1, c.Same+1
	t.part.Counts[kind] = c
}

func (t *taking) questionnaires(all []questionnaire) error {
	for _, q := range all {
		if !q.problem.Empty() {
			t.plan.left = append(t.plan.left, leftover{tReference, q.id, q.body.Title.Fr, q.problem, nil})
			continue
		}
		version, issued, err := versionOf(t.ctx, t.tx, q)
		if err != nil {
			return err
		}
		if issued {
			t.same(intake.Questionnaires)
			continue
		}
		q.body.Version = version
		body, err := q.yaml()
		if err != nil {
			return err
		}
		if _, err := maturity.Issue(t.ctx, t.tx, body); err != nil {
			return err
		}
		if err := t.made(intake.Questionnaires, intake.VersionID(q.body.Name, version), tReference+":"+q.id, q.body.Title.Fr); err != nil {
			return err
		}
	}
	return nil
}

func (t *taking) documents(b bundle) error {
	for _, r := range b[tDocument] {
		key := tDocument + ":" + r.key
		f := proof{id: r.key, title: cut(or(oneLine(r.get("name")), "Document"), 300), file: base(r.get("file")), at: r.at("created_at")}
		if r.is("is_link") {
			f.file, f.words = "", r.get("url")
		}
		known, err := intake.Known(t.ctx, t.tx, t.part.TargetID, intake.Proofs, key)
		if err != nil {
			return err
		}
		if known != "" {
			t.same("documents")
			continue
		}
		if err := t.file(f, intake.Proofs, key, "Document"); err != nil {
			return err
		}
	}
	return nil
}
