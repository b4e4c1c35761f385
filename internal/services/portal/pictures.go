package portal

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/services/portal/picture"
)

// pictures are the charts and the map on the page of a dataset, with the form
// to make others.
type pictures struct {
	ChartForm
	Figures []figure
	Own     bool // the reader has made this one
	Path    string
	Rest    url.Values // of the address, that is the table's
	Problem string     // why the reader's picture cannot be drawn
	Offered bool       // there is something to draw with
	Embed   string     // where they stand for pages of others
	Title   string
}

// ChartForm is what a chart is made of, for the form that makes one.
type ChartForm struct {
	Spec    picture.Spec
	Columns []picture.Column
	Mapped  bool // the table has places
}

// ChartFormOf is the form for a table, with what a spec says.
func ChartFormOf(t picture.Table, spec picture.Spec) ChartForm {
	return ChartForm{spec, t.Columns, picture.Mapped(t)}
}

// figure is a chart or a map, with the address at which it can be changed.
type figure struct {
	Chart *chart.Chart
	Map   *chart.Map
	Edit  string
}

// pictures makes those of a page: the reader's own, or those that the rules
// choose. What cannot be computed now is left out: the table below has it all.
func (s *Service) pictures(ctx context.Context, d Shown, e explorer) pictures {
	if s.p.Pictures == nil || d.Version.Rows < 2 {
		return pictures{}
	}
	t := PictureTable(ctx, d)
	rest := e.view
	rest.Picture = nil
	p := pictures{ChartForm: ChartFormOf(t, picture.Spec{}), Path: e.Path, Rest: rest.values(), Offered: len(t.Columns) > 0}
	specs, chosen := s.standing(ctx, t)
	if spec, ok := picture.Read(e.Picture, t.Columns); ok {
		p.Own, p.Spec, specs = true, spec, []picture.Spec{spec}
	}
	own := e.view
	own.Picture = nil
	if p.Own {
		own.Picture = p.Spec.Values()
	}
	p.Embed, p.Title = own.address(embedAddress(d.ID, "chart")), d.Title
	for i, spec := range specs {
		f, err := s.figure(ctx, t, spec, d.Body)
		if err != nil {
			if p.Own {
				p.Problem = i18n.Read(ctx, fault.Message(err))
			}
			continue
		}
		if f.Chart != nil {
			// One value is no picture.
			if !p.Own && !chosen && (f.Chart.Empty() || len(f.Chart.Categories) < 2) {
				continue
			}
			f.Chart.ID = "chart-" + strconv.Itoa(i+1)
		} else if len(f.Map.Places) == 0 && !p.Own {
			continue
		} else {
			f.Map.ID = "map-" + strconv.Itoa(i+1)
		}
		v := e.view
		v.Picture = spec.Values()
		f.Edit = v.address(e.Path)
		p.Figures = append(p.Figures, f)
	}
	return p
}

// standing are the pictures of a page: those that its publisher has chosen, as
// far as the columns are there, or those that the rules choose.
func (s *Service) standing(ctx context.Context, t picture.Table) (specs []picture.Spec, chosen bool) {
	if s.p.Chosen != nil {
		list, ok, err := s.p.Chosen(ctx, t.Dataset)
		if err == nil && ok {
			return slices.DeleteFunc(list, func(x picture.Spec) bool { _, lacks := t.Lacks(x); return lacks }), true
		}
	}
	return picture.Suggest(t), false
}

// figure computes one picture.
func (s *Service) figure(ctx context.Context, t picture.Table, spec picture.Spec, of organisation.Member) (figure, error) {
	if spec.Kind == picture.Map {
		m, err := s.p.Pictures.Map(ctx, t, spec)
		if err == nil && s.p.UnderMaps != nil && len(m.Places) > 0 {
			var credit string
			m.Outline, credit, err = s.p.UnderMaps(ctx, []organisation.Member{of})
			m.Note = strings.TrimSpace(m.Note + " " + credit)
		}
		return figure{Map: &m}, err
	}
	c, err := s.p.Pictures.Chart(ctx, t, spec)
	return figure{Chart: &c}, err
}

func pictureColumns(ctx context.Context, fields []Field) []picture.Column {
	out := make([]picture.Column, len(fields))
	for i, f := range fields {
		out[i] = picture.Column{Name: f.Name, Type: f.Type, Label: f.label(ctx), Values: f.Values}
	}
	return out
}

// PictureTable is the version that is shown, as pictures are made of it.
func PictureTable(ctx context.Context, d Shown) picture.Table {
	places := "/datasets/" + d.ID + "/versions/" + strconv.Itoa(d.Version.Number) + "/places"
	return picture.Table{Dataset: d.ID, Number: d.Version.Number, Digest: d.Version.Parquet.Digest, Rows: d.Version.Rows, Schema: d.Schema,
		Columns: pictureColumns(ctx, d.Columns), Preview: d.Preview, Places: places}
}

// placesOf answers with the places of a dataset as GeoJSON, for its map.
func (s *Service) placesOf(w http.ResponseWriter, r *http.Request) error {
	const op = "portal.places"
	number, err := versionNumber(r)
	if err != nil {
		return err
	}
	if id := r.PathValue("id"); !ident.Valid(id) || s.p.Pictures == nil {
		return fault.Missing(op)
	}
	d, err := s.p.Catalogue.Dataset(r.Context(), "", r.PathValue("id"), number)
	if err != nil {
		return err
	}
	if d.Hidden != nil {
		return fault.Missing(op)
	}
	t := PictureTable(r.Context(), d)
	if !picture.Mapped(t) {
		return fault.Missing(op)
	}
	if web.Fresh(w, r, t.Digest) {
		return nil
	}
	all, err := s.p.Pictures.Features(r.Context(), t, picture.Spec{Kind: picture.Map})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/geo+json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	return json.NewEncoder(w).Encode(all)
}

// kindLabel is what a kind of picture is called.
func kindLabel(ctx context.Context, kind string) string {
	switch kind {
	case "bar":
		return i18n.Say(ctx, "barres couchées", "lying bars")
	case "column":
		return i18n.Say(ctx, "colonnes", "columns")
	case "line":
		return i18n.Say(ctx, "courbe", "line")
	case "area":
		return i18n.Say(ctx, "aires empilées", "stacked areas")
	case "share":
		return i18n.Say(ctx, "parts d’un tout", "parts of a whole")
	case picture.Map:
		return i18n.Say(ctx, "carte", "map")
	}
	return i18n.Say(ctx, "selon les colonnes", "as suits the columns")
}

func wayLabel(ctx context.Context, way string) string {
	switch way {
	case picture.Sum:
		return i18n.Say(ctx, "total", "total")
	case picture.Average:
		return i18n.Say(ctx, "moyenne", "average")
	case picture.Least:
		return i18n.Say(ctx, "minimum", "minimum")
	case picture.Most:
		return i18n.Say(ctx, "maximum", "maximum")
	}
	return i18n.Say(ctx, "nombre de lignes", "number of rows")
}

func cutLabel(ctx context.Context, cut string) string {
	switch cut {
	case "year":
		return i18n.Say(ctx, "par année", "by year")
	case "month":
		return i18n.Say(ctx, "par mois", "by month")
	case "day":
		return i18n.Say(ctx, "par jour", "by day")
	}
	return i18n.Say(ctx, "selon l’étendue", "as suits the span")
}

// numbers are the columns that can be measured.
func (p ChartForm) numbers() []picture.Column {
	var out []picture.Column
	for _, c := range p.Columns {
		if c.Type == "integer" || c.Type == "number" {
			out = append(out, c)
		}
	}
	return out
}

// dated tells whether a column holds moments.
func (p ChartForm) dated() bool {
	for _, c := range p.Columns {
		if c.Type == "date" || c.Type == "datetime" {
			return true
		}
	}
	return false
}

// kinds are those that the reader may choose.
func (p ChartForm) kinds() []string {
	if p.Mapped {
		return picture.Kinds
	}
	return picture.Kinds[:len(picture.Kinds)-1]
}
