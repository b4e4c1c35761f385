package chart

// Collection is places as GeoJSON (RFC 7946), with the properties that the
// script knows: name, link, value and the cells by their heads.
func Collection(columns []string, places []Place) Features {
	out := Features{Type: "FeatureCollection", Features: []Feature{}}
	for _, p := range places {
		g, ok := geometry(p)
		if !ok {
			continue
		}
		f := Feature{Type: "Feature", Geometry: g, Properties: Properties{Name: p.Name, Link: p.Link}}
		if known(p.Value) {
			f.Properties.Value = &p.Value
		}
		for i, c := range p.Cells {
			if i < len(columns) && c != "" {
				f.Properties.Cells = append(f.Properties.Cells, [2]string{columns[i], c})
			}
		}
		out.Features = append(out.Features, f)
	}
	return out
}

// Features is a GeoJSON collection.
type Features struct {
	Type     string    `json:"type"`
	Features []Feature `json:"features"`
}

// Feature is one place of a collection.
type Feature struct {
	Type       string     `json:"type"`
	Geometry   Geometry   `json:"geometry"`
	Properties Properties `json:"properties"`
}

// Geometry is a GeoJSON geometry.
type Geometry struct {
	Type        string `json:"type"`
	Coordinates any    `json:"coordinates"`
}

// Properties are what the script shows of a place.
type Properties struct {
	Name  string      `json:"name"`
	Link  string      `json:"link,omitempty"`
	Value *float64    `json:"value,omitempty"`
	Cells [][2]string `json:"cells,omitempty"`
}

func geometry(p Place) (Geometry, bool) {
	switch {
	case len(p.Shape.Areas) > 0:
		return Geometry{"MultiPolygon", p.Shape.Areas}, true
	case len(p.Shape.Lines) > 0:
		return Geometry{"MultiLineString", p.Shape.Lines}, true
	case On(p.Lon, p.Lat):
		return Geometry{"Point", [2]float64{p.Lon, p.Lat}}, true
	}
	return Geometry{}, false
}

type scriptedMap struct {
	Title   string     `json:"title"`
	Unit    string     `json:"unit,omitempty"`
	Note    string     `json:"note,omitempty"`
	Source  string     `json:"source,omitempty"`
	Worker  string     `json:"worker"`
	Sheet   string     `json:"sheet"`
	Places  *Features  `json:"places,omitempty"`
	Outline []Geometry `json:"outline,omitempty"`
	Low     *float64   `json:"low,omitempty"`
	High    *float64   `json:"high,omitempty"`
}

// data is the map for its script.
func (m Map) data() string {
	out := scriptedMap{Title: m.Title, Unit: m.Unit, Note: m.Note, Source: m.Source, Worker: asset("map-worker.js"), Sheet: asset("map.css")}
	if m.Source == "" {
		all := Collection(m.Columns, m.Places)
		out.Places = &all
	}
	for _, s := range m.Outline {
		if g, ok := geometry(Place{Shape: s}); ok {
			out.Outline = append(out.Outline, g)
		}
	}
	if low, high := m.values(); low <= high {
		out.Low, out.High = &low, &high
	}
	return block(out)
}
