package breach

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/paper"
)

type oneView struct {
	console.Face
	Breach  Breach
	Events  []Event
	Files   []File
	Weight  Weight
	Form    *form.Form
	Decides bool
	Now     time.Time
	Opened  []Breach // by this one, at the members
	Members map[string]organisation.Member
	Step    Step
	Place   int  // of the step, from 0
	Theirs  bool // somebody changed the file meanwhile
	Officer string
}

func (v oneView) path(rest string) string { return Path(v.Member.Siren, v.Breach.ID) + rest }

func (v oneView) revision() string { return strconv.FormatInt(v.Breach.Revision, 10) }

// fill reads what pages of one breach show.
func (p *Pages) fill(ctx context.Context, tx access.Tx, r *http.Request, v *oneView) error {
	id, err := breachID(r)
	if err != nil {
		return err
	}
	if v.Face, err = p.member(ctx, tx, r); err != nil {
		return err
	}
	if v.Breach, v.Events, err = Get(ctx, tx, id); err != nil {
		return err
	}
	if v.Breach.MemberID != v.Member.ID {
		return fault.Missing("breach.fill")
	}
	if v.Files, err = filesWhere(ctx, tx, `breach_id = $1`, id); err != nil {
		return err
	}
	v.Weight, v.Now, v.Decides = v.Breach.Answers.Weigh(), tx.Clock().Now(), decides(ctx, tx, v.Member.ID) == nil
	if v.Member.IsOperator {
		if v.Opened, _, err = List(ctx, tx, Filter{Origin: id}, 1000, 0); err == nil {
			v.Members, err = organisation.ByIDs(ctx, tx, memberIDs(v.Opened))
			slices.SortFunc(v.Opened, func(a, b Breach) int {
				return strings.Compare(v.Members[a.MemberID].SortKey(), v.Members[b.MemberID].SortKey())
			})
		}
	}
	return err
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := oneView{Form: f}
	if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fill(ctx, tx, r, &v) }); err != nil {
		return err
	}
	b := v.Breach
	shown := form.New("notify", string(b.Notify), "notify_why", b.NotifyWhy, "tell", string(b.Tell), "tell_why", b.TellWhy, "when", localMinute(v.Now))
	if f == nil {
		v.Form = shown
	} else {
		for name, values := range shown.Values { // the page has several forms, and one was sent
			if !f.Values.Has(name) {
				f.Values[name] = values
			}
		}
	}
	title := i18n.Sayf(ctx, "Violation %s", "Breach %s", v.Breach.Name())
	return p.desk.ShowStatus(w, r, status, page(ctx, v.Member, title), oneBody(v, title))
}

// step is one page of the assistant.
func (p *Pages) step(w http.ResponseWriter, r *http.Request) error {
	return p.showStep(w, r, http.StatusOK, nil, false)
}

func (p *Pages) showStep(w http.ResponseWriter, r *http.Request, status int, f *form.Form, theirs bool) error {
	ctx := r.Context()
	v := oneView{Form: f, Theirs: theirs}
	if v.Step, v.Place = stepOf(r.PathValue("step")); v.Place < 0 {
		return fault.Missing("breach.step")
	}
	if err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return p.fill(ctx, tx, r, &v) }); err != nil {
		return err
	}
	if f == nil {
		v.Form = form.New()
		for _, q := range v.Step.Questions {
			for _, a := range v.Breach.Answers[q.ID] {
				v.Form.Values.Add(q.ID, a)
			}
		}
	}
	return p.desk.ShowStatus(w, r, status, page(ctx, v.Member, i18n.Read(ctx, v.Step.Text())+", "+v.Breach.Name()), stepBody(v))
}

func revisionOf(f *form.Form) int64 {
	n, err := strconv.ParseInt(f.Raw("revision"), 10, 64)
	if err != nil || n < 0 {
		return -2 // fits no file
	}
	return n
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	step, place := stepOf(r.PathValue("step"))
	if place < 0 {
		return fault.Missing("breach.answer")
	}
	given := Answers{}
	for _, q := range step.Questions {
		switch q.Type {
		case "text":
			given[q.ID] = []string{f.Text(q.ID, 500)}
		case "long":
			given[q.ID] = []string{f.Long(q.ID, maxWords)}
		default:
			given[q.ID] = f.All(q.ID)
		}
	}
	if !f.OK() {
		return p.showStep(w, r, http.StatusUnprocessableEntity, f, false)
	}
	var face console.Face
	var id string
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if face, id, err = p.own(ctx, tx, r); err == nil {
			_, err = Answer(ctx, tx, id, revisionOf(f), step.ID, given)
		}
		return err
	})
	if err != nil {
		if !refused(f, err) {
			return err
		}
		return p.showStep(w, r, fault.Status(err), f, fault.Is(err, fault.Conflict))
	}
	next := Path(face.Member.Siren, id)
	if place+1 < len(asked.Steps) && f.Raw("do") == "next" {
		next += "/step/" + asked.Steps[place+1].ID
	} else {
		p.desk.Flash(ctx, ui.Good, i18n.T("Le dossier est enregistré.", "The file is kept."))
	}
	return web.Redirect(w, r, next)
}

// own is the breach of the address, when it is the member's of the address.
func (p *Pages) own(ctx context.Context, tx access.Tx, r *http.Request) (console.Face, string, error) {
	id, err := breachID(r)
	if err != nil {
		return console.Face{}, "", err
	}
	face, err := p.member(ctx, tx, r)
	if err != nil {
		return face, id, err
	}
	b, err := load(ctx, tx, id)
	if err == nil && b.MemberID != face.Member.ID {
		err = fault.Missing("breach.own")
	}
	return face, id, err
}

// act reads a form about a breach and does what it asks.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, tx access.Tx, f *form.Form, id string, revision int64) (i18n.Text, error)) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var face console.Face
	var id string
	var said i18n.Text
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		f.Errors = nil
		if face, id, err = p.own(ctx, tx, r); err == nil {
			said, err = do(ctx, tx, f, id, revisionOf(f))
		}
		return err
	})
	if err != nil {
		if !refused(f, err) {
			return err
		}
		return p.showOne(w, r, fault.Status(err), f)
	}
	p.desk.Flash(ctx, ui.Good, said)
	return web.Redirect(w, r, Path(face.Member.Siren, id))
}

func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, f *form.Form, id string, revision int64) (i18n.Text, error) {
		_, err := Decide(ctx, tx, id, revision, Decision(f.Raw("notify")), f.Long("notify_why", maxWords), Decision(f.Raw("tell")), f.Long("tell_why", maxWords))
		return i18n.T("La décision est inscrite au registre.", "The decision is in the register."), err
	})
}

// done records something that was done, or ends the work.
func (p *Pages) done(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, f *form.Form, id string, revision int64) (i18n.Text, error) {
		return do(ctx, tx, id, revision, f.Raw("what"), readMinute(f.Raw("when")), f.Text("words", 500))
	})
}

// do records what was done about a breach, or ends it, and says so.
func do(ctx context.Context, tx access.Tx, id string, revision int64, what string, when time.Time, words string) (said i18n.Text, err error) {
	switch what {
	case "notified":
		_, err = Notified(ctx, tx, id, revision, when, words, false)
		return i18n.T("Notification initiale notée.", "Initial notification recorded."), err
	case "completed":
		_, err = Notified(ctx, tx, id, revision, when, words, true)
		return i18n.T("Notification complémentaire notée.", "Complementary notification recorded."), err
	case "told":
		_, err = Told(ctx, tx, id, revision, when, words)
		return i18n.T("C’est noté\u202f: les personnes sont informées.", "It is recorded: the people were told."), err
	case "complaint":
		if when.IsZero() {
			return said, needs("when", "Dites quand la plainte a été déposée.", "Say when the complaint was filed.")
		}
		_, err = Complain(ctx, tx, id, revision, when, words)
		return i18n.T("La plainte est notée.", "The complaint is recorded."), err
	case "no-complaint":
		_, err = Complain(ctx, tx, id, revision, time.Time{}, words)
		return i18n.T("C’est noté\u202f: pas de plainte.", "It is recorded: no complaint."), err
	case "close":
		_, err = Close(ctx, tx, id, revision)
		return i18n.T("Le dossier est clos. Il reste au registre.", "The file is closed. It stays in the register."), err
	case "reopen":
		_, err = Reopen(ctx, tx, id)
		return i18n.T("Le dossier est rouvert.", "The file is open again."), err
	}
	return said, needs("what", "Cette action n’est pas connue.", "This act is not known.")
}

func (p *Pages) note(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, tx access.Tx, f *form.Form, id string, _ int64) (i18n.Text, error) {
		words := f.Long("note", maxWords)
		if f.Checked("all") {
			n, err := p.TellAll(ctx, tx, id, words)
			return i18n.T("L’information est ajoutée aux dossiers de %[1]d collectivités, prévenues.", "The information is added to the files of %[1]d bodies, which are told.", n), err
		}
		_, err := Note(ctx, tx, id, words)
		return i18n.T("La note est ajoutée.", "The note is added."), err
	})
}

// summary leads to the paper of the whole file.
func (p *Pages) summary(w http.ResponseWriter, r *http.Request) error {
	return p.paper(w, r, sheetPaper)
}

// message leads to the notice to the people.
func (p *Pages) message(w http.ResponseWriter, r *http.Request) error {
	return p.paper(w, r, noticePaper)
}

func (p *Pages) paper(w http.ResponseWriter, r *http.Request, kind string) error {
	ctx := r.Context()
	var path string
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		face, id, err := p.own(ctx, tx, r)
		path = paper.Path(face.Member.Siren, kind, id)
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path)
}
