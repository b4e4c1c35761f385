package nothing

import (
	"context"
	"net/http"
	"time"

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
	token, reader := access.Bearer(s.doors), access.BearerOrPublic(s.doors)
	eitherWay := []map[string][]string{{}, {"token": {}}}
	tags := []string{"nil returns"}
	web.Operation(api, reader, huma.Operation{Method: http.MethodGet, Path: "/api/v1/nil-returns", Tags: tags, Security: eitherWay,
		Summary:     "Who has nothing to publish",
		Description: "The declarations that stand (états néant): a member has nothing to publish under a schema for a year, a quarter or a month."}, s.list)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/nil-returns", Tags: tags,
		Summary:     "Declare that a member has nothing to publish",
		Description: "409 when something is published for that year; send anyway to confirm. Declaring twice is declaring once.", DefaultStatus: http.StatusCreated}, s.declare)
	web.Operation(api, token, huma.Operation{Method: http.MethodDelete, Path: "/api/v1/nil-returns/{id}", Tags: tags,
		Summary: "Take a declaration back", DefaultStatus: http.StatusNoContent}, s.remove)
}

// nilReturn is a declaration, as the interface shows it.
type nilReturn struct {
	ID       string    `json:"id"`
	Siren    string    `json:"siren"`
	Name     string    `json:"name" doc:"Name of the member"`
	Schema   string    `json:"schema" doc:"Name in the catalogue of schema.data.gouv.fr"`
	Title    string    `json:"title" doc:"What the schema is about"`
	Period   string    `json:"period" doc:"A year (2026), a quarter (2026-T1) or a month (2026-03)"`
	Declared time.Time `json:"declared"`
}

type listInput struct {
	Siren  string `query:"siren" maxLength:"9" doc:"Of one member"`
	Schema string `query:"schema" maxLength:"200" doc:"Under one schema"`
	Year   int    `query:"year" minimum:"0" maximum:"9999" doc:"For one year, and its quarters and months"`
	Period string `query:"period" maxLength:"10" doc:"For this period alone: 2026, 2026-T1 or 2026-03"`
}

type listOutput struct{ Body []nilReturn }

func (s *Service) list(ctx context.Context, in *listInput) (*listOutput, error) {
	out := &listOutput{Body: []nilReturn{}}
	f, err := s.filter(in)
	if err != nil {
		return nil, err
	}
	err = s.doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		if in.Siren != "" {
			m, err := organisation.BySiren(ctx, tx, in.Siren)
			if err != nil {
				return err
			}
			f.Members = []string{m.ID}
		}
		list, err := List(ctx, tx, f)
		if err != nil {
			return err
		}
		out.Body, err = s.shown(ctx, tx, list)
		return err
	})
	return out, err
}

// filter reads what is asked for as people write it, as Declare does.
func (s *Service) filter(in *listInput) (Filter, error) {
	f := Filter{Schema: in.Schema, Year: in.Year}
	if known, ok := s.Known(in.Schema); ok {
		f.Schema = known.Name
	}
	if in.Period == "" {
		return f, nil
	}
	var ok bool
	if f.Period, ok = Period(in.Period); !ok {
		return f, noPeriod("nothing.list")
	}
	return f, nil
}

func (s *Service) shown(ctx context.Context, tx access.Tx, list []Declaration) ([]nilReturn, error) {
	out := []nilReturn{}
	ids := make([]string, len(list))
	for i, d := range list {
		ids[i] = d.MemberID
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	titles := map[string]i18n.Text{}
	for _, c := range s.datasets.Schemas() {
		titles[c.Name] = c.Title
	}
	for _, d := range list {
		m := members[d.MemberID]
		out = append(out, nilReturn{ID: d.ID, Siren: m.Siren, Name: m.Name, Schema: d.Schema, Title: i18n.Read(ctx, titles[d.Schema]), Period: d.Period, Declared: d.Declared})
	}
	return out, nil
}

type declareInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Schema string `json:"schema" maxLength:"200"`
		Period string `json:"period" maxLength:"10" doc:"2026, 2026-T1 or 2026-03"`
		Anyway bool   `json:"anyway,omitempty" doc:"Confirm although something is published for that year"`
	}
}

type declareOutput struct{ Body nilReturn }

func (s *Service) declare(ctx context.Context, in *declareInput) (*declareOutput, error) {
	out := &declareOutput{}
	err := s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		d, _, err := s.Declare(ctx, tx, m.ID, in.Body.Schema, in.Body.Period, in.Body.Anyway)
		if err != nil {
			return err
		}
		list, err := s.shown(ctx, tx, []Declaration{d})
		if err == nil {
			out.Body = list[0]
		}
		return err
	})
	return out, err
}

type removeInput struct {
	ID string `path:"id" maxLength:"64" doc:"Identifier"`
}

func (s *Service) remove(ctx context.Context, in *removeInput) (*struct{}, error) {
	if !ident.Valid(in.ID) {
		return nil, fault.Missing("nothing.remove")
	}
	return nil, s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		_, err := s.Undo(ctx, tx, in.ID)
		return err
	})
}
