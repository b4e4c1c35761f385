package plan

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

type editView struct {
	view
	Action  Action // ID "" for a new one
	Edited  model.Edited
	Owners  []user.User
	Offered []model.Model // that the member may take
	Rev     int
	Form    *form.Form
	Clash   *model.Clash
	Theirs  []planChange // what somebody else has changed of the plan
	By      string
}

// planChange is a part of a plan that somebody else has changed since the form
// was opened.
type planChange struct {
	What       i18n.Text
	Was, Is    string // in words
	Contradict bool   // this form changes it too
}

// formSpec is the spec of a member's form: a delay is a model's.
var formSpec = func() model.Spec {
	s := Spec
	s.Parts = slices.Clone(s.Parts)
	s.Parts[0].Fields = slices.DeleteFunc(slices.Clone(s.Parts[0].Fields), func(f model.Field) bool { return f.Name == fDelay })
	return s
}()

func readRecord(f *form.Form, seen model.Record, tx access.Tx) model.Record {
	r := model.ReadForm(formSpec, f, seen, model.NewKey(tx))
	if d := seen.Get(fDelay); !d.Empty() {
		r.Fields[fDelay] = d
	}
	return r
}

// fillPlan writes a plan into a form; readPlan reads it out.
func fillPlan(f *form.Form, p Plan) {
	f.Set("state", string(p.State))
	f.Set("due", p.Due)
	f.Set("owner", p.OwnerID)
	if p.OwnerID == "" {
		f.Set("owner_name", p.OwnerName)
	}
	f.Set("cost", costText(p.Cost))
	f.Set("remark", p.Remark)
}

func readPlan(f *form.Form) Plan {
	p := Plan{State: State(f.Raw("state")), Due: f.Text("due", 10), OwnerID: f.Raw("owner"), Cost: Unknown, Remark: f.Long("remark", maxRemark)}
	if p.State == "" {
		p.State = ToDo
	}
	if p.OwnerID == "" {
		p.OwnerName = f.Text("owner_name", maxOwner)
	}
	if cost := strings.TrimSpace(f.Raw("cost")); cost != "" {
		n, err := adhesion.ReadMoney(cost, 2)
		if err != nil {
			f.Fail("cost", fault.Message(err))
		}
		p.Cost = n
	}
	return p
}

// costText writes cents as a form has them; nothing where nobody has said.
func costText(cents int64) string {
	switch {
	case cents < 0:
		return ""
	case cents == 0:
		return "0"
	}
	return adhesion.WriteMoney(cents, 2)
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	f := model.FillForm(formSpec, model.Record{Fields: map[string]model.Value{fKind: model.V(Organisational), fPriority: model.V("2")}})
	plain(f)
	fillPlan(f, Plan{State: ToDo, Cost: Unknown})
	if link := r.URL.Query().Get("link"); len(link) < 250 {
		f.Set("link", link)
	}
	return p.showEdit(w, r, http.StatusOK, f, nil)
}

// plain takes the translations out of a form: a member writes in French.
func plain(f *form.Form) {
	for name := range f.Values {
		if strings.HasSuffix(name, ".en") {
			f.Values.Del(name)
		}
	}
}

// showEdit shows the form of a new action or, with one in the address, of that
// one. more may fill in what a refusal has to tell.
func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, f *form.Form, more func(v *editView)) error {
	v := editView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.writer(ctx, tx, r); err != nil {
			return err
		}
		v.Edited = model.Edited{Spec: formSpec, Form: f, Own: func(string) bool { return false }}
		if r.PathValue("action") != "" {
			if v.Action, err = v.found(ctx, tx, r); err != nil {
				return err
			}
			full, err := model.Read(ctx, tx, v.Action.ID)
			if err != nil {
				return err
			}
			v.Rev = v.Action.Rev
			v.Edited.Base, v.Edited.HasBase, v.Edited.Own = full.Base, full.ModelID != "", full.Own
			if more != nil {
				more(&v)
			}
			if v.Clash != nil {
				v.Clash.Shown = shown(full)
			}
		} else if v.Offered, err = offeredModels(ctx, tx, v.view); err != nil {
			return err
		}
		v.Owners, err = Owners(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, editBody(v))
}

// offeredModels are the operator's models that a member may take.
func offeredModels(ctx context.Context, tx access.Tx, v view) ([]model.Model, error) {
	library, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true})
	if err != nil || len(library) == 0 {
		return nil, err
	}
	own, _, err := model.Find(ctx, tx, model.Ask{Kind: Kind, Member: v.Member.ID}, 5000, 0)
	has := map[string]bool{}
	for _, i := range own {
		has[i.ModelID] = true
	}
	return slices.DeleteFunc(library, func(m model.Model) bool { return has[m.ID] || !m.For(string(v.Member.Kind)) }), err
}

func (p *Pages) saveNew(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	plan := readPlan(f)
	var path string
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			v, err := p.writer(ctx, tx, r)
			if err != nil {
				return err
			}
			n := Wanted{MemberID: v.Member.ID, Record: readRecord(f, model.Record{}, tx), Plan: plan}
			if kind, target, ok := strings.Cut(f.Raw("link"), ":"); ok {
				known, err := p.linked(ctx, tx, v.Member, []Link{{kind, target}})
				if err != nil {
					return err
				}
				if known[0].Target.ID != "" {
					n.Links = []Link{{kind, target}}
				}
			}
			a, err := Create(ctx, tx, n)
			path = v.path(a)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showEdit(w, r, http.StatusUnprocessableEntity, f, nil)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("L’action est dans le plan.", "The action is in the plan."))
	return web.Redirect(w, r, path)
}

// adopt takes models of the operator's into the plan.
func (p *Pages) adopt(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	n, siren := 0, ""
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err != nil {
			return err
		}
		n, siren = 0, v.Member.Siren
		if len(f.All("model")) == 0 {
			return wrong("adopt", "Choisissez au moins un modèle.", "Choose at least one model.")
		}
		for _, id := range f.All("model") {
			if _, err := Create(ctx, tx, Wanted{MemberID: v.Member.ID, ModelID: id, Plan: Plan{Cost: Unknown}}); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		if refused(f, err) {
			return p.showEdit(w, r, fault.Status(err), f, nil)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Actions ajoutées au plan\u202f: %[1]d.", "Actions added to the plan: %[1]d.", n))
	return web.Redirect(w, r, Base(siren))
}

func (p *Pages) askEdit(w http.ResponseWriter, r *http.Request) error {
	var a Action
	var full model.Full
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err == nil {
			a, err = v.found(ctx, tx, r)
		}
		if err == nil {
			full, err = model.Read(ctx, tx, a.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	f := model.FillForm(formSpec, full.Record)
	plain(f)
	f.Set("seen", model.Encode(full.Record))
	f.Set("planned", encodePlan(a.Plan))
	fillPlan(f, a.Plan)
	return p.showEdit(w, r, http.StatusOK, f, nil)
}

func encodePlan(p Plan) string {
	b, err := json.Marshal(p)
	if err != nil {
		panic(err) // texts and numbers
	}
	return string(b)
}

func (p *Pages) saveEdit(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	seen, err := model.Decode(f.Raw("seen"))
	var was Plan
	if err == nil {
		err = json.Unmarshal([]byte(f.Raw("planned")), &was)
	}
	if err != nil {
		return fault.New(fault.Invalid, "plan.saveEdit", "Le formulaire est incomplet. Rouvrez l’action.", "The form is incomplete. Open the action again.")
	}
	plan := readPlan(f)
	var clash *model.Clash
	var theirs []planChange
	var path, by string
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			clash, theirs = nil, nil
			v, err := p.writer(ctx, tx, r)
			if err != nil {
				return err
			}
			a, err := v.found(ctx, tx, r)
			if err != nil {
				return err
			}
			path = v.path(a)
			record, wanted := readRecord(f, seen, tx), plan
			if a.Rev != rev {
				f.Values.Del("met") // she has not seen this one
			}
			if a.Rev != rev || f.Checked("met") {
				if clash, theirs, record, wanted, by, err = p.meet(ctx, tx, f, a, seen, record, was, plan); err != nil || clash != nil || len(theirs) > 0 {
					return err
				}
			}
			_, err = Change(ctx, tx, a.ID, a.Rev, record, wanted)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if clash != nil || len(theirs) > 0 {
		return p.showEdit(w, r, http.StatusConflict, f, func(v *editView) { v.Clash, v.Theirs, v.By = clash, theirs, by })
	}
	if !f.OK() {
		return p.showEdit(w, r, http.StatusUnprocessableEntity, f, nil)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("L’action est enregistrée.", "The action is saved."))
	return web.Redirect(w, r, path)
}

// meet brings a form together with what somebody else has written since it was
// opened: what only one of both changed is taken; where both did, the writer
// sees it first, and then decides by saving again.
func (p *Pages) meet(ctx context.Context, tx access.Tx, f *form.Form, a Action, seen, record model.Record, was, mine Plan) (*model.Clash, []planChange, model.Record, Plan, string, error) {
	full, err := model.Read(ctx, tx, a.ID)
	if err != nil {
		return nil, nil, record, mine, "", err
	}
	by, err := lastWriter(ctx, tx, a.ID)
	if err != nil {
		return nil, nil, record, mine, by, err
	}
	met := f.Checked("met")
	clash, record, err := model.Meet(f, seen, record, full.Record, by)
	if err != nil {
		return nil, nil, record, mine, by, err
	}
	theirs := planChanges(ctx, was, a.Plan, mine)
	if met {
		theirs = nil
	}
	return clash, theirs, record, merged(was, a.Plan, mine), by, nil
}

func planChanges(ctx context.Context, was, is, mine Plan) []planChange {
	var out []planChange
	add := func(what i18n.Text, a, b, c string) {
		if a != b {
			out = append(out, planChange{what, orNothing(ctx, a), orNothing(ctx, b), c != a && c != b})
		}
	}
	state := func(s State) string { return i18n.Read(ctx, s.Label()) }
	add(i18n.T("État", "State"), state(was.State), state(is.State), state(mine.State))
	add(i18n.T("Échéance", "Due"), was.Due, is.Due, mine.Due)
	add(i18n.T("Responsable", "Who does it"), was.OwnerID+was.OwnerName, is.OwnerID+is.OwnerName, mine.OwnerID+mine.OwnerName)
	if n := len(out); n > 0 && was.OwnerID+was.OwnerName != is.OwnerID+is.OwnerName {
		out[n-1].Was, out[n-1].Is = orNothing(ctx, was.OwnerName), orNothing(ctx, is.OwnerName)
	}
	add(i18n.T("Coût", "Cost"), costText(was.Cost), costText(is.Cost), costText(mine.Cost))
	add(i18n.T("Commentaire", "Remark"), was.Remark, is.Remark, mine.Remark)
	return out
}

// merged takes what only one of both has changed; where both did, what is in
// the form, whose writer has seen the other.
func merged(was, is, mine Plan) Plan {
	if mine.State == was.State {
		mine.State = is.State
	}
	if mine.Due == was.Due {
		mine.Due = is.Due
	}
	if mine.OwnerID == was.OwnerID && (mine.OwnerID != "" || mine.OwnerName == was.OwnerName) {
		mine.OwnerID, mine.OwnerName = is.OwnerID, is.OwnerName
	}
	if mine.Cost == was.Cost {
		mine.Cost = is.Cost
	}
	if mine.Remark == was.Remark {
		mine.Remark = is.Remark
	}
	return mine
}

func orNothing(ctx context.Context, s string) string {
	if s == "" {
		return i18n.Say(ctx, "rien", "nothing")
	}
	return s
}

func lastWriter(ctx context.Context, tx access.Tx, id string) (string, error) {
	steps, err := Steps(ctx, tx, id)
	if err != nil {
		return "", err
	}
	name, err := model.LastWriter(ctx, tx, id)
	if len(steps) > 0 && steps[0].By != "" {
		name = steps[0].By
	}
	return name, err
}

type settleView struct {
	view
	Action   Action
	Full     model.Full
	Shown    model.Shown
	Proposal model.Proposal
	Next     model.Record
	Form     *form.Form
}

func (p *Pages) askSettle(w http.ResponseWriter, r *http.Request) error {
	return p.showSettle(w, r, http.StatusOK, nil)
}

func (p *Pages) showSettle(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := settleView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if v.Action, err = v.found(ctx, tx, r); err != nil {
			return err
		}
		if v.Full, err = model.Read(ctx, tx, v.Action.ID); err != nil {
			return err
		}
		v.Shown = shown(v.Full)
		if v.Proposal, err = model.ReadProposal(ctx, tx, v.Full); err != nil || v.Full.ModelID == "" {
			return err
		}
		next, err := model.ReadVersion(ctx, tx, v.Full.ModelID, v.Proposal.Version)
		if fault.Is(err, fault.NotFound) {
			err = nil
		}
		v.Next = next.Record
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, settleBody(v))
}

func (p *Pages) settle(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	choices := map[string]string{}
	for name := range f.Values {
		if path, ok := strings.CutPrefix(name, "choice."); ok {
			choices[path] = f.Raw(name)
		}
	}
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err != nil {
			return err
		}
		a, err := v.found(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path(a)
		full, err := model.SettleOne(ctx, tx, Spec, a.ID, rev, choices)
		if err != nil {
			return err
		}
		_, err = replan(ctx, tx, a, full.Record, a.Plan)
		return err
	})
	if err != nil {
		if refused(f, err) {
			return p.showSettle(w, r, fault.Status(err), f)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Les différences sont réglées.", "The differences are settled."))
	return web.Redirect(w, r, path)
}
