package maturity

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	tab          = "rgpd/maturity"
	pattern      = console.MemberPattern + "/" + tab
	operatorPath = console.Home + "/operator/rgpd/maturity"
)

// Path is the address of a member's surveys.
func Path(siren string) string { return console.MemberPath(siren) + "/" + tab }

// Pages are the pages of the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages {
	desk.Add(console.Entry{Icon: ui.IconCheck, Label: i18n.T("Maturité RGPD", "Data-protection maturity"), Href: operatorPath, Order: 640,
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }})
	return &Pages{s, desk}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, officer := p.desk.SignedIn(), p.desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.list},
		{Method: post, Pattern: pattern, Guard: anyone, Handler: p.start},
		{Method: get, Pattern: pattern + "/{survey}", Guard: anyone, Handler: p.survey},
		{Method: post, Pattern: pattern + "/{survey}", Guard: anyone, Handler: p.answer},
		{Method: post, Pattern: pattern + "/{survey}/submit", Guard: anyone, Handler: p.submit},
		{Method: post, Pattern: pattern + "/{survey}/drop", Guard: anyone, Handler: p.drop},
		{Method: get, Pattern: operatorPath, Guard: officer, Handler: p.all},
		{Method: post, Pattern: operatorPath, Guard: officer, Handler: p.issue, MaxBody: MaxYAML + 64<<10},
		{Method: get, Pattern: operatorPath + "/export", Guard: officer, Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: operatorPath + "/questionnaire", Guard: officer, Handler: p.yaml, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

// line is a domain in the table and on the radar.
type line struct {
	Domain          Domain
	Now, Then, Peer Score // negative for none
}

type listView struct {
	console.Face
	Surveys  []Survey
	Draft    *Survey
	Latest   *Survey
	Before   *Survey // the last of another day that can be compared
	Lines    []line
	Peers    Peers
	Steps    []Step
	Titles   map[string]i18n.Text // of questionnaires, by name
	HasShort bool
	May      bool
	Name     string // of the questionnaire to begin
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v listView
	err := p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, "rgpd"); err != nil {
			return err
		}
		return v.fill(ctx, tx)
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

func (v *listView) fill(ctx context.Context, tx access.Tx) (err error) {
	if v.May, err = tx.Allowed(ctx, access.Register, v.Member.ID); err != nil {
		return err
	}
	if v.Surveys, err = List(ctx, tx, v.Member.ID); err != nil {
		return err
	}
	v.Name = BuiltIn().Name
	current, err := Latest(ctx, tx, v.Name)
	if err != nil {
		return err
	}
	v.HasShort, v.Titles = current.HasShort(), map[string]i18n.Text{current.Name: current.Title}
	for i := range v.Surveys {
		s := &v.Surveys[i]
		switch {
		case s.State == Draft:
			v.Draft = s
		case v.Latest == nil:
			v.Latest = s
		case v.Before == nil && s.Questionnaire == v.Latest.Questionnaire:
			v.Before = s
		}
	}
	if v.Latest == nil {
		return nil
	}
	return v.compare(ctx, tx)
}

// compare sets the latest survey beside the one before and like members.
func (v *listView) compare(ctx context.Context, tx access.Tx) error {
	full, err := Get(ctx, tx, v.Latest.ID)
	if err != nil {
		return err
	}
	q, err := Version(ctx, tx, full.Questionnaire, full.Version)
	if err != nil {
		return err
	}
	if v.Peers, err = PeersOf(ctx, tx, v.Member, full); err != nil {
		return err
	}
	v.Steps = q.Steps(full.Short, full.Answers)
	of := func(scores map[string]Score, domain string) Score {
		if s, ok := scores[domain]; ok {
			return s
		}
		return -1
	}
	for _, d := range q.Of(full.Short) {
		l := line{Domain: d, Now: of(full.Scores, d.Name), Then: -1, Peer: of(v.Peers.Medians, d.Name)}
		if v.Before != nil {
			l.Then = of(v.Before.Scores, d.Name)
		}
		v.Lines = append(v.Lines, l)
	}
	return nil
}

func (p *Pages) start(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var s Survey
	var siren string
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, "rgpd")
		if err != nil {
			return err
		}
		siren = face.Member.Siren
		s, err = Start(ctx, tx, face.Member.ID, f.Text("questionnaire", 60), f.Checked("short"))
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path(siren)+"/"+s.ID)
}

// surveyID is the survey of the address.
func surveyID(r *http.Request) (string, error) {
	id := r.PathValue("survey")
	if !ident.Valid(id) {
		return "", fault.Missing("maturity.survey")
	}
	return id, nil
}
