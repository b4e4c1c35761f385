package model

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// api answers machines: the library, what it asks of a member, and what was sent
// to it. Sending is for people: a program holds no role of the operator's.
type api struct {
	doors *access.Doors
	specs Specs
}

// API adds the room's operations to the documented interface.
func API(in *web.Interface, doors *access.Doors, specs Specs) {
	a := api{doors, specs}
	token := access.Bearer(doors)
	tags := []string{"data protection"}
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/models", Tags: tags,
		Summary: "The operator’s models", Description: "Of which members have records: processing activities, actions, assessments."}, a.models)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/models/{id}/versions", Tags: tags,
		Summary: "The versions of a model", Description: "Each with all that it says, the latest first. A version never changes."}, a.versions)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/differences", Tags: tags,
		Summary: "What new versions of models ask of a member", Description: "Each record in which something is to be settled: what both sides changed, and what is new in the model."}, a.differences)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/differences/{id}", Tags: tags,
		Summary: "Settle the differences of a record", Description: "By path: mine keeps the member’s text, theirs takes the model’s. All that both sides changed must be chosen. 409 when somebody changed the record since the revision that is sent."}, a.settle)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/batches", Tags: tags,
		Summary: "What was sent to a member", Description: "Models given, new versions, differences settled by the operator, and undoings, the latest first, with what became of the member’s records."}, a.batches)
}

type modelShown struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind" doc:"activity, action, assessment"`
	Code    string    `json:"code"`
	Domain  string    `json:"domain,omitempty"`
	Bodies  []string  `json:"bodies,omitempty" doc:"Kinds of member that it is meant for; all when left out"`
	Name    string    `json:"name"`
	Version int       `json:"version" doc:"The latest"`
	Made    time.Time `json:"made"`
}

type modelsInput struct {
	Kind  string `query:"kind" maxLength:"40" default:"activity"`
	Query string `query:"q" maxLength:"200" doc:"Words of the name, the code or the domain"`
}

type modelsOutput struct {
	Body struct {
		Items []modelShown `json:"items"`
	}
}

func (a api) models(ctx context.Context, in *modelsInput) (*modelsOutput, error) {
	out := &modelsOutput{}
	out.Body.Items = []modelShown{}
	err := a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, err := Models(ctx, tx, Filter{Kind: Kind(in.Kind), Query: in.Query, Issued: true})
		for _, m := range list {
			out.Body.Items = append(out.Body.Items, modelShown{ID: m.ID, Kind: string(m.Kind), Code: m.Code, Domain: m.Domain, Bodies: m.Bodies,
				Name: m.Name.Fr, Version: m.Issued, Made: m.Made})
		}
		return err
	})
	return out, err
}

type versionsInput struct {
	ID string `path:"id" maxLength:"64"`
}

type modelVersionShown struct {
	Number int       `json:"number"`
	Issued time.Time `json:"issued"`
	Note   string    `json:"note,omitempty" doc:"What changed"`
	Record Record    `json:"record"`
}

type versionsOutput struct {
	Body struct {
		Items []modelVersionShown `json:"items"`
	}
}

func (a api) versions(ctx context.Context, in *versionsInput) (*versionsOutput, error) {
	out := &versionsOutput{}
	out.Body.Items = []modelVersionShown{}
	err := a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := GetModel(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		list, err := Versions(ctx, tx, m.ID)
		for _, v := range list {
			out.Body.Items = append(out.Body.Items, modelVersionShown{v.Number, v.Issued, v.Note, v.Record})
		}
		return err
	})
	return out, err
}

// modelPlace is what one path says, on each side; null where it says nothing.
type modelPlace struct {
	Path   string `json:"path" doc:"name, data#identity, data#identity.active"`
	Before any    `json:"before,omitempty" doc:"What the model said before"`
	Theirs any    `json:"theirs" doc:"What the model says"`
	Mine   any    `json:"mine,omitempty" doc:"What the member wrote"`
}

type modelDifference struct {
	ID       string       `json:"id"`
	Kind     string       `json:"kind"`
	Model    string       `json:"model" doc:"Id of the model"`
	Name     string       `json:"name"`
	Version  int          `json:"version" doc:"Of the model, that is offered or was taken over"`
	Note     string       `json:"note,omitempty" doc:"What changed in it"`
	Taken    bool         `json:"taken" doc:"Whether what is new holds already"`
	Revision int          `json:"revision" doc:"Send it back with the choices"`
	Open     []modelPlace `json:"open" doc:"Changed on both sides: to be chosen"`
	New      []modelPlace `json:"new" doc:"New in the model, where the member wrote nothing"`
}

type memberPath struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type differencesOutput struct {
	Body struct {
		Items []modelDifference `json:"items"`
	}
}

// said is a content of the database as the interface has it.
func said(content string) any {
	if content == "" || content == Removed {
		return nil
	}
	return json.RawMessage(content)
}

func (a api) member(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return m, err
	}
	return m, tx.Sees("model.api", m.ID)
}

func (a api) differences(ctx context.Context, in *memberPath) (*differencesOutput, error) {
	out := &differencesOutput{}
	out.Body.Items = []modelDifference{}
	err := a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := a.member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		for _, kind := range slices.Sorted(maps.Keys(a.specs)) {
			list, err := All(ctx, tx, Ask{Kind: kind, Member: m.ID, Waiting: true})
			if err != nil {
				return err
			}
			for _, f := range list {
				d, err := differingOf(ctx, tx, f)
				if err != nil {
					return err
				}
				out.Body.Items = append(out.Body.Items, d)
			}
		}
		return nil
	})
	return out, err
}

func differingOf(ctx context.Context, tx access.Tx, f Full) (modelDifference, error) {
	p, err := ReadProposal(ctx, tx, f)
	d := modelDifference{ID: f.ID, Kind: string(f.Kind), Model: f.ModelID, Name: f.Name.Fr, Version: p.Version, Note: p.Note, Taken: p.Taken, Revision: f.Rev,
		Open: []modelPlace{}, New: []modelPlace{}}
	for _, o := range p.Open {
		d.Open = append(d.Open, modelPlace{o.Path, said(o.Base), said(o.Theirs), said(o.Mine)})
	}
	for _, c := range p.New {
		d.New = append(d.New, modelPlace{Path: c.Path, Before: said(c.Before), Theirs: said(c.After)})
	}
	return d, err
}

type settleInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64"`
	Body  struct {
		Revision int               `json:"revision" doc:"The one that was read"`
		Choices  map[string]string `json:"choices" doc:"By path: mine or theirs"`
	}
}

type settleOutput struct{ Body modelDifference }

func (a api) settle(ctx context.Context, in *settleInput) (*settleOutput, error) {
	out := &settleOutput{}
	err := a.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := a.member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		f, err := Read(ctx, tx, in.ID)
		if err == nil && f.MemberID != m.ID {
			err = fault.Missing("model.api")
		}
		if err != nil {
			return err
		}
		spec, err := a.specs.Of(f.Kind)
		if err != nil {
			return err
		}
		if !f.Waits() {
			return fault.New(fault.Conflict, "model.api", "Rien n’est à régler dans cette fiche.", "Nothing is to be settled in this record.")
		}
		if f, err = SettleOne(ctx, tx, spec, f.ID, in.Body.Revision, in.Body.Choices); err != nil {
			return err
		}
		out.Body, err = differingOf(ctx, tx, f)
		return err
	})
	return out, err
}
