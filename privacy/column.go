package privacy

// Column describes one column of the table to scan.
type Column struct {
	// Name is the schema's name of the field, or the header's label.
	Name string
	// Label is what the header or the schema shows beside the name; optional.
	Label string
	// Type is the Table Schema type that the values have been checked against
	// ("" when nothing was checked): a column of numbers or dates holds no
	// telephone.
	Type string
	// PublicContact says that the schema declares the column as the contact of
	// a place open to the public, as EQUIP_TEL in scdl/equipements.
	PublicContact bool
}

// column is a Column with what its header says and what was seen in it.
type column struct {
	Column
	index     int // among the columns of the table; -1 outside of it
	hints     hint
	detectors []*detector
	cells     int // non-blank cells
	dull      dull
	tallies   []tally
}

// tally counts one kind and level in one column.
type tally struct {
	kind         Kind
	level        Level
	count, cells int
	first        int
	lastCell     int // value of column.cells when last counted
	why          string
}

func newColumn(c Column, index int) column {
	out := column{Column: c, index: index, hints: hintsOf(c.Name) | hintsOf(c.Label)}
	for _, d := range detectors {
		if d.skips == nil || !d.skips(&out) {
			out.detectors = append(out.detectors, d)
		}
	}
	return out
}

func (c *column) has(h hint) bool { return c.hints&h != 0 }

// typed says that the schema has checked the values to be something that is
// written in digits: amounts, years, instants, coordinates.
func (c *column) typed() bool {
	switch c.Type {
	case "number", "integer", "date", "datetime", "time", "year", "yearmonth",
		"duration", "boolean", "geopoint", "geojson":
		return true
	}
	return false
}

func (c *column) count(kind Kind, level Level, row int, why string) {
	i := 0
	for i < len(c.tallies) && (c.tallies[i].kind != kind || c.tallies[i].level != level) {
		i++
	}
	if i == len(c.tallies) {
		c.tallies = append(c.tallies, tally{kind: kind, level: level, first: row, why: why})
	}
	t := &c.tallies[i]
	t.count++
	if t.lastCell != c.cells {
		t.cells++
		t.lastCell = c.cells
	}
}

// above tells what a column holds above all: the gravest of what is frequent in
// it.
func (c *column) above() (ColumnKind, bool) {
	best, at := 0, -1
	for i, t := range c.tallies {
		weight := t.cells*4 + int(t.level)
		if weight > best {
			best, at = weight, i
		}
	}
	if at < 0 {
		return ColumnKind{}, false
	}
	t := c.tallies[at]
	return ColumnKind{Name: c.Name, Kind: t.kind, Level: t.level, Ratio: float64(t.cells) / float64(c.cells), Why: t.why}, true
}
