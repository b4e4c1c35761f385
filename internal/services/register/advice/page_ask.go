package advice

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/post"
)

type formView struct {
	Form     *form.Form
	Members  []organisation.Member
	Opinions []Opinion
	Query    string
	From     string
}

func (s *Service) form(w http.ResponseWriter, r *http.Request) error {
	return s.showForm(w, r, http.StatusOK, nil)
}

// showForm is search first, then the question.
func (s *Service) showForm(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	q := r.URL.Query()
	v := formView{Form: f, Query: q.Get("q"), From: q.Get("from")}
	if f == nil {
		v.Form = form.New("words", v.Query, "from", v.From)
	}
	err := s.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		byID, err := organisation.ByIDs(ctx, tx, tx.Scope().Members())
		for _, m := range byID {
			if m.Closed.IsZero() {
				v.Members = append(v.Members, m)
			}
		}
		slices.SortFunc(v.Members, func(a, b organisation.Member) int { return strings.Compare(a.SortKey(), b.SortKey()) })
		if err == nil && v.Query != "" {
			v.Opinions, err = Search(ctx, tx, v.Query, 10)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Members) == 0 { // who serves no member has nobody to ask for
		return fault.Missing("advice.form")
	}
	return s.Desk.ShowStatus(w, r, status, titled(ctx, i18n.Say(ctx, "Poser une question", "Ask a question")), formBody(v))
}

func (s *Service) ask(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	words, page := f.Long("words", MaxWords), f.Text("from", 500)
	if u, err := url.Parse(page); err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, console.Home) {
		page = ""
	}
	var q Question
	if f.OK() {
		err = s.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			m, err := organisation.BySiren(ctx, tx, f.Raw("member"))
			if err != nil {
				return err
			}
			if q, err = Ask(ctx, tx, m.ID, page, words); err != nil {
				return err
			}
			return s.tellAsked(ctx, tx, q, m)
		})
		if fault.Is(err, fault.Invalid) {
			f.Fail("words", fault.Message(err))
		} else if err != nil {
			return err
		}
	}
	if !f.OK() {
		return s.showForm(w, r, http.StatusUnprocessableEntity, f)
	}
	s.Desk.Flash(ctx, ui.Good, i18n.T("Votre question n°\u00a0%[1]d est envoyée. L’avis arrivera ici.", "Your question no. %[1]d is sent. The opinion will come here.", q.Number))
	return web.Redirect(w, r, questionsPath+"/"+q.ID)
}

// tellAsked writes to the officers that a member asks something.
func (s *Service) tellAsked(ctx context.Context, tx access.Tx, q Question, m organisation.Member) error {
	return s.Post.TellOperator(ctx, tx, post.Letter{Path: questionsPath + "/" + q.ID,
		Subject: i18n.T("Question n°\u00a0%[1]d de %[2]s", "Question no. %[1]d of %[2]s", q.Number, m.Name),
		Text:    i18n.T("Bonjour,\n\n%[1]s pose une question au délégué à la protection des données.", "Hello,\n\n%[1]s asks the data-protection officer a question.", m.Name)}, access.ProtectionOfficer)
}
