package cockpit

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/plan"
)

type portfoliosView struct {
	Shares   []Share
	Absences []Absence
	Agents   []user.User
	MayAct   bool
	Form     *form.Form
}

func (p *Pages) portfolios(w http.ResponseWriter, r *http.Request) error {
	return p.showPortfolios(w, r, http.StatusOK, nil)
}

func (p *Pages) showPortfolios(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := portfoliosView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.MayAct = tx.Scope().Has(access.ProtectionOfficer)
		if v.Shares, err = p.Shares(ctx, tx); err != nil {
			return err
		}
		if v.Absences, err = Absences(ctx, tx); err != nil {
			return err
		}
		v.Agents, err = agents(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, page(r.Context(), i18n.Say(r.Context(), "Portefeuilles", "Portfolios")), portfoliosBody(v))
}

func (p *Pages) cover(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		return Cover(ctx, tx, f.Raw("agent"), f.Raw("cover"), f.Text("from", 10), f.Text("until", 10))
	})
	if err != nil {
		if refused(f, err) {
			return p.showPortfolios(w, r, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Le remplacement est noté.", "The replacement is noted."))
	return web.Redirect(w, r, portfoliosPath)
}

func (p *Pages) uncover(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "absence")
	if err == nil {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error { return Uncover(ctx, tx, id) })
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, portfoliosPath)
}

type visitsView struct {
	State   VisitState
	Visits  []Visit
	Members map[string]organisation.Member
	Pager   ui.Pages
	Today   string
}

func (p *Pages) visits(w http.ResponseWriter, r *http.Request) error {
	v, err := p.readVisits(r, pageSize)
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, page(r.Context(), i18n.Say(r.Context(), "Visites", "Visits")), visitsBody(v))
}

func (p *Pages) readVisits(r *http.Request, size int) (v visitsView, err error) {
	v.State = VisitState(r.URL.Query().Get("state"))
	if v.State != Held && v.State != Off {
		v.State = Planned
	}
	v.Pager = ui.Pages{Page: pageNumber(r), Size: size}
	err = p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v.Today = access.Today(tx.Clock())
		var total int
		if v.Visits, total, err = Visits(ctx, tx, "", v.State, size, (v.Pager.Page-1)*size); err != nil {
			return err
		}
		v.Pager.Total = int64(total)
		var ids []string
		seen := map[string]bool{}
		for _, x := range v.Visits {
			if !seen[x.MemberID] {
				seen[x.MemberID] = true
				ids = append(ids, x.MemberID)
			}
		}
		v.Members, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	return v, err
}

type visitView struct {
	Visit   Visit
	Member  organisation.Member
	Agents  []user.User
	Actions []plan.Action
	Form    *form.Form
}

func (p *Pages) oneVisit(w http.ResponseWriter, r *http.Request) error {
	return p.showVisit(w, r, http.StatusOK, nil)
}

func (p *Pages) showVisit(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	id, err := pathID(r, "visit")
	if err != nil {
		return err
	}
	v := visitView{Form: f}
	err = p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Visit, err = GetVisit(ctx, tx, id); err != nil {
			return err
		}
		if v.Member, err = organisation.Get(ctx, tx, v.Visit.MemberID); err != nil {
			return err
		}
		if v.Actions, _, err = plan.List(ctx, tx, plan.Filter{Member: v.Member.ID, Link: plan.Link{Kind: VisitLink, Target: id}}, 100, 0); err != nil {
			return err
		}
		v.Agents, err = agents(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if v.Form == nil {
		v.Form = form.New()
		fillVisit(v.Form, v.Visit)
	}
	return p.Desk.ShowStatus(w, r, status, page(r.Context(), i18n.Sayf(r.Context(), "Visite à %s", "Visit to %s", v.Member.Name)), visitBody(v))
}

// VisitLink is the kind of link that leads from an action to the visit which it
// was born of.
const VisitLink = "visit"

func fillVisit(f *form.Form, v Visit) {
	f.Set("state", string(v.State))
	f.Set("day", v.Day)
	f.Set("agent", v.Agent.ID)
	f.Set("people", v.People)
	f.Set("summary", v.Summary)
	f.Set("next", v.Next)
}

func readVisit(f *form.Form) Visit {
	return Visit{State: VisitState(f.Raw("state")), Day: f.Text("day", 10), Agent: Agent{ID: f.Raw("agent")}, People: f.Text("people", maxPeople),
		Summary: f.Long("summary", maxSummary), Next: f.Text("next", 10)}
}

func (p *Pages) noteVisit(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r, "visit")
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	revision, _ := strconv.Atoi(f.Raw("revision"))
	v := readVisit(f)
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			_, err := Note(ctx, tx, id, revision, v)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if !f.OK() {
		status := http.StatusUnprocessableEntity
		if fault.Is(err, fault.Conflict) {
			status = http.StatusConflict
		}
		return p.showVisit(w, r, status, f)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("La visite est notée.", "The visit is noted."))
	return web.Redirect(w, r, visitsPath+"/"+id)
}

type fileView struct {
	Member   organisation.Member
	Standing Standing
	Group    organisation.Member
	Cards    []activity.Card
	Due      []plan.Deadline
	Visits   []Visit
	Agents   []user.User
	Known    bool
	Tab      string
	Today    string
	Form     *form.Form
}

// file is all that an agent needs of a member on one page.
func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	return p.showFile(w, r, http.StatusOK, nil)
}

func (p *Pages) showFile(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := fileView{Form: f, Known: p.Undesignated != nil, Tab: p.DesignationTab}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Member, err = organisation.BySiren(ctx, tx, r.PathValue("siren")); err != nil {
			return err
		}
		if v.Member.IsOperator || !v.Member.Closed.IsZero() {
			return fault.Missing("cockpit.file")
		}
		return p.fillFile(ctx, tx, &v)
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, page(r.Context(), v.Member.Name), fileBody(v))
}

func (p *Pages) fillFile(ctx context.Context, tx access.Tx, v *fileView) error {
	v.Today = access.Today(tx.Clock())
	b, err := p.Board(ctx, tx, Filter{Order: "name"})
	if err != nil {
		return err
	}
	for _, m := range b.All {
		if m.ID == v.Member.ID {
			v.Standing = m
		}
	}
	if v.Member.GroupID != "" {
		if v.Group, err = organisation.Get(ctx, tx, v.Member.GroupID); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	for _, of := range p.Cards {
		c, err := of(ctx, tx, v.Member)
		if err != nil {
			return err
		}
		if c.Title != "" {
			v.Cards = append(v.Cards, c)
		}
	}
	if p.Plan != nil {
		if v.Due, err = p.Plan.Deadlines(ctx, tx, v.Member.ID, access.Day(tx.Clock().Now().AddDate(0, 0, 31))); err != nil {
			return err
		}
	}
	if v.Visits, _, err = Visits(ctx, tx, v.Member.ID, "", 20, 0); err != nil {
		return err
	}
	if v.Agents, err = agents(ctx, tx); err != nil {
		return err
	}
	if v.Form == nil {
		v.Form = form.New()
		fillVisit(v.Form, Visit{State: Planned, Day: workday(v.Today, 5), Agent: Agent{ID: v.Standing.Agent}})
		if v.Standing.Agent == "" {
			v.Form.Set("agent", tx.Scope().Actor().ID)
		}
	}
	return nil
}

func (p *Pages) planVisit(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	visit := readVisit(f)
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			m, err := organisation.BySiren(ctx, tx, r.PathValue("siren"))
			if err != nil {
				return err
			}
			visit.MemberID = m.ID
			visit, err = Plan(ctx, tx, visit)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showFile(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("La visite est notée.", "The visit is noted."))
	return web.Redirect(w, r, visitsPath+"/"+visit.ID)
}
