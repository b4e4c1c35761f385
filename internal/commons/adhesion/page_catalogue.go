package adhesion

import (
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type catalogueView struct {
	Prestations []Prestation
	Scales      map[string][]Dated
	Year        int
	Form        *form.Form
}

func (p *Pages) catalogue(w http.ResponseWriter, r *http.Request) error {
	return p.showCatalogue(w, r, http.StatusOK, form.New("service", OpenData))
}

func (p *Pages) showCatalogue(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := catalogueView{Form: f, Year: p.year("")}
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Prestations, err = Prestations(ctx, tx); err != nil {
			return err
		}
		v.Scales, err = Scales(ctx, tx, "")
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowStatus(w, r, status, console.Page{Title: i18n.Say(ctx, "Prestations", "Prestations")}, catalogueBody(v))
}

func (p *Pages) addPrestation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	q := Prestation{Name: f.Required("name", 200, i18n.T("Donnez un nom à la prestation.", "Give the prestation a name.")),
		Description: f.Long("description", 2000), Unit: f.Text("unit", 100), Service: f.Raw("service")}
	if f.OK() {
		err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
			q, err = SavePrestation(ctx, tx, q)
			return err
		})
		if err = refused(f, err, "name"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showCatalogue(w, r, http.StatusUnprocessableEntity, f)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("La prestation est ajoutée. Donnez-lui un barème.", "The prestation is added. Give it a scale."))
	return web.Redirect(w, r, cataloguePath+"/"+q.ID)
}
