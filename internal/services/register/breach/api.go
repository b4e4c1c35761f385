package breach

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface: a member's own
// detection may open a breach, its programs may follow the clocks.
func (s *Service) API(api *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"breaches"}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/breaches", Tags: tags,
		Summary: "A member’s register of breaches", Description: "Those that are open first. Exercises are left out. Needs the right to decide."}, s.apiList)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/breaches", Tags: tags,
		Summary: "Enter a breach", Description: "The 72 hours run from aware_at, to the minute.", DefaultStatus: http.StatusCreated}, s.apiEnter)
	s.apiOfCourse(api, token, tags)
	s.apiOfFiles(api, token, tags)
}

// BreachJSON is a breach as the interface tells it. It is exported, for it is part
// of another, and the description leaves out parts that are not.
type BreachJSON struct {
	ID        string     `json:"id"`
	Number    string     `json:"number"`
	Title     string     `json:"title"`
	State     string     `json:"state" doc:"open or closed"`
	Exercise  bool       `json:"exercise"`
	Aware     time.Time  `json:"aware_at"`
	Due       time.Time  `json:"due_at" doc:"When the CNIL must have been notified"`
	Notify    string     `json:"notify,omitempty" doc:"yes, no, or nothing while it is undecided"`
	Notified  *time.Time `json:"notified_at,omitempty"`
	Complaint string     `json:"complaint,omitempty" doc:"filed, none, or nothing while it is open"`
	Late      bool       `json:"late"`
	Erased    *time.Time `json:"erased_at,omitempty" doc:"When its texts and files were erased, after their period of retention"`
}

func shownJSON(b Breach, now time.Time) BreachJSON {
	out := BreachJSON{ID: b.ID, Number: b.Name(), Title: b.Title, State: string(b.State), Exercise: b.Exercise, Aware: b.Aware, Due: b.Due(),
		Notify: string(b.Notify), Complaint: b.Complaint, Late: b.Late(now)}
	if !b.Notified.IsZero() {
		out.Notified = &b.Notified
	}
	if !b.Erased.IsZero() {
		out.Erased = &b.Erased
	}
	return out
}

type apiListInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	View   string `query:"view" enum:"open,late,closed,exercise" doc:"Only these"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
	Offset int    `query:"offset" minimum:"0"`
}

type breachListOutput struct {
	Body struct {
		Items []BreachJSON `json:"items"`
		Total int          `json:"total"`
	}
}

func (s *Service) apiList(ctx context.Context, in *apiListInput) (*breachListOutput, error) {
	out := &breachListOutput{}
	out.Body.Items = []BreachJSON{}
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
		for _, b := range list {
			out.Body.Items = append(out.Body.Items, shownJSON(b, tx.Clock().Now()))
		}
		return err
	})
	return out, err
}

type breachInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Title    string    `json:"title" maxLength:"200"`
		Aware    time.Time `json:"aware_at" doc:"When the body became aware"`
		Story    string    `json:"story,omitempty" maxLength:"5000"`
		Exercise bool      `json:"exercise,omitempty"`
	}
}

type breachOutput struct{ Body BreachJSON }

func (s *Service) apiEnter(ctx context.Context, in *breachInput) (*breachOutput, error) {
	out := &breachOutput{}
	err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		b, err := Enter(ctx, tx, Opening{MemberID: m.ID, Title: in.Body.Title, Aware: in.Body.Aware.UTC(), Story: in.Body.Story, Exercise: in.Body.Exercise})
		if err == nil {
			out.Body = shownJSON(b, tx.Clock().Now())
		}
		return err
	})
	return out, err
}
