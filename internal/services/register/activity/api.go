package activity

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
	"airial/internal/services/register/model"
)

// api answers machines.
type api struct{ doors *access.Doors }

// API adds the room's operations to the documented interface.
func API(in *web.Interface, doors *access.Doors) {
	a := api{doors}
	token := access.Bearer(doors)
	tags := []string{"data protection"}
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/activities", Tags: tags,
		Summary: "The register of a member (GDPR, art. 30.1)", Description: "Every activity with all that it says."}, a.list)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/activities/{id}", Tags: tags,
		Summary: "One activity", Description: "With its revision, to be sent back with a change."}, a.one)
	web.Operation(in, token, huma.Operation{Method: http.MethodPut, Path: "/api/v1/members/{siren}/activities/{id}", Tags: tags,
		Summary:     "Change an activity",
		Description: "The whole record as it should be. 409 when somebody changed it since the revision that is sent: read it again. What equals the operator’s model goes on following it."}, a.put)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/activities", Tags: tags,
		Summary: "Add an activity", Description: "From the operator’s model with a code, or a record of the member’s own.", DefaultStatus: http.StatusCreated}, a.add)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/activities/{id}/notices", Tags: tags,
		Summary: "The notices of an activity (GDPR, art. 13 and 14)", Description: "What to write where the data are collected, made of the activity as it is now."}, a.notices)
}

type memberInput struct {
	Siren string `path:"siren" maxLength:"9"`
}

type listOutput struct{ Body Exported }

func (a api) member(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return m, err
	}
	return m, tx.Sees("activity.api", m.ID)
}

func (a api) list(ctx context.Context, in *memberInput) (*listOutput, error) {
	out := &listOutput{}
	err := a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := a.member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: m.ID})
		out.Body = exportOf(m, list, tx.Clock().Now())
		return err
	})
	return out, err
}

type oneInput struct {
	Siren string `path:"siren" maxLength:"9"`
	ID    string `path:"id" maxLength:"64"`
}

type oneOutput struct {
	Body struct {
		ExportedActivity
		Revision int `json:"revision" doc:"Send it back with a change"`
	}
}

func (a api) read(ctx context.Context, tx access.Tx, siren, id string) (model.Full, error) {
	m, err := a.member(ctx, tx, siren)
	if err != nil {
		return model.Full{}, err
	}
	return byID(ctx, tx, m.ID, id)
}

func (o *oneOutput) fill(f model.Full) {
	o.Body.ExportedActivity, o.Body.Revision = exported(f.Instance, &f.Record), f.Rev
}

func (a api) one(ctx context.Context, in *oneInput) (*oneOutput, error) {
	out := &oneOutput{}
	err := a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		f, err := a.read(ctx, tx, in.Siren, in.ID)
		out.fill(f)
		return err
	})
	return out, err
}

type putInput struct {
	Siren string `path:"siren" maxLength:"9"`
	ID    string `path:"id" maxLength:"64"`
	Body  struct {
		Revision int          `json:"revision" doc:"The one that was read"`
		Record   model.Record `json:"record"`
	}
}

func (a api) put(ctx context.Context, in *putInput) (*oneOutput, error) {
	out := &oneOutput{}
	err := a.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		f, err := a.read(ctx, tx, in.Siren, in.ID)
		if err != nil {
			return err
		}
		f, err = model.Edit(ctx, tx, Spec, f.ID, in.Body.Revision, in.Body.Record)
		out.fill(f)
		return err
	})
	return out, err
}

type addInput struct {
	Siren string `path:"siren" maxLength:"9"`
	Body  struct {
		Model  string        `json:"model,omitempty" maxLength:"40" doc:"Code of one of the operator’s models"`
		Record *model.Record `json:"record,omitempty" doc:"A record of the member’s own"`
	}
}

func (a api) add(ctx context.Context, in *addInput) (*oneOutput, error) {
	out := &oneOutput{}
	err := a.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := a.member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		of, record := "", model.Record{}
		if in.Body.Record != nil {
			record = *in.Body.Record
		}
		if in.Body.Model != "" {
			found, err := model.ByCode(ctx, tx, Kind, in.Body.Model)
			if err != nil {
				return err
			}
			of = found.ID
		}
		i, err := model.Create(ctx, tx, Spec, m.ID, of, record)
		if err != nil {
			return err
		}
		f, err := model.Read(ctx, tx, i.ID)
		out.fill(f)
		return err
	})
	return out, err
}
