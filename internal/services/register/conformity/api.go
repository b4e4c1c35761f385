package conformity

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/services/register/maturity"
)

type api struct {
	doors *access.Doors
	plan  Actions
}

// API adds the room's operations to the documented interface.
func API(in *web.Interface, doors *access.Doors, plan Actions) {
	a := api{doors, plan}
	token := access.Bearer(doors)
	tags := []string{"data protection"}
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/conformity", Tags: tags,
		Summary: "How far a member complies", Description: "The level of each activity by fifteen points, and the scores of the organisation by process, out of 5, the latest first."}, a.list)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: "/api/v1/members/{siren}/activities/{id}/conformity", Tags: tags, DefaultStatus: http.StatusCreated,
		Summary:     "Evaluate an activity by fifteen points",
		Description: "0 is not compliant, 1 compliant, -1 not applicable with its reason in why. Points that the legal basis leaves out are answered by themselves. What is planned for a point makes it minor, and becomes an action of the plan, linked to the point."}, a.evaluate)
}

type activityConformity struct {
	Activity  string     `json:"activity"`
	Name      string     `json:"name"`
	Level     Level      `json:"level,omitempty" enum:"met,minor,major"`
	Evaluated *time.Time `json:"evaluated,omitempty"`
}

type organisationConformity struct {
	Submitted time.Time          `json:"submitted"`
	Version   int                `json:"version"`
	Score     float64            `json:"score"`
	Processes map[string]float64 `json:"processes"`
}

type conformityOutput struct {
	Body struct {
		Activities   []activityConformity     `json:"activities"`
		Organisation []organisationConformity `json:"organisation"`
	}
}

type memberInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

func (a api) list(ctx context.Context, in *memberInput) (*conformityOutput, error) {
	out := &conformityOutput{}
	out.Body.Activities, out.Body.Organisation = []activityConformity{}, []organisationConformity{}
	return out, a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		rows, err := Of(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		for _, r := range rows {
			one := activityConformity{Activity: r.Activity.ID, Name: i18n.Read(ctx, r.Activity.Name), Level: r.Level}
			if s, ok := r.Latest(); ok {
				one.Evaluated = &s.Submitted
			}
			out.Body.Activities = append(out.Body.Activities, one)
		}
		list, err := maturity.ListOf(ctx, tx, m.ID, maturity.Organisation)
		for _, s := range list {
			if s.State != maturity.Submitted {
				continue
			}
			one := organisationConformity{Submitted: s.Submitted, Version: s.Version, Score: float64(s.Total) / 10, Processes: map[string]float64{}}
			for name, score := range s.Scores {
				one.Processes[name] = float64(score) / 10
			}
			out.Body.Organisation = append(out.Body.Organisation, one)
		}
		return err
	})
}

type evaluateActivityInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"id" maxLength:"64"`
	Body  struct {
		Answers map[string]int    `json:"answers" doc:"By point"`
		Planned map[string]string `json:"planned,omitempty" doc:"What is planned, by point"`
		Why     map[string]string `json:"why,omitempty" doc:"Why a point does not apply"`
	}
}

type evaluateActivityOutput struct{ Body activityConformity }

func (a api) evaluate(ctx context.Context, in *evaluateActivityInput) (*evaluateActivityOutput, error) {
	out := &evaluateActivityOutput{}
	return out, a.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		f, err := activityOf(ctx, tx, m.ID, in.ID)
		if err != nil {
			return err
		}
		notes := maturity.Notes{}
		for point, words := range in.Body.Planned {
			notes[todo(point)] = words
		}
		for point, words := range in.Body.Why {
			notes[maturity.WhyNot(point)] = words
		}
		s, err := Whole(ctx, tx, a.plan, m.ID, in.ID, in.Body.Answers, notes)
		out.Body = activityConformity{Activity: f.ID, Name: i18n.Read(ctx, f.Name), Level: Count(s.Answers, s.Notes).Level(), Evaluated: &s.Submitted}
		return err
	})
}
