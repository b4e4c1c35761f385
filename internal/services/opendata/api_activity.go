package opendata

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
)

// activityWords is a processing activity, as the interface shows it.
type activityWords struct {
	ID         string `json:"id" doc:"“none” for no activity, empty while nobody has said"`
	Name       string `json:"name,omitempty"`
	Sensitive  bool   `json:"sensitive" doc:"Works on data of GDPR, art. 9 or 10: its files get the strict profile"`
	Categories string `json:"categories,omitempty" doc:"The categories of data that it declares, in words"`
	Proposed   bool   `json:"proposed,omitempty" doc:"Nobody has said so: taken from schema and title"`
	Gone       bool   `json:"gone,omitempty" doc:"The register no longer has it; what it said last holds on"`
}

func activityWordsOf(ctx context.Context, a Activity) activityWords {
	return activityWords{ID: a.ID, Name: i18n.Read(ctx, a.Name), Sensitive: a.Sensitive, Categories: i18n.Read(ctx, a.Declares),
		Proposed: a.Proposed, Gone: a.Gone}
}

func (s *Service) activityAPI(api *web.Interface, token web.Guard) {
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/deposits/activities", Tags: []string{"deposits"},
		Summary:     "List the processing activities that a deposit may come from",
		Description: "Those of the member’s GDPR register, or the usual ones of a local body while it has none. A deposit names one of them as its activity."},
		s.listActivities)
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/datasets/{id}/activity", Tags: []string{"datasets"},
		Summary: "Read which processing activity a dataset comes from"}, s.getActivity)
	web.Operation(api, token, huma.Operation{Method: http.MethodPut, Path: "/api/v1/datasets/{id}/activity", Tags: []string{"datasets"},
		Summary:     "Say which processing activity a dataset comes from",
		Description: "A version that waits is looked at again where that changes the profile of the search for personal data; what is published stays as it is."}, s.putActivity)
}

type sirenInput struct {
	Siren string `path:"siren" doc:"SIREN of the member" maxLength:"64"`
}

type activitiesOutput struct {
	Body struct {
		Items []activityWords `json:"items"`
	}
}

func (s *Service) listActivities(ctx context.Context, in *sirenInput) (*activitiesOutput, error) {
	out := &activitiesOutput{}
	out.Body.Items = []activityWords{}
	err := s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if err := tx.May(ctx, access.Deposit, m.ID); err != nil {
			return err
		}
		all, err := s.activitiesOf(ctx, tx, m.ID)
		for _, a := range all {
			out.Body.Items = append(out.Body.Items, activityWordsOf(ctx, a))
		}
		return err
	})
	return out, err
}

type activityOutput struct{ Body activityWords }

func (s *Service) getActivity(ctx context.Context, in *IDInput) (*activityOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	out := &activityOutput{}
	err := s.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		if _, err := s.own(ctx, tx, in.ID, access.Deposit); err != nil {
			return err
		}
		a, err := s.ActivityOf(ctx, tx, in.ID)
		out.Body = activityWordsOf(ctx, a)
		return err
	})
	return out, err
}

type activityInput struct {
	IDInput
	Body struct {
		Activity string `json:"activity" minLength:"1" maxLength:"100" doc:"Identifier of one of the member’s activities, or “none”"`
	}
}

func (s *Service) putActivity(ctx context.Context, in *activityInput) (*activityOutput, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	err := s.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return s.SetActivity(ctx, tx, in.ID, in.Body.Activity) })
	if err != nil {
		return nil, err
	}
	return s.getActivity(ctx, &in.IDInput)
}
