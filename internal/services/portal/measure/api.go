package measure

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

type useLine struct {
	Day     string `json:"day"`
	Kind    string `json:"kind" enum:"visit,download,call,nothing" doc:"nothing: a search that found nothing"`
	Siren   string `json:"siren,omitempty"`
	Dataset string `json:"dataset,omitempty"`
	Count   int64  `json:"count"`
}

type useInput struct {
	Member string `query:"member" maxLength:"9" doc:"SIREN; all without it"`
	From   string `query:"from" format:"date" doc:"First day; 31 days before the last without it"`
	Until  string `query:"until" format:"date" doc:"Last day; today without it"`
}

type useOutput struct{ Body []useLine }

// mostLines bounds an answer; more is in the CSV.
const mostLines = 20_000

// API adds the room's operation to the documented interface.
func (s *Service) API(api *web.Interface) {
	web.Operation(api, web.Everyone, huma.Operation{Method: http.MethodGet, Path: "/api/v1/statistics", Tags: []string{"Statistics"}, Summary: "How what is published is used, by day",
		Description: "Visits, downloads, calls of the interfaces, searches without result. At most 20,000 lines; /statistics.csv has no such bound. Nothing about visitors is kept."}, s.statistics)
}

func (s *Service) statistics(ctx context.Context, in *useInput) (*useOutput, error) {
	out := &useOutput{Body: []useLine{}}
	return out, s.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		var m organisation.Member
		if in.Member != "" {
			var err error
			if m, err = organisation.BySiren(ctx, tx, in.Member); err != nil {
				return err
			}
		}
		f := Filter{Member: m.ID, From: in.From, Until: in.Until}
		if f.Until == "" {
			f.Until = day(tx.Clock().Now())
		}
		last, err := time.Parse(time.DateOnly, f.Until)
		if f.From == "" {
			f.From = last.AddDate(0, 0, -31).Format(time.DateOnly)
		}
		if _, bad := time.Parse(time.DateOnly, f.From); err != nil || bad != nil {
			return fault.New(fault.Invalid, "measure.statistics", "Un jour s’écrit 2026-01-31.", "A day is written 2026-01-31.")
		}
		sirens, err := sirensOf(ctx, tx, m)
		if err != nil {
			return err
		}
		return Days(ctx, tx, f, func(l Line) error {
			if len(out.Body) == mostLines {
				return fault.New(fault.TooLarge, "measure.statistics", "La réponse est trop longue\u202f: demandez moins de jours, ou /statistics.csv.", "The answer is too long: ask for fewer days, or /statistics.csv.")
			}
			out.Body = append(out.Body, useLine{l.Day, l.Kind, sirens[l.Member], l.Dataset, l.N})
			return nil
		})
	})
}
