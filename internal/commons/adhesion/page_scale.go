package adhesion

import (
	"fmt"
	"net/http"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

type scaleView struct {
	Prestation Prestation
	Year       int
	Years      []Dated
	Form       *form.Form
}

func (p *Pages) askScale(w http.ResponseWriter, r *http.Request) error {
	return p.showScale(w, r, http.StatusOK, p.year(r.URL.Query().Get("year")), nil)
}

func (p *Pages) showScale(w http.ResponseWriter, r *http.Request, status, year int, f *form.Form) error {
	ctx := r.Context()
	v := scaleView{Year: year, Form: f}
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		list, err := Prestations(ctx, tx)
		if err != nil {
			return err
		}
		for _, q := range list {
			if q.ID == r.PathValue("prestation") {
				v.Prestation = q
			}
		}
		if v.Prestation.ID == "" {
			return fault.Missing("adhesion.scale")
		}
		all, err := Scales(ctx, tx, v.Prestation.ID)
		v.Years = all[v.Prestation.ID]
		return err
	})
	if err != nil {
		return err
	}
	if f == nil {
		s := Scale{}
		for _, d := range v.Years { // that of the year, else the one before, to begin with
			if s = d.Scale; d.Year <= year {
				break
			}
		}
		v.Form = form.New("year", strconv.Itoa(year), "flat", WriteMoney(s.Flat, 2), "per_inhabitant", WriteMoney(s.PerInhabitant, 4),
			"per_agent", WriteMoney(s.PerAgent, 4), "minimum", WriteMoney(s.Minimum, 2), "maximum", WriteMoney(s.Maximum, 2),
			"brackets", bracketsText(s.Brackets), "coefficients", coefficientsText(s.Coefficients))
	}
	return p.desk.ShowStatus(w, r, status, console.Page{Title: v.Prestation.Name, Crumbs: []ui.Link{
		{Label: i18n.Say(ctx, "Prestations", "Prestations"), Href: cataloguePath}, {Label: v.Prestation.Name}}}, scaleBody(v))
}

// readScale reads the form of a scale.
func readScale(f *form.Form) (s Scale) {
	for _, field := range []struct {
		name     string
		decimals int
		into     *int64
	}{{"flat", 2, &s.Flat}, {"per_inhabitant", 4, &s.PerInhabitant}, {"per_agent", 4, &s.PerAgent}, {"minimum", 2, &s.Minimum}, {"maximum", 2, &s.Maximum}} {
		n, err := ReadMoney(f.Text(field.name, 30), field.decimals)
		if err != nil {
			f.Fail(field.name, fault.Message(err))
		}
		*field.into = n
	}
	var err error
	if s.Brackets, err = ReadBrackets(f.Long("brackets", 4000)); err != nil {
		f.Fail("brackets", fault.Message(err))
	}
	if s.Coefficients, err = ReadCoefficients(f.Long("coefficients", 4000)); err != nil {
		f.Fail("coefficients", fault.Message(err))
	}
	return s
}

func (p *Pages) setScale(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	year, _ := strconv.Atoi(f.Raw("year"))
	s := readScale(f)
	if f.OK() {
		err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
			return SetScale(ctx, tx, r.PathValue("prestation"), year, s)
		})
		if err = refused(f, err, "year"); err != nil {
			return err
		}
	}
	if !f.OK() {
		return p.showScale(w, r, http.StatusUnprocessableEntity, year, f)
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Le barème de %[1]s est enregistré.", "The scale of %[1]s is recorded.", strconv.Itoa(year)))
	return web.Redirect(w, r, fmt.Sprintf("%s/%s?year=%d", cataloguePath, r.PathValue("prestation"), year))
}
