package plan

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/services/register/model"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(in *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"data protection"}
	const path = "/api/v1/members/{siren}/actions"
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: path, Tags: tags,
		Summary: "The action plan of a member", Description: "What is open first, the earliest due first."}, s.apiList)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: path, Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Add an action", Description: "Needs the right to keep the register."}, s.apiAdd)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: path + "/{id}", Tags: tags,
		Summary: "One action", Description: "With its revision, to be sent back with a change."}, s.apiOne)
	web.Operation(in, token, huma.Operation{Method: http.MethodPut, Path: path + "/{id}", Tags: tags,
		Summary:     "Change an action",
		Description: "The whole action as it should be. 409 when somebody changed it since the revision that is sent: read it again. What equals the operator’s model goes on following it."}, s.apiPut)
}

// ActionFields are what an action says, as the interface has it.
type ActionFields struct {
	Title    string `json:"title" minLength:"1" maxLength:"500"`
	About    string `json:"description,omitempty" maxLength:"20000"`
	Kind     string `json:"kind,omitempty" enum:"legal,organisational,technical"`
	Priority int    `json:"priority,omitempty" minimum:"1" maximum:"3" doc:"1 is high, 2 medium, 3 low"`
	Workload string `json:"workload,omitempty" maxLength:"500"`
	Expected string `json:"expected_proof,omitempty" maxLength:"500"`
	State    string `json:"state,omitempty" enum:"todo,doing,done,dropped,void"`
	Due      string `json:"due_on,omitempty" maxLength:"10" doc:"2027-03-31"`
	Owner    string `json:"owner,omitempty" maxLength:"120" doc:"Name of who does it"`
	OwnerID  string `json:"owner_account,omitempty" maxLength:"64" doc:"Account of who does it; its name is kept in owner"`
	Cost     *int64 `json:"cost_cents,omitempty" minimum:"0" doc:"In cents of euro; left out where nobody has said"`
	Remark   string `json:"remark,omitempty" maxLength:"4000"`
}

type actionShown struct {
	ID       string `json:"id"`
	Revision int    `json:"revision" doc:"Send it back with a change"`
	Model    string `json:"model,omitempty" doc:"Id of the operator’s model that it follows"`
	Late     bool   `json:"late"`
	DoneOn   string `json:"done_on,omitempty"`
	ActionFields
	Links []linkShown `json:"links,omitempty"`
}

type linkShown struct {
	Kind string `json:"kind" doc:"activity, request, breach, maturity…"`
	ID   string `json:"id"`
}

func shownAction(a Action, r model.Record, links []Link, today string) actionShown {
	get := func(name string) string { return r.Get(name).Fr }
	out := actionShown{ID: a.ID, Revision: a.Rev, Model: a.Model, Late: a.Late(today), DoneOn: a.DoneOn, ActionFields: ActionFields{Title: a.Title.Fr, About: get(fAbout),
		Kind: a.Kind, Priority: a.Priority, Workload: get(fWorkload), Expected: get(fProof), State: string(a.State), Due: a.Due, Owner: a.OwnerName,
		OwnerID: a.OwnerID, Remark: a.Remark}}
	if a.Cost >= 0 {
		out.Cost = &a.Cost
	}
	for _, l := range links {
		out.Links = append(out.Links, linkShown{l.Kind, l.Target})
	}
	return out
}

func (b ActionFields) plan() Plan {
	p := Plan{State: State(b.State), Due: b.Due, OwnerID: b.OwnerID, OwnerName: b.Owner, Cost: Unknown, Remark: b.Remark}
	if b.State == "" {
		p.State = ToDo
	}
	if b.Cost != nil {
		p.Cost = *b.Cost
	}
	return p
}

// record is what the body says, over what stood: a text that is the same keeps
// its translation.
func (b ActionFields) record(was model.Record) model.Record {
	out := model.Record{Fields: map[string]model.Value{}}
	set := func(name, text string) {
		if v := was.Get(name); v.Fr == text {
			out.Fields[name] = v
			return
		}
		out.Fields[name] = model.V(text)
	}
	set(fName, b.Title)
	set(fAbout, b.About)
	set(fKind, b.Kind)
	if b.Kind == "" {
		set(fKind, Organisational)
	}
	priority := b.Priority
	if priority == 0 {
		priority = Medium
	}
	set(fPriority, strconv.Itoa(priority))
	set(fWorkload, b.Workload)
	set(fProof, b.Expected)
	out.Fields[fDelay] = was.Get(fDelay)
	return out.Tidy()
}

func apiMember(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return m, err
	}
	return m, tx.Sees("plan.api", m.ID)
}

type actionsInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	View   string `query:"view" enum:"open,late,week,closed" doc:"Only these"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Offset int    `query:"offset" minimum:"0"`
}

type actionsOutput struct {
	Body struct {
		Items []actionShown `json:"items"`
		Total int           `json:"total"`
	}
}

func (s *Service) apiList(ctx context.Context, in *actionsInput) (*actionsOutput, error) {
	out := &actionsOutput{}
	out.Body.Items = []actionShown{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := apiMember(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, total, err := List(ctx, tx, Filter{Member: m.ID, View: in.View}, in.Limit, in.Offset)
		if err != nil || len(list) == 0 {
			out.Body.Total = total
			return err
		}
		ids := make([]string, len(list))
		for n, a := range list {
			ids[n] = a.ID
		}
		records, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: m.ID, IDs: ids})
		if err != nil {
			return err
		}
		by := map[string]model.Record{}
		for _, f := range records {
			by[f.ID] = f.Record
		}
		links, err := Links(ctx, tx, m.ID, ids...)
		out.Body.Total = total
		for _, a := range list {
			out.Body.Items = append(out.Body.Items, shownAction(a, by[a.ID], links[a.ID], access.Today(tx.Clock())))
		}
		return err
	})
}

type actionOutput struct{ Body actionShown }

func (o *actionOutput) fill(ctx context.Context, tx access.Tx, a Action) error {
	f, err := model.Read(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	links, err := Links(ctx, tx, a.MemberID, a.ID)
	o.Body = shownAction(a, f.Record, links[a.ID], access.Today(tx.Clock()))
	return err
}

type actionInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64"`
}

func apiAction(ctx context.Context, tx access.Tx, siren, id string) (Action, error) {
	m, err := apiMember(ctx, tx, siren)
	if err == nil && !ident.Valid(id) {
		err = fault.Missing("plan.api")
	}
	if err != nil {
		return Action{}, err
	}
	a, err := Get(ctx, tx, id)
	if err == nil && a.MemberID != m.ID {
		err = fault.Missing("plan.api")
	}
	return a, err
}

func (s *Service) apiOne(ctx context.Context, in *actionInput) (*actionOutput, error) {
	out := &actionOutput{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		a, err := apiAction(ctx, tx, in.Siren, in.ID)
		if err != nil {
			return err
		}
		return out.fill(ctx, tx, a)
	})
}

type addActionInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  ActionFields
}

func (s *Service) apiAdd(ctx context.Context, in *addActionInput) (*actionOutput, error) {
	out := &actionOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := apiMember(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		a, err := Create(ctx, tx, Wanted{MemberID: m.ID, Record: in.Body.record(model.Record{}), Plan: in.Body.plan()})
		if err != nil {
			return err
		}
		return out.fill(ctx, tx, a)
	})
}

type putActionInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64"`
	Body  struct {
		Revision int `json:"revision" doc:"The one that was read"`
		ActionFields
	}
}

func (s *Service) apiPut(ctx context.Context, in *putActionInput) (*actionOutput, error) {
	out := &actionOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		a, err := apiAction(ctx, tx, in.Siren, in.ID)
		if err != nil {
			return err
		}
		f, err := model.Read(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		if a, err = Change(ctx, tx, a.ID, in.Body.Revision, in.Body.record(f.Record), in.Body.plan()); err != nil {
			return err
		}
		return out.fill(ctx, tx, a)
	})
}
