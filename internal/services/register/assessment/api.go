package assessment

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/services/register/activity"
)

type api struct{ doors *access.Doors }

// API adds the room's operations to the documented interface.
func API(in *web.Interface, doors *access.Doors) {
	a := api{doors}
	token := access.Bearer(doors)
	tags := []string{"data protection"}
	const base = "/api/v1/members/{siren}/assessments"
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: base, Tags: tags,
		Summary: "Impact assessments of a member (GDPR, art. 35)", Description: "Where each stands, and when it is to be reviewed."}, a.list)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: "/api/v1/members/{siren}/assessment-needs", Tags: tags,
		Summary: "Which activities need an impact assessment", Description: "By the nine criteria and the lists of types, with the reasons."}, a.needs)
	web.Operation(in, token, huma.Operation{Method: http.MethodGet, Path: base + "/{assessment}", Tags: tags,
		Summary: "One impact assessment, as a file of the CNIL’s PIA tool", Description: "The JSON that the tool imports. What an imported file said and this program does not know comes out again."}, a.one)
	web.Operation(in, token, huma.Operation{Method: http.MethodPost, Path: base, Tags: tags, DefaultStatus: http.StatusCreated, MaxBodyBytes: maxFile,
		Summary: "Take in a file of the CNIL’s PIA tool", Description: "The JSON that the tool exports. A decision that the file tells of holds where the token may decide; otherwise it is to be decided anew."}, a.take)
}

type memberInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
}

type assessmentShown struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	State    State  `json:"state" enum:"draft,submitted,validated,refused,archived"`
	Activity string `json:"activity,omitempty" doc:"Of the register"`
	ReviewOn string `json:"review_on,omitempty" doc:"Day of the next review"`
}

func shown(ctx context.Context, a Assessment) assessmentShown {
	return assessmentShown{a.ID, i18n.Read(ctx, a.Name), a.State, a.ActivityID, a.ReviewOn}
}

type listOutput struct{ Body []assessmentShown }

func member(ctx context.Context, tx access.Tx, siren string) (organisation.Member, error) {
	m, err := organisation.BySiren(ctx, tx, siren)
	if err != nil {
		return m, err
	}
	return m, tx.Sees("assessment.api", m.ID)
}

func (a api) list(ctx context.Context, in *memberInput) (*listOutput, error) {
	out := &listOutput{Body: []assessmentShown{}}
	return out, a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		list, err := List(ctx, tx, m.ID)
		for _, one := range list {
			out.Body = append(out.Body, shown(ctx, one))
		}
		return err
	})
}

type assessmentNeed struct {
	Activity string   `json:"activity"`
	Name     string   `json:"name"`
	Result   Result   `json:"result" enum:"needed,not-needed,exempt,elsewhere,open"`
	Missing  bool     `json:"missing" doc:"It needs one and has none"`
	Met      int      `json:"criteria_met"`
	Unknown  int      `json:"criteria_unknown"`
	Reasons  []string `json:"reasons"`
}

type needsOutput struct{ Body []assessmentNeed }

func (a api) needs(ctx context.Context, in *memberInput) (*needsOutput, error) {
	out := &needsOutput{Body: []assessmentNeed{}}
	return out, a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		rows, err := Of(ctx, tx, m)
		for _, r := range rows {
			n := assessmentNeed{Activity: r.Activity.ID, Name: r.Activity.Record.Get(activity.FieldName).In(lang(ctx)), Result: r.Need.Result, Missing: r.Missing(), Met: r.Need.Met, Unknown: r.Need.Unknown}
			for _, why := range r.Need.Reasons {
				n.Reasons = append(n.Reasons, i18n.Read(ctx, why))
			}
			out.Body = append(out.Body, n)
		}
		return err
	})
}

type oneInput struct {
	Siren string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	ID    string `path:"assessment" maxLength:"64"`
}

type fileOutput struct{ Body json.RawMessage }

func (a api) one(ctx context.Context, in *oneInput) (*fileOutput, error) {
	out := &fileOutput{}
	return out, a.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		if !ident.Valid(in.ID) {
			return fault.Missing("assessment.one")
		}
		f, err := Get(ctx, tx, in.ID)
		if err == nil && f.Assessment.MemberID != m.ID {
			err = fault.Missing("assessment.one")
		}
		if err != nil {
			return err
		}
		var b bytes.Buffer
		err = f.Export(&b)
		out.Body = b.Bytes()
		return err
	})
}

type takeInput struct {
	Siren    string `path:"siren" maxLength:"9" doc:"SIREN of the member"`
	Activity string `query:"activity" maxLength:"64" doc:"The activity of the register that it studies"`
	Body     json.RawMessage
}

type takeOutput struct{ Body assessmentShown }

func (a api) take(ctx context.Context, in *takeInput) (*takeOutput, error) {
	out := &takeOutput{}
	return out, a.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		m, err := member(ctx, tx, in.Siren)
		if err != nil {
			return err
		}
		f, err := Import(ctx, tx, m.ID, in.Activity, bytes.NewReader(in.Body))
		if err == nil {
			out.Body = shown(ctx, f.Assessment)
		}
		return err
	})
}
