package duty

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	token := access.Bearer(s.doors)
	tags := []string{"duties"}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/duties", Tags: tags,
		Summary:     "What a member owes to publish",
		Description: "From kind, population and staff: what it owes, has done, is late with, does not owe, the most pressing first. Yearly duties stand for the last whole year and the present one."}, s.apiList)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/duties/elsewhere", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Say that something is published elsewhere", Description: "Saying it again takes the new address."}, s.apiSay)
	web.Operation(api, token, huma.Operation{Method: http.MethodDelete, Path: "/api/v1/duties/elsewhere/{id}", Tags: tags, DefaultStatus: http.StatusNoContent,
		Summary: "Take that back"}, s.apiUnsay)
	web.Operation(api, web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/duties/rules", Tags: tags,
		Summary: "The rules", Description: "With their article, their source and the day on which they were last read."}, s.apiRules)
}

type dutyShown struct {
	Rule    string `json:"rule" doc:"Identifier of the rule"`
	Title   string `json:"title"`
	Period  string `json:"period" doc:"A year; empty for what stands once"`
	Status  Status `json:"status" enum:"late,todo,depends,verify,done,free"`
	Why     string `json:"why" doc:"Why the law asks it, or does not"`
	When    string `json:"when,omitempty" doc:"It binds only those who did this"`
	Due     string `json:"due,omitempty" doc:"Day by which it is awaited"`
	How     string `json:"how,omitempty" enum:"published,nil,elsewhere" doc:"How it was done"`
	What    string `json:"what,omitempty" doc:"Title of the dataset, or address elsewhere"`
	Said    string `json:"said,omitempty" doc:"Identifier of what was said of elsewhere"`
	Law     string `json:"law"`
	Source  string `json:"source"`
	Missing string `json:"missing,omitempty" doc:"Attribute of the member that is not known and would decide"`
	Schema  string `json:"schema,omitempty" doc:"Schema that fulfils it best"`
}

func (d Duty) json(ctx context.Context) dutyShown {
	out := dutyShown{Rule: d.Rule.ID, Title: i18n.Read(ctx, d.Rule.Title), Period: d.Period, Status: d.Status, Why: i18n.Read(ctx, d.Verdict.Why), Due: d.Due,
		How: d.How, What: d.What, Said: d.Said, Law: d.Rule.Law, Source: d.Rule.Source, Missing: d.Verdict.Missing, Schema: d.Rule.Main()}
	if d.Rule.When != nil {
		out.When = i18n.Read(ctx, *d.Rule.When)
	}
	return out
}

type memberInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type listOutput struct{ Body []dutyShown }

func (s *Service) apiList(ctx context.Context, in *memberInput) (*listOutput, error) {
	out := &listOutput{Body: []dutyShown{}}
	return out, s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if err := tx.Sees("duty.list", m.ID); err != nil {
			return err
		}
		list, err := s.Of(ctx, tx, m)
		for _, d := range list {
			out.Body = append(out.Body, d.json(ctx))
		}
		return err
	})
}

type sayInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Rule    string `json:"rule" maxLength:"40"`
		Period  string `json:"period,omitempty" maxLength:"4" doc:"A year, for yearly duties"`
		Address string `json:"address" maxLength:"500" doc:"Where it is published"`
	}
}

type sayOutput struct {
	Body struct {
		ID string `json:"id"`
	}
}

func (s *Service) apiSay(ctx context.Context, in *sayInput) (*sayOutput, error) {
	out := &sayOutput{}
	return out, s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		e, err := s.Say(ctx, tx, m.ID, in.Body.Rule, in.Body.Period, in.Body.Address)
		out.Body.ID = e.ID
		return err
	})
}

type unsayInput struct {
	ID string `path:"id" maxLength:"64" doc:"Identifier"`
}

func (s *Service) apiUnsay(ctx context.Context, in *unsayInput) (*struct{}, error) {
	if !ident.Valid(in.ID) {
		return nil, fault.Missing("duty.unsay")
	}
	return nil, s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return s.Unsay(ctx, tx, in.ID) })
}

type ruleShown struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	What    string   `json:"what"`
	Law     string   `json:"law"`
	Source  string   `json:"source"`
	Checked string   `json:"checked"`
	Verify  string   `json:"verify,omitempty" doc:"What of it was not read in the law itself"`
	From    string   `json:"from"`
	Period  string   `json:"period,omitempty"`
	Schemas []string `json:"schemas"`
}

type rulesOutput struct {
	Body struct {
		Date  string      `json:"date"`
		Rules []ruleShown `json:"rules"`
	}
}

func (s *Service) apiRules(ctx context.Context, _ *struct{}) (*rulesOutput, error) {
	out := &rulesOutput{}
	out.Body.Date = s.book.Date
	for _, r := range s.book.Rules {
		one := ruleShown{ID: r.ID, Title: i18n.Read(ctx, r.Title), What: i18n.Read(ctx, r.What), Law: r.Law, Source: r.Source, Checked: r.Checked, From: r.From, Period: r.Period, Schemas: r.Schemas}
		if r.Verify != nil {
			one.Verify = i18n.Read(ctx, *r.Verify)
		}
		out.Body.Rules = append(out.Body.Rules, one)
	}
	return out, nil
}
