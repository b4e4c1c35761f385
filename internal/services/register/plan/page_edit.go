package plan

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/user"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
	"airial/internal/services/register/model"
)

type editView struct {
	view
	Action  Action // ID "" for a new one
	Edited  model.Edited
	Owners  []user.User
	Offered []model.Model // that the member may take
	Rev     int
	Form    *form.Form
	Clash   *model.Clash
	Theirs  []planChange // what somebody else has changed of the plan
	By      string
}

// planChange is a part of a plan that somebody else has changed since the form
// was opened.
type planChange struct {
	What       i18n.Text
	Was, Is    string // in words
	Contradict bool   // this form changes it too
}

// formSpec is the spec of a member's form: a delay is a model's.
var formSpec = func() model.Spec {
	s := Spec
	s.Parts = slices.Clone(s.Parts)
	s.Parts[0].Fields = slices.DeleteFunc(slices.Clone(s.Parts[0].Fields), func(f model.Field) bool { return f.Name == fDelay })
	return s
}()

func readRecord(f *form.Form, seen model.Record, tx access.Tx) model.Record {
	r := model.ReadForm(formSpec, f, seen, model.NewKey(tx))
	if d := seen.Get(fDelay); !d.Empty() {
		r.Fields[fDelay] = d
	}
	return r
}

// fillPlan writes a plan into a form; readPlan reads it out.
func fillPlan(f *form.Form, p Plan) {
	f.Set("state", string(p.State))
	f.Set("due", p.Due)
	f.Set("owner", p.OwnerID)
	if p.OwnerID == "" {
		f.Set("owner_name", p.OwnerName)
	}
	f.Set("cost", costText(p.Cost))
	f.Set("remark", p.Remark)
}

func readPlan(f *form.Form) Plan {
	p := Plan{State: State(f.Raw("state")), Due: f.Text("due", 10), OwnerID: f.Raw("owner"), Cost: Unknown, Remark: f.Long("remark", maxRemark)}
	if p.State == "" {
		p.State = ToDo
	}
	if p.OwnerID == "" {
		p.OwnerName = f.Text("owner_name", maxOwner)
	}
	if cost := strings.TrimSpace(f.Raw("cost")); cost != "" {
		n, err := adhesion.ReadMoney(cost, 2)
		if err != nil {
			f.Fail("cost", fault.Message(err))
		}
		p.Cost = n
	}
	return p
}

// costText writes cents as a form has them; nothing where nobody has said.
func costText(cents int64) string {
	switch {
	case cents < 0:
		return ""
	case cents == 0:
		return "0"
	}
	return adhesion.WriteMoney(cents, 2)
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	f := model.FillForm(formSpec, model.Record{Fields: map[string]model.Value{fKind: model.V(Organisational), fPriority: model.V("2")}})
	plain(f)
	fillPlan(f, Plan{State: ToDo, Cost: Unknown})
	if link := r.URL.Query().Get("link"); len(link) < 250 {
		f.Set("link", link)
	}
	return p.showEdit(w, r, http.StatusOK, f, nil)
}

// plain takes the translations out of a form: a member writes in French.
func plain(f *form.Form) {
	for name := range f.Values {
		if strings.HasSuffix(name, ".en") {
			f.Values.Del(name)
		}
	}
}

// showEdit shows the form of a new action or, with one in the address, of that
// one. more may fill in what a refusal has to tell.
func (p *Pages) showEdit(w http.ResponseWriter, r *http.Request, status int, f *form.Form, more func(v *editView)) error {
	v := editView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.writer(ctx, tx, r); err != nil {
			return err
		}
		v.Edited = model.Edited{Spec: formSpec, Form: f, Own: func(string) bool { return false }}
		if r.PathValue("action") != "" {
			if v.Action, err = v.found(ctx, tx, r); err != nil {
				return err
			}
			full, err := model.Read(ctx, tx, v.Action.ID)
			if err != nil {
				return err
			}
			v.Rev = v.Action.Rev
			v.Edited.Base, v.Edited.HasBase, v.Edited.Own = full.Base, full.ModelID != "", full.Own
			if more != nil {
				more(&v)
			}
			if v.Clash != nil {
				v.Clash.Shown = shown(full)
			}
		} else if v.Offered, err = offeredModels(ctx, tx, v.view); err != nil {
			return err
		}
		v.Owners, err = Owners(ctx, tx, v.Member.ID)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, editBody(v))
}

// offeredModels are the operator's models that a member may take.
func offeredModels(ctx context.Context, tx access.Tx, v view) ([]model.Model, error) {
	library, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true})
	if err != nil || len(library) == 0 {
		return nil, err
	}
	own, _, err := model.Find(ctx, tx, model.Ask{Kind: Kind, Member: v.Member.ID}, 5000, 0)
	has := map[string]bool{}
	for _, i := range own {
		has[i.ModelID] = true
	}
	return slices.DeleteFunc(library, func(m model.Model) bool { return has[m.ID] || !m.For(string(v.Member.Kind)) }), err
}
