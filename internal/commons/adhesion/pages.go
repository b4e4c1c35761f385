package adhesion

import (
	"archive/zip"
	"context"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

const (
	cataloguePath = console.Home + "/operator/prestations"
	statementPath = console.Home + "/operator/statement"
	tab           = "adhesion"
)

// Pages are the room's pages.
type Pages struct {
	desk  *console.Console
	works Works
}

// NewPages returns the room's pages, with their entry in the rail and their tab
// beside a member's.
func NewPages(desk *console.Console, works Works) *Pages {
	admin := func(s access.Scope) bool { return s.Has(access.Administrator) }
	desk.Add(console.Entry{Icon: ui.IconTable, Label: i18n.T("Prestations", "Prestations"), Href: cataloguePath, Order: 820, Visible: admin},
		console.Entry{Icon: ui.IconFile, Label: i18n.T("État des cotisations", "Statement of dues"), Href: statementPath, Order: 821, Visible: admin})
	desk.AddTab(console.Tab{Label: i18n.T("Adhésion", "Membership"), Path: tab})
	return &Pages{desk, works}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	admin, anyone := p.desk.OperatorOnly(access.Administrator), p.desk.SignedIn()
	const one = console.MemberPattern + "/" + tab
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: cataloguePath, Guard: admin, Handler: p.catalogue},
		{Method: http.MethodPost, Pattern: cataloguePath, Guard: admin, Handler: p.addPrestation},
		{Method: http.MethodGet, Pattern: cataloguePath + "/{prestation}", Guard: admin, Handler: p.askScale},
		{Method: http.MethodPost, Pattern: cataloguePath + "/{prestation}", Guard: admin, Handler: p.setScale},
		{Method: http.MethodGet, Pattern: statementPath, Guard: admin, Handler: p.statement},
		{Method: http.MethodGet, Pattern: statementPath + "/{year}/{format}", Guard: admin, Handler: p.export, Kind: web.Download},
		{Method: http.MethodGet, Pattern: one, Guard: anyone, Handler: p.member},
		{Method: http.MethodPost, Pattern: one + "/convention", Guard: admin, Handler: p.agree},
		{Method: http.MethodPost, Pattern: one + "/subscribe", Guard: admin, Handler: p.subscribe},
		{Method: http.MethodPost, Pattern: one + "/end", Guard: admin, Handler: p.end},
		{Method: http.MethodGet, Pattern: one + "/{year}/council", Guard: anyone, Handler: p.council, Kind: web.Download},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func (p *Pages) year(text string) int {
	if n, err := strconv.Atoi(text); err == nil && n >= 2000 && n <= 2200 {
		return n
	}
	return i18n.Local(p.desk.Clock.Now()).Year()
}

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

func refused(f *form.Form, err error, field string) error {
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail(field, fault.Message(err))
		return nil
	}
	return err
}

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

type statementView struct {
	Statement
	Simulated *Statement // with the scales of the year after
}

func (p *Pages) statement(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	year := p.year(r.URL.Query().Get("year"))
	var v statementView
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Statement, err = Reckon(ctx, tx, "", year, year); err != nil {
			return err
		}
		next, err := Reckon(ctx, tx, "", year, year+1)
		for _, d := range next.Dues {
			if !d.NoScale {
				v.Simulated = &next
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, console.Page{Title: i18n.Say(ctx, "État des cotisations", "Statement of dues")}, statementBody(v))
}

// export writes the statement of a year (csv, xlsx), or all members' pages for
// their councils (council).
func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	year, format := p.year(r.PathValue("year")), r.PathValue("format")
	types := map[string]string{"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "council": "application/zip"}
	if types[format] == "" || strconv.Itoa(year) != r.PathValue("year") {
		return fault.Missing("adhesion.export")
	}
	var st Statement
	var sheets []Sheet
	var names []string
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if st, err = Reckon(ctx, tx, "", year, year); err != nil || format != "council" {
			return err
		}
		operator, err := organisation.Operator(ctx, tx)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, d := range st.Dues {
			if seen[d.Member.ID] {
				continue
			}
			seen[d.Member.ID] = true
			s, err := SheetOf(ctx, tx, p.works, operator.Name, d.Member.ID, d.Member.Name, year)
			if err != nil {
				return err
			}
			sheets, names = append(sheets, s), append(names, s.FileName(d.Member.Siren))
		}
		return nil
	})
	if err != nil {
		return err
	}
	name := fmt.Sprintf("cotisations-%d.%s", year, format)
	if format == "council" {
		name = fmt.Sprintf("conseils-%d.zip", year)
	}
	head(w, types[format], name)
	switch format {
	case "csv":
		return st.CSV(w)
	case "xlsx":
		return st.XLSX(w)
	}
	z := zip.NewWriter(w)
	for i, s := range sheets {
		f, err := z.Create(names[i])
		if err != nil {
			return err
		}
		if err := s.PDF(ctx, f); err != nil {
			return err
		}
	}
	return z.Close()
}

func head(w http.ResponseWriter, kind, name string) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}

func (p *Pages) council(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	year := p.year(r.PathValue("year"))
	var s Sheet
	var siren string
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, tab)
		if err != nil {
			return err
		}
		operator, err := organisation.Operator(ctx, tx)
		if err != nil {
			return err
		}
		siren = face.Member.Siren
		s, err = SheetOf(ctx, tx, p.works, operator.Name, face.Member.ID, face.Member.Name, year)
		return err
	})
	if err != nil {
		return err
	}
	head(w, "application/pdf", s.FileName(siren))
	return s.PDF(ctx, w)
}

type memberView struct {
	console.Face
	Conventions []Convention
	Subs        []Subscription
	Prestations []Prestation
	Names       map[string]string // of prestations
	Statement   Statement
	Next        Statement
	MayEdit     bool
	Today       string
	Form        *form.Form
}

func (p *Pages) member(w http.ResponseWriter, r *http.Request) error {
	return p.showMember(w, r, http.StatusOK, nil)
}

func (p *Pages) showMember(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	year := p.year(r.URL.Query().Get("year"))
	v := memberView{Form: f, Names: map[string]string{}, Today: access.Today(p.desk.Clock)}
	if f == nil {
		v.Form = form.New("signed_on", v.Today, "from", fmt.Sprintf("%d-01-01", year))
	}
	err := p.desk.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		v.MayEdit = tx.Scope().Has(access.Administrator)
		if v.Conventions, err = Conventions(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		if v.Subs, err = Subscriptions(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		if v.Prestations, err = Prestations(ctx, tx); err != nil {
			return err
		}
		for _, q := range v.Prestations {
			v.Names[q.ID] = q.Name
		}
		v.Statement, err = Reckon(ctx, tx, v.Member.ID, year, year)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, memberBody(v))
}

// edit reads one of the member's forms and does what it asks.
func (p *Pages) edit(w http.ResponseWriter, r *http.Request, field string, done i18n.Text, do func(ctx context.Context, tx access.Tx, f *form.Form, member string) error) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	err = p.desk.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, tab)
		if err != nil {
			return err
		}
		return do(ctx, tx, f, face.Member.ID)
	})
	if err = refused(f, err, field); err != nil {
		return err
	}
	if !f.OK() {
		return p.showMember(w, r, http.StatusUnprocessableEntity, f)
	}
	p.desk.Flash(ctx, ui.Good, done)
	return web.Redirect(w, r, console.MemberPath(r.PathValue("siren"))+"/"+tab)
}

func (p *Pages) agree(w http.ResponseWriter, r *http.Request) error {
	return p.edit(w, r, "number", i18n.T("La convention est enregistrée.", "The convention is recorded."), func(ctx context.Context, tx access.Tx, f *form.Form, member string) error {
		_, err := Agree(ctx, tx, Convention{MemberID: member, Number: f.Text("number", 100), SignedOn: f.Text("signed_on", 10),
			File: f.Text("file", 300), Deliberation: f.Text("deliberation", 300), Siret: digits(f.Text("siret", 40))})
		return err
	})
}

func (p *Pages) subscribe(w http.ResponseWriter, r *http.Request) error {
	return p.edit(w, r, "from", i18n.T("La prestation est ajoutée.", "The prestation is added."), func(ctx context.Context, tx access.Tx, f *form.Form, member string) error {
		alone, err := ReadMoney(f.Text("alone", 30), 2)
		if err != nil {
			return err
		}
		_, err = Subscribe(ctx, tx, Subscription{MemberID: member, PrestationID: f.Raw("prestation"), From: f.Text("from", 10), Until: f.Text("until", 10), Alone: alone})
		return err
	})
}

func (p *Pages) end(w http.ResponseWriter, r *http.Request) error {
	return p.edit(w, r, "", i18n.T("La fin est enregistrée. Lecture et export restent ouverts.", "The end is recorded. Reading and export stay open."), func(ctx context.Context, tx access.Tx, f *form.Form, member string) error {
		list, err := Subscriptions(ctx, tx, member)
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.ID == f.Raw("subscription") {
				return End(ctx, tx, s.ID, f.Text("last", 10))
			}
		}
		return fault.Missing("adhesion.end")
	})
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f.", r) {
			return -1
		}
		return r
	}, s)
}
