package quality

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
	open := []map[string][]string{{}, {"token": {}}}
	web.Operation(api, access.BearerOrPublic(s.Doors), huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets/{id}/quality", Tags: []string{"datasets"}, Security: open,
		Summary:     "How well a dataset is described",
		Description: "The nine points of data.gouv.fr, with what would gain those that are missing. A token of the publisher gets what the check remarks in the data too."}, s.apiOne)
	web.Operation(api, access.BearerOrPublic(s.Doors), huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/quality", Tags: []string{"datasets"}, Security: open,
		Summary:     "How well a member’s datasets are described",
		Description: "All published datasets of a member with their nine points, those with most to gain first; at most 5,000."}, s.apiAll)
}

type apiPoint struct {
	Name string `json:"name" doc:"As data.gouv.fr names it"`
	Held bool   `json:"held"`
	Asks string `json:"asks" doc:"What it asks"`
	Do   string `json:"do,omitempty" doc:"What would gain it"`
}

type apiRemark struct {
	Level  string `json:"level" enum:"error,warning,info"`
	Code   string `json:"code"`
	Column string `json:"column,omitempty" doc:"Nothing for the whole table"`
	Count  int    `json:"count"`
	Row    int    `json:"first_row,omitempty" doc:"As a spreadsheet shows it"`
	Says   string `json:"says"`
	Advice string `json:"advice,omitempty"`
}

type apiMeasured struct {
	Dataset string      `json:"dataset"`
	Title   string      `json:"title"`
	Schema  string      `json:"schema,omitempty"`
	Version int         `json:"version"`
	Score   int         `json:"score" doc:"Points held, of nine"`
	Points  []apiPoint  `json:"points"`
	Remarks []apiRemark `json:"remarks,omitempty" doc:"For those who work for the publisher"`
	Whole   *bool       `json:"remarks_of_whole_file,omitempty" doc:"false where the file is too large: remarks are those of its deposit"`
}

func apiOf(m Measured) apiMeasured {
	out := apiMeasured{Dataset: m.ID, Title: m.Title, Schema: m.Schema, Version: m.Number, Score: m.Score()}
	for _, p := range m.Points {
		out.Points = append(out.Points, apiPoint{p.Key, p.Held, p.Words, p.Do})
	}
	return out
}

type oneInput struct {
	ID string `path:"id" maxLength:"64" doc:"Identifier of the dataset"`
}

type oneOutput struct{ Body apiMeasured }

func (s *Service) apiOne(ctx context.Context, in *oneInput) (*oneOutput, error) {
	if !ident.Valid(in.ID) {
		return nil, fault.Missing("quality.apiOne")
	}
	var m Measured
	own := false
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		m, err = s.One(ctx, tx, in.ID)
		own = err == nil && tx.Scope().Sees(m.Member.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &oneOutput{apiOf(m)}
	if own {
		list, whole, err := s.Catalogue.Remarks(ctx, m.Dataset)
		if err != nil {
			return nil, err
		}
		out.Body.Whole = &whole
		for _, r := range list {
			out.Body.Remarks = append(out.Body.Remarks, apiRemark{r.Level, r.Code, r.Field, r.Count, r.Row, i18n.Read(ctx, r.Words), i18n.Read(ctx, r.Advice)})
		}
	}
	return out, nil
}

type allInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type allOutput struct {
	Body struct {
		Datasets []apiMeasured `json:"datasets"`
	}
}

func (s *Service) apiAll(ctx context.Context, in *allInput) (*allOutput, error) {
	out := &allOutput{}
	out.Body.Datasets = []apiMeasured{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := s.Of(ctx, tx, m.ID)
		for _, one := range list {
			out.Body.Datasets = append(out.Body.Datasets, apiOf(one))
		}
		return err
	})
}
