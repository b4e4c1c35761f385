package plan

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/standards/icalendar"
)

type mineView struct {
	Often     Often
	Letters   bool // there is a mail server
	Calendars []calendarRow
	Members   []organisation.Member // of which she may have a calendar of its own
	Digest    Digest
	Form      *form.Form
}

type calendarRow struct {
	Calendar
	Member  organisation.Member
	Address string
}

// mine is a person's own page: what is due for her, her calendars, her letters.
func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	return p.showMine(w, r, http.StatusOK, nil)
}

func (p *Pages) showMine(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := mineView{Form: f, Letters: p.Post.Letters.On()}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Often, err = OftenOf(ctx, tx); err != nil {
			return err
		}
		list, err := Calendars(ctx, tx)
		if err != nil {
			return err
		}
		ids := tx.Scope().MembersWith(access.See)
		if len(ids) > 200 {
			ids = ids[:200]
		}
		of := append([]string(nil), ids...)
		for _, c := range list {
			of = append(of, c.MemberID)
		}
		members, err := organisation.ByIDs(ctx, tx, of)
		if err != nil {
			return err
		}
		for _, c := range list {
			v.Calendars = append(v.Calendars, calendarRow{c, members[c.MemberID], p.PublicURL + "/calendars/" + p.Token(c.ID)})
		}
		for _, id := range ids {
			v.Members = append(v.Members, members[id])
		}
		by := tx.Scope().Actor()
		v.Digest, err = p.Digest(ctx, tx, user.User{ID: by.ID, Name: by.Name}, addDays(access.Today(tx.Clock()), 31))
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, console.Page{Title: i18n.Say(r.Context(), "Mon agenda RGPD", "My GDPR calendar")}, mineBody(v))
}

func (p *Pages) setOften(w http.ResponseWriter, r *http.Request) error {
	return p.onMine(w, r, i18n.T("Votre choix est noté.", "Your choice is noted."), func(ctx context.Context, tx access.Tx, f *form.Form) error {
		return SetOften(ctx, tx, Often(f.Raw("often")))
	})
}

func (p *Pages) onMine(w http.ResponseWriter, r *http.Request, say i18n.Text, do func(ctx context.Context, tx access.Tx, f *form.Form) error) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if err := p.writing(r, func(ctx context.Context, tx access.Tx) error { return do(ctx, tx, f) }); err != nil {
		if refused(f, err) {
			return p.showMine(w, r, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, say)
	return web.Redirect(w, r, MinePath)
}

func (p *Pages) subscribe(w http.ResponseWriter, r *http.Request) error {
	return p.onMine(w, r, i18n.T("L’adresse de l’agenda est prête. Gardez-la pour vous.", "The calendar’s address is ready. Keep it to yourself."),
		func(ctx context.Context, tx access.Tx, f *form.Form) error {
			member := ""
			if siren := f.Text("member", 9); siren != "" {
				m, err := organisation.BySiren(ctx, tx, siren)
				if err != nil {
					return err
				}
				member = m.ID
			}
			_, err := Subscribe(ctx, tx, member)
			return err
		})
}

func (p *Pages) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	return p.onMine(w, r, i18n.T("L’agenda est supprimé\u202f: son adresse ne mène plus à rien.", "The calendar is removed: its address leads nowhere now."),
		func(ctx context.Context, tx access.Tx, _ *form.Form) error {
			return Unsubscribe(ctx, tx, r.PathValue("calendar"))
		})
}

const calendarType = "text/calendar; charset=utf-8"

// feed is a calendar by its address, for a program that has no session.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var out icalendar.Calendar
	err := p.Doors.Read(ctx, access.System("register-calendar"), func(tx access.Tx) error {
		c, u, scope, err := p.ByToken(ctx, tx, r.PathValue("calendar"))
		if err != nil {
			return err
		}
		lang := u.Locale
		if lang == "" {
			lang = i18n.French
		}
		var members []string
		if c.MemberID == "" && scope.OfOperator() {
			if members, err = p.portfolio(ctx, tx, u.ID); err != nil {
				return err
			}
		}
		out, err = p.Events(ctx, p.Doors.As(tx, scope), c.MemberID, lang, members)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", calendarType)
	w.Header().Set("Cache-Control", "private, max-age=900")
	w.Header().Set("X-Robots-Tag", "noindex")
	return out.Write(w)
}

// download is the calendar of a member, as a file.
func (p *Pages) download(w http.ResponseWriter, r *http.Request) error {
	var out icalendar.Calendar
	var siren string
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		siren = v.Member.Siren
		out, err = p.Events(ctx, tx, v.Member.ID, lang(ctx), nil)
		return err
	})
	if err != nil {
		return err
	}
	web.Attachment(w, "rgpd-"+siren+".ics", calendarType)
	w.Header().Set("Cache-Control", "no-store")
	return out.Write(w)
}

type recommendedView struct {
	view
	List   []Recommendation
	Owners []user.User
	Form   *form.Form
}

func (p *Pages) askRecommended(w http.ResponseWriter, r *http.Request) error {
	return p.showRecommended(w, r, http.StatusOK, form.New())
}

func (p *Pages) showRecommended(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := recommendedView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.writer(ctx, tx, r); err != nil {
			return err
		}
		if v.Owners, err = Owners(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		v.List, err = p.Recommended(ctx, tx, v.Member)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, recommendedBody(v))
}

func (p *Pages) takeRecommended(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	n, siren := 0, ""
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.writer(ctx, tx, r)
		if err != nil {
			return err
		}
		siren = v.Member.Siren
		var links []Link
		for _, x := range f.All("take") {
			links = append(links, parseLink(x))
		}
		n, err = p.Take(ctx, tx, v.Member, links, Plan{State: ToDo, Due: f.Text("due", 10), OwnerID: f.Raw("owner"), Cost: Unknown})
		return err
	})
	if err != nil {
		if refused(f, err) {
			return p.showRecommended(w, r, http.StatusUnprocessableEntity, f)
		}
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("Actions ajoutées au plan\u202f: %[1]d.", "Actions added to the plan: %[1]d.", n))
	return web.Redirect(w, r, Base(siren))
}
