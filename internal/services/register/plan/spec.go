package plan

import (
	"context"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// Kind is the kind of record.
const Kind model.Kind = "action"

// The fields of a record.
const (
	fName     = "name"
	fAbout    = "about"
	fKind     = "kind"
	fPriority = "priority"
	fWorkload = "workload"
	fProof    = "proof"
	fDelay    = "delay"
)

func option(code, fr, en string) model.Option { return model.Option{Code: code, Label: i18n.T(fr, en)} }

var kinds = []model.Option{option(Legal, "juridique", "legal"), option(Organisational, "organisationnel", "organisational"),
	option(Technical, "technique", "technical")}

var priorities = []model.Option{option("1", "haute", "high"), option("2", "moyenne", "medium"), option("3", "basse", "low")}

// Spec says which fields an action has, whatever its member makes of it.
var Spec = model.Spec{Kind: Kind, Label: i18n.T("action", "action"), Title: fName, After: follow, Parts: []model.Part{
	{Name: "what", Label: i18n.T("L’action", "The action"), Fields: []model.Field{
		{Name: fName, Label: i18n.T("Titre", "Title"), Required: true},
		{Name: fAbout, Label: i18n.T("Description", "Description"), Type: model.Long, Help: i18n.T("Ce qu’il faut faire, et pourquoi.", "What is to be done, and why.")},
		{Name: fKind, Label: i18n.T("Type", "Kind"), Type: model.Choice, Options: kinds},
		{Name: fPriority, Label: i18n.T("Priorité", "Priority"), Type: model.Choice, Options: priorities},
		{Name: fWorkload, Label: i18n.T("Charge de travail", "Workload"), Help: i18n.T("Par exemple\u202f: une demi-journée.", "For instance: half a day.")},
		{Name: fProof, Label: i18n.T("Preuve attendue", "Proof that is expected"), Help: i18n.T("Ce qui montrera que c’est fait\u202f: une délibération, une charte signée, une copie d’écran.", "What will show that it is done: a deliberation, a signed charter, a screenshot.")},
		{Name: fDelay, Label: i18n.T("Délai, en jours", "Delay, in days"), Help: i18n.T("D’un modèle\u202f: l’échéance est comptée du jour où l’adhérent le reçoit.", "Of a model: the due day is counted from the day on which the member gets it.")},
	}},
}}

// Domains are the headings of the library.
func Domains() []model.Option { return kinds }

// priorityOf reads the priority of a record; Medium where it says none.
func priorityOf(r model.Record) int {
	if n, err := strconv.Atoi(r.Get(fPriority).Fr); err == nil && n >= High && n <= Low {
		return n
	}
	return Medium
}

func kindOf(r model.Record) string {
	if k := r.Get(fKind).Fr; k != "" {
		return k
	}
	return Organisational
}

// dueAfter is the day on which an action of a model is due that is given today.
func dueAfter(r model.Record, today string) string {
	days, err := strconv.Atoi(r.Get(fDelay).Fr)
	if err != nil || days <= 0 || days > 3650 {
		return ""
	}
	return addDays(today, days)
}

// follow keeps the actions in step with the instances that a batch has given,
// changed or taken away.
func follow(ctx context.Context, tx access.Tx, batch, of string) error {
	const op = "plan.follow"
	// What was taken away goes with all that stands beside it; the mechanism
	// takes nothing away that somebody has worked on.
	for _, t := range []string{"register_action_link where action_id", "register_action_step where action_id", "register_action where id"} {
		if _, err := database.Exec(ctx, tx, op, `delete from `+t+` in (select t.instance_id from register_item t
			left join register_instance i on i.id = t.instance_id where t.batch_id = $1 and t.model_id = $2 and i.id is null)`, batch, of); err != nil {
			return err
		}
	}
	versions, err := database.All(ctx, tx, op, func(r database.Row) (n int, err error) { return n, r.Scan(&n) },
		`select distinct i.version from register_item t join register_instance i on i.id = t.instance_id where t.batch_id = $1 and t.model_id = $2`, batch, of)
	if err != nil {
		return err
	}
	for _, n := range versions {
		v, err := model.ReadVersion(ctx, tx, of, n)
		if err != nil {
			return err
		}
		if _, err := database.Exec(ctx, tx, op, `insert into register_action (`+stored+`)
			select i.id, i.member_id, $4, $5, 'todo', 1, $6, '', '', -1, '', '', i.made_at, i.changed_at
			from register_item t join register_instance i on i.id = t.instance_id
			where t.batch_id = $1 and t.model_id = $2 and i.version = $3 on conflict (id) do nothing`,
			batch, of, n, kindOf(v.Record), priorityOf(v.Record), dueAfter(v.Record, access.Today(tx.Clock()))); err != nil {
			return err
		}
		for field, value := range map[string]any{fKind: kindOf(v.Record), fPriority: priorityOf(v.Record)} {
			if _, err := database.Exec(ctx, tx, op, `update register_action set `+field+` = $4 where id in (select i.id from register_item t
				join register_instance i on i.id = t.instance_id where t.batch_id = $1 and t.model_id = $2 and i.version = $3
				and not exists (select 1 from register_override o where o.instance_id = i.id and o.path = $5))`, batch, of, n, value, field); err != nil {
				return err
			}
		}
	}
	// An override that came back with an undoing holds again.
	type own struct{ id, path, content string }
	back, err := database.All(ctx, tx, op, func(r database.Row) (o own, err error) { return o, r.Scan(&o.id, &o.path, &o.content) },
		`select o.instance_id, o.path, o.content from register_item t join register_override o on o.instance_id = t.instance_id
		where t.batch_id = $1 and t.model_id = $2 and o.path in ('kind', 'priority')`, batch, of)
	for _, o := range back {
		if err != nil {
			return err
		}
		r := model.Record{Fields: map[string]model.Value{o.path: model.Override{Path: o.path, Content: o.content}.Value()}}
		var value any = kindOf(r)
		if o.path == fPriority {
			value = priorityOf(r)
		}
		_, err = database.Exec(ctx, tx, op, `update register_action set `+o.path+` = $1 where id = $2`, value, o.id)
	}
	return err
}
