package privacy

import (
	"bytes"
	"math/bits"
	"slices"

	"airial/privacy/person"
)

// learning is how many rows are looked at before it is settled what the columns
// hold. They are kept until then.
const learning = 400

// names finds the names of persons in a table, and what is personal beside one.
// A column of names is recognised by its header and by its values together; in
// other columns names are found as in any text.
type names struct {
	finder  person.Finder // its own: it works on the text it is given
	columns []nature
	kept    []keptRow
	settled bool
	persons bool // some column holds private persons, row by row
	places  bool // the rows are places on a map, and no persons
	counts  int  // column of occurrences of a table of first names; -1 for none
	bodies  bodies
	current [][]byte
}

type keptRow struct {
	n     int
	cells [][]byte
}

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
}

func newNames(columns []column) *names {
	return &names{columns: make([]nature, len(columns)), counts: -1}
}

// learn keeps a row while the columns are not settled, and tells whether it did.
func (t *names) learn(n int, cells [][]byte) bool {
	if t.settled {
		return false
	}
	row := keptRow{n: n, cells: make([][]byte, len(cells))}
	for i, c := range cells {
		row.cells[i] = bytes.Clone(c)
	}
	t.kept = append(t.kept, row)
	return true
}

// full tells whether enough rows are known.
func (t *names) full() bool { return !t.settled && len(t.kept) >= learning }

// settle decides what the columns hold and looks at the rows that were kept.
func (t *names) settle(s *Scanner) {
	if t.settled {
		return
	}
	t.settled = true
	t.bodies = newBodies(s.columns)
	for _, row := range t.kept {
		for i, cell := range row.cells {
			if i < len(t.columns) {
				body, _ := t.bodies.named(i, row.cells)
				t.columns[i].see(&t.finder, cell, body)
			}
		}
	}
	t.decide(s.columns)
	for _, row := range t.kept {
		t.current = row.cells
		s.row(row.n, row.cells)
	}
	t.kept = nil
}

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
	if len(n.values) < learning/4 {
		if n.values == nil {
			n.values = map[string]bool{}
		}
		n.values[string(cell)] = true
	}
}

// weak tells whether a name was recognised by its writing alone, or is a first
// name that stands alone: in a short cell a thing is as likely.
func weak(why string) bool { return why == person.ByUnknown || why == person.ByAlone }

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
}

// person looks for the names in a cell, and for what is personal beside them.
func (s *Scanner) person(c *column, row int, cell []byte, f *features) {
	if i := c.index; i >= 0 && s.names.columns[i].kind != "" {
		s.whole(c, row, cell, &s.names.columns[i])
		return
	}
	if c.typed() || f.letters < 2 && !f.accents || c.has(hintCompany|hintIdentifier) && !bytes.ContainsRune(cell, ' ') {
		return
	}
	if link(cell) {
		return
	}
	table := c.index >= 0
	few := table && short(cell)
	// Where a column tells of places, words are a place's.
	place := table && c.has(hintPlace) && !c.has(hintAddress|hintBirth|hintPrivateRole)
	body, legal := s.names.bodies.named(c.index, s.names.current)
	private := false
	for _, n := range s.names.finder.Find(cell) {
		if few && (weak(n.Why) && !(c.has(hintText) && n.Score >= 0.65) || n.Why == person.ByInitial && n.Score < 0.7) ||
			(few && s.names.places || place) && (written(n.Why) || weak(n.Why) || n.Why == person.ByContext) {
			continue
		}
		if body && !shown(n, cell, legal) {
			continue
		}
		m := span{start: n.Start, end: n.End, level: Review, role: Private, score: n.Score, why: n.Why}
		// Who holds a contract of a body, or acts for one, is public (CRPA,
		// art. D312-1-3): such columns hold names of firms above all.
		if n.Role == person.Public || c.has(hintPublicRole) && !c.has(hintPrivateRole) {
			m.level, m.role = Info, Public
		}
		if !s.free(m) {
			continue
		}
		private = private || m.role == Private
		s.taken = append(s.taken, m)
		s.record(c, row, PersonName, cell, m, initials(cell[m.start:m.end]))
	}
	if !private && !mayTell(cell) {
		return
	}
	s.folded.read(cell)
	s.aside = s.folded.around(s.folded.sensitive(s.aside[:0], private), private)
	for _, m := range s.aside {
		if s.free(m.span) {
			s.taken = append(s.taken, m.span)
			s.record(c, row, m.kind, cell, m.span, "•••")
		}
	}
}

// link tells whether a cell is the address of a page and nothing more: its words
// are no sentence.
func link(cell []byte) bool {
	return (bytes.HasPrefix(cell, []byte("http://")) || bytes.HasPrefix(cell, []byte("https://")) || bytes.HasPrefix(cell, []byte("www."))) && !bytes.ContainsAny(cell, " \n")
}

// written tells whether a name was recognised by its words, with nothing around
// it that speaks of a person: in a table of places it is a place's.
func written(why string) bool {
	switch why {
	case person.ByGiven, person.ByReversed, person.ByWriting, person.ByInitial:
		return true
	}
	return false
}

// short tells whether a cell is a few words and no sentence: there a first name
// that stands alone is as likely a dish, a tree or a house.
func short(cell []byte) bool { return len(cell) < 80 && bytes.Count(cell, []byte(" ")) < 6 }

// whole records a cell of a column that holds one thing.
func (s *Scanner) whole(c *column, row int, cell []byte, n *nature) {
	start, end := 0, len(cell)
	for start < end && (cell[start] == ' ' || cell[start] == '\t') {
		start++
	}
	for end > start && (cell[end-1] == ' ' || cell[end-1] == '\t') {
		end--
	}
	m := span{start: start, end: end, level: n.level, role: n.role, score: 0.9, why: n.why}
	masked := "•••"
	switch n.kind {
	case PersonName:
		if body, legal := s.names.bodies.named(c.index, s.names.current); body && (legal || !s.complete(cell[start:end])) {
			return
		}
		masked = initials(cell[start:end])
		if n.part == hintGiven && s.names.counts >= 0 {
			if s.names.number() >= 3 {
				return // a number of children, not a child
			}
			m.why = "fewer-than-three"
		}
		if allDigits(cell[start:end]) || nobody(cell[start:end]) {
			return
		}
	case Salary, Coordinates:
		if !digits(cell[start:end]) {
			return
		}
	}
	if nobody(cell[start:end]) || unreadable(cell[start:end]) || !s.free(m) {
		return
	}
	s.taken = append(s.taken, m)
	s.record(c, row, n.kind, cell, m, masked)
}

// number reads the occurrences of the row that is looked at.
func (t *names) number() int {
	if t.counts >= len(t.current) {
		return 0
	}
	n := 0
	for _, b := range bytes.TrimSpace(t.current[t.counts]) {
		if !digit(b) {
			return 0
		}
		n = n*10 + int(b-'0')
	}
	return n
}

func digits(v []byte) bool { return slices.ContainsFunc(v, digit) }

// nobody tells whether a cell says that there is nothing to say.
func nobody(v []byte) bool {
	var room [8]byte
	if len(v) > len(room) {
		return len(v) == 0
	}
	switch string(lowered(room[:0], v)) {
	case "", "-", "--", "nc", "n/a", "na", "n.c.", "nd", "néant", "neant", "aucun", "aucune", "non", "nr", "null", "?", "x", "inconnu", "sans":
		return true
	}
	return false
}

// initials masks a name: the first letter of each word.
func initials(v []byte) string {
	var b bytes.Buffer
	for i, w := range bytes.Fields(v) {
		if i > 0 {
			b.WriteByte(' ')
		}
		for _, r := range string(w) {
			b.WriteRune(r)
			break
		}
		b.WriteString("•••")
	}
	return b.String()
}
