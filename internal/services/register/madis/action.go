package madis

import (
	"regexp"
	"strconv"
	"strings"

	"airial/internal/services/register/intake"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
)

// A pastAction is a measure of Madis, with what it is about there.
type pastAction struct {
	id, name string
	wanted   plan.Wanted
	doneOn   string
	links    []link
	left     map[string]string
}

// A link leads to a record of Madis.
type link struct{ kind, table, id string }

var actionStates = map[string]plan.State{"applied": plan.Done, "not-applied": plan.ToDo, "not-applicable": plan.Void}

var actionPriorities = map[string]string{"high": "1", "normal": "2", "low": "3"}

func pastActionOf(b, library bundle, r *record) pastAction {
	a := pastAction{id: r.key, name: cut(or(oneLine(r.get("name")), "Action sans nom"), model.MaxLine)}
	fields := map[string]string{"name": a.name, "about": cut(r.get("description"), model.MaxLong), "priority": actionPriorities[r.get("priority")],
		"workload": cut(oneLine(r.get("charge")), model.MaxLine)}
	switch kind := r.get("type"); kind {
	case "technical", "organisational", "legal":
		fields["kind"] = kind
	}
	a.wanted.Record.Fields = map[string]model.Value{}
	for name, v := range fields {
		if v != "" {
			a.wanted.Record.Fields[name] = model.V(v)
		}
	}
	var say notes
	p := plan.Plan{State: actionStates[r.get("status")], Due: r.day("planification_date"), OwnerName: cut(oneLine(r.get("manager")), 120), Cost: plan.Unknown}
	if p.State == "" {
		p.State = plan.ToDo
	}
	if p.State == plan.Done {
		a.doneOn = r.day("updated_at")
	}
	if cost := r.get("cost"); cost != "" {
		var whole bool
		if p.Cost, whole = cents(cost); !whole {
			say.add("Coût dans Madis", cost)
		}
	}
	if c := r.get("comment"); c != "" {
		say.lines = append(say.lines, c)
	}
	for _, l := range []struct{ join, column, table, kind string }{
		{"mesurement_treatment", "treatment_id", tTreatment, "activity"}, {"mesurement_request", "request_id", tRequest, "request"},
		{"mesurement_violation", "violation_id", tViolation, "breach"}, {"mesurement_contractor", "contractor_id", tContractor, ""},
		{"tool_mesurement", "tool_id", tTool, ""},
	} {
		for _, x := range b.joined(l.join, "mesurement_id", r.key, l.column, l.table) {
			if l.kind == "" {
				say.add("Concerne", oneLine(x.values["name"]))
			} else {
				a.links = append(a.links, link{l.kind, l.table, x.key})
			}
		}
	}
	for _, j := range b.where(tMetAction, "mesurement_id", r.key) {
		answer := b.one(tMet, j.values["reponse_id"])
		if answer == nil {
			continue
		}
		if c := b.one(tConformity, answer.values["conformite_traitement_id"]); c != nil {
			for _, point := range pointsOf(library, answer.values["question_id"]) {
				a.links = append(a.links, link{"conformity", tTreatment, c.values["traitement_id"] + "/" + point})
			}
		}
	}
	p.Remark = cut(say.String(), 4000)
	a.wanted.Plan = p
	r.skip("collectivity_id", "creator_id", "created_at", "updated_at", "updated_by", "cloned_from_id")
	a.left = r.rest()
	return a
}

var amount = regexp.MustCompile(`^([0-9][0-9 \x{00a0}\x{202f}]*)(?:[.,]([0-9]{1,2}))?\s*(?:€|euros?|EUR)?(?:\s*(?:HT|TTC))?$`)

// cents reads an amount that somebody wrote; whole tells whether that was all
// that it said.
func cents(s string) (n int64, whole bool) {
	m := amount.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return plan.Unknown, false
	}
	euros, err := strconv.ParseInt(strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, m[1]), 10, 64)
	if err != nil || euros > 10_000_000 {
		return plan.Unknown, false
	}
	part, _ := strconv.ParseInt((m[2] + "00")[:2], 10, 64)
	return euros*100 + part, true
}

func (t *taking) actions() error {
	for _, a := range t.plan.actions {
		key := tMesurement + ":" + a.id
		if id, err := t.known(intake.Actions, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		a.wanted.MemberID = t.part.TargetID
		for _, l := range a.links {
			id, within, _ := strings.Cut(l.id, "/")
			if target, ok := t.targets[l.table+":"+id]; ok {
				if within != "" {
					target += "/" + within
				}
				a.wanted.Links = append(a.wanted.Links, plan.Link{Kind: l.kind, Target: target})
			}
		}
		got, err := plan.Bring(t.ctx, t.tx, a.wanted, a.doneOn)
		if err != nil {
			return err
		}
		if err := t.made(intake.Actions, got.ID, key, a.name); err != nil {
			return err
		}
	}
	return nil
}
