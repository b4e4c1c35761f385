package tables

import (
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // minimal machines have none
)

// Func is a function of the closed list.
type Func string

// The functions. Unless said otherwise they give no value where an argument has
// none. Numbers are computed as DOUBLE.
const (
	And Func = "and" // of conditions, any number of them
	Or  Func = "or"
	// Not holds where the condition does not, also where it has no value.
	Not    Func = "not"
	IsNull Func = "isnull"
	Equal  Func = "=" // exact on text
	Differ Func = "<>"
	Less   Func = "<" // on text folded, as Sort has it
	AtMost Func = "<="
	More   Func = ">"
	AtLeas Func = ">="

	Add      Func = "+"
	Subtract Func = "-"
	Multiply Func = "*"
	Divide   Func = "/" // by zero: no value
	Negate   Func = "neg"
	Floor    Func = "floor"

	Length    Func = "length" // characters
	Lower     Func = "lower"
	Upper     Func = "upper"
	Folded    Func = "fold"     // see Fold
	Holds     Func = "contains" // the first text holds the second
	Begins    Func = "begins"
	Join      Func = "join" // texts, one after the other; a part without value is empty
	Written   Func = "text" // any value as text
	Padded    Func = "pad"  // a whole number with zeros in front, to a width
	Choice    Func = "pick" // of the texts behind it, that which a whole number counts from 1
	Condition Func = "if"   // condition, then, else
	// Coordinate is the number at a place, counted from 1, in a text such as
	// "43.9,-0.5" or "[-0.5, 43.9]".
	Coordinate Func = "coordinate"

	Part    Func = "part"   // of a moment: the unit first
	Cut     Func = "cut"    // a moment to the beginning of its unit
	Bucket  Func = "bucket" // a moment to the beginning of a number of units, counted from 2000
	AtZone  Func = "zone"   // an instant as the wall clock of a zone shows it
	OfZone  Func = "instant"
	Stamped Func = "stamp" // a date as its first instant

	// Distance is in metres between a latitude, a longitude and another two,
	// on a sphere of 6,371,008.8 m.
	Distance Func = "distance"
	// Inside tells whether a longitude and a latitude lie within rings, given
	// as longitudes and latitudes one after the other: in an odd number of them.
	Inside Func = "inside"
	// West, South, East and North are the bounds of a GeoJSON geometry in a
	// text, read from its numbers.
	West  Func = "west"
	South Func = "south"
	East  Func = "east"
	North Func = "north"

	// Shuffle is a number that looks random, made of a row's number and a seed.
	Shuffle Func = "shuffle"

	Count         Func = "count" // of rows; of values, with an argument
	CountDistinct Func = "count distinct"
	Sum           Func = "sum"
	Average       Func = "avg"
	Smallest      Func = "min"
	Largest       Func = "max"
	Percentile    Func = "percentile" // interpolated; the second is a constant from 0 to 100
	AtLargest     Func = "argmax"     // the first where the second is largest
)

// function is how a function is checked and written. What comes in are
// statements made by the same list.
type function struct {
	least, most int // arguments; most < 0: any number
	fits        func(i int, args []*Node) bool
	typ         Type // "" for that of the argument like
	like        int
	aggregate   bool
	sql         func(a []string, n *Node) string
}

func allText(i int, a []*Node) bool   { return isText(a[i].typ) }
func allNumber(i int, a []*Node) bool { return isNumber(a[i].typ) }
func allTruth(i int, a []*Node) bool  { return isTruth(a[i].typ) }
func allMoment(i int, a []*Node) bool { return isMoment(a[i].typ) }
func alike(i int, a []*Node) bool     { return i == 0 || fellows(a[0].typ, a[i].typ) }
func ordered(i int, a []*Node) bool {
	return alike(i, a) && a[i].typ != Boolean
}

// constantIn wants the argument at a place to be a text of a list.
func constantIn(place int, list map[string]string, rest func(int, []*Node) bool) func(int, []*Node) bool {
	return func(i int, a []*Node) bool {
		if i != place {
			return rest(i, a)
		}
		s, ok := a[i].lit.(string)
		return ok && list[s] != ""
	}
}

// units of the calendar, and what they are in DuckDB.
var units = map[string]string{"year": "year", "quarter": "quarter", "month": "month", "week": "week", "day": "day", "hour": "hour",
	"minute": "minute", "second": "second", "millisecond": "millisecond"}

// partsOf a moment, and what they are in DuckDB.
var partsOf = map[string]string{"year": "year", "quarter": "quarter", "month": "month", "day": "day", "hour": "hour", "minute": "minute",
	"second": "second", "millisecond": "millisecond", "weekday": "isodow", "yearday": "dayofyear", "week": "week", "weekyear": "isoyear"}

func infix(sign string) func([]string, *Node) string {
	return func(a []string, _ *Node) string { return balanced(a, " "+sign+" ") }
}

// balanced joins many parts without nesting them deeply: DuckDB refuses more
// than a thousand levels.
func balanced(parts []string, sign string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	half := len(parts) / 2
	return "(" + balanced(parts[:half], sign) + sign + balanced(parts[half:], sign) + ")"
}

func prefix(name string) func([]string, *Node) string {
	return func(a []string, _ *Node) string { return name + "(" + strings.Join(a, ", ") + ")" }
}

func number(s string) string { return "cast(" + s + " as double)" }

func arithmetic(sign string) function {
	return function{2, 2, allNumber, Number, -1, false, func(a []string, _ *Node) string {
		if sign == "/" {
			return "(" + number(a[0]) + " / nullif(" + number(a[1]) + ", 0))"
		}
		return "(" + number(a[0]) + " " + sign + " " + number(a[1]) + ")"
	}}
}

func comparison(sign string, fits func(int, []*Node) bool) function {
	return function{2, 2, fits, Boolean, -1, false, func(a []string, n *Node) string {
		if fold := sign != "=" && sign != "<>"; fold && n.args[0].typ == Text {
			a = []string{folded(a[0], n.args[0]), folded(a[1], n.args[1])}
		}
		return "(" + a[0] + " " + sign + " " + a[1] + ")"
	}}
}

// folded is a text as it is compared: the native file keeps it of each column.
func folded(sql string, n *Node) string {
	if n.fn == opCell && isText(n.typ) {
		return "f" + strconv.Itoa(n.at)
	}
	return foldSQL(sql)
}

// bound reads the numbers of a geometry: longitudes and latitudes take turns.
func bound(list string, odd int) function {
	return function{1, 1, allText, Number, -1, false, func(a []string, _ *Node) string {
		return list + "(list_transform(list_filter(regexp_extract_all(" + a[0] +
			`, '-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?'), lambda x, i: i % 2 = ` + strconv.Itoa(odd) + "), lambda x: try_cast(x as double)))"
	}}
}

var functions map[Func]function

func init() {
	functions = map[Func]function{
		And:      {1, -1, allTruth, Boolean, -1, false, infix("and")},
		Or:       {1, -1, allTruth, Boolean, -1, false, infix("or")},
		Not:      {1, 1, allTruth, Boolean, -1, false, func(a []string, _ *Node) string { return "(" + a[0] + " is not true)" }},
		IsNull:   {1, 1, nil, Boolean, -1, false, func(a []string, _ *Node) string { return "(" + a[0] + " is null)" }},
		Equal:    comparison("=", alike),
		Differ:   comparison("<>", alike),
		Less:     comparison("<", ordered),
		AtMost:   comparison("<=", ordered),
		More:     comparison(">", ordered),
		AtLeas:   comparison(">=", ordered),
		Add:      arithmetic("+"),
		Subtract: arithmetic("-"),
		Multiply: arithmetic("*"),
		Divide:   arithmetic("/"),
		Negate:   {1, 1, allNumber, Number, -1, false, func(a []string, _ *Node) string { return "(- " + number(a[0]) + ")" }},
		Floor:    {1, 1, allNumber, Number, -1, false, prefix("floor")},
		Length: {1, 1, allText, Integer, -1, false, func(a []string, _ *Node) string {
			return "length(cast(" + a[0] + " as varchar))"
		}},
		Lower:  {1, 1, allText, Text, -1, false, prefix("lower")},
		Upper:  {1, 1, allText, Text, -1, false, prefix("upper")},
		Folded: {1, 1, allText, Text, -1, false, func(a []string, n *Node) string { return folded(a[0], n.args[0]) }},
		Holds:  {2, 2, allText, Boolean, -1, false, prefix("contains")},
		Begins: {2, 2, allText, Boolean, -1, false, prefix("starts_with")},
		Join:   {1, -1, allText, Text, -1, false, prefix("concat")},
		Written: {1, 1, nil, Text, -1, false, func(a []string, _ *Node) string {
			return "cast(" + a[0] + " as varchar)"
		}},
		Padded: {2, 2, allNumber, Text, -1, false, func(a []string, _ *Node) string {
			return "lpad(cast(cast(" + a[0] + " as bigint) as varchar), cast(" + a[1] + " as integer), '0')"
		}},
		Choice: {2, -1, func(i int, a []*Node) bool {
			return (i == 0 && isNumber(a[0].typ)) || (i > 0 && isText(a[i].typ))
		}, Text, -1, false, func(a []string, _ *Node) string {
			return "list_extract([" + strings.Join(a[1:], ", ") + "], cast(" + a[0] + " as bigint))"
		}},
		Condition: {3, 3, func(i int, a []*Node) bool {
			return (i == 0 && isTruth(a[0].typ)) || i == 1 || (i == 2 && fellows(a[1].typ, a[2].typ))
		}, "", 1, false, func(a []string, _ *Node) string {
			return "(case when " + a[0] + " then " + a[1] + " else " + a[2] + " end)"
		}},
		Coordinate: {2, 2, func(i int, a []*Node) bool {
			return (i == 0 && isText(a[0].typ)) || (i == 1 && isNumber(a[1].typ))
		}, Number, -1, false, func(a []string, _ *Node) string {
			return "try_cast(split_part(translate(" + a[0] + ", '[]() ', ''), ',', cast(" + a[1] + " as integer)) as double)"
		}},

		Part: {2, 2, constantIn(0, partsOf, allMoment), Integer, -1, false, func(a []string, n *Node) string {
			return "cast(date_part('" + partsOf[n.args[0].lit.(string)] + "', " + stamp(a[1]) + ") as bigint)"
		}},
		Cut: {2, 2, constantIn(0, units, allMoment), "", 1, false, func(a []string, n *Node) string {
			cut := "date_trunc('" + units[n.args[0].lit.(string)] + "', " + stamp(a[1]) + ")"
			if n.typ == Date {
				cut = "cast(" + cut + " as date)"
			}
			// DuckDB takes date_trunc for never null where it knows the bounds
			// of its argument, and groups by what is none as some other moment.
			return "(case when " + a[1] + " is not null then " + cut + " end)"
		}},
		Bucket: {3, 3, func(i int, a []*Node) bool {
			if i == 1 {
				v, ok := a[1].lit.(int64)
				return ok && v > 0 && v < 1e9
			}
			return constantIn(0, units, allMoment)(i, a)
		}, DateTime, -1, false, func(a []string, n *Node) string {
			return "time_bucket(to_" + units[n.args[0].lit.(string)] + "s(" + strconv.FormatInt(n.args[1].lit.(int64), 10) + "), " + stamp(a[2]) + ")"
		}},
		AtZone: {2, 2, zoned, DateTime, -1, false, func(a []string, _ *Node) string {
			return "airial_at_zone(" + a[1] + ", " + stamp(a[0]) + ")"
		}},
		OfZone: {2, 2, zoned, DateTime, -1, false, func(a []string, _ *Node) string {
			return "airial_of_zone(" + a[1] + ", " + stamp(a[0]) + ")"
		}},
		Stamped: {1, 1, allMoment, DateTime, -1, false, func(a []string, _ *Node) string { return stamp(a[0]) }},

		Distance: {4, 4, allNumber, Number, -1, false, func(a []string, _ *Node) string {
			return "(case when " + strings.Join(a, " is null or ") + " is null then null else 2 * 6371008.8 * asin(least(1, sqrt(pow(sin(radians(" + number(a[2]) + " - " + number(a[0]) + ") / 2), 2) + cos(radians(" + number(a[0]) +
				")) * cos(radians(" + number(a[2]) + ")) * pow(sin(radians(" + number(a[3]) + " - " + number(a[1]) + ") / 2), 2)))) end)"
		}},
		Inside: {8, -1, allNumber, Boolean, -1, false, insideSQL},
		West:   bound("list_min", 1),
		East:   bound("list_max", 1),
		South:  bound("list_min", 0),
		North:  bound("list_max", 0),
		Shuffle: {2, 2, allNumber, Number, -1, false, func(a []string, _ *Node) string {
			return "cast(hash(" + a[0] + ", cast(" + a[1] + " as bigint)) as double)"
		}},

		Count: {0, 1, nil, Integer, -1, true, func(a []string, _ *Node) string {
			if len(a) == 0 {
				return "count(*)"
			}
			return "count(" + a[0] + ")"
		}},
		CountDistinct: {1, 1, nil, Integer, -1, true, func(a []string, _ *Node) string { return "count(distinct " + a[0] + ")" }},
		Sum: {1, 1, allNumber, "", 0, true, func(a []string, n *Node) string {
			if n.typ == Number {
				return sumSQL(a[0])
			}
			return "try_cast(sum(" + a[0] + ") as bigint)"
		}},
		Average: {1, 1, allNumber, Number, -1, true, func(a []string, n *Node) string {
			return averageSQL(a[0], n.args[0].typ)
		}},
		Smallest: {1, 1, nil, "", 0, true, prefix("min")},
		Largest:  {1, 1, nil, "", 0, true, prefix("max")},
		Percentile: {2, 2, func(i int, a []*Node) bool {
			if i == 0 {
				return isNumber(a[0].typ)
			}
			v, ok := a[1].lit.(float64)
			return ok && v >= 0 && v <= 100
		}, Number, -1, true, func(a []string, n *Node) string {
			return "quantile_cont(" + number(a[0]) + ", " + strconv.FormatFloat(n.args[1].lit.(float64)/100, 'f', -1, 64) + ")"
		}},
		AtLargest: {2, 2, allNumber, "", 0, true, prefix("arg_max")},
	}
}

func zoned(i int, a []*Node) bool {
	if i == 0 {
		return isMoment(a[0].typ)
	}
	name, ok := a[1].lit.(string)
	return ok && IsZone(name)
}

// IsZone tells whether a time zone of the IANA database has this name.
func IsZone(name string) bool {
	if name == "" || name == "Local" || len(name) > 64 {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

func stamp(s string) string { return "cast(" + s + " as timestamp)" }

// insideSQL counts the edges of the rings to the east of the point. Rings come
// as numbers, two a corner; where one ends, its first corner comes again.
func insideSQL(a []string, n *Node) string {
	x, y := number(a[0]), number(a[1])
	var crossed []string
	var first, before [2]float64
	begun := false
	corner := func(i int) [2]float64 {
		lon, _ := n.args[i].lit.(float64)
		lat, _ := n.args[i+1].lit.(float64)
		return [2]float64{lon, lat}
	}
	for i := 2; i+1 < len(n.args); i += 2 {
		c := corner(i)
		if !begun {
			first, before, begun = c, c, true
			continue
		}
		if c[1] != before[1] { // a level edge is never crossed
			low, high := before, c
			if low[1] > high[1] {
				low, high = high, low
			}
			slope := (high[0] - low[0]) / (high[1] - low[1])
			crossed = append(crossed, "cast("+y+" >= "+literal(low[1])+" and "+y+" < "+literal(high[1])+" and "+x+" < "+
				literal(low[0])+" + "+literal(slope)+" * ("+y+" - "+literal(low[1])+") as integer)")
		}
		before = c
		begun = c != first
	}
	if len(crossed) == 0 {
		return "false"
	}
	return "(" + balanced(crossed, " + ") + " % 2 = 1)"
}

// literal writes a number of ours as DuckDB reads it.
func literal(v float64) string { return "(" + strconv.FormatFloat(v, 'e', -1, 64) + ")::double" }
