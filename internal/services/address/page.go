package address

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/standards/bal"
)

// Addresses of the room.
const (
	Tab          = "addresses"
	OperatorPath = console.Home + "/operator/addresses"
)

// Path is the address of a commune's address base.
func Path(siren string) string { return console.MemberPath(siren) + "/" + Tab }

// StreetPath is the address of a street's page.
func StreetPath(siren, street string) string {
	return Path(siren) + "/street?" + url.Values{"name": {street}}.Encode()
}

// Pages are the pages of the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages {
	desk.AddTab(console.Tab{Label: i18n.T("Adresses", "Addresses"), Path: Tab})
	desk.Add(console.Entry{Icon: ui.IconPlace, Label: i18n.T("Bases adresses", "Address bases"), Href: OperatorPath, Order: 625, Visible: access.Scope.OfOperator})
	return &Pages{s, desk}
}

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone := p.desk.SignedIn()
	operator := p.desk.OperatorOnly(access.Administrator, access.ProtectionOfficer, access.OpenDataOfficer, access.SecurityOfficer, access.Support)
	get, post := http.MethodGet, http.MethodPost
	pattern := console.MemberPattern + "/" + Tab
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.page},
		{Method: post, Pattern: pattern + "/import", Guard: anyone, Handler: p.take, MaxBody: bal.MaxBytes + 1<<20},
		{Method: get, Pattern: pattern + "/file", Guard: anyone, Handler: p.file, Kind: web.Download},
		{Method: get, Pattern: pattern + "/street", Guard: anyone, Handler: p.street},
		{Method: post, Pattern: pattern + "/street", Guard: anyone, Handler: p.write, MaxBody: 4 << 20},
		{Method: post, Pattern: pattern + "/rename", Guard: anyone, Handler: p.rename},
		{Method: post, Pattern: pattern + "/certify", Guard: anyone, Handler: p.certify},
		{Method: post, Pattern: pattern + "/changes/{change}/undo", Guard: anyone, Handler: p.undo},
		{Method: post, Pattern: pattern + "/publish", Guard: anyone, Handler: p.publish},
		{Method: post, Pattern: pattern + "/send", Guard: anyone, Handler: p.send},
		{Method: get, Pattern: pattern + "/consent", Guard: anyone, Handler: p.consent},
		{Method: post, Pattern: pattern + "/consent", Guard: anyone, Handler: p.ask},
		{Method: post, Pattern: pattern + "/consent/code", Guard: anyone, Handler: p.answer},
		{Method: get, Pattern: OperatorPath, Guard: operator, Handler: p.all},
		{Method: post, Pattern: OperatorPath + "/token", Guard: p.desk.OperatorOnly(access.Administrator), Handler: p.token},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

type view struct {
	console.Face
	Form     *form.Form
	Refused  error // a member that keeps none
	Base     Base
	Begun    bool
	Streets  []Street
	Report   *bal.Report
	Changes  []Change
	Sendings []Sending
	Map      chart.Map
	Labels   []string // of the rows of the file that was checked
	Numbers  int
	Sure     int // certified
	May      bool
	MayAsk   bool // publish
	Open     bool // sending
}

func (p *Pages) page(w http.ResponseWriter, r *http.Request) error {
	return p.showPage(w, r, http.StatusOK, nil)
}

// mostChecked is how many rows are checked while a page is made; above, the
// check waits for the file or the sending.
const mostChecked = 30_000

func (p *Pages) showPage(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	ctx := r.Context()
	v := view{Form: f}
	err := p.p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v.Face, err = p.desk.FaceOf(ctx, tx, r, Tab); err != nil {
			return err
		}
		if v.Refused = communeOnly(v.Member); v.Refused != nil {
			return nil
		}
		if v.May, err = tx.Allowed(ctx, access.Deposit, v.Member.ID); err != nil {
			return err
		}
		if v.MayAsk, err = tx.Allowed(ctx, access.Publish, v.Member.ID); err != nil {
			return err
		}
		if v.Open, err = p.Open(ctx, tx); err != nil {
			return err
		}
		if v.Base, v.Begun, err = Of(ctx, tx, v.Member.ID); err != nil || !v.Begun {
			return err
		}
		if v.Streets, err = Streets(ctx, tx, v.Member.ID); err != nil {
			return err
		}
		if v.Changes, err = Changes(ctx, tx, v.Member.ID, 8); err != nil {
			return err
		}
		if v.Sendings, err = Sendings(ctx, tx, v.Member.ID, 5); err != nil {
			return err
		}
		rows, err := Rows(ctx, tx, v.Member.ID, "")
		if err != nil {
			return err
		}
		if len(rows) > 0 && len(rows) <= mostChecked {
			if v.Report, err = bal.CheckRows(file(v.Member, rows, i18n.Local(tx.Clock().Now())), i18n.Local(tx.Clock().Now())); err != nil {
				return err
			}
		}
		for _, one := range rows {
			v.Labels = append(v.Labels, one.Label())
		}
		v.Map = mapOf(ctx, v.Member, rows)
		v.Map.Outline, v.Map.Note, err = p.under(ctx, tx, v.Member)
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range v.Streets {
		v.Numbers, v.Sure = v.Numbers+s.Numbers, v.Sure+s.Certified
	}
	return p.desk.ShowMember(w, r, status, v.Face, body(v))
}

// label is the address of a line of the file.
func (v view) label(line int) string {
	if line >= 2 && line-2 < len(v.Labels) {
		return v.Labels[line-2]
	}
	return i18n.T("ligne %d", "line %d", line).Fr
}

// mapOf shows the numbers on the ground.
func mapOf(ctx context.Context, m organisation.Member, rows []Row) chart.Map {
	out := chart.Map{Title: i18n.Sayf(ctx, "Adresses de %s", "Addresses of %s", m.Name), Columns: []string{i18n.Say(ctx, "Certifiée", "Certified")}, Plain: true}
	for _, r := range rows {
		if !r.Located {
			continue
		}
		out.Total++
		if len(out.Places) < chart.MaxDrawn {
			out.Places = append(out.Places, chart.Place{Lon: r.Lon, Lat: r.Lat, Name: r.Label(), Link: StreetPath(m.Siren, r.Name), Cells: []string{yesNo(ctx, r.Certified)}})
		}
	}
	return out
}

// member runs fn on the member of the address, in one transaction.
func (p *Pages) member(r *http.Request, fn func(tx access.Tx, m organisation.Member) error) (organisation.Member, error) {
	ctx := r.Context()
	var m organisation.Member
	err := p.p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, Tab)
		if err != nil {
			return err
		}
		m = face.Member
		return fn(tx, m)
	})
	return m, err
}

// spoken tells whether an error is one to be shown on the page.
func spoken(err error) bool { return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) }

// take imports a file.
func (p *Pages) take(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		f.Fail("file", i18n.T("Choisissez le fichier BAL de la commune.", "Choose the commune’s BAL file."))
		return p.showPage(w, r, http.StatusUnprocessableEntity, f)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, bal.MaxBytes+1))
	if err != nil {
		return err
	}
	var c Change
	var report *bal.Report
	m, err := p.member(r, func(tx access.Tx, m organisation.Member) (err error) {
		report, c, err = Import(ctx, tx, m, head.Filename, data)
		return err
	})
	if spoken(err) {
		f.Fail("file", fault.Message(err))
		return p.showPage(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.FlashUndo(ctx, ui.Good, i18n.T("%d lignes lues. Ce qui pouvait l’être sûrement est corrigé\u202f; le reste est dans les remarques.", "%d rows read. What surely could be was corrected; the rest is among the findings.", report.Rows), Path(m.Siren)+"/changes/"+c.ID+"/undo")
	return web.Redirect(w, r, Path(m.Siren))
}

func (p *Pages) file(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var data []byte
	var m organisation.Member
	err := p.p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error {
		face, err := p.desk.FaceOf(ctx, tx, r, Tab)
		if err != nil {
			return err
		}
		m = face.Member
		if err := communeOnly(m); err != nil {
			return err
		}
		data, _, err = p.File(ctx, tx, m)
		return err
	})
	if err != nil {
		return err
	}
	web.Attachment(w, "bal-"+m.Insee+".csv", "text/csv; charset=utf-8")
	_, err = w.Write(data)
	return err
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if !ident.Valid(r.PathValue("change")) {
		return fault.Missing("address.undo")
	}
	m, err := p.member(r, func(tx access.Tx, m organisation.Member) error {
		_, err := Undo(ctx, tx, r.PathValue("change"))
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict):
		p.desk.Flash(ctx, ui.Bad, fault.Message(err))
	case err != nil:
		return err
	default:
		p.desk.Flash(ctx, ui.Info, i18n.T("Annulé.", "Undone."))
	}
	return web.Redirect(w, r, Path(m.Siren))
}

func (p *Pages) publish(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	m, err := p.member(r, func(access.Tx, organisation.Member) error { return nil })
	if err != nil {
		return err
	}
	_, href, err := p.Publish(ctx, access.From(ctx), m.ID, false)
	if spoken(err) {
		p.desk.Flash(ctx, ui.Bad, fault.Message(err))
		return web.Redirect(w, r, Path(m.Siren))
	}
	if err != nil {
		return err
	}
	p.desk.Flash(ctx, ui.Good, i18n.T("Le fichier est déposé\u202f: il suit le chemin de tout jeu de données.", "The file is deposited: it goes the way of any dataset."))
	return web.Redirect(w, r, href)
}

func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	m, err := p.member(r, func(tx access.Tx, m organisation.Member) error {
		_, err := p.Send(ctx, tx, m, f.Checked("anyway"))
		return err
	})
	if spoken(err) {
		p.desk.Flash(ctx, ui.Bad, fault.Message(err))
	} else if err != nil {
		return err
	} else {
		p.desk.Flash(ctx, ui.Info, i18n.T("L’envoi à la Base adresse nationale est en route\u202f: sa réponse s’affichera ici.", "It is on its way to the national address base: the answer will stand here."))
	}
	return web.Redirect(w, r, Path(m.Siren))
}

// staleOf returns the conflict of two people in an error.
func staleOf(err error) *Stale {
	var s *Stale
	if errors.As(err, &s) {
		return s
	}
	return nil
}
