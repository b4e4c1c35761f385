package maturity

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type surveyView struct {
	console.Face
	Kind    Kind
	Q       *Questionnaire
	Actions []PlannedAction
	Survey
	Title    i18n.Text
	Domains  []Domain
	Domain   Domain // the one shown
	Next     string // the domain after it, "" for the last
	Done     map[string]int
	Answered int
	Asked    int
	May      bool
	Form     *form.Form
}

func (p *Pages) survey(w http.ResponseWriter, r *http.Request) error {
	return p.showSurvey(w, r, http.StatusOK, r.URL.Query().Get("domain"), nil)
}

func (p *Pages) showSurvey(w http.ResponseWriter, r *http.Request, status int, domain string, f *form.Form) error {
	ctx := r.Context()
	v := surveyView{Kind: p.kind, Form: f, Done: map[string]int{}}
	id, err := surveyID(r)
	if err != nil {
		return err
	}
	err = p.doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fillSurvey(ctx, tx, r, id, domain, &v) })
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, surveyBody(v))
}

func (p *Pages) fillSurvey(ctx context.Context, tx access.Tx, r *http.Request, id, domain string, v *surveyView) (err error) {
	if v.Face, err = p.desk.FaceOf(ctx, tx, r, "rgpd"); err != nil {
		return err
	}
	if v.Survey, err = Get(ctx, tx, id); err != nil {
		return err
	}
	if v.MemberID != v.Member.ID || !p.kind.covers(v.Questionnaire) || v.Subject != "" {
		return fault.Missing("maturity.survey")
	}
	if v.May, err = tx.Allowed(ctx, access.Register, v.MemberID); err != nil {
		return err
	}
	q, err := Version(ctx, tx, v.Questionnaire, v.Version)
	if err != nil {
		return err
	}
	if q.Plan && p.actions != nil {
		if v.Actions, err = p.actions.Open(ctx, tx, v.Member); err != nil {
			return err
		}
	}
	v.Q, v.Title, v.Domains = q, q.Title, q.Of(v.Short)
	v.Domain = v.Domains[0]
	for i, d := range v.Domains {
		if d.Name == domain {
			v.Domain = d
		}
		if d.Name == v.Domain.Name && i+1 < len(v.Domains) {
			v.Next = v.Domains[i+1].Name
		} else if d.Name == v.Domain.Name {
			v.Next = ""
		}
		v.Asked += len(d.Questions)
		for _, one := range d.Questions {
			if _, ok := v.Answers[one.Name]; ok {
				v.Done[d.Name]++
				v.Answered++
			}
		}
	}
	return nil
}

// Finished tells whether all has an answer.
func (v surveyView) Finished() bool { return v.Answered == v.Asked }

func (v surveyView) path() string { return v.Kind.Path(v.Member.Siren) + "/" + v.ID }

// tabs lead from domain to domain.
func (v surveyView) tabs(ctx context.Context) []ui.NavItem {
	out := make([]ui.NavItem, len(v.Domains))
	for i, d := range v.Domains {
		label := i18n.Read(ctx, d.Title)
		if v.State == Draft {
			label += " " + strconv.Itoa(v.Done[d.Name]) + "/" + strconv.Itoa(len(d.Questions))
		}
		out[i] = ui.NavItem{Label: label, Href: v.path() + "?domain=" + d.Name, Current: d.Name == v.Domain.Name}
	}
	return out
}

// options are the answers to a question.
func options(ctx context.Context, q Question) []ui.Option {
	var out []ui.Option
	for i, a := range q.Answers {
		out = append(out, ui.Option{Value: strconv.Itoa(i), Label: i18n.Read(ctx, a)})
	}
	if q.Optional {
		out = append(out, ui.Option{Value: strconv.Itoa(NotConcerned), Label: i18n.Say(ctx, "Nous ne sommes pas concernés", "It does not concern us")})
	}
	return out
}

func (v surveyView) value(name string) string {
	if position, ok := v.Answers[name]; ok {
		return strconv.Itoa(position)
	}
	return ""
}

// said is the answer in words.
func said(ctx context.Context, q Question, a Answers) string {
	position, ok := a[q.Name]
	switch {
	case !ok:
		return "–"
	case position < 0:
		return i18n.Say(ctx, "Non concerné", "Not concerned")
	}
	return i18n.Read(ctx, q.Answers[min(position, len(q.Answers)-1)])
}

// answer saves the answers of a domain and goes on to the next.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := surveyID(r)
	if err != nil {
		return err
	}
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	answers := Answers{}
	for key := range f.Values {
		name, ok := cutAnswer(key)
		if !ok || f.Raw(key) == "" {
			continue
		}
		position, err := strconv.Atoi(f.Raw(key))
		if err != nil {
			return fault.New(fault.Invalid, "maturity.answer", "Cette réponse n’est pas une de celles qui sont proposées.", "This answer is not one of those offered.")
		}
		answers[name] = position
	}
	revision, _ := strconv.ParseInt(f.Raw("revision"), 10, 64)
	var s Survey
	var siren string
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if siren, err = p.owned(ctx, tx, r, id); err == nil {
			s, err = AnswerWith(ctx, tx, id, revision, answers, readNotes(f))
		}
		return err
	})
	if fault.Is(err, fault.Conflict) {
		f := form.New()
		f.Fail("", fault.Message(err))
		return p.showSurvey(w, r, http.StatusConflict, r.URL.Query().Get("domain"), f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Réponses enregistrées.", "Answers saved."))
	return web.Redirect(w, r, p.kind.Path(siren)+"/"+s.ID+"?domain="+f.Text("next", 60))
}

// readNotes are the notes of the form: what the questionnaire does not ask for
// is left out.
func readNotes(f *form.Form) Notes {
	out := Notes{}
	for key := range f.Values {
		for _, prefix := range []string{WhyNot(""), Leads(""), Action("")} {
			if strings.HasPrefix(key, prefix) && slug.MatchString(key[len(prefix):]) {
				out[key] = f.Long(key, maxNote)
			}
		}
	}
	if f.Values.Has(Participants) {
		out[Participants] = f.Long(Participants, maxNote)
	}
	return out
}

// actionOptions are the planned actions that an answer may name. One that is
// done meanwhile stays named.
func (v surveyView) actionOptions(ctx context.Context, now string) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(ctx, "aucune", "none")}}
	known := now == ""
	for _, a := range v.Actions {
		out = append(out, ui.Option{Value: a.ID, Label: a.Name})
		known = known || a.ID == now
	}
	if !known {
		out = append(out, ui.Option{Value: now, Label: i18n.Say(ctx, "une action menée depuis", "an action that is done since")})
	}
	return out
}

// cutAnswer is the question of a field of the form.
func cutAnswer(key string) (string, bool) {
	if len(key) > 2 && key[:2] == "q-" {
		return key[2:], true
	}
	return "", false
}

// owned makes sure that the survey is the member's of the address.
func (p *Pages) owned(ctx context.Context, tx access.Tx, r *http.Request, id string) (siren string, err error) {
	face, err := p.desk.FaceOf(ctx, tx, r, "rgpd")
	if err != nil {
		return "", err
	}
	s, err := Get(ctx, tx, id)
	if err == nil && (s.MemberID != face.Member.ID || !p.kind.covers(s.Questionnaire) || s.Subject != "") {
		err = fault.Missing("maturity.survey")
	}
	return face.Member.Siren, err
}

func (p *Pages) submit(w http.ResponseWriter, r *http.Request) error {
	return p.close(w, r, Submit, i18n.T("L’évaluation est terminée. Voici où vous en êtes.", "The survey is closed. This is where you stand."))
}

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	return p.close(w, r, Drop, i18n.T("L’évaluation commencée est abandonnée.", "The survey that was begun is dropped."))
}

func (p *Pages) close(w http.ResponseWriter, r *http.Request, act func(context.Context, access.Tx, string) (Survey, error), say i18n.Text) error {
	ctx := r.Context()
	id, err := surveyID(r)
	if err != nil {
		return err
	}
	var siren string
	err = p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if siren, err = p.owned(ctx, tx, r, id); err == nil {
			_, err = act(ctx, tx, id)
		}
		return err
	})
	if fault.Is(err, fault.Invalid) {
		p.desk.Flash(ctx, ui.Bad, fault.Message(err))
		return web.Redirect(w, r, p.kind.Path(siren)+"/"+id)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, say)
	return web.Redirect(w, r, p.kind.Path(siren))
}
