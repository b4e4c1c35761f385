package datagouv

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

type pushLinkJSON struct {
	Dataset  string     `json:"dataset"`
	Remote   string     `json:"remote,omitempty" doc:"Identifier at data.gouv.fr"`
	Page     string     `json:"page,omitempty"`
	Verdict  string     `json:"verdict" doc:"same, differs, missing, surplus, absent, deleted, archived, harvested, failed"`
	Private  bool       `json:"private" doc:"As it was when last looked at"`
	Excluded bool       `json:"excluded"`
	Waiting  bool       `json:"waiting"`
	Fields   int        `json:"fields" doc:"How many fields differ"`
	Problem  string     `json:"problem,omitempty" doc:"What data.gouv.fr has answered"`
	Looked   *time.Time `json:"looked,omitempty"`
	Pushed   *time.Time `json:"pushed,omitempty"`
}

type pushAccountJSON struct {
	Organisation string         `json:"organisation"`
	Name         string         `json:"name"`
	State        string         `json:"state" enum:"on,off,refused"`
	Site         string         `json:"site" doc:"Address that is contacted; empty when the server contacts none"`
	Datasets     []pushLinkJSON `json:"datasets"`
}

type pushRunJSON struct {
	ID      string         `json:"id"`
	Kind    string         `json:"kind" enum:"compare,push"`
	State   string         `json:"state" enum:"waiting,done,failed"`
	Asked   time.Time      `json:"asked"`
	Ended   *time.Time     `json:"ended,omitempty"`
	Problem string         `json:"problem,omitempty"`
	Lines   []pushLineJSON `json:"lines"`
}

type pushLineJSON struct {
	Dataset     string       `json:"dataset"`
	Verdict     string       `json:"verdict"`
	Done        bool         `json:"done" doc:"It was put right"`
	Problem     string       `json:"problem,omitempty"`
	Differences []Difference `json:"differences" doc:"Field by field what there is and what should be, before"`
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func (r Run) json(lines []Line) pushRunJSON {
	out := pushRunJSON{ID: r.ID, Kind: string(r.Kind), State: r.State, Asked: r.Asked, Ended: instant(r.Ended), Problem: r.Problem, Lines: []pushLineJSON{}}
	for _, l := range lines {
		x := pushLineJSON{Dataset: l.DatasetID, Verdict: string(l.Verdict), Done: l.Done, Problem: l.Problem, Differences: l.Differences}
		out.Lines = append(out.Lines, x)
	}
	return out
}

type (
	one[T any]  struct{ Body T }
	memberInput struct {
		Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	}
	pushAskInput struct {
		Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
		Body  struct {
			Kind string `json:"kind" enum:"compare,push" doc:"compare changes nothing (dry run); push makes all as it should be"`
		}
	}
	pushRunInput struct {
		Run string `path:"run" doc:"Identifier of the run"`
	}
)

// API adds the room's operations to the documented interface.
func (s *Service) API(api *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"data.gouv.fr"}
	const of = "/api/v1/members/{siren}/datagouv"
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: of, Tags: tags, Summary: "How a member’s datasets stand at data.gouv.fr",
		Description: "404 where the member pushes nothing."}, s.status)
	web.Operation(api, token, huma.Operation{Method: http.MethodPost, Path: of + "/runs", Tags: tags, DefaultStatus: http.StatusAccepted, Summary: "Compare with data.gouv.fr, or put right what is there",
		Description: "For tokens with the right “publish”. The report is read at /api/v1/datagouv/runs/{run} once its state is not “waiting”. 503 where the server contacts no data.gouv.fr."}, s.askRun)
	web.Operation(api, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/datagouv/runs/{run}", Tags: tags, Summary: "The report of a run"}, s.runReport)
}

func (s *Service) status(ctx context.Context, in *memberInput) (*one[pushAccountJSON], error) {
	out := &one[pushAccountJSON]{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		a, err := AccountOf(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		links, err := Links(ctx, tx, m.ID)
		out.Body = pushAccountJSON{Organisation: a.Organisation, Name: a.Name, State: string(a.State), Site: s.Base, Datasets: []pushLinkJSON{}}
		for _, l := range links {
			out.Body.Datasets = append(out.Body.Datasets, pushLinkJSON{Dataset: l.DatasetID, Remote: l.Remote, Page: l.Page, Verdict: string(l.Verdict), Private: l.Private,
				Excluded: l.Excluded, Waiting: l.Pending, Fields: l.Fields, Problem: l.Problem, Looked: instant(l.Looked), Pushed: instant(l.Pushed)})
		}
		return err
	})
}

func (s *Service) askRun(ctx context.Context, in *pushAskInput) (*one[pushRunJSON], error) {
	out := &one[pushRunJSON]{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := organisation.BySiren(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		r, err := s.Ask(ctx, tx, m.ID, Kind(in.Body.Kind))
		out.Body = r.json(nil)
		return err
	})
}

func (s *Service) runReport(ctx context.Context, in *pushRunInput) (*one[pushRunJSON], error) {
	out := &one[pushRunJSON]{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		r, lines, err := Report(ctx, tx, in.Run)
		if fault.Is(err, fault.NotFound) {
			return fault.Missing("datagouv.runReport")
		}
		out.Body = r.json(lines)
		return err
	})
}
