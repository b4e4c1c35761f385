package opendata

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// ruleLine is a rule as the page shows it.
type ruleLine struct {
	Rule
	Title    string
	Operator bool // set by the operator, for all its members
}

type rulesView struct {
	Form     *form.Form
	Members  []organisation.Member // whose rules the reader may set
	Member   organisation.Member   // whose rules are shown; zero where one is to be chosen
	Rules    []ruleLine
	Schemas  []ui.Option
	Operator bool
}

// rules shows for what a second person must approve.
func (p *Pages) rules(w http.ResponseWriter, r *http.Request) error {
	return p.showRules(w, r, http.StatusOK, form.New())
}

func (p *Pages) showRules(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := rulesView{Form: f, Operator: access.From(ctx).Has(access.Administrator)}
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fillRules(ctx, tx, r, &v) })
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Règles d’approbation", "Rules of approval")
	return p.desk.ShowStatus(w, r, status, console.Page{Title: title, Crumbs: crumbs(ctx, ui.Link{Label: title})}, rulesBody(v))
}

func (p *Pages) fillRules(ctx context.Context, tx access.Tx, r *http.Request, v *rulesView) error {
	const op = "opendata.rules"
	ids, err := membersFor(ctx, tx, op, access.Manage)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return fault.Missing(op)
	}
	if v.Members, _, err = organisation.List(ctx, tx, organisation.Filter{IDs: ids}, maxMembers, 0); err != nil {
		return err
	}
	var chosen bool
	if v.Member, chosen, err = console.Chosen(ctx, tx, r); err != nil {
		return err
	}
	switch {
	case chosen:
		if err := tx.May(ctx, access.Manage, v.Member.ID); err != nil {
			return err
		}
	case v.Operator:
		if v.Member, err = organisation.Operator(ctx, tx); err != nil {
			return err
		}
	case len(v.Members) == 1:
		v.Member = v.Members[0]
	default:
		return nil
	}
	v.Schemas = p.schemaOptions(ctx, i18n.Say(ctx, "Tous les jeux de données", "All datasets"))
	v.Schemas = v.Schemas[:len(v.Schemas)-1] // "none" is no schema to make a rule of
	list, err := Rules(ctx, tx, v.Member.ID)
	for _, rule := range list {
		line := ruleLine{Rule: rule, Title: i18n.Say(ctx, "Tous les jeux de données", "All datasets"),
			Operator: rule.MemberID != v.Member.ID}
		if rule.Schema != "" {
			line.Title = p.schemaTitle(ctx, rule.Schema)
		}
		v.Rules = append(v.Rules, line)
	}
	return err
}

// setRule adds a rule, or drops one.
func (p *Pages) setRule(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	schema, on := f.Raw("schema"), f.Raw("act") != "drop"
	if _, err := p.checks.Known(schema); err != nil || schema == "none" {
		f.Fail("schema", i18n.T("Choisissez dans la liste.", "Choose from the list."))
		return p.showRules(w, r, http.StatusUnprocessableEntity, f)
	}
	var m organisation.Member
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if m, err = organisation.BySiren(ctx, tx, f.Raw("member")); err != nil {
			return err
		}
		return SetRule(ctx, tx, Rule{MemberID: m.ID, Schema: schema}, on)
	})
	if err != nil {
		return err
	}
	if on {
		p.desk.Flash(ctx, ui.Good, i18n.T("Règle ajoutée. Elle vaut pour les prochaines publications.", "Rule added. It holds for what is published from now on."))
	} else {
		p.desk.Flash(ctx, ui.Good, i18n.T("Règle retirée.", "Rule dropped."))
	}
	return web.Redirect(w, r, console.ForMember(rulesPath, m.Siren))
}
