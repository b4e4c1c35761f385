package assessment

import (
	"context"
	"net/http"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

type newView struct {
	view
	Form       *form.Form
	Activities []model.Instance
	Models     []model.Model
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, http.StatusOK, form.New("activity", r.URL.Query().Get("activity")))
}

// offered are what an assessment may begin from. The model that has the code of
// the activity's comes chosen.
func (v *newView) offered(ctx context.Context, tx access.Tx) (err error) {
	if err = tx.May(ctx, access.Register, v.Member.ID); err != nil {
		return err
	}
	if v.Activities, _, err = model.Find(ctx, tx, model.Ask{Kind: activity.Kind, Member: v.Member.ID}, 1000, 0); err != nil {
		return err
	}
	models, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true})
	for _, m := range models {
		if m.For(string(v.Member.Kind)) {
			v.Models = append(v.Models, m)
		}
	}
	return err
}

func (v newView) codeOf(activityID string) string {
	for _, a := range v.Activities {
		if a.ID == activityID {
			return a.Code
		}
	}
	return ""
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := newView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		return v.offered(ctx, tx)
	})
	if err != nil {
		return err
	}
	if code := v.codeOf(f.Raw("activity")); code != "" && !f.Values.Has("model") {
		if n := slices.IndexFunc(v.Models, func(m model.Model) bool { return m.Code == code }); n >= 0 {
			f.Set("model", v.Models[n].ID)
		}
	}
	return p.Desk.ShowMember(w, r, status, v.Face, newBody(v))
}

func (v newView) activityOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(ctx, "aucun du registre", "none of the register")}}
	for _, a := range v.Activities {
		out = append(out, ui.Option{Value: a.ID, Label: i18n.Read(ctx, a.Name)})
	}
	return out
}

func (v newView) modelOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(ctx, "sans modèle", "without a model")}}
	for _, m := range v.Models {
		out = append(out, ui.Option{Value: m.ID, Label: i18n.Read(ctx, m.Name)})
	}
	return out
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	return p.made(w, r, f, p.showNew, i18n.T("L’analyse est commencée. Ce que le registre dit déjà y est repris.", "The assessment is begun. What the register says already is taken over."),
		func(ctx context.Context, tx access.Tx, v view) (Full, error) {
			return Begin(ctx, tx, Beginning{Member: v.Member.ID, Activity: f.Text("activity", 64), Model: f.Text("model", 64), Name: f.Text("name", model.MaxLine)})
		})
}

func (p *Pages) made(w http.ResponseWriter, r *http.Request, f *form.Form, again func(http.ResponseWriter, *http.Request, int, *form.Form) error, say i18n.Text,
	do func(ctx context.Context, tx access.Tx, v view) (Full, error)) error {
	var made Full
	var siren string
	err := p.writing(r, func(ctx context.Context, tx access.Tx) error {
		v, err := p.view(ctx, tx, r)
		if err != nil {
			return err
		}
		siren = v.Member.Siren
		made, err = do(ctx, tx, v)
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge) {
		f.Fail("", fault.Message(err))
		return again(w, r, fault.Status(err), f)
	}
	if err != nil {
		return err
	}
	p.Desk.Flash(r.Context(), ui.Good, say)
	return web.Redirect(w, r, Path(siren, made.Assessment.ID))
}

func (p *Pages) askImport(w http.ResponseWriter, r *http.Request) error {
	return p.showImport(w, r, http.StatusOK, form.New("activity", r.URL.Query().Get("activity")))
}

func (p *Pages) showImport(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := newView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		return v.offered(ctx, tx)
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, status, v.Face, importBody(v))
}

func (p *Pages) takeIn(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	file, _, err := r.FormFile("file")
	if err != nil {
		f.Fail("file", i18n.T("Choisissez le fichier JSON exporté par l’outil PIA.", "Choose the JSON file that the PIA tool exported."))
		return p.showImport(w, r, http.StatusUnprocessableEntity, f)
	}
	defer file.Close()
	return p.made(w, r, f, p.showImport, i18n.T("Le fichier est importé. Ce qu’Airial n’en connaît pas est gardé, et ressort à l’export.", "The file is imported. What Airial does not know of it is kept, and comes out again."),
		func(ctx context.Context, tx access.Tx, v view) (Full, error) {
			if _, err := file.Seek(0, 0); err != nil { // the transaction may begin again
				return Full{}, err
			}
			return Import(ctx, tx, v.Member.ID, f.Text("activity", 64), file)
		})
}
