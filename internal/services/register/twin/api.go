package twin

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/web"
	"airial/internal/services/register/model"
)

// API adds the room's operations to the documented interface.
func (s *Service) API(in *web.Interface) {
	token := access.Bearer(s.Doors)
	tags := []string{"data protection"}
	const path = "/api/v1/members/{siren}/twins"
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: path, Tags: tags,
		Summary:     "Activities that a member has twice",
		Description: "Pairs of the same model or the same name that nobody has settled, with what differs and what points to each; then what was decided, the latest first."}, s.apiList)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: path, Tags: tags, DefaultStatus: http.StatusCreated,
		Summary:     "Merge two activities, or keep both",
		Description: "Merging, each place where the two differ is chosen; whatever points to the one that goes follows. 409 when one was changed since the revisions that are sent: compare again."}, s.apiSettle)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: path + "/same", Tags: tags,
		Summary: "Merge all pairs that say the same", Description: "Those in which something differs stay to be settled."}, s.apiSame)
	web.Operation(in, token, huma.Operation{Method: http.MethodDelete, Path: path + "/decisions/{twin}", Tags: tags,
		Summary: "Take a decision on two activities back", Description: "A merge is undone whatever came after it: what was written since in the activity that was kept stays there, and is told."}, s.apiUndo)
}

type differenceShown struct {
	Path      string `json:"path"`
	Keep      any    `json:"keep,omitempty" doc:"What the one that stays says: a text or a row"`
	Gone      any    `json:"gone,omitempty" doc:"What the other says"`
	Suggested string `json:"suggested" enum:"keep,gone"`
}

type sideShown struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Model    string         `json:"model,omitempty" doc:"Code of the operator’s model"`
	Version  int            `json:"version,omitempty"`
	State    string         `json:"state"`
	Revision int            `json:"revision"`
	Changed  time.Time      `json:"changed"`
	Points   map[string]int `json:"points" doc:"How many datasets, requests… point to it"`
}

type pairShown struct {
	Keep        sideShown         `json:"keep" doc:"The one that is proposed to stay"`
	Gone        sideShown         `json:"gone"`
	Differences []differenceShown `json:"differences"`
}

type decidedShown struct {
	ID     string              `json:"id"`
	Keep   string              `json:"keep"`
	Gone   string              `json:"gone"`
	State  string              `json:"state" enum:"merged,apart,undone"`
	Note   string              `json:"note,omitempty"`
	At     time.Time           `json:"at"`
	By     string              `json:"by,omitempty"`
	Led    map[string][]string `json:"led,omitempty" doc:"What was led to the one that stays"`
	Undone *time.Time          `json:"undone_at,omitempty"`
}

func decidedOf(s Settled) decidedShown {
	out := decidedShown{ID: s.ID, Keep: s.Kept, Gone: s.Gone, State: string(s.State), Note: s.Note, At: s.At, By: s.By, Led: s.Led}
	if !s.Undone.IsZero() {
		out.Undone = &s.Undone
	}
	return out
}

// said is what stands at a place, as JSON has it.
func said(content string) any {
	if content == "" {
		return nil
	}
	return json.RawMessage(content)
}

// the names of sides in the interface
var sideNames = map[string]string{model.Mine: "keep", model.Theirs: "gone"}

func sideOf(f model.Full) sideShown {
	return sideShown{ID: f.ID, Name: f.Name.Fr, Model: f.Code, Version: f.Version, State: string(f.State), Revision: f.Rev, Changed: f.Changed, Points: map[string]int{}}
}

type memberInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type twinsOutput struct {
	Body struct {
		Open    []pairShown    `json:"open"`
		Decided []decidedShown `json:"decided"`
	}
}

func memberOf(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return m, err
	}
	return m, tx.Sees("twin.api", m.ID)
}

func (s *Service) apiList(ctx context.Context, in *memberInput) (*twinsOutput, error) {
	out := &twinsOutput{}
	out.Body.Open, out.Body.Decided = []pairShown{}, []decidedShown{}
	return out, s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		pairs, err := Of(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			c, err := s.Compare(ctx, tx, m.ID, p.Keep.ID, p.Gone.ID)
			if err != nil {
				return err
			}
			one := pairShown{Keep: sideOf(c.Keep), Gone: sideOf(c.Gone), Differences: []differenceShown{}}
			for _, n := range c.Points {
				one.Keep.Points[n.Key], one.Gone.Points[n.Key] = n.Keep, n.Gone
			}
			for _, d := range c.Differences {
				one.Differences = append(one.Differences, differenceShown{Path: d.Path, Keep: said(d.Mine), Gone: said(d.Theirs), Suggested: sideNames[suggested(c, d)]})
			}
			out.Body.Open = append(out.Body.Open, one)
		}
		list, err := Decided(ctx, tx, m.ID)
		for _, d := range list {
			out.Body.Decided = append(out.Body.Decided, decidedOf(d))
		}
		return err
	})
}

type twinSettleInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Body  struct {
		How          string            `json:"how" enum:"merge,apart" doc:"merge makes one of both; apart keeps both knowingly"`
		Keep         string            `json:"keep" maxLength:"64" doc:"The activity that stays"`
		Gone         string            `json:"gone" maxLength:"64" doc:"The one that goes"`
		KeepRevision int               `json:"keep_revision" doc:"The one that was read"`
		GoneRevision int               `json:"gone_revision" doc:"The one that was read"`
		Choices      map[string]string `json:"choices,omitempty" doc:"By path of a difference: keep or gone"`
		Suggested    bool              `json:"suggested,omitempty" doc:"Take what is suggested where nothing is chosen"`
		Note         string            `json:"note,omitempty" maxLength:"500" doc:"Why"`
	}
}

type settleOutput struct{ Body decidedShown }

func (s *Service) apiSettle(ctx context.Context, in *twinSettleInput) (*settleOutput, error) {
	out := &settleOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		b := in.Body
		c := Choice{Member: m.ID, Keep: b.Keep, Gone: b.Gone, KeepRev: b.KeepRevision, GoneRev: b.GoneRevision, Note: b.Note, Take: map[string]string{}}
		if b.Suggested {
			both, err := s.Compare(ctx, tx, m.ID, b.Keep, b.Gone)
			if err != nil {
				return err
			}
			for _, d := range both.Differences {
				c.Take[d.Path] = suggested(both, d)
			}
		}
		for path, side := range b.Choices {
			for how, name := range sideNames {
				if side == name {
					c.Take[path] = how
				}
			}
		}
		var done Settled
		if b.How == "apart" {
			done, err = s.KeepApart(ctx, tx, c)
		} else {
			done, err = s.Merge(ctx, tx, c)
		}
		out.Body = decidedOf(done)
		return err
	})
}

type twinSameOutput struct {
	Body struct {
		Merged int `json:"merged"`
	}
}

func (s *Service) apiSame(ctx context.Context, in *memberInput) (*twinSameOutput, error) {
	out := &twinSameOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err == nil {
			out.Body.Merged, err = s.MergeSame(ctx, tx, m.ID)
		}
		return err
	})
}

type undoInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Twin  string `path:"twin" maxLength:"64"`
}

type twinUndoOutput struct {
	Body struct {
		decidedShown
		Stay []string `json:"stay" doc:"Places that were written since the merge and stay as they are"`
	}
}

func (s *Service) apiUndo(ctx context.Context, in *undoInput) (*twinUndoOutput, error) {
	out := &twinUndoOutput{}
	return out, s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := memberOf(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		done, stay, err := s.Undo(ctx, tx, m.ID, in.Twin)
		out.Body.decidedShown, out.Body.Stay = decidedOf(done), append([]string{}, stay...)
		return err
	})
}
