package privacy

import (
	"bytes"
	"slices"

	"airial/privacy/person"
)

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
		if s.label && n.Why == person.ByLikeness {
			continue
		}
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
	// In a table whose rows are persons, each cell stands beside one's name.
	beside := private || table && s.names.persons && !c.has(hintBody|hintPublicRole|hintPlace)
	if !beside && !mayTell(cell) {
		return
	}
	s.folded.read(cell)
	s.folded.named = s.taken
	s.aside = s.folded.around(s.folded.sensitive(s.aside[:0], beside), private)
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
