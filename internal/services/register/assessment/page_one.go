package assessment

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

type summaryView struct {
	oneView
	Form       *form.Form
	Unmet      []i18n.Text
	Risks      []Risk
	Plan       []Task
	Activities []model.Instance
	Since      []model.Change // since the decision that stands
	Decided    model.Record
	Shown      model.Shown
}

func (p *Pages) one(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := summaryView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.oneView, err = p.oneView(ctx, tx, r); err != nil {
			return err
		}
		v.Activities, _, err = model.Find(ctx, tx, model.Ask{Kind: activity.Kind, Member: v.Member.ID}, 1000, 0)
		return err
	})
	if err != nil {
		return err
	}
	record := v.Full.Record
	v.Unmet, v.Risks, v.Plan = Unmet(record), Risks(record), Plan(record)
	v.Shown = model.Shown{Spec: Spec, Record: record, HasBase: v.Full.ModelID != "", Own: v.Full.Own}
	if was, ok := v.Full.Decided(); ok {
		v.Decided, v.Since = was, model.Changes(was, record)
	}
	if f == nil {
		v.Form = form.New("months", strconv.Itoa(v.Full.ReviewMonths), "on", v.Full.ReviewOn, "activity", v.Full.ActivityID)
	}
	return p.Desk.ShowMember(w, r, status, v.Face, oneBody(v))
}

func (v summaryView) activityOptions(ctx context.Context) []ui.Option {
	return newView{Activities: v.Activities}.activityOptions(ctx)
}

// act does what a button of the page asks.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	var path string
	var said i18n.Text
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		f.Errors = nil
		v, err := p.oneView(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path()
		id := v.Full.Assessment.ID
		switch f.Raw("do") {
		case "submit":
			_, err = Submit(ctx, tx, id)
			said = i18n.T("L’analyse attend son évaluation et la décision du responsable.", "The assessment waits for its evaluation and the controller’s decision.")
		case "decide":
			_, err = Conclude(ctx, tx, id, rev, Decision(f.Raw("decision")), f.Long("words", maxWords))
			said = i18n.T("La décision est enregistrée.", "The decision is recorded.")
		case "take-up":
			_, err = TakeUp(ctx, tx, id)
			said = i18n.T("L’analyse est reprise\u202f: ce qui avait été décidé reste dans son histoire.", "The assessment is taken up again: what was decided stays in its history.")
		case "archive":
			_, err = Archive(ctx, tx, id)
			said = i18n.T("L’analyse est archivée.", "The assessment is archived.")
		case "review":
			months, wrong := strconv.Atoi(f.Text("months", 4))
			if wrong != nil {
				months = -1
			}
			_, err = SetReview(ctx, tx, id, months, f.Text("on", 10))
			said = i18n.T("La prochaine revue est fixée.", "The next review is set.")
		case "attach":
			err = Attach(ctx, tx, id, f.Text("activity", 64))
			said = i18n.T("Le traitement étudié est noté.", "The activity that is studied is recorded.")
		default:
			err = fault.New(fault.Invalid, "assessment.act", "Cette action n’est pas connue.", "This act is not known.")
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
	p.Desk.Flash(r.Context(), ui.Good, said)
	return web.Redirect(w, r, path)
}

// export writes the assessment as a file of the CNIL's tool.
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	v, err := p.read(r)
	if err != nil {
		return err
	}
	web.Attachment(w, "pia-"+fileName(v.Full)+".json", "application/json")
	return v.Full.Export(w)
}

func (p *Pages) read(r *http.Request) (v oneView, err error) {
	err = p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v, err = p.oneView(ctx, tx, r)
		return err
	})
	return v, err
}

func fileName(f Full) string {
	if s := text.Slug(f.Record.Get(fName).Fr); s != "" {
		return s
	}
	return "aipd"
}

type historyView struct {
	oneView
	Shown model.Shown
	Deeds []model.Deed
}

func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	var v historyView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.oneView, err = p.oneView(ctx, tx, r); err != nil {
			return err
		}
		v.Deeds, err = model.Deeds(ctx, tx, v.Full.Full)
		return err
	})
	if err != nil {
		return err
	}
	v.Shown = model.Shown{Spec: Spec, Record: v.Full.Record}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, historyBody(v))
}

// undo takes one writing back.
func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(f.Raw("rev"))
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.oneView(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path() + "/history"
		_, err = Undo(ctx, tx, v.Full.Assessment.ID, rev)
		return err
	})
	if fault.Is(err, fault.Conflict) {
		p.Desk.Flash(r.Context(), ui.Bad, fault.Message(err))
		return web.Redirect(w, r, path)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("La modification est annulée.", "The change is undone."))
	return web.Redirect(w, r, path)
}
