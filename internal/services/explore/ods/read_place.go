package ods

import (
	"strings"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// metres of the units of a distance.
var metres = map[string]float64{"m": 1, "km": 1000, "cm": 0.01, "mm": 0.001, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}

// filter reads a function that is a condition; not ok for another one.
func (r *reader) filter(x *odsql.Call) (n *tables.Node, ok bool, err error) {
	switch x.Name {
	case "search", "suggest", "startswith":
		n, err = r.textual(x)
	case "within_distance":
		n, err = r.near(x)
	case "distance":
		if len(x.Args) != 3 {
			return nil, false, nil
		}
		n, err = r.near(x)
	case "in_bbox", "bbox":
		if len(x.Args) == 1 {
			return nil, false, nil
		}
		n, err = r.box(x)
	case "intersects", "disjoint", "within", "polygon":
		n, err = r.area(x, x.Name)
	case "geometry":
		mode, isName := x.Args[2].(*odsql.Field)
		name := ""
		if isName {
			name = map[string]string{"intersect": "intersects", "intersects": "intersects", "disjoint": "disjoint", "within": "within"}[strings.ToLower(mode.Name)]
		}
		if name == "" {
			return nil, false, r.wrong(x.Args[2], "on attend INTERSECTS, DISJOINT ou WITHIN", "expected INTERSECTS, DISJOINT or WITHIN")
		}
		n, err = r.area(x, name)
	default:
		return nil, false, nil
	}
	return n, true, err
}

// place reads the field of a place.
func (r *reader) place(x odsql.Expr) (value, error) {
	v, err := r.value(x)
	if err == nil && v.kind != explore.Point && v.kind != explore.Shape {
		err = r.wrong(x, "on attend un champ qui contient un lieu", "expected a field that holds a place")
	}
	return v, err
}

// bounds are the edges of a place: west, south, east, north.
func bounds(v value) [4]*tables.Node {
	if v.node == nil {
		return [4]*tables.Node{v.lon, v.lat, v.lon, v.lat}
	}
	return [4]*tables.Node{tables.Must(tables.West, v.node), tables.Must(tables.South, v.node), tables.Must(tables.East, v.node), tables.Must(tables.North, v.node)}
}

// centre is a place as a point: of a shape, the middle of its bounds.
func centre(v value) (lat, lon *tables.Node) {
	if v.node == nil {
		return v.lat, v.lon
	}
	b := bounds(v)
	half := func(a, b *tables.Node) *tables.Node {
		return tables.Must(tables.Divide, tables.Must(tables.Add, a, b), tables.Value(2))
	}
	return half(b[1], b[3]), half(b[0], b[2])
}

func (r *reader) shape(x odsql.Expr) (odsql.Shape, error) {
	g, ok := x.(*odsql.Geometry)
	if !ok {
		return odsql.Shape{}, r.wrong(x, "on attend une géométrie (geom'POINT(-0.5 43.9)')", "expected a geometry (geom'POINT(-0.5 43.9)')")
	}
	return g.Value, nil
}

func (r *reader) point(x odsql.Expr) (odsql.Position, error) {
	s, err := r.shape(x)
	if err == nil && s.Kind != "Point" {
		err = r.wrong(x, "on attend un point", "expected a point")
	}
	if err != nil {
		return odsql.Position{}, err
	}
	return s.Points[0], nil
}

// distance is how far a place is from a point, in metres.
func (r *reader) distance(x *odsql.Call) (value, error) {
	v, err := r.place(x.Args[0])
	if err != nil {
		return value{}, err
	}
	p, err := r.point(x.Args[1])
	if err != nil {
		return value{}, err
	}
	lat, lon := centre(v)
	n, err := r.apply(x, tables.Distance, lat, lon, tables.Value(p[1]), tables.Value(p[0]))
	return value{kind: explore.Double, node: n}, err
}

func (r *reader) near(x *odsql.Call) (*tables.Node, error) {
	q, ok := x.Args[2].(*odsql.Quantity)
	if !ok {
		return nil, r.wrong(x.Args[2], "on attend une distance (10km)", "expected a distance (10km)")
	}
	d, err := r.distance(x)
	if err != nil {
		return nil, err
	}
	return r.apply(x, tables.AtMost, d.node, tables.Value(q.Value*metres[q.Unit]))
}

// box reads in_bbox(place, lat, lon, lat, lon) and bbox(place, point, point):
// two opposite corners.
func (r *reader) box(x *odsql.Call) (*tables.Node, error) {
	v, err := r.place(x.Args[0])
	if err != nil {
		return nil, err
	}
	var a, b odsql.Position
	switch len(x.Args) {
	case 3:
		if a, err = r.point(x.Args[1]); err == nil {
			b, err = r.point(x.Args[2])
		}
	case 5:
		var n [4]float64
		for i := range n {
			lit, ok := x.Args[i+1].(*odsql.Number)
			if !ok {
				return nil, r.wrong(x.Args[i+1], "on attend un nombre", "expected a number")
			}
			n[i] = lit.Value
		}
		a, b = odsql.Position{n[1], n[0]}, odsql.Position{n[3], n[2]}
	default:
		return nil, r.wrong(x, "bbox() prend un champ et deux points", "bbox() takes a field and two points")
	}
	if err != nil {
		return nil, err
	}
	return Overlaps(v.bounds(), min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])), nil
}

func (v value) bounds() [4]*tables.Node { return bounds(v) }

// Overlaps tells whether bounds (west, south, east, north) touch a box.
func Overlaps(b [4]*tables.Node, west, south, east, north float64) *tables.Node {
	return tables.Must(tables.And, tables.Must(tables.AtMost, b[0], tables.Value(east)), tables.Must(tables.AtLeas, b[2], tables.Value(west)),
		tables.Must(tables.AtMost, b[1], tables.Value(north)), tables.Must(tables.AtLeas, b[3], tables.Value(south)))
}

// area tells how a place lies to a shape. Points are compared exactly; of shapes
// in the data the bounds are.
func (r *reader) area(x *odsql.Call, mode string) (*tables.Node, error) {
	v, err := r.place(x.Args[0])
	if err != nil {
		return nil, err
	}
	s, err := r.shape(x.Args[1])
	if err != nil {
		return nil, err
	}
	if len(s.Lines) > 0 {
		return nil, r.wrong(x.Args[1], "on attend un polygone ou des points", "expected a polygon or points")
	}
	var n *tables.Node
	switch {
	case len(s.Points) > 0:
		var same []*tables.Node
		for _, p := range s.Points {
			same = append(same, Overlaps(bounds(v), p[0], p[1], p[0], p[1]))
		}
		n, err = r.either(x, same...)
	case v.node == nil:
		n, err = r.inPolygons(x, v.lon, v.lat, s)
	case mode == "within":
		n, err = r.corners(x, v, s)
	default:
		west, south, east, north := edges(s)
		n = Overlaps(bounds(v), west, south, east, north)
	}
	if err != nil {
		return nil, err
	}
	if mode == "disjoint" {
		// Only what has a place is apart from another.
		return r.apply(x, tables.And, tables.Must(tables.Not, n), tables.Must(tables.Not, tables.Must(tables.IsNull, bounds(v)[0])))
	}
	return n, nil
}

// inPolygons tells whether a point lies in the polygons. A box around them goes
// first, for it is cheap.
func (r *reader) inPolygons(x odsql.Expr, lon, lat *tables.Node, s odsql.Shape) (*tables.Node, error) {
	west, south, east, north := edges(s)
	args := []*tables.Node{lon, lat}
	for _, p := range s.Polygons {
		for _, ring := range p {
			for _, c := range ring {
				args = append(args, tables.Value(c[0]), tables.Value(c[1]))
			}
		}
	}
	within, err := r.apply(x, tables.Inside, args...)
	if err != nil {
		return nil, err
	}
	return r.apply(x, tables.And, Overlaps([4]*tables.Node{lon, lat, lon, lat}, west, south, east, north), within)
}

// corners tells whether the bounds of a shape lie in the polygons.
func (r *reader) corners(x odsql.Expr, v value, s odsql.Shape) (*tables.Node, error) {
	b := bounds(v)
	var all []*tables.Node
	for _, c := range [][2]*tables.Node{{b[0], b[1]}, {b[0], b[3]}, {b[2], b[1]}, {b[2], b[3]}} {
		n, err := r.inPolygons(x, c[0], c[1], s)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return r.apply(x, tables.And, all...)
}

func edges(s odsql.Shape) (west, south, east, north float64) {
	west, south, east, north = 1e9, 1e9, -1e9, -1e9
	for _, p := range s.Polygons {
		for _, ring := range p {
			for _, c := range ring {
				west, south, east, north = min(west, c[0]), min(south, c[1]), max(east, c[0]), max(north, c[1])
			}
		}
	}
	return west, south, east, north
}
