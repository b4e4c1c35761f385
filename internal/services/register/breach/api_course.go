package breach

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/web"
)

// apiOfCourse adds the operations by which a breach goes on: what is decided,
// what was done, its end.
func (s *Service) apiOfCourse(api *web.Interface, token web.Guard, tags []string) {
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: apiOne, Tags: tags,
		Summary: "One breach", Description: "With its revision, to be sent back with what is done, and what happened to it."}, s.apiShow)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: apiOne + "/decision", Tags: tags,
		Summary: "Enter the decision on a breach", Description: "Whether the CNIL is notified and the people told, each with the reason. 409 when somebody changed the breach since the revision that is sent."}, s.apiDecide)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: apiOne + "/done", Tags: tags,
		Summary: "Record what was done about a breach, or end it", Description: "A notification later than 72 hours needs its reason in the record of the breach."}, s.apiDone)
}

type breachOne struct {
	BreachJSON
	Revision  int64         `json:"revision" doc:"Send it back with a change"`
	Reference string        `json:"notified_reference,omitempty" doc:"The CNIL’s number of the file"`
	NotifyWhy string        `json:"notify_why,omitempty"`
	Tell      string        `json:"tell,omitempty" doc:"Whether the people are told: yes, no, or nothing while it is undecided"`
	TellWhy   string        `json:"tell_why,omitempty"`
	Steps     []breachEvent `json:"steps"`
}

type breachEvent struct {
	Kind  string    `json:"kind"`
	At    time.Time `json:"at"`
	By    string    `json:"by,omitempty"`
	Words string    `json:"words,omitempty"`
}

type breachOneOutput struct{ Body breachOne }

func (out *breachOneOutput) fill(ctx context.Context, tx access.Tx, id string) error {
	b, events, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	out.Body = breachOne{BreachJSON: shownJSON(b, tx.Clock().Now()), Revision: b.Revision, Reference: b.NotifiedRef, NotifyWhy: b.NotifyWhy, Tell: string(b.Tell), TellWhy: b.TellWhy, Steps: []breachEvent{}}
	for _, e := range events {
		out.Body.Steps = append(out.Body.Steps, breachEvent{Kind: e.Kind, At: e.At, By: e.ActorName, Words: e.Words})
	}
	return nil
}

func (s *Service) apiShow(ctx context.Context, in *apiBreachInput) (*breachOneOutput, error) {
	out := &breachOneOutput{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		b, err := ofMember(ctx, tx, in.Siren, in.Breach)
		if err != nil {
			return err
		}
		return out.fill(ctx, tx, b.ID)
	})
}

type breachDecisionInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Breach string `path:"breach" maxLength:"64"`
	Body   struct {
		Revision  int64  `json:"revision" minimum:"0" doc:"The one that was read"`
		Notify    string `json:"notify" enum:"yes,no"`
		NotifyWhy string `json:"notify_why" maxLength:"5000"`
		Tell      string `json:"tell" enum:"yes,no"`
		TellWhy   string `json:"tell_why" maxLength:"5000"`
	}
}

func (s *Service) apiDecide(ctx context.Context, in *breachDecisionInput) (*breachOneOutput, error) {
	out := &breachOneOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		b, err := ofMember(ctx, tx, in.Siren, in.Breach)
		if err != nil {
			return err
		}
		if _, err := Decide(ctx, tx, b.ID, in.Body.Revision, Decision(in.Body.Notify), in.Body.NotifyWhy, Decision(in.Body.Tell), in.Body.TellWhy); err != nil {
			return err
		}
		return out.fill(ctx, tx, b.ID)
	})
}

type breachDoneInput struct {
	Siren  string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Breach string `path:"breach" maxLength:"64"`
	Body   struct {
		Revision int64     `json:"revision" minimum:"0" doc:"The one that was read"`
		What     string    `json:"what" enum:"notified,completed,told,complaint,no-complaint,close,reopen" doc:"The CNIL was notified, the notification completed, the people told, the complaint filed, or not; the breach is closed, or opened again"`
		When     time.Time `json:"when,omitempty" doc:"When it was done; of no meaning where no complaint is filed, and at the end"`
		Words    string    `json:"words,omitempty" maxLength:"500" doc:"Reference, place or reason"`
	}
}

func (s *Service) apiDone(ctx context.Context, in *breachDoneInput) (*breachOneOutput, error) {
	out := &breachOneOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		b, err := ofMember(ctx, tx, in.Siren, in.Breach)
		if err != nil {
			return err
		}
		if _, err := do(ctx, tx, b.ID, in.Body.Revision, in.Body.What, in.Body.When.UTC(), in.Body.Words); err != nil {
			return err
		}
		return out.fill(ctx, tx, b.ID)
	})
}
