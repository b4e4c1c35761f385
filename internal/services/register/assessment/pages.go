package assessment

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// The addresses of this room.
const (
	OperatorPath = activity.OperatorPath + "/assessments"
	ModelsPath   = activity.OperatorPath + "/assessment-models"
	pattern      = console.MemberPattern + "/" + activity.Tab + "/assessments"
	needPattern  = console.MemberPattern + "/" + activity.Tab + "/assessment-needs/{activity}"
)

// ListPath is the address of a member's assessments.
func ListPath(siren string) string { return activity.Base(siren) + "/assessments" }

// Path is the address of one.
func Path(siren, id string) string { return ListPath(siren) + "/" + id }

// NeedPath is where the need of an activity is told.
func NeedPath(siren, activityID string) string {
	return activity.Base(siren) + "/assessment-needs/" + activityID
}

// maxFile is how long an imported file may be, in bytes.
const maxFile = 16 << 20

// Pages are the pages of this room.
type Pages struct {
	Doors *access.Doors
	Desk  *console.Console
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, operator := p.Desk.SignedIn(), p.Desk.OperatorOnly()
	get, post := http.MethodGet, http.MethodPost
	one := pattern + "/{assessment}"
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Handler: p.list},
		{Method: get, Pattern: needPattern, Handler: p.need},
		{Method: post, Pattern: needPattern, Handler: p.tell},
		{Method: get, Pattern: pattern + "/new", Handler: p.askNew},
		{Method: post, Pattern: pattern + "/new", Handler: p.begin},
		{Method: get, Pattern: pattern + "/import", Handler: p.askImport},
		{Method: post, Pattern: pattern + "/import", Handler: p.takeIn, MaxBody: maxFile + 64<<10},
		{Method: get, Pattern: one, Handler: p.one},
		{Method: post, Pattern: one, Handler: p.act},
		{Method: get, Pattern: one + "/chapter/{chapter}", Handler: p.chapter},
		{Method: post, Pattern: one + "/chapter/{chapter}", Handler: p.saveChapter, MaxBody: 2 << 20},
		{Method: get, Pattern: one + "/evaluate/{chapter}", Handler: p.evaluation},
		{Method: post, Pattern: one + "/evaluate/{chapter}", Handler: p.saveEvaluation, MaxBody: 2 << 20},
		{Method: get, Pattern: one + "/history", Handler: p.history},
		{Method: post, Pattern: one + "/undo", Handler: p.undo},
		{Method: get, Pattern: one + "/settle", Handler: p.askSettle},
		{Method: post, Pattern: one + "/settle", Handler: p.settle},
		{Method: get, Pattern: one + "/json", Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: OperatorPath, Handler: p.everywhere, Guard: operator},
		{Method: get, Pattern: OperatorPath + "/csv", Handler: p.everywhereCSV, Guard: operator, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		if r.Guard == nil {
			r.Guard = anyone
		}
		routes.Add(r)
	}
}

func (p *Pages) reading(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) writing(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

// view is what every page of a member shows.
type view struct {
	console.Face
	MayWrite bool
	Officer  bool
	Today    string
}

func (v view) base() string { return ListPath(v.Member.Siren) }

func (p *Pages) view(ctx context.Context, tx access.Tx, r *http.Request) (v view, err error) {
	if v.Face, err = p.Desk.FaceOf(ctx, tx, r, activity.Tab); err != nil {
		return v, err
	}
	v.Officer, v.Today = tx.Scope().Has(access.ProtectionOfficer), access.Today(tx.Clock())
	v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID)
	return v, err
}

// found is the assessment of the address, at its member.
func (v view) found(ctx context.Context, tx access.Tx, r *http.Request) (Full, error) {
	id := r.PathValue("assessment")
	if !ident.Valid(id) {
		return Full{}, fault.Missing("assessment.found")
	}
	f, err := Get(ctx, tx, id)
	if err == nil && f.Assessment.MemberID != v.Member.ID {
		err = fault.Missing("assessment.found")
	}
	return f, err
}

// oneView is what the pages of one assessment show.
type oneView struct {
	view
	Full     Full
	Activity model.Full // zero for none
	Decides  bool
}

func (v oneView) path() string { return Path(v.Member.Siren, v.Full.Assessment.ID) }

// writable tells whether the study may be written now.
func (v oneView) writable() bool { return v.MayWrite && v.Full.Assessment.State == Draft }

// judgeable tells whether it may be evaluated now.
func (v oneView) judgeable() bool { return v.MayWrite && v.Full.Assessment.Open() }

func (p *Pages) oneView(ctx context.Context, tx access.Tx, r *http.Request) (v oneView, err error) {
	if v.view, err = p.view(ctx, tx, r); err != nil {
		return v, err
	}
	if v.Full, err = v.found(ctx, tx, r); err != nil {
		return v, err
	}
	if v.Full.ActivityID != "" {
		if v.Activity, err = activityOf(ctx, tx, v.Member.ID, v.Full.ActivityID); fault.Is(err, fault.NotFound) {
			err = nil
		}
		if err != nil {
			return v, err
		}
	}
	v.Decides, err = tx.Allowed(ctx, access.Decide, v.Member.ID)
	return v, err
}
