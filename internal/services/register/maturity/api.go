package maturity

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	token := access.Bearer(s.doors)
	tags := []string{"data protection"}
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/maturity", Tags: tags,
		Summary: "Surveys of maturity of a member", Description: "Those that are submitted, the latest first. Scores are out of 5, by domain."}, s.surveys)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/maturity", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary:     "Submit a survey of maturity",
		Description: "Answers every question of the latest version at once. A position counts from 0; -1 is “not concerned”, where the question allows it. 409 while somebody has begun a survey on the page."}, s.submit)
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/maturity/questionnaire", Tags: tags,
		Summary: "The questionnaire in force", Description: "Its domains, questions and answers, the least first."}, s.questionnaire)
}

// surveyShown is a survey, as the interface shows it.
type surveyShown struct {
	ID            string             `json:"id"`
	Questionnaire string             `json:"questionnaire"`
	Version       int                `json:"version"`
	Short         bool               `json:"short"`
	Submitted     time.Time          `json:"submitted"`
	Score         float64            `json:"score" doc:"Out of 5, the mean of the domains"`
	Domains       map[string]float64 `json:"domains" doc:"Out of 5, by domain"`
}

func shown(s Survey) surveyShown {
	out := surveyShown{ID: s.ID, Questionnaire: s.Questionnaire, Version: s.Version, Short: s.Short, Submitted: s.Submitted, Score: float64(s.Total) / 10, Domains: map[string]float64{}}
	for domain, score := range s.Scores {
		out.Domains[domain] = float64(score) / 10
	}
	return out
}

type memberInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type surveysOutput struct{ Body []surveyShown }

func (s *Service) surveys(ctx context.Context, in *memberInput) (*surveysOutput, error) {
	out := &surveysOutput{Body: []surveyShown{}}
	return out, s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if err := tx.Sees("maturity.surveys", m.ID); err != nil {
			return err
		}
		list, err := List(ctx, tx, m.ID)
		for _, one := range list {
			if one.State == Submitted {
				out.Body = append(out.Body, shown(one))
			}
		}
		return err
	})
}

type submitInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		Short   bool           `json:"short,omitempty" doc:"The short form"`
		Answers map[string]int `json:"answers" doc:"Position by question"`
	}
}

type submitOutput struct{ Body surveyShown }

func (s *Service) submit(ctx context.Context, in *submitInput) (*submitOutput, error) {
	out := &submitOutput{}
	return out, s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		survey, err := Whole(ctx, tx, m.ID, BuiltIn().Name, in.Body.Short, in.Body.Answers)
		out.Body = shown(survey)
		return err
	})
}

type questionnaireOutput struct{ Body questionnaireShown }

type questionnaireShown struct {
	Name    string        `json:"name"`
	Version int           `json:"version"`
	Title   string        `json:"title"`
	Domains []domainShown `json:"domains"`
}

type domainShown struct {
	Name      string          `json:"name"`
	Title     string          `json:"title"`
	Questions []questionShown `json:"questions"`
}

type questionShown struct {
	Name     string   `json:"name"`
	Short    bool     `json:"short"`
	Weight   int      `json:"weight"`
	Optional bool     `json:"optional" doc:"-1, “not concerned”, is an answer"`
	Ask      string   `json:"ask"`
	Answers  []string `json:"answers"`
	Advice   string   `json:"advice"`
}

func (s *Service) questionnaire(ctx context.Context, _ *struct{}) (*questionnaireOutput, error) {
	out := &questionnaireOutput{}
	return out, s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		q, err := Latest(ctx, tx, BuiltIn().Name)
		if err == nil {
			out.Body = shownQuestions(ctx, q)
		}
		return err
	})
}
