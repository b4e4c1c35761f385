package advice

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(in *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"data protection"}
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/opinions", Tags: tags,
		Summary: "The officer’s shared opinions", Description: "They name nobody. The latest first."}, s.apiOpinions)
	const path = "/api/v1/members/{siren}/questions"
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: path, Tags: tags,
		Summary: "A member’s questions to the officer", Description: "With her opinions. Needs the right to decide."}, s.apiQuestions)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: path, Tags: tags, DefaultStatus: http.StatusCreated,
		Summary: "Ask the officer", Description: "For a person whose name is given: an intranet, a ticket. Needs the right to decide."}, s.apiAsk)
}

type opinionShown struct {
	Number   string    `json:"number" doc:"2026-003"`
	Title    string    `json:"title"`
	Question string    `json:"question,omitempty"`
	Answer   string    `json:"answer"`
	Given    time.Time `json:"given"`
}

func opinionOf(o Opinion) opinionShown {
	return opinionShown{o.Name(), o.Title, o.Question, o.Answer, o.Given}
}

type opinionsInput struct {
	Query string `query:"q" maxLength:"200" doc:"Words, each of which must be found"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type opinionsOutput struct {
	Body struct {
		Items []opinionShown `json:"items"`
	}
}

func (s *Service) apiOpinions(ctx context.Context, in *opinionsInput) (*opinionsOutput, error) {
	out := &opinionsOutput{}
	out.Body.Items = []opinionShown{}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, err := Search(ctx, tx, in.Query, in.Limit)
		for _, o := range list {
			out.Body.Items = append(out.Body.Items, opinionOf(o))
		}
		return err
	})
	return out, err
}

type askedShown struct {
	ID      string        `json:"id"`
	Number  int64         `json:"number"`
	Asker   string        `json:"asker"`
	Words   string        `json:"words"`
	State   string        `json:"state" enum:"open,answered,closed"`
	Asked   time.Time     `json:"asked"`
	Opinion *opinionShown `json:"opinion,omitempty"`
}

func askedOf(q Question, o Opinion) askedShown {
	out := askedShown{ID: q.ID, Number: q.Number, Asker: q.AskerName, Words: q.Words, State: string(q.State), Asked: q.Asked}
	if o.ID != "" {
		shown := opinionOf(o)
		out.Opinion = &shown
	}
	return out
}

type questionsInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

type questionsOutput struct {
	Body struct {
		Items []askedShown `json:"items"`
	}
}

func (s *Service) apiQuestions(ctx context.Context, in *questionsInput) (*questionsOutput, error) {
	out := &questionsOutput{}
	out.Body.Items = []askedShown{}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := deciding(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := Of(ctx, tx, m.ID, in.Limit)
		for _, q := range list {
			if err != nil {
				return err
			}
			var o Opinion
			if _, o, err = Get(ctx, tx, q.ID); err == nil {
				out.Body.Items = append(out.Body.Items, askedOf(q, o))
			}
		}
		return err
	})
	return out, err
}

// deciding is the member of an address, for who decides there.
func deciding(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err == nil {
		err = tx.Sees("advice.api", m.ID)
	}
	if err == nil {
		err = tx.May(ctx, access.Decide, m.ID)
	}
	return m, err
}

type askInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Asker string `json:"asker" minLength:"1" maxLength:"200" doc:"Name of who asks"`
		Words string `json:"words" minLength:"1" maxLength:"10000"`
	}
}

type askOutput struct{ Body askedShown }

func (s *Service) apiAsk(ctx context.Context, in *askInput) (*askOutput, error) {
	out := &askOutput{}
	err := s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := deciding(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if !m.Closed.IsZero() {
			return fault.Missing("advice.apiAsk")
		}
		q, err := Hear(ctx, tx, m.ID, in.Body.Asker, in.Body.Words)
		if err != nil {
			return err
		}
		out.Body = askedOf(q, Opinion{})
		return s.tellAsked(ctx, tx, q, m)
	})
	return out, err
}
