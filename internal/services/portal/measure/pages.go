package measure

import (
	"context"
	"encoding/csv"
	"net/http"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/ui"
)

const (
	tab          = "measure"
	operatorPath = "/console/operator/measure"
	publicPath   = "/statistics"
)

func publicOf(m organisation.Member) string {
	if m.ID == "" {
		return publicPath
	}
	return "/p/" + m.Slug + publicPath
}

// Pages are the room's pages.
type Pages struct {
	*Service
	desk *console.Console
}

// Register adds the room's pages, those of the public and of the console.
func (s *Service) Register(routes *web.Routes, desk *console.Console) {
	p := &Pages{s, desk}
	desk.AddTab(console.Tab{Label: i18n.T("Mesure", "Use"), Path: tab})
	staff := desk.OperatorOnly()
	desk.Add(console.Entry{Icon: ui.IconEye, Label: i18n.T("Mesure", "Use"), Href: operatorPath, Order: 847, Visible: access.Scope.OfOperator})
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: publicPath, Guard: web.Everyone, Handler: p.public, Kind: web.Page},
		{Method: http.MethodGet, Pattern: "/p/{member}" + publicPath, Guard: web.Everyone, Handler: p.public, Kind: web.Page},
		{Method: http.MethodGet, Pattern: publicPath + ".csv", Guard: web.Everyone, Handler: p.table, Kind: web.Download},
		{Method: http.MethodGet, Pattern: "/p/{member}" + publicPath + ".csv", Guard: web.Everyone, Handler: p.table, Kind: web.Download},
		{Method: http.MethodGet, Pattern: console.MemberPattern + "/" + tab, Guard: desk.SignedIn(), Handler: p.ofMember, Kind: web.Page},
		{Method: http.MethodGet, Pattern: operatorPath, Guard: staff, Handler: p.all, Kind: web.Page},
		{Method: http.MethodGet, Pattern: operatorPath + "/observatory.csv", Guard: staff, Handler: p.observatory, Kind: web.Download},
	} {
		routes.Add(r)
	}
}

type view struct {
	Member    organisation.Member // zero for all
	Published Published
	Months    []string
	ByMonth   map[string]Counts
	Datasets  []DatasetCounts
	Public    bool
	Year      int
}

// mostDatasets is how many datasets a page lists.
const mostDatasets = 50

func (s *Service) read(ctx context.Context, tx access.Tx, m organisation.Member) (v view, err error) {
	now := tx.Clock().Now()
	v.Member, v.Months, v.Year = m, months(now), i18n.Local(now).Year()
	f := lastYear(now, m.ID)
	if v.ByMonth, err = ByMonth(ctx, tx, f); err != nil {
		return v, err
	}
	if v.Datasets, err = s.ByDataset(ctx, tx, f, mostDatasets); err != nil {
		return v, err
	}
	v.Published, err = s.Catalogue.Figures(ctx, tx, m.ID)
	return v, err
}

// total sums up a kind over the months shown.
func (v view) total(k Kind) (n int64) {
	for _, m := range v.Months {
		n += v.ByMonth[m][k]
	}
	return n
}

func (v view) chart(ctx context.Context) chart.Chart {
	c := chart.Chart{ID: "use", Kind: chart.Line, Title: i18n.Say(ctx, "Utilisation par mois", "Use by month"), Axis: i18n.Say(ctx, "Mois", "Month"),
		Note: i18n.Say(ctx, "Les robots sont écartés au moment de compter. Aucune donnée sur les visiteurs n’est gardée.", "Robots are left out while counting. Nothing about visitors is kept."), Plain: true}
	for _, m := range v.Months {
		c.Categories = append(c.Categories, monthWord(ctx, m))
	}
	for _, k := range []Kind{Visit, Download, Call} {
		s := chart.Series{Name: kindWord(ctx, k)}
		for _, m := range v.Months {
			s.Values = append(s.Values, float64(v.ByMonth[m][k]))
		}
		c.Series = append(c.Series, s)
	}
	return c
}

func (s *Service) body(ctx context.Context, tx access.Tx, r *http.Request) (m organisation.Member, err error) {
	if address := r.PathValue("member"); address != "" {
		m, err = organisation.ByAddress(ctx, tx, address)
	}
	return m, err
}

func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v view
	err := p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		m, err := p.body(ctx, tx, r)
		if err == nil {
			v, err = p.read(ctx, tx, m)
		}
		return err
	})
	if err != nil {
		return err
	}
	if address := r.PathValue("member"); address != "" && v.Member.Slug != address {
		return web.Moved(w, r, publicOf(v.Member), false)
	}
	v.Public = true
	title := i18n.Say(ctx, "Statistiques", "Statistics")
	w.Header().Set("Cache-Control", "public, max-age=60")
	return web.Render(w, r, p.Frame(ctx, ui.Page{Title: title, Description: i18n.Say(ctx, "Comment les données publiques sont consultées et utilisées.", "How the public data are read and used.")}, v.Member, publicBody(v)))
}

func (p *Pages) ofMember(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v view
	var face console.Face
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
			return err
		}
		v, err = p.read(ctx, tx.Elevated("measure"), face.Member)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, face, figuresBody(v))
}

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v view
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v, err = p.read(ctx, tx.Elevated("measure"), organisation.Member{})
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Mesure", "Use")
	return p.desk.Show(w, r, console.Page{Title: title, Crumbs: []ui.Link{{Label: title}}}, allBody(v))
}

// span reads the days of an address: from, until; the latest twelve months
// without.
func span(r *http.Request, now time.Time, member string) (Filter, error) {
	f := lastYear(now, member)
	for name, into := range map[string]*string{"from": &f.From, "until": &f.Until} {
		if d := r.URL.Query().Get(name); d != "" {
			if _, err := time.Parse(time.DateOnly, d); err != nil {
				return f, fault.New(fault.Invalid, "measure.span", "«\u00a0%[1]s\u00a0» est un jour, par exemple 2026-01-31.", "“%[1]s” is a day, for example 2026-01-31.", name)
			}
			*into = d
		}
	}
	return f, nil
}

// table writes the counts by day as CSV.
func (p *Pages) table(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		m, err := p.body(ctx, tx, r)
		if err != nil {
			return err
		}
		f, err := span(r, tx.Clock().Now(), m.ID)
		if err != nil {
			return err
		}
		sirens, err := sirensOf(ctx, tx, m)
		if err != nil {
			return err
		}
		web.Attachment(w, "statistiques.csv", "text/csv; charset=utf-8")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		out := csv.NewWriter(w)
		_ = out.Write([]string{"jour", "mesure", "siren", "jeu_de_donnees", "nombre", "page"})
		err = Days(ctx, tx, f, func(l Line) error {
			page := ""
			if l.Dataset != "" {
				page = web.URL(ctx, "/datasets/"+l.Dataset)
			}
			return out.Write([]string{l.Day, measureName(Kind(l.Kind)), sirens[l.Member], l.Dataset, strconv.FormatInt(l.N, 10), page})
		})
		out.Flush()
		if err == nil {
			err = out.Error()
		}
		return err
	})
}

func sirensOf(ctx context.Context, tx access.Tx, m organisation.Member) (map[string]string, error) {
	out := map[string]string{}
	if m.ID != "" {
		out[m.ID] = m.Siren
		return out, nil
	}
	list, _, err := organisation.List(ctx, tx, organisation.Filter{}, 100_000, 0)
	for _, one := range list {
		out[one.ID] = one.Siren
	}
	return out, err
}

// observatory writes one line for each body, for the yearly surveys of open
// data.
func (p *Pages) observatory(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var rows []Row
	year := 0
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		year = i18n.Local(tx.Clock().Now()).Year()
		if y := r.URL.Query().Get("year"); y != "" {
			if year, err = strconv.Atoi(y); err != nil || year < 2000 || year > 9999 {
				return fault.New(fault.Invalid, "measure.observatory", "L’année a quatre chiffres.", "The year has four digits.")
			}
		}
		rows, err = p.Observatory(ctx, tx.Elevated("measure"), year)
		return err
	})
	if err != nil {
		return err
	}
	web.Attachment(w, "observatoire-"+strconv.Itoa(year)+".csv", "text/csv; charset=utf-8")
	out := csv.NewWriter(w)
	_ = out.Write([]string{"annee", "siren", "nom", "type", "population", "agents", "publie", "jeux_de_donnees", "jeux_sous_schema", "lignes", "visites", "telechargements", "appels_api", "recherches_sans_resultat"})
	for _, x := range rows {
		publishes := "non"
		if x.Published.Datasets > 0 {
			publishes = "oui"
		}
		number := func(n int64) string { return strconv.FormatInt(n, 10) }
		_ = out.Write([]string{strconv.Itoa(year), x.Member.Siren, x.Member.Name, string(x.Member.Kind), number(int64(x.Member.Population)), number(int64(x.Member.Staff)), publishes,
			number(int64(x.Published.Datasets)), number(int64(x.Published.Schema)), number(x.Published.Rows), number(x.Counts[Visit]), number(x.Counts[Download]), number(x.Counts[Call]), number(x.Counts[Nothing])})
	}
	out.Flush()
	return out.Error()
}
