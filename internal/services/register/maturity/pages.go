package maturity

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// A Kind is a questionnaire that members answer about themselves, with its
// pages. Everything else is the same for each.
type Kind struct {
	Name     string // of the questionnaire
	Tab      string // of a member: "rgpd/maturity"
	Operator string // the operator's page
	Title    i18n.Text
	Lead     i18n.Text
	All      i18n.Text // the title of the operator's page
	File     string    // of its export
	Part     i18n.Text // what a domain is called
	Order    int       // of its entry in the console
}

// Itself is the kind of this room.
var Itself = Kind{Name: Maturity, Tab: "rgpd/maturity", Operator: console.Home + "/operator/rgpd/maturity",
	Title: i18n.T("Maturité en protection des données", "Maturity in data protection"),
	Lead:  i18n.T("Quelques questions, une fois par an, pour voir où vous en êtes et ce qui aiderait le plus.", "Some questions, once a year, to see where you stand and what would help most."),
	All:   i18n.T("Maturité RGPD", "Data-protection maturity"), File: "maturite", Part: i18n.T("Domaine", "Domain"), Order: 640}

// covers tells whether a questionnaire is of the kind: maturity and the
// organisation have those that members bring from elsewhere, too. The latter
// begin with the name of ours.
func (k Kind) covers(questionnaire string) bool {
	organisation := questionnaire == Organisation || strings.HasPrefix(questionnaire, Organisation+"-")
	switch k.Name {
	case Maturity:
		return questionnaire != Processing && !organisation
	case Organisation:
		return organisation
	}
	return questionnaire == k.Name
}

// Path is the address of a member's surveys of the kind.
func (k Kind) Path(siren string) string { return console.MemberPath(siren) + "/" + k.Tab }

// Path is the address of a member's surveys of maturity.
func Path(siren string) string { return Itself.Path(siren) }

// A PlannedAction is one of the plan of a member, for an answer to name.
type PlannedAction struct{ ID, Name, Href string }

// Actions is what the room needs of the action plan. It may be nil.
type Actions interface {
	// Open lists the actions of a member that are not done.
	Open(ctx context.Context, tx access.Tx, m organisation.Member) ([]PlannedAction, error)
}

// Pages are the pages of the console.
type Pages struct {
	*Service
	desk    *console.Console
	kind    Kind
	actions Actions
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages { return s.PagesOf(desk, Itself, nil) }

// PagesOf dresses another questionnaire.
func (s *Service) PagesOf(desk *console.Console, k Kind, actions Actions) *Pages {
	desk.Add(console.Entry{Icon: ui.IconCheck, Label: k.All, Href: k.Operator, Order: k.Order,
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }})
	return &Pages{s, desk, k, actions}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, officer := p.desk.SignedIn(), p.desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	pattern, operatorPath := console.MemberPattern+"/"+p.kind.Tab, p.kind.Operator
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
	Kind     Kind
	Lead     bool // somebody leads each domain
	Leads    Notes
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
	Name     string // of the questionnaire
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{Kind: p.kind}
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
	if v.Surveys, err = ListOf(ctx, tx, v.Member.ID, v.Kind.Name); err != nil {
		return err
	}
	v.Name = v.Kind.Name
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
	v.Lead, v.Leads = q.Lead, full.Notes
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
		s, err = Start(ctx, tx, face.Member.ID, p.kind.Name, f.Checked("short"))
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, p.kind.Path(siren)+"/"+s.ID)
}

// surveyID is the survey of the address.
func surveyID(r *http.Request) (string, error) {
	id := r.PathValue("survey")
	if !ident.Valid(id) {
		return "", fault.Missing("maturity.survey")
	}
	return id, nil
}
