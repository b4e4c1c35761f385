package webhook

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
)

// hookJSON is a webhook as machines read it.
type hookJSON struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	URL      string     `json:"url" format:"uri"`
	Events   []string   `json:"events"`
	Created  time.Time  `json:"created"`
	Failing  *time.Time `json:"failing,omitempty" doc:"Since when every attempt has failed"`
	Disabled string     `json:"disabled,omitempty" doc:"Why it is off: by-hand, failing, gone"`
	Secret   string     `json:"secret,omitempty" doc:"Shown in the answer that makes it, this once"`
}

func (h Hook) json() hookJSON {
	out := hookJSON{ID: h.ID, Name: h.Name, URL: h.URL, Events: h.Events, Created: h.Created, Disabled: h.Why}
	if !h.Failing.IsZero() {
		out.Failing = &h.Failing
	}
	return out
}

type deliveryJSON struct {
	ID       string     `json:"id"`
	EventID  string     `json:"event_id" doc:"webhook-id: the same when an event is sent again"`
	Event    string     `json:"event"`
	State    string     `json:"state" enum:"waiting,taken,failed"`
	Attempts int        `json:"attempts"`
	Status   int        `json:"status,omitempty" doc:"HTTP status of the last answer"`
	Created  time.Time  `json:"created"`
	Next     *time.Time `json:"next,omitempty" doc:"When it is tried again"`
}

func (d Delivery) json() deliveryJSON {
	out := deliveryJSON{ID: d.ID, EventID: d.EventID, Event: d.Event, State: string(d.State), Attempts: d.Attempts, Status: d.Status, Created: d.Created}
	if !d.Next.IsZero() {
		out.Next = &d.Next
	}
	return out
}

type (
	one[T any] struct{ Body T }
	ofHook     struct {
		ID string `path:"id"`
	}
	ofDelivery struct {
		ID       string `path:"id"`
		Delivery string `path:"delivery"`
	}
	ofMember struct {
		Siren string `path:"siren" doc:"SIREN of the member"`
	}
	newHook struct {
		Siren string `path:"siren" doc:"SIREN of the member"`
		Body  struct {
			Name   string   `json:"name" maxLength:"100"`
			URL    string   `json:"url" maxLength:"500"`
			Events []string `json:"events" minItems:"1"`
		}
	}
)

// API adds the operations on webhooks, for tokens with the right "listen".
func (s *Service) API(api *web.Interface) {
	guard := access.Bearer(s.Doors)
	op := func(method, path, summary string, status int) huma.Operation {
		return huma.Operation{Method: method, Path: path, Summary: summary, Tags: []string{"Webhooks"}, DefaultStatus: status}
	}
	const member, hook = "/api/v1/members/{siren}/webhooks", "/api/v1/webhooks/{id}"
	web.Operation(api, guard, op(http.MethodGet, member, "The member’s webhooks", 200), func(ctx context.Context, in *ofMember) (*one[[]hookJSON], error) {
		out := &one[[]hookJSON]{Body: []hookJSON{}}
		err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			m, err := organisation.BySiren(ctx, tx, in.Siren)
			if err != nil {
				return err
			}
			list, err := Hooks(ctx, tx, m.ID, false)
			for _, h := range list {
				out.Body = append(out.Body, h.json())
			}
			return err
		})
		return out, err
	})
	web.Operation(api, guard, op(http.MethodPost, member, "Make a webhook", 201), func(ctx context.Context, in *newHook) (*one[hookJSON], error) {
		out := &one[hookJSON]{}
		err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			m, err := organisation.BySiren(ctx, tx, in.Siren)
			if err != nil {
				return err
			}
			h, secret, err := s.Create(ctx, tx, m.ID, false, Draft{Name: in.Body.Name, URL: in.Body.URL, Events: in.Body.Events})
			out.Body = h.json()
			out.Body.Secret = secret
			return err
		})
		return out, err
	})
	web.Operation(api, guard, op(http.MethodDelete, hook, "Delete a webhook", 204), func(ctx context.Context, in *ofHook) (*struct{}, error) {
		return nil, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { _, err := Delete(ctx, tx, in.ID); return err })
	})
	web.Operation(api, guard, op(http.MethodPost, hook+"/test", "Send a test", 202), func(ctx context.Context, in *ofHook) (*one[deliveryJSON], error) {
		out := &one[deliveryJSON]{}
		return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			d, err := s.Test(ctx, tx, in.ID)
			out.Body = d.json()
			return err
		})
	})
	web.Operation(api, guard, op(http.MethodGet, hook+"/deliveries", "The latest 50 deliveries", 200), func(ctx context.Context, in *ofHook) (*one[[]deliveryJSON], error) {
		out := &one[[]deliveryJSON]{Body: []deliveryJSON{}}
		err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
			list, _, err := Deliveries(ctx, tx, in.ID, 1)
			for _, d := range list {
				out.Body = append(out.Body, d.json())
			}
			return err
		})
		return out, err
	})
	web.Operation(api, guard, op(http.MethodPost, hook+"/deliveries/{delivery}/replay", "Send a delivery again", 202), func(ctx context.Context, in *ofDelivery) (*one[deliveryJSON], error) {
		out := &one[deliveryJSON]{}
		return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			d, err := s.Replay(ctx, tx, in.ID, in.Delivery)
			out.Body = d.json()
			return err
		})
	})
}
