package features

import (
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/services/explore"
	"airial/internal/services/explore/ods"
	"airial/internal/services/explore/rowfile"
	"airial/standards/odsql"
)

// Features of an answer.
const (
	byDefault = 10
	most      = 1000
	reach     = 1_000_000 // offset
)

var reserved = []string{"limit", "offset", "bbox", "datetime", "f", "bbox-crs"}

// question turns the parameters of an address into ODSQL.
func question(d explore.Dataset, v url.Values) (q ods.Question, err error) {
	if q.Limit, err = whole(v, "limit", byDefault, 1, most); err != nil {
		return q, err
	}
	if q.Offset, err = whole(v, "offset", 0, 0, reach); err != nil {
		return q, err
	}
	if c := v.Get("bbox-crs"); c != "" && c != crs {
		return q, wrong("Le seul système de coordonnées est CRS84.", "CRS84 is the only system of coordinates.")
	}
	if text := v.Get("bbox"); text != "" {
		condition, err := boxCondition(d, text)
		if err != nil {
			return q, err
		}
		q.Where = append(q.Where, condition)
	}
	if text := v.Get("datetime"); text != "" {
		condition, err := timeCondition(d, text)
		if err != nil {
			return q, err
		}
		if condition != "" {
			q.Where = append(q.Where, condition)
		}
	}
	fields := d.Fields()
	for name, values := range v {
		if slices.Contains(reserved, name) {
			continue
		}
		if !slices.ContainsFunc(fields, func(f explore.Field) bool {
			return f.Name == name && f.Kind != explore.Point && f.Kind != explore.Shape
		}) {
			return q, wrong("Le paramètre « %[1]s » n’existe pas ici.", "There is no parameter “%[1]s” here.", name)
		}
		for _, value := range values {
			q.Where = append(q.Where, odsql.FieldName(name)+" = "+odsql.Text(value))
		}
	}
	q.Numbers = true
	return q, nil
}

// boxCondition reads bbox: four numbers, or six with heights (requirement 23).
func boxCondition(d explore.Dataset, text string) (string, error) {
	bad := wrong("Le paramètre « bbox » est ouest,sud,est,nord, en degrés.", "The parameter “bbox” is west,south,east,north, in degrees.")
	parts := strings.Split(text, ",")
	if len(parts) == 6 {
		parts = []string{parts[0], parts[1], parts[3], parts[4]}
	}
	if len(parts) != 4 {
		return "", bad
	}
	var n [4]float64
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > 360 {
			return "", bad
		}
		n[i] = v
	}
	if n[1] > n[3] {
		return "", bad
	}
	f, _ := placeOf(d)
	box := func(west, east float64) string {
		number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
		return "in_bbox(" + odsql.FieldName(f.Name) + ", " + strings.Join([]string{number(n[1]), number(west), number(n[3]), number(east)}, ", ") + ")"
	}
	if n[0] > n[2] { // across the antimeridian
		return "(" + box(n[0], 180) + " or " + box(-180, n[2]) + ")", nil
	}
	return box(n[0], n[2]), nil
}

// timeCondition reads datetime: an instant, or an interval whose ends may be
// open (requirement 25). Where there is no time, all features match.
func timeCondition(d explore.Dataset, text string) (string, error) {
	bad := wrong("Le paramètre « datetime » est un instant ou un intervalle (2026-01-01T00:00:00Z/..).", "The parameter “datetime” is an instant or an interval (2026-01-01T00:00:00Z/..).")
	from, to, interval := strings.Cut(text, "/")
	open := func(s string) bool { return s == "" || s == ".." }
	for _, end := range []string{from, to} {
		if _, ok := odsql.ParseMoment(end); !ok && !(interval && open(end)) && !(!interval && end == to) {
			return "", bad
		}
	}
	f, ok := timeOf(d)
	if !ok {
		return "", nil
	}
	name := odsql.FieldName(f.Name)
	date := func(s string) string { return "date" + odsql.Text(s) }
	switch {
	case !interval:
		return "(" + name + " = " + date(from) + " or " + name + " is null)", nil
	case open(from) && open(to):
		return "", nil
	case open(from):
		return "(" + name + " <= " + date(to) + " or " + name + " is null)", nil
	case open(to):
		return "(" + name + " >= " + date(from) + " or " + name + " is null)", nil
	}
	a, _ := odsql.ParseMoment(from)
	b, _ := odsql.ParseMoment(to)
	if a.Time.After(b.Time) {
		return "", bad
	}
	return "(" + name + " in [" + date(from) + ".." + date(to) + "] or " + name + " is null)", nil
}

func (s *Service) items(w http.ResponseWriter, r *http.Request) error {
	d, err := s.dataset(r)
	if err != nil {
		return err
	}
	v := r.URL.Query()
	q, err := question(d, v)
	if err != nil {
		return err
	}
	a, err := s.p.Explore.Ask(r.Context(), d, q)
	if err != nil {
		return err
	}
	path := "/collections/" + d.ID + "/items"
	around := func(rel string, offset int) link {
		next := url.Values{}
		for name, values := range v {
			next[name] = values
		}
		next.Set("offset", strconv.Itoa(offset))
		next.Set("limit", strconv.Itoa(q.Limit))
		return link{at(r, path+"?"+next.Encode()), rel, geoJSON, ""}
	}
	self := at(r, path)
	if r.URL.RawQuery != "" {
		self += "?" + r.URL.RawQuery
	}
	links := []link{{self, "self", geoJSON, d.Title}, {at(r, path+"?f=html"), "alternate", page, d.Title}, {at(r, "/collections/"+d.ID), "collection", plainJSON, d.Title}}
	if next := q.Offset + len(a.Rows); len(a.Rows) > 0 && int64(next) < a.Total {
		links = append(links, around("next", next))
	}
	if q.Offset > 0 {
		links = append(links, around("prev", max(0, q.Offset-q.Limit)))
	}
	out := map[string]any{"type": "FeatureCollection", "timeStamp": s.p.Clock.Now().UTC().Format(time.RFC3339), "numberMatched": a.Total,
		"numberReturned": len(a.Rows), "links": links, "features": featuresOf(a)}
	return s.answer(w, r, geoJSON, d.Title, out, links)
}

func (s *Service) item(w http.ResponseWriter, r *http.Request) error {
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	d, err := s.dataset(r)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(r.PathValue("feature"))
	if err != nil || number < 1 {
		return fault.Missing("features.item")
	}
	a, err := s.p.Explore.Ask(r.Context(), d, ods.Question{Limit: 1, Offset: number - 1, Numbers: true})
	if err != nil {
		return err
	}
	if len(a.Rows) == 0 {
		return fault.Missing("features.item")
	}
	path := "/collections/" + d.ID
	links := []link{{at(r, path+"/items/"+strconv.Itoa(number)), "self", geoJSON, ""}, {at(r, path+"/items/"+strconv.Itoa(number)+"?f=html"), "alternate", page, ""},
		{at(r, path), "collection", plainJSON, d.Title}, {web.URL(r.Context(), d.Path()), "describedby", page, d.Title}}
	out := featureOf(a.Columns, a.Rows[0])
	extra, err := json.Marshal(links)
	if err != nil {
		return err
	}
	whole := append(out[:len(out)-1], `,"links":`...)
	return s.answer(w, r, geoJSON, d.Title, json.RawMessage(append(append(whole, extra...), '}')), links)
}

func featuresOf(a ods.Answer) []json.RawMessage {
	out := make([]json.RawMessage, len(a.Rows))
	for i, row := range a.Rows {
		out[i] = featureOf(a.Columns, row)
	}
	return out
}

// featureOf writes a row as a feature; its number is its identifier.
func featureOf(columns []rowfile.Column, row []any) []byte {
	number, _ := row[len(row)-1].(int64)
	place := slices.IndexFunc(columns, func(c rowfile.Column) bool { return c.Kind == explore.Point || c.Kind == explore.Shape })
	b := strconv.AppendInt([]byte(`{"type":"Feature","id":"`), number+1, 10)
	b = append(b, `","geometry":`...)
	if place >= 0 {
		b = rowfile.AppendGeometry(b, row[place])
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"properties":{`...)
	first := true
	for i, c := range columns {
		if i == place {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = rowfile.AppendJSON(append(rowfile.AppendText(b, c.Name), ':'), row[i])
	}
	return append(b, "}}"...)
}

// boxOf reads the box of a shape that bbox() gave.
func boxOf(v any) []float64 {
	s, ok := v.(rowfile.Shape)
	if !ok {
		return nil
	}
	var g struct{ Coordinates [][][2]float64 }
	if json.Unmarshal(s.Geometry, &g) != nil || len(g.Coordinates) != 1 || len(g.Coordinates[0]) < 3 {
		return nil
	}
	ring := g.Coordinates[0]
	return []float64{ring[0][0], ring[0][1], ring[2][0], ring[2][1]}
}

// instant writes a date or an instant as RFC 3339 has it.
func instant(v any) any {
	text, ok := v.(string)
	if !ok {
		return nil
	}
	if len(text) == len(time.DateOnly) {
		return text + "T00:00:00Z"
	}
	return strings.Replace(text, "+00:00", "Z", 1)
}
