package breach

import (
	"net/http"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type newView struct {
	console.Face
	Form    *form.Form
	Members []organisation.Member // of the processor's breach
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, http.StatusOK, nil)
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := newView{Form: f}
	if f == nil {
		v.Form = form.New("aware", localMinute(p.desk.Clock.Now()))
	}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Face, err = p.member(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowStatus(w, r, status, page(ctx, v.Member, i18n.Say(ctx, "Signaler une violation", "Report a breach")), newBody(v))
}

const minute = "2006-01-02T15:04"

// localMinute writes an instant as a field of date and time has it, in
// metropolitan France.
func localMinute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return i18n.Local(t).Format(minute)
}

// paris is where minutes are read.
var paris = i18n.Local(time.Unix(0, 0)).Location()

// readMinute is its inverse; what is no such time is zero.
func readMinute(text string) time.Time {
	t, err := time.ParseInLocation(minute, text, paris)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

func opening(f *form.Form) Opening {
	return Opening{Title: f.Text("title", 200), Aware: readMinute(f.Raw("aware")), Exercise: f.Checked("exercise"), Story: f.Long("story", maxWords)}
}

func (p *Pages) enter(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	o := opening(f)
	var b Breach
	var face console.Face
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			if face, err = p.member(ctx, tx, r); err != nil {
				return err
			}
			o.MemberID = face.Member.ID
			b, err = Enter(ctx, tx, o)
			return err
		})
		if err != nil && !refused(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showNew(w, r, http.StatusUnprocessableEntity, f)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Violation %[1]s inscrite au registre. Complétez le dossier\u202f: le délai court.", "Breach %[1]s is in the register. Complete its file: the clock is running.", b.Name()))
	return web.Redirect(w, r, Path(face.Member.Siren, b.ID))
}
