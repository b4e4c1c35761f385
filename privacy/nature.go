package privacy

import (
	"bytes"
	"math/bits"
	"slices"

	"airial/privacy/person"
)

// nature is what a column holds, as far as persons are concerned.
type nature struct {
	kind  Kind // PersonName for a column of names, or what its header tells of persons; "" for text
	part  hint // hintGiven, hintFamily or both
	role  Role
	level Level
	why   string

	elected bool            // some column of the table holds public functions
	values  map[string]bool // some of those seen: names hardly repeat

	cells, given, family, whole, weak, looks, offices, bodies int // of the rows learned from

	tells [sensitiveKinds]int // cells that hold a word of the kind
}

// sensitiveKinds is how many kinds sensitive.txt has words of.
const sensitiveKinds = 6

// sensitiveOrder are they.
var sensitiveOrder = [sensitiveKinds]Kind{Health, Union, Religion, Origin, SexualLife, Offence}

// see counts what a cell looks like.
func (n *nature) see(f *person.Finder, cell []byte, body bool) {
	cell = bytes.TrimSpace(cell)
	if len(cell) == 0 {
		return
	}
	n.cells++
	if body {
		n.bodies++
	}
	given, family := person.Words(cell)
	if given {
		n.given++
	}
	if family {
		n.family++
	}
	if person.Looks(cell) {
		n.looks++
	}
	if person.Office(cell) {
		n.offices++
	}
	if found := f.FindCell(cell); len(found) == 1 && found[0].End-found[0].Start >= len(cell)-4 {
		if weak(found[0].Why) {
			n.weak++
		} else {
			n.whole++
		}
	}
	n.sense(cell)
	if len(n.values) < learning/4 {
		if n.values == nil {
			n.values = map[string]bool{}
		}
		n.values[string(cell)] = true
	}
}

// longestValue is the longest cell that is taken for a value of a list and no
// sentence, in bytes.
const longestValue = 60

// sense counts the words of a cell that tell what the law protects.
func (n *nature) sense(cell []byte) {
	if len(cell) > longestValue {
		return
	}
	var t text
	var room [4]found
	t.read(cell)
	seen := [sensitiveKinds]bool{}
	for _, f := range t.sensitive(room[:0], true) {
		seen[slices.Index(sensitiveOrder[:], f.kind)] = true
	}
	for i, s := range seen {
		if s {
			n.tells[i]++
		}
	}
}

// weak tells whether a name was recognised by its writing or its letters alone, or
// is a first name that stands alone: in a short cell a thing is as likely.
func weak(why string) bool {
	return why == person.ByUnknown || why == person.ByAlone || why == person.ByLikeness
}

// varied tells whether the column's values differ as names of persons do, and
// not as those of a list of choices.
func (n *nature) varied() bool { return n.cells < 8 || len(n.values)*4 >= min(n.cells, learning/4) }

func (n *nature) share(count int) float64 {
	if n.cells == 0 {
		return 0
	}
	return float64(count) / float64(n.cells)
}

// decide tells what each column holds.
func (t *names) decide(columns []column) {
	all := hint(0)
	for i := range columns {
		all |= columns[i].hints
	}
	givenColumn := false
	for i := range columns {
		c, n := &columns[i], &t.columns[i]
		if c.has(hintCount) && c.hints&(hintGiven|hintFamily) == 0 {
			t.counts = i
		}
		if c.has(hintGiven) && !c.has(hintCount) && (n.share(n.given+n.whole) >= 0.3 || n.share(n.looks) >= 0.8) || n.cells >= 5 && n.share(n.given) >= 0.85 && !c.has(hintBody|hintPlace) {
			givenColumn = true
		}
	}
	// A column of public functions (maire, adjointe) makes the others of its rows
	// public: CRPA, art. D312-1-3.
	elected := slices.ContainsFunc(t.columns, func(n nature) bool { return n.cells >= 2 && n.share(n.offices) >= 0.7 })
	for i := range columns {
		t.columns[i].elected = elected
		t.columns[i].name(&columns[i], givenColumn, all)
		t.persons = t.persons || t.columns[i].kind == PersonName && t.columns[i].role != Public
	}
	// First names beside numbers of occurrences, and no family name, are
	// statistics: one row is one child only where the number is small.
	if t.counts >= 0 && slices.ContainsFunc(t.columns, func(n nature) bool { return n.part&hintFamily != 0 }) {
		t.counts = -1
	}
	t.places = t.mapped(columns)
	if !t.persons {
		t.persons = all&(hintNIR|hintBirth) == hintBirth && givenColumn
	}
	for i := range columns {
		t.columns[i].beside(&columns[i], t.persons)
	}
}

// name settles whether a column holds names.
func (n *nature) name(c *column, givenColumn bool, all hint) {
	if c.typed() || n.cells == 0 || c.has(hintCompany) || c.has(hintPlace) && !c.has(hintBirth|hintPrivateRole|hintGiven) { // COMMUNE_NOM
		return
	}
	switch {
	case c.has(hintGiven) && c.has(hintFamily) && n.share(n.whole+n.given+n.family) >= 0.3:
		n.part, n.why = hintGiven|hintFamily, "header"
	case c.has(hintGiven) && c.has(hintFamily) && n.share(n.looks) >= 0.8:
		n.part, n.why = hintGiven|hintFamily, "header"
	case c.has(hintGiven) && (n.share(n.given+n.whole) >= 0.3 || n.share(n.looks) >= 0.8):
		n.part, n.why = hintGiven, "header"
	case c.has(hintFamily) && givenColumn && !c.has(hintBody) && (n.share(n.family+n.given+n.whole) >= 0.15 || n.share(n.looks) >= 0.7):
		n.part, n.why = hintFamily, "header"
	case c.has(hintFamily|hintPrivateRole|hintPublicRole) && !c.has(hintBody) && n.share(n.whole+n.weak) >= 0.5 && n.share(n.whole) >= 0.2:
		n.part, n.why = hintGiven|hintFamily, "values"
	case n.cells >= 3 && n.share(n.whole) >= 0.6 && n.varied():
		n.part, n.why = hintGiven|hintFamily, "values"
	case n.cells >= 5 && n.share(n.given) >= 0.85 && !c.has(hintPlace|hintBody) && n.varied():
		n.part, n.why = hintGiven, "values"
	default:
		return
	}
	if n.share(n.bodies) >= 0.5 && n.share(n.whole) < 0.8 {
		n.part, n.why = 0, "" // bodies, of which some bear a person's name
		return
	}
	n.kind, n.level, n.role = PersonName, Review, Private
	// Who holds an account, a card or a concession is private; who holds a
	// contract of a body is not.
	holder := c.has(hintHolder) && all&(hintIBAN|hintNIR|hintBirth|hintCard|hintCAF|hintPhone) != 0
	if (c.has(hintPublicRole) || n.elected) && !c.has(hintPrivateRole) && !holder {
		n.level, n.role = Info, Public
	}
}

// told are the kinds that a header announces and that are personal only where
// the rows are persons.
var told = []struct {
	hint  hint
	kind  Kind
	level Level
}{
	{hintHealth, Health, Block}, {hintUnion, Union, Block}, {hintReligion, Religion, Block}, {hintOrigin, Origin, Block},
	{hintSexual, SexualLife, Block}, {hintOffence, Offence, Block}, {hintSalary, Salary, Review},
	{hintLatitude, Coordinates, Review}, {hintAddress, Address, Review}, {hintBirth | hintPlace, BirthPlace, Review},
}

// beside settles what a column tells of the persons of its rows.
func (n *nature) beside(c *column, persons bool) {
	if n.kind != "" || !persons {
		return
	}
	for _, k := range told {
		if c.hints&k.hint == k.hint && (bits.OnesCount64(uint64(k.hint)) > 1 || !c.has(hintBirth)) {
			if k.kind == Address && c.has(hintEmail|hintIP) {
				continue
			}
			n.kind, n.level, n.role, n.why = k.kind, k.level, Private, "header"
			return
		}
	}
	// A list of motives, of diets, of unions: the header may say nothing.
	for i, kind := range sensitiveOrder {
		if n.cells >= 2 && n.share(n.tells[i]) >= 0.6 && !c.typed() && c.hints&(hintPlace|hintBody|hintPublicRole) == 0 {
			n.kind, n.level, n.role, n.why = kind, Block, Private, "values"
			return
		}
	}
}
