package plans

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/privacy/anonymise"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	const path = "/api/v1/datasets/{id}/plan"
	token, tags := access.Bearer(s.Doors), []string{"datasets"}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: path, Tags: tags,
		Summary: "Read the anonymisation plan of a dataset", Description: "404 where it has none."}, s.getPlan)
	web.Operation(api, token, huma.Operation{Method: http.MethodPut, Path: path, Tags: tags,
		Summary:     "Give a dataset an anonymisation plan, or another one",
		Description: "An active plan is applied to every later version before the gate of personal data looks at it; one in which something is new stops and asks. Nothing is made of the present version: see plan/runs. Earlier plans are kept, with what was made by them."}, s.putPlan)
	web.Operation(api, token, huma.Operation{Method: http.MethodDelete, Path: path, Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Stop applying the plan to later versions", Description: "The plan is kept, and can be put again."}, s.deletePlan)
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: path + "/suggestion", Tags: tags,
		Summary: "Propose a plan for the latest version of a dataset", Description: "As airial anonymise --suggest does; nothing is kept."}, s.getSuggestion)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: path + "/runs", Tags: tags, DefaultStatus: http.StatusAccepted,
		Summary:     "Apply the plan to the latest version of a dataset",
		Description: "Makes the next version, which goes its way as any deposit does: follow it at deposits/{id}."}, s.postRun)
	web.Operation(api, token, huma.Operation{Method: http.MethodDelete, Path: path + "/key", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Destroy the key of a dataset’s pseudonyms", Description: "Nobody can make them again, the member included. That cannot be undone."}, s.deleteKey)
}

// idInput is the dataset of an address.
type idInput struct {
	ID string `path:"id" doc:"Identifier of the dataset" maxLength:"64"`
}

func (in idInput) check() error {
	if !ident.Valid(in.ID) {
		return fault.Missing("plans.api")
	}
	return nil
}

type planWords struct {
	Number int       `json:"number" doc:"Of the dataset’s plans, from 1"`
	Active bool      `json:"active" doc:"It is applied to every later version"`
	Kept   time.Time `json:"kept"`
	Digest string    `json:"digest" doc:"SHA-256 of the plan without its comments: what the evidence of a version names"`
	Plan   string    `json:"plan" doc:"The plan, in YAML"`
}

type planOutput struct{ Body planWords }

func output(k *Kept) *planOutput {
	return &planOutput{planWords{Number: k.Number, Active: k.Active, Kept: k.At, Digest: k.Plan.Digest(), Plan: string(k.Plan.YAML())}}
}

func (s *Service) getPlan(ctx context.Context, in *idInput) (out *planOutput, err error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	err = s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		k, err := s.Current(ctx, tx, in.ID)
		if err == nil {
			out = output(k)
		}
		return err
	})
	return out, err
}

type planInput struct {
	ID   string `path:"id" doc:"Identifier of the dataset" maxLength:"64"`
	Body struct {
		Plan   string `json:"plan" minLength:"1" maxLength:"200000" doc:"The plan, in YAML, as airial anonymise --suggest writes it"`
		Active *bool  `json:"active,omitempty" doc:"Apply it to every later version; true when absent"`
	}
}

func (s *Service) putPlan(ctx context.Context, in *planInput) (out *planOutput, err error) {
	if err := (idInput{in.ID}).check(); err != nil {
		return nil, err
	}
	p, err := anonymise.Parse([]byte(in.Body.Plan))
	if err != nil {
		return nil, said(err)
	}
	active := in.Body.Active == nil || *in.Body.Active
	err = s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		k, err := s.Attach(ctx, tx, in.ID, p, active)
		if err == nil {
			out = output(k)
		}
		return err
	})
	return out, err
}

func (s *Service) deletePlan(ctx context.Context, in *idInput) (*struct{}, error) {
	return s.write(ctx, in, s.Stop)
}

func (s *Service) deleteKey(ctx context.Context, in *idInput) (*struct{}, error) {
	return s.write(ctx, in, s.DestroyKey)
}

func (s *Service) write(ctx context.Context, in *idInput, do func(context.Context, access.Tx, string) error) (*struct{}, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	return nil, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return do(ctx, tx, in.ID) })
}

type suggestionOutput struct {
	Body struct {
		Plan string `json:"plan" doc:"The plan, in YAML; its comments say why"`
	}
}

func (s *Service) getSuggestion(ctx context.Context, in *idInput) (*suggestionOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	p, err := s.Suggest(ctx, access.From(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	out := &suggestionOutput{}
	out.Body.Plan = string(p.YAML())
	return out, nil
}

type runOutput struct {
	Body struct {
		ID      string `json:"id" doc:"Identifier of the deposit that was made"`
		Version int    `json:"version"`
		Life    string `json:"life" format:"uri" doc:"Where to follow it"`
	}
}

func (s *Service) postRun(ctx context.Context, in *idInput) (*runOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	v, err := s.ApplyCurrent(ctx, access.From(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	out := &runOutput{}
	out.Body.ID, out.Body.Version, out.Body.Life = v.ID, v.Number, web.URL(ctx, "/api/v1/deposits/"+v.ID)
	return out, nil
}
