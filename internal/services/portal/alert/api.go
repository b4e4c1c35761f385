package alert

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface, for a token of the
// operator.
func (s *Service) API(api *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"alerts"}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/alerts", Tags: tags,
		Summary: "How many are told by mail of what is new, and of what", Description: "For a token of the operator. Addresses are listed nowhere."}, s.apiCount)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/alerts/search", Tags: tags,
		Summary: "What an address follows", Description: "For a token of the operator with the right to erase, for whoever asks what is known of her. A request with POST, so that nobody’s address stands in a log."}, s.apiSearch)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/alerts/erase", Tags: tags,
		Summary: "Forget an address with its alerts", Description: "For a token of the operator with the right to erase. There is no way back."}, s.apiErase)
}

type wantedShown struct {
	Search string `json:"search" doc:"As the page of searches has it"`
	Title  string `json:"title"`
	Alerts int    `json:"alerts"`
}

type countOutput struct {
	Body struct {
		Daily   int           `json:"daily"`
		Weekly  int           `json:"weekly"`
		Waiting int           `json:"waiting" doc:"Nobody has confirmed them yet"`
		Refused int           `json:"refused" doc:"The mail server refused a letter to them for good"`
		Most    []wantedShown `json:"most" doc:"What is followed by most, 50 of it"`
	}
}

func (s *Service) apiCount(ctx context.Context, _ *struct{}) (*countOutput, error) {
	out := &countOutput{}
	out.Body.Most = []wantedShown{}
	var most []Wanted
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if err := s.may(ctx, tx, false); err != nil {
			return err
		}
		c, err := Count(ctx, tx.Elevated("alerts"))
		if err != nil {
			return err
		}
		out.Body.Daily, out.Body.Weekly, out.Body.Waiting, out.Body.Refused = c.Daily, c.Weekly, c.Waiting, c.Refused
		most, err = s.Most(ctx, tx.Elevated("alerts"), mostWanted)
		return err
	})
	for _, one := range most {
		if err == nil {
			var title string
			title, _, err = s.titled(ctx, one.Search)
			out.Body.Most = append(out.Body.Most, wantedShown{one.Search.Encode(), title, one.Alerts})
		}
	}
	return out, err
}

type mailboxInput struct {
	Body struct {
		Email string `json:"email" maxLength:"254" doc:"The address"`
	}
}

type alertShown struct {
	Search    string     `json:"search"`
	Pace      Pace       `json:"pace" enum:"day,week"`
	Confirmed *time.Time `json:"confirmed,omitempty" doc:"Absent while nobody has confirmed it"`
}

type alertsOutput struct {
	Body struct {
		Items []alertShown `json:"items"`
	}
}

func (s *Service) apiSearch(ctx context.Context, in *mailboxInput) (*alertsOutput, error) {
	out := &alertsOutput{}
	out.Body.Items = []alertShown{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, err := s.Of(ctx, tx, in.Body.Email)
		for _, a := range list {
			one := alertShown{Search: a.Search.Encode(), Pace: a.Pace}
			if !a.Confirmed.IsZero() {
				one.Confirmed = &a.Confirmed
			}
			out.Body.Items = append(out.Body.Items, one)
		}
		return err
	})
}

type erasedOutput struct {
	Body struct {
		Erased int `json:"erased" doc:"How many alerts the address had"`
	}
}

func (s *Service) apiErase(ctx context.Context, in *mailboxInput) (*erasedOutput, error) {
	out := &erasedOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		out.Body.Erased, err = s.Erase(ctx, tx, in.Body.Email)
		return err
	})
}
