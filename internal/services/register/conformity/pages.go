package conformity

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
)

// The addresses of this room.
const (
	tab          = activity.Tab + "/conformity"
	pattern      = console.MemberPattern + "/" + tab
	OperatorPath = activity.OperatorPath + "/conformity"
)

// Path is the address of the conformity of a member's activities.
func Path(siren string) string { return console.MemberPath(siren) + "/" + tab }

// ActivityPath is that of one.
func ActivityPath(siren, id string) string { return Path(siren) + "/activities/" + id }

// Organisation is the conformity of the organisation: a questionnaire like that
// of maturity, with its pages.
var Organisation = maturity.Kind{Name: maturity.Organisation, Tab: activity.Tab + "/organisation", Operator: activity.OperatorPath + "/organisation",
	Title: i18n.T("Conformité de l’organisation", "Conformity of the organisation"),
	Lead:  i18n.T("Douze processus, chacun avec son pilote. Une réponse va de 0 (rien n’existe) à 5 (fait, mesuré et revu).", "Twelve processes, each with who leads it. An answer goes from 0 (nothing is there) to 5 (done, measured and reviewed)."),
	All:   i18n.T("Conformité de l’organisation", "Conformity of the organisation"), File: "conformite-organisation", Part: i18n.T("Processus", "Process"), Order: 642}

// Pages are the pages of this room.
type Pages struct {
	Doors   *access.Doors
	Desk    *console.Console
	Actions Actions // nil for no action plan
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	p.Desk.Add(console.Entry{Icon: ui.IconCheck, Label: i18n.T("Conformité des traitements", "Conformity of activities"), Href: OperatorPath, Order: 641,
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }})
	anyone, officer := p.Desk.SignedIn(), p.Desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	one := pattern + "/activities/{activity}"
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.list},
		{Method: get, Pattern: one, Guard: anyone, Handler: p.one},
		{Method: post, Pattern: one, Guard: anyone, Handler: p.act},
		{Method: get, Pattern: OperatorPath, Guard: officer, Handler: p.everywhere},
	} {
		r.Kind = web.Page
		routes.Add(r)
	}
	var plan maturity.Actions
	if p.Actions != nil {
		plan = p.Actions
	}
	maturity.New(p.Doors).PagesOf(p.Desk, Organisation, plan).Register(routes)
}

type listView struct {
	console.Face
	Rows []Row
	N    map[Level]int
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{N: map[Level]int{}}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.Desk.FaceOf(ctx, tx, r, activity.Tab); err != nil {
			return err
		}
		v.Rows, err = Of(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	for _, row := range v.Rows {
		v.N[row.Level]++
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

type oneView struct {
	console.Face
	May      bool
	Activity model.Full
	Surveys  []maturity.Survey
	Survey   maturity.Survey // the one shown; without id where there is none
	Q        *maturity.Questionnaire
	Left     map[string]i18n.Text
	Counts   Counts
	Actions  []maturity.PlannedAction // that may be named
	At       map[string][]PointAction // by point
	Form     *form.Form
}

func (v oneView) path() string { return ActivityPath(v.Member.Siren, v.Activity.ID) }

func (v oneView) points() []maturity.Question { return v.Q.Domains[0].Questions }

// latest tells whether the evaluation shown is the latest closed one: only its
// points can be planned for.
func (v oneView) latest() bool {
	s, ok := Row{Surveys: v.Surveys}.Latest()
	return ok && s.ID == v.Survey.ID
}

func (v oneView) draft() bool { return v.Survey.State == maturity.Draft }

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := oneView{Form: f}
	if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fill(ctx, tx, r, &v) }); err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, oneBody(v))
}

func (p *Pages) fill(ctx context.Context, tx access.Tx, r *http.Request, v *oneView) (err error) {
	if v.Face, err = p.Desk.FaceOf(ctx, tx, r, activity.Tab); err != nil {
		return err
	}
	if v.Activity, err = activityOf(ctx, tx, v.Member.ID, r.PathValue("activity")); err != nil {
		return err
	}
	if v.May, err = tx.Allowed(ctx, access.Register, v.Member.ID); err != nil {
		return err
	}
	all, err := maturity.ListAbout(ctx, tx, v.Member.ID, maturity.Processing)
	if err != nil {
		return err
	}
	v.Surveys = all[v.Activity.ID]
	id := r.URL.Query().Get("survey")
	if !ident.Valid(id) && len(v.Surveys) > 0 {
		id = v.Surveys[0].ID
	}
	if v.Q, err = maturity.Latest(ctx, tx, maturity.Processing); err != nil || id == "" {
		return err
	}
	if v.Survey, err = about(ctx, tx, v.Member.ID, v.Activity.ID, id); err != nil {
		return err
	}
	if v.Q, err = maturity.Version(ctx, tx, v.Survey.Questionnaire, v.Survey.Version); err != nil {
		return err
	}
	v.Left, v.Counts = LeftOut(BasesOf(v.Activity.Record)), Count(v.Survey.Answers, v.Survey.Notes)
	if p.Actions == nil {
		return nil
	}
	if v.At, err = p.Actions.At(ctx, tx, v.Member, v.Activity.ID); err != nil || !v.May {
		return err
	}
	v.Actions, err = p.Actions.Open(ctx, tx, v.Member)
	return err
}

// act begins an evaluation, writes answers, closes it or drops it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	answers, notes := maturity.Answers{}, maturity.Notes{}
	for key := range f.Values {
		if point, ok := strings.CutPrefix(key, "q-"); ok && f.Raw(key) != "" {
			if answers[point], err = strconv.Atoi(f.Raw(key)); err != nil {
				return fault.New(fault.Invalid, "conformity.act", "Cette réponse n’est pas une de celles qui sont proposées.", "This answer is not one of those offered.")
			}
		}
		for _, prefix := range []string{maturity.WhyNot(""), maturity.Action(""), todo("")} {
			if strings.HasPrefix(key, prefix) {
				notes[key] = f.Long(key, 1000)
			}
		}
	}
	revision, _ := strconv.ParseInt(f.Raw("revision"), 10, 64)
	survey := f.Text("survey", 64)
	var path string
	var said i18n.Text
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		f.Errors = nil
		face, err := p.Desk.FaceOf(ctx, tx, r, activity.Tab)
		if err != nil {
			return err
		}
		member, id := face.Member.ID, r.PathValue("activity")
		path = ActivityPath(face.Member.Siren, id)
		switch f.Raw("do") {
		case "begin":
			_, err = Begin(ctx, tx, member, id)
			said = i18n.T("Les points que la base légale écarte sont déjà répondus.", "The points that the legal basis leaves out are answered already.")
			return err
		case "drop":
			if _, err = about(ctx, tx, member, id, survey); err == nil {
				_, err = maturity.Drop(ctx, tx, survey)
			}
			said = i18n.T("L’évaluation commencée est abandonnée.", "The evaluation that was begun is dropped.")
			return err
		case "plan", "link":
			if p.Actions == nil {
				return fault.Missing("conformity.act")
			}
			action, point := "", f.Text("point", 120)
			if f.Raw("do") == "link" {
				if action = f.Text("linked-"+point, 64); action == "" {
					return fault.New(fault.Invalid, "conformity.act", "Choisissez une action du plan.", "Choose an action of the plan.")
				}
			}
			path += "#p-" + point
			said = i18n.T("L’action est dans le plan, reliée à ce point.", "The action is in the plan, linked to this point.")
			return PlanPoint(ctx, tx, p.Actions, face.Member, id, point, action)
		}
		if _, err = Answer(ctx, tx, member, id, survey, revision, answers, notes); err != nil {
			return err
		}
		said = i18n.T("Réponses enregistrées.", "Answers saved.")
		if f.Raw("do") == "submit" {
			_, err = Submit(ctx, tx, p.Actions, member, id, survey)
			said = i18n.T("L’évaluation est terminée.", "The evaluation is closed.")
		}
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showOne(w, r, fault.Status(err), f)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(ctx, ui.Good, said)
	return web.Redirect(w, r, path)
}

type everywhereView struct {
	List  []Standing
	Pages ui.Pages
}

const pageSize = 100

func (p *Pages) everywhere(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	n, _ := strconv.Atoi(r.URL.Query().Get("page"))
	n = min(max(n, 1), 100_000)
	var v everywhereView
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		total := 0
		v.List, total, err = Everywhere(ctx, tx, pageSize, (n-1)*pageSize)
		v.Pages = ui.Pages{Page: n, Size: pageSize, Total: int64(total)}
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Conformité des traitements", "Conformity of activities")
	return p.Desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(ctx, "Registres RGPD", "GDPR registers"), Href: activity.OperatorPath}, {Label: title}}}, everywhereBody(v))
}

func recordPath(v oneView) string {
	return activity.Base(v.Member.Siren) + "/activities/" + v.Activity.ID
}
