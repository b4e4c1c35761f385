package voice

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
)

type voiceJSON struct {
	ID       string     `json:"id"`
	Dataset  string     `json:"dataset"`
	Kind     string     `json:"kind" enum:"question,problem,reuse"`
	State    string     `json:"state" enum:"waiting,answered,declined"`
	Title    string     `json:"title"`
	Body     string     `json:"body"`
	Link     string     `json:"link,omitempty" doc:"Of a reuse"`
	Reuse    string     `json:"reuse,omitempty" doc:"What the reuse is: application, visualisation, article, research, teaching, other"`
	Name     string     `json:"name,omitempty" doc:"Of whoever wrote it, where it is shown"`
	Answer   string     `json:"answer,omitempty"`
	Public   bool       `json:"public"`
	Received time.Time  `json:"received"`
	Closed   *time.Time `json:"closed,omitempty"`
	Late     bool       `json:"late"`
}

func (t Thread) json(now time.Time) voiceJSON {
	out := voiceJSON{ID: t.ID, Dataset: t.DatasetID, Kind: string(t.Kind), State: string(t.State), Title: t.Title, Body: t.Body, Link: t.Link, Reuse: t.Reuse, Name: t.Name,
		Answer: t.Answer, Public: t.Public, Received: t.Proven, Late: t.Late(now)}
	if !t.Closed.IsZero() {
		out.Closed = &t.Closed
	}
	return out
}

type (
	voicesOutput     struct{ Body []voiceJSON }
	voiceOutput      struct{ Body voiceJSON }
	voiceMemberInput struct {
		Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
		View  string `query:"view" enum:"open,late,closed" default:"open" doc:"Which: those that wait, those that have for a week, those that are closed"`
	}
	voiceDatasetInput struct {
		ID string `path:"id" doc:"Identifier of the dataset"`
	}
	voiceAnswerInput struct {
		Voice string `path:"voice" doc:"Identifier of the message"`
		Body  struct {
			Text    string `json:"text,omitempty" maxLength:"3000" doc:"The answer, sent by mail; may be empty to accept a reuse"`
			Public  bool   `json:"public,omitempty" doc:"Show the message and the answer on the dataset’s page"`
			Decline bool   `json:"decline,omitempty" doc:"It is not taken; the text says why"`
		}
	}
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	tags := []string{"Participation"}
	token := access.Bearer(s.Doors)
	web.Operation(api, web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets/{id}/voices", Tags: tags, Summary: "What the public has written about a dataset, and the answers",
		Description: "Reuses, questions and problems that the publisher shows."}, s.shown)
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/voices", Tags: tags, Summary: "Messages of the public to a member",
		Description: "At most 200. Addresses are given to nobody."}, s.received)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/voices/{voice}/answer", Tags: tags, Summary: "Answer a message of the public",
		Description: "For tokens with the right “publish”. 409 where an answer was given already."}, s.reply)
}

func (s *Service) shown(ctx context.Context, in *voiceDatasetInput) (*voicesOutput, error) {
	out := &voicesOutput{Body: []voiceJSON{}}
	d, err := s.Catalogue.Public(ctx, "", in.ID)
	if err != nil {
		return nil, err
	}
	return out, s.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		list, err := Shown(ctx, tx, d.ID)
		for _, t := range list {
			out.Body = append(out.Body, t.json(tx.Clock().Now()))
		}
		return err
	})
}

func (s *Service) received(ctx context.Context, in *voiceMemberInput) (*voicesOutput, error) {
	out := &voicesOutput{Body: []voiceJSON{}}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err == nil {
			err = tx.Sees("voice.received", m.ID)
		}
		if err != nil {
			return err
		}
		list, _, err := List(ctx, tx, Filter{Member: m.ID, View: in.View, Limit: 200})
		for _, t := range list {
			out.Body = append(out.Body, t.json(tx.Clock().Now()))
		}
		return err
	})
}

func (s *Service) reply(ctx context.Context, in *voiceAnswerInput) (*voiceOutput, error) {
	out := &voiceOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		t, err := s.Answer(ctx, tx, in.Voice, Reply{Text: in.Body.Text, Public: in.Body.Public, Decline: in.Body.Decline})
		out.Body = t.json(tx.Clock().Now())
		return err
	})
}
