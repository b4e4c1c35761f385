package display

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	tags := []string{"datasets"}
	web.Operation(api, access.BearerOrPublic(s.Doors), huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets/{id}/charts", Tags: tags, Security: []map[string][]string{{}, {"token": {}}},
		Summary: "The charts and the map of a dataset’s page", Description: "What its publisher has chosen; “automatic” while the program chooses. A token of the publisher sees hidden ones too."}, s.get)
	web.Operation(api, access.Bearer(s.Doors), huma.Operation{Method: http.MethodPut, Path: "/api/v1/datasets/{id}/charts", Tags: tags,
		Summary:     "Choose the charts of a dataset’s page",
		Description: "All of them at once, in their order. 409 where somebody else has saved since the version that is named; columns are those of the published version."}, s.put)
}

type idInput struct {
	ID string `path:"id" maxLength:"64" doc:"Identifier of the dataset"`
}

type chartsOutput struct{ Body charts }

type charts struct {
	Document
	Version int        `json:"version" doc:"Number of this state; name it when you save another"`
	Saved   *time.Time `json:"saved,omitempty"`
}

func chartsOf(st State) charts {
	out := charts{Document: st.Document, Version: st.Number}
	if out.Figures == nil {
		out.Figures = []Figure{}
	}
	if st.Number > 0 {
		out.Saved = &st.At
	}
	return out
}

func (s *Service) get(ctx context.Context, in *idInput) (*chartsOutput, error) {
	out := &chartsOutput{}
	if !ident.Valid(in.ID) {
		return nil, fault.Missing("display.get")
	}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		d, err := s.Catalogue.Dataset(ctx, tx, in.ID)
		if err != nil {
			return err
		}
		now, err := latest(ctx, tx, in.ID)
		shown := now.Figures[:0:0]
		for _, f := range now.Figures {
			if !f.Hidden || tx.Scope().Sees(d.Member.ID) {
				shown = append(shown, f)
			}
		}
		now.Figures = shown
		out.Body = chartsOf(now)
		return err
	})
}

type chartsInput struct {
	ID   string `path:"id" maxLength:"64" doc:"Identifier of the dataset"` // huma does not fill what is embedded without being exported
	Body struct {
		Automatic bool     `json:"automatic" required:"false" doc:"The program chooses; then there are no figures"`
		Figures   []Figure `json:"figures" maxItems:"12" required:"false"`
		Version   int      `json:"version" minimum:"0" doc:"Number of the state from which this one was made"`
	}
}

func (s *Service) put(ctx context.Context, in *chartsInput) (*chartsOutput, error) {
	out := &chartsOutput{}
	if !ident.Valid(in.ID) {
		return nil, fault.Missing("display.put")
	}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		done, err := s.Save(ctx, tx, in.ID, in.Body.Version, Document{in.Body.Automatic, in.Body.Figures})
		out.Body = chartsOf(done)
		return err
	})
}
