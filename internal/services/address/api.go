package address

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
	"airial/standards/bal"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	token := access.Bearer(s.p.Doors)
	tags := []string{"addresses"}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/addresses", Tags: tags,
		Summary: "The address base of a commune", Description: "Its streets, and what was sent to the national address base, the latest first."}, s.apiGet)
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/addresses/file", Tags: tags,
		Summary: "The addresses as a BAL file", Description: "In the form 1.4, or 1.3 where identifiers of the national base are missing."}, s.apiFile)
	web.Operation(api, token, huma.Operation{Method: http.MethodPut, Path: "/api/v1/members/{siren}/addresses/file", Tags: tags, MaxBodyBytes: bal.MaxBytes,
		Summary: "Import a BAL file", Description: "It takes the place of all addresses, which can be undone in the console. What surely can be is mended; the answer says what was found, by the official codes."}, s.apiImport)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/addresses/publication", Tags: tags, DefaultStatus: http.StatusAccepted,
		Summary: "Publish the addresses as a dataset", Description: "The file is deposited as the commune’s dataset, or as its next version, and goes the way of any dataset; its life is found under the dataset. With the right to publish, nobody has to press “Publier” any more."}, s.apiPublish)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/addresses/sendings", Tags: tags, DefaultStatus: http.StatusAccepted,
		Summary: "Send the addresses to the national address base", Description: "The answer comes later, under the base. 409 while another is under way, or where the server sends nothing."}, s.apiSend)
}

type memberInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the commune"`
}

type streetShown struct {
	Name      string `json:"name"`
	Numbers   int    `json:"numbers"`
	Certified int    `json:"certified"`
	Unplaced  int    `json:"unplaced" doc:"Numbers without a position"`
}

type sendingShown struct {
	ID       string    `json:"id"`
	State    string    `json:"state" enum:"waiting,refused,stopped,overtaken,published"`
	Revision string    `json:"revision,omitempty" doc:"At the national base"`
	Errors   []string  `json:"errors,omitempty" doc:"Official codes"`
	Warnings []string  `json:"warnings,omitempty"`
	Message  string    `json:"message,omitempty" doc:"What the national base said"`
	Rows     int       `json:"rows"`
	Digest   string    `json:"digest,omitempty" doc:"SHA-256 of the file"`
	Sent     time.Time `json:"sent"`
}

func (s Sending) json() sendingShown {
	return sendingShown{ID: s.ID, State: s.State, Revision: s.Revision, Errors: s.Detail.Errors, Warnings: s.Detail.Warnings, Message: s.Detail.Message, Rows: s.Rows, Digest: s.Digest, Sent: s.Sent}
}

type baseOutput struct {
	Body struct {
		Consent  string         `json:"consent" doc:"What the national base said of the commune’s consent: pending, accepted, rejected; empty for not asked"`
		Streets  []streetShown  `json:"streets"`
		Sendings []sendingShown `json:"sendings"`
	}
}

// see runs fn on a commune that the caller sees.
func (s *Service) see(ctx context.Context, siren string, fn func(tx access.Tx, m organisation.Member) error) error {
	return s.p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, siren)
		if err != nil {
			return err
		}
		if err := tx.Sees("address.see", m.ID); err != nil {
			return err
		}
		if err := communeOnly(m); err != nil {
			return err
		}
		return fn(tx, m)
	})
}

func (s *Service) apiGet(ctx context.Context, in *memberInput) (*baseOutput, error) {
	out := &baseOutput{}
	out.Body.Streets, out.Body.Sendings = []streetShown{}, []sendingShown{}
	return out, s.see(ctx, in.Siren, func(tx access.Tx, m organisation.Member) error {
		b, _, err := Of(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		out.Body.Consent = b.ConsentState
		streets, err := Streets(ctx, tx, m.ID)
		for _, one := range streets {
			out.Body.Streets = append(out.Body.Streets, streetShown{one.Name, one.Numbers, one.Certified, one.Lost})
		}
		if err != nil {
			return err
		}
		sent, err := Sendings(ctx, tx, m.ID, 20)
		for _, one := range sent {
			out.Body.Sendings = append(out.Body.Sendings, one.json())
		}
		return err
	})
}

type fileOutput struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

func (s *Service) apiFile(ctx context.Context, in *memberInput) (*fileOutput, error) {
	out := &fileOutput{ContentType: "text/csv; charset=utf-8"}
	return out, s.see(ctx, in.Siren, func(tx access.Tx, m organisation.Member) (err error) {
		out.Body, _, err = s.File(ctx, tx, m)
		return err
	})
}

type importInput struct {
	Siren   string `path:"siren" maxLength:"9" doc:"SIREN of the commune"`
	RawBody []byte `contentType:"text/csv"`
}

type importOutput struct {
	Body struct {
		Change  string         `json:"change" doc:"By which it is undone"`
		Profile string         `json:"profile"`
		Rows    int            `json:"rows"`
		Valid   bool           `json:"valid" doc:"The file as it was sent"`
		Codes   map[string]int `json:"codes" doc:"How often each official code was found"`
	}
}

func (s *Service) apiImport(ctx context.Context, in *importInput) (*importOutput, error) {
	out := &importOutput{}
	return out, s.p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		r, c, err := Import(ctx, tx, m, "API", in.RawBody)
		if err != nil {
			return err
		}
		out.Body.Change, out.Body.Profile, out.Body.Rows, out.Body.Valid, out.Body.Codes = c.ID, r.Profile, r.Rows, r.Valid(), r.Counts
		return nil
	})
}

type publishOutput struct {
	Body struct {
		Dataset string `json:"dataset" doc:"Its identifier"`
		Page    string `json:"page" doc:"Of the deposit, in the console"`
	}
}

func (s *Service) apiPublish(ctx context.Context, in *memberInput) (*publishOutput, error) {
	out := &publishOutput{}
	var member string
	err := s.see(ctx, in.Siren, func(_ access.Tx, m organisation.Member) error {
		member = m.ID
		return nil
	})
	if err == nil {
		out.Body.Dataset, out.Body.Page, err = s.Publish(ctx, access.From(ctx), member, true)
	}
	return out, err
}

type sendInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the commune"`
	Body  struct {
		Anyway bool `json:"anyway,omitempty" doc:"Replace what somebody else has published"`
	}
}

type sendOutput struct{ Body sendingShown }

func (s *Service) apiSend(ctx context.Context, in *sendInput) (*sendOutput, error) {
	out := &sendOutput{}
	return out, s.p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		one, err := s.Send(ctx, tx, m, in.Body.Anyway)
		out.Body = one.json()
		return err
	})
}
