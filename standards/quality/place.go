package quality

import (
	"math"
	"strconv"
	"strings"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// placement are the columns that say where a row is: -1 for none.
type placement struct {
	lon, lat int // degrees, or metres of a projection
	point    int // both in one cell
	swapped  bool
	commune  int  // the code of the commune
	manager  bool // the commune is that of who manages the place, which may lie elsewhere
}

// Names of columns, folded, the likeliest first.
var (
	longitudes = []string{"lon", "long", "longitude", "equip_long", "xlong", "long_coor1", "x"}
	latitudes  = []string{"lat", "latitude", "equip_lat", "ylat", "lat_coor1", "y"}
	points     = []string{"coordonneesxy", "geopoint", "geompoint", "opam_geompoint", "site_geompoint", "geo_point_2d", "geo_point"}
	managers   = map[string]bool{"coll_insee": true}
)

// latitudeFirst are the names of columns whose points begin with the latitude,
// as a widespread portal writes them.
var latitudeFirst = map[string]bool{"geo_point_2d": true, "geo_point": true}

// placed finds the columns among those at places, by their folded names.
func placed(places map[string]int, columns []column) placement {
	first := func(names []string) (string, int) {
		for _, name := range names {
			if i, ok := places[name]; ok {
				return name, i
			}
		}
		return "", -1
	}
	p := placement{commune: -1}
	_, p.lon = first(longitudes)
	_, p.lat = first(latitudes)
	name, at := first(points)
	p.point, p.swapped = at, latitudeFirst[name]
	for i, c := range columns {
		manages := managers[tabular.Fold(c.name)]
		if c.commune && (p.commune < 0 || p.manager && !manages) {
			p.commune, p.manager = i, manages
		}
	}
	return p
}

// coordinates looks at the point of a row.
func (w *Watcher) coordinates(rec *tabular.Record) {
	p := &w.place
	cell := func(i int) string {
		if i < 0 || i >= len(rec.Cells) {
			return ""
		}
		return strings.TrimSpace(string(rec.Cells[i]))
	}
	at := tableschema.Finding{Row: rec.Row}
	x, err1 := strconv.ParseFloat(cell(p.lon), 64)
	y, err2 := strconv.ParseFloat(cell(p.lat), 64)
	ok := err1 == nil && err2 == nil
	switch {
	case ok:
		at.Field, at.Value = w.columns[p.lat].name, cell(p.lon)+", "+cell(p.lat)
		if tableschema.InFrance(x, y) {
			break
		}
		ok = false
		at.Code = "outside-france"
		if tableschema.InFrance(y, x) {
			at.Code = "reversed-coordinates"
		} else if math.Abs(x) > 180 || math.Abs(y) > 180 {
			break // metres of a projection, such as Lambert 93
		}
		w.note(at)
	case p.point >= 0: // outside France, its schema says so
		at.Field, at.Value = w.columns[p.point].name, clip(cell(p.point))
		if x, y, ok = pointOf(cell(p.point)); p.swapped {
			x, y = y, x
		}
		ok = ok && tableschema.InFrance(x, y)
	}
	if ok && w.on["outside-commune"] {
		w.within(at, cell(p.commune), x, y)
	}
}

// pointOf reads a point in one cell: "lon, lat", [lon, lat] or POINT(lon lat).
func pointOf(cell string) (x, y float64, ok bool) {
	if len(cell) > 5 && strings.EqualFold(cell[:5], "point") {
		cell = cell[5:]
	}
	parts := strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(`[]()", ;`, r) })
	if len(parts) != 2 {
		return 0, 0, false
	}
	x, err1 := strconv.ParseFloat(parts[0], 64)
	y, err2 := strconv.ParseFloat(parts[1], 64)
	return x, y, err1 == nil && err2 == nil
}

// far is how many metres outside its commune a point must lie to be told:
// outlines are simplified, and things stand at borders.
const far = 1000

// within holds a point against the outline of its commune.
func (w *Watcher) within(at tableschema.Finding, code string, x, y float64) {
	if !insee(code) {
		return
	}
	o := borders().of(code)
	if o == nil {
		return
	}
	away := o.away(x, y)
	if away <= far {
		return
	}
	at.Code = "outside-commune"
	at.Args = map[string]string{"commune": code, "km": itoa(int(math.Round(away / 1000)))}
	if w.place.manager {
		at.Detail, at.Level = "manager", tableschema.Info
	}
	w.note(at)
}
