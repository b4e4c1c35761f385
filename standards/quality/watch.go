package quality

import (
	"hash/maphash"
	"slices"
	"strings"

	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Rules are the names of the rules, which are the codes of their findings.
var Rules = []string{"duplicate-row", "constant-column", "outlier", "future-date", "changed-owner",
	"reversed-coordinates", "outside-france", "outside-commune", "insee-code", "wrong-total", "truncated-text", "capitals", "mojibake"}

// Bounds of what is remembered, and of the findings of one rule about one
// column that are listed.
const (
	mostRows     = 1_000_000
	mostOwners   = 200_000
	mostNumbers  = 20_000
	mostFindings = 100
	fewRows      = 20 // below them nothing is said of a column as a whole
)

// Watcher is a table whose rows are looked at as they pass.
type Watcher struct {
	tableschema.Source
	today   string
	on      map[string]bool
	columns []column
	place   placement
	rows    int
	seen    map[uint64]int
	buf     []byte
	counts  map[string]int
	found   []tableschema.Finding
}

// column is what is known of one column.
type column struct {
	name     string
	field    *tableschema.Field
	owner    int // column of the name that belongs to the number, -1 for none
	owners   map[string]string
	first    string
	filled   int
	varied   bool
	texts    int // long enough texts with letters
	capitals int
	commune  bool    // holds codes of communes
	sum      float64 // of the numbers since the last total
	added    int
	numbers  []float64
	largest  []place
}

type place struct {
	row   int
	value float64
	text  string
}

var seed = maphash.MakeSeed()

// Watch looks at the rows of src under a schema, which may be nil. today is
// the day of the check, YYYY-MM-DD. rules are the names of the rules to apply;
// none means all.
func Watch(src tableschema.Source, schema *tableschema.Schema, today string, rules []string) *Watcher {
	w := &Watcher{Source: src, today: today, on: map[string]bool{}, seen: map[uint64]int{}, counts: map[string]int{}}
	for _, r := range Rules {
		w.on[r] = len(rules) == 0 || slices.Contains(rules, r)
	}
	places := map[string]int{}
	for i, c := range tableschema.Match(src.Header(), schema).Columns {
		col := column{name: c.Name, owner: -1, owners: map[string]string{}}
		if schema != nil {
			col.field = schema.Field(c.Field)
		}
		key := tabular.Fold(c.Name)
		col.commune = communeColumns[key]
		places[key] = i
		w.columns = append(w.columns, col)
	}
	w.place = placed(places, w.columns)
	for number, name := range owners {
		i, ok1 := places[number]
		j, ok2 := places[name]
		if ok1 && ok2 {
			w.columns[i].owner = j
		}
	}
	return w
}

// owners are the names of columns, folded, that belong together: a number, and
// whose it is.
var owners = map[string]string{
	"idbeneficiaire": "nombeneficiaire", "idattribuant": "nomattribuant", "coll_siret": "coll_nom",
	"producteur_siret": "producteur_nom", "menucollsiret": "menucollnom", "platcollsiret": "platcollnom",
	"bgt_siret": "bgt_nom", "siret": "nom",
}

// Next gives the following record, and looks at it.
func (w *Watcher) Next() (*tabular.Record, error) {
	rec, err := w.Source.Next()
	if err == nil && rec.Flags == 0 && !rec.Blank() {
		w.rows++
		w.look(rec)
	}
	return rec, err
}

// note keeps a finding, unless enough of its kind were kept.
func (w *Watcher) note(f tableschema.Finding) {
	if !w.on[f.Code] {
		return
	}
	key := f.Code + "\x00" + f.Field
	if w.counts[key]++; w.counts[key] <= mostFindings {
		f.HasField = f.Field != ""
		f.HasValue = f.Value != ""
		if f.Level == "" {
			f.Level = tableschema.Warning
		}
		w.found = append(w.found, f)
	}
}

// Findings gives what was found, once the table was read to its end.
func (w *Watcher) Findings() []tableschema.Finding {
	for i := range w.columns {
		w.whole(&w.columns[i])
	}
	slices.SortStableFunc(w.found, func(a, b tableschema.Finding) int { return a.Row - b.Row })
	return w.found
}

// look looks at one row.
func (w *Watcher) look(rec *tabular.Record) {
	w.duplicate(rec)
	w.totals(rec)
	for i := range min(len(rec.Cells), len(w.columns)) {
		if cell := rec.Cells[i]; len(cell) > 0 {
			w.cell(rec, i, string(cell))
		}
	}
	w.coordinates(rec)
}

func (w *Watcher) duplicate(rec *tabular.Record) {
	if !w.on["duplicate-row"] {
		return
	}
	w.buf = w.buf[:0]
	for _, c := range rec.Cells {
		w.buf = append(append(w.buf, c...), 0)
	}
	digest := maphash.Bytes(seed, w.buf)
	if first, again := w.seen[digest]; again {
		w.note(tableschema.Finding{Code: "duplicate-row", Row: rec.Row, Args: map[string]string{"first": itoa(first)}})
	} else if len(w.seen) < mostRows {
		w.seen[digest] = rec.Row
	}
}

// cell looks at a cell that holds something.
func (w *Watcher) cell(rec *tabular.Record, i int, text string) {
	c := &w.columns[i]
	if c.filled == 0 {
		c.first = text
	}
	c.filled++
	c.varied = c.varied || text != c.first
	at := tableschema.Finding{Row: rec.Row, Field: c.name, Value: clip(text)}
	if right, ok := unscramble(text); ok {
		f := at
		f.Code, f.Repair, f.HasRepair = "mojibake", right, true
		w.note(f)
	}
	if truncated(text) {
		f := at
		f.Code, f.Level = "truncated-text", tableschema.Info
		w.note(f)
	}
	if c.commune && w.on["insee-code"] {
		w.commune(at, text)
	}
	if c.owner >= 0 && c.owner < len(rec.Cells) {
		w.owner(c, at, text, string(rec.Cells[c.owner]))
	}
	switch kind(c.field) {
	case tableschema.Date:
		if len(text) == 10 && text[4] == '-' && text > w.today && !strings.Contains(tabular.Fold(c.name), "fin") {
			f := at
			f.Code = "future-date"
			w.note(f)
		}
	case tableschema.Number, tableschema.Integer:
		c.number(rec.Row, text)
	case tableschema.String, tableschema.Any:
		c.shouting(text)
	}
}

func kind(f *tableschema.Field) tableschema.Type {
	if f == nil {
		return tableschema.Any
	}
	return f.Type
}

// owner compares the name beside a number with the one it had before.
func (w *Watcher) owner(c *column, at tableschema.Finding, number, name string) {
	folded := tabular.Fold(name)
	if folded == "" {
		return
	}
	before, known := c.owners[number]
	switch {
	case !known && len(c.owners) < mostOwners:
		c.owners[number] = folded
	case known && before != folded:
		at.Code, at.Args = "changed-owner", map[string]string{"name": name, "before": before}
		w.note(at)
	}
}
