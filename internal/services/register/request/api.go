package request

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface: a member's own
// website may send requests, its programs may follow the clocks. Nothing that
// names a requester goes out this way.
func (s *Service) API(api *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"rights requests"}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/rights-requests", Tags: tags,
		Summary:     "A member’s requests about rights",
		Description: "Numbers, kinds and dates, those due first before all others. Needs the right to decide. Nothing names the requesters."}, s.apiList)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/rights-requests", Tags: tags,
		Summary:     "Record a request about rights",
		Description: "For a form on the member’s own website. The delay of one month runs from received_on.", DefaultStatus: http.StatusCreated}, s.apiReceive)
}

type requestJSON struct {
	ID        string   `json:"id"`
	Number    string   `json:"number" doc:"2026-003, within the member"`
	Reference string   `json:"reference" doc:"What the requester quotes"`
	Channel   string   `json:"channel" doc:"form, letter, mail, counter, phone or api"`
	Kinds     []string `json:"kinds" doc:"access, rectification, erasure, restriction, objection, portability, withdrawal, post-mortem, information"`
	State     string   `json:"state" doc:"received, identity, examining, answering, closed or erased"`
	Outcome   string   `json:"outcome,omitempty"`
	Received  string   `json:"received_on"`
	Due       string   `json:"due_on" doc:"The last day on which an answer is in time"`
	Extended  string   `json:"extended_on,omitempty"`
	Closed    string   `json:"closed_on,omitempty"`
	Late      bool     `json:"late"`
}

func shownJSON(r Request, today string) requestJSON {
	return requestJSON{ID: r.ID, Number: r.Name(), Reference: r.Reference, Channel: string(r.Channel), Kinds: r.Kinds, State: string(r.State),
		Outcome: string(r.Outcome), Received: r.ReceivedOn, Due: r.DueOn, Extended: r.ExtendedOn, Closed: r.ClosedOn, Late: r.Late(today)}
}

type apiListInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	View   string `query:"view" enum:"open,late,week,closed" doc:"Only these"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Offset int    `query:"offset" minimum:"0"`
}

type rightsListOutput struct {
	Body struct {
		Items []requestJSON `json:"items"`
		Total int           `json:"total"`
	}
}

func (s *Service) apiList(ctx context.Context, in *apiListInput) (*rightsListOutput, error) {
	out := &rightsListOutput{}
	out.Body.Items = []requestJSON{}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if err := May(ctx, tx, m.ID); err != nil {
			return err
		}
		list, total, err := List(ctx, tx, Filter{Member: m.ID, View: in.View}, in.Limit, in.Offset)
		out.Body.Total = total
		for _, r := range list {
			out.Body.Items = append(out.Body.Items, shownJSON(r, access.Today(tx.Clock())))
		}
		return err
	})
	return out, err
}

type rightsInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Kinds    []string `json:"kinds" minItems:"1" maxItems:"9"`
		Received string   `json:"received_on,omitempty" maxLength:"10" doc:"2026-01-31; today when it is left out"`
		Name     string   `json:"name" maxLength:"200"`
		Email    string   `json:"email,omitempty" maxLength:"254"`
		Phone    string   `json:"phone,omitempty" maxLength:"40"`
		Address  string   `json:"address,omitempty" maxLength:"500"`
		For      string   `json:"for,omitempty" maxLength:"300" doc:"For whom, when it is somebody else"`
		Words    string   `json:"words,omitempty" maxLength:"10000"`
	}
}

type rightsOutput struct{ Body requestJSON }

func (s *Service) apiReceive(ctx context.Context, in *rightsInput) (*rightsOutput, error) {
	out := &rightsOutput{}
	b := in.Body
	err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		r, err := Receive(ctx, tx, Intake{MemberID: m.ID, Channel: ByAPI, Kinds: b.Kinds, ReceivedOn: b.Received, Words: b.Words,
			Requester: Requester{Name: b.Name, Email: b.Email, Phone: b.Phone, Address: b.Address, For: b.For}})
		if err != nil {
			return err
		}
		out.Body = shownJSON(r, access.Today(tx.Clock()))
		return s.tellReceived(ctx, tx, r, m)
	})
	return out, err
}
