package request

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type intakeView struct {
	console.Face
	Form  *form.Form
	Mail  bool // letters go out
	Today string
}

// fields tells beside which field of a form each refusal belongs.
var fields = map[string]string{"received": "received_on", "kinds": "kinds", "name": "name", "contact": "email", "email": "email", "bases": "bases",
	"why": "why", "longer_why": "longer_why", "longer_by": "longer_by", "outcome": "outcome", "ground": "ground", "reason": "reason", "answer": "answer", "by": "by", "kind": "kind", "file": "file"}

func (p *Pages) intake(w http.ResponseWriter, r *http.Request) error {
	return p.showIntake(w, r, http.StatusOK, nil)
}

func (p *Pages) showIntake(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := intakeView{Form: f, Mail: p.Post.Letters.On(), Today: access.Today(p.Clock)}
	if f == nil {
		v.Form = form.New("received_on", v.Today, "channel", string(ByLetter))
	}
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v.Face, err = p.member(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowStatus(w, r, status, page(ctx, v.Member, i18n.Say(ctx, "Enregistrer une demande", "Record a request")), intakeBody(v))
}

// requesterOf reads who asks.
func requesterOf(f *form.Form) Requester {
	return Requester{Name: f.Text("name", 200), Email: f.Text("email", 254), Phone: f.Text("phone", 40), Address: f.Long("address", 500), For: f.Text("for", 300)}
}

const maxWords = 10_000

func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	in := Intake{Channel: Channel(f.Text("channel", 10)), Kinds: f.All("kinds"), ReceivedOn: f.Text("received_on", 10), Requester: requesterOf(f),
		Words: f.Long("words", maxWords), Notes: f.Long("notes", maxWords)}
	if in.Channel.Label().Empty() || in.Channel == ByForm || in.Channel == ByAPI {
		f.Fail("channel", i18n.T("Dites comment la demande est arrivée.", "Say how the request came in."))
	}
	if in.ReceivedOn == "" {
		f.Fail("received_on", i18n.T("Indiquez le jour de réception\u202f: le délai court de ce jour.", "Give the day of receipt: the delay runs from it."))
	}
	var q Request
	var face console.Face
	sent := false
	if f.OK() {
		err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			if face, err = p.member(ctx, tx, r); err != nil {
				return err
			}
			in.MemberID = face.Member.ID
			if q, err = Receive(ctx, tx, in); err != nil || !f.Checked("acknowledge") {
				return err
			}
			sent, err = p.sendLetter(ctx, tx, q, face.Member.Name, "acknowledge")
			return err
		})
		if err != nil && !refused(f, err, fields, "") {
			return err
		}
	}
	if !f.OK() {
		return p.showIntake(w, r, http.StatusUnprocessableEntity, f)
	}
	say := i18n.T("Demande %[1]s enregistrée. Réponse au plus tard le %[2]s.", "Request %[1]s recorded. Answer by %[2]s.", q.Name(), dayOf(q.DueOn))
	if sent {
		say = i18n.T("Demande %[1]s enregistrée, accusé de réception envoyé. Réponse au plus tard le %[2]s.", "Request %[1]s recorded, acknowledgement sent. Answer by %[2]s.", q.Name(), dayOf(q.DueOn))
	}
	p.desk.Flash(ctx, ui.Good, say)
	return web.Redirect(w, r, Path(face.Member.Siren, q.ID))
}
