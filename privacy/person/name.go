package person

import (
	"bytes"
	"slices"
)

// Role says in what quality a person seems to be named.
type Role string

// The roles.
const (
	// Public is a person who acts in a public role: elected, signing for a body,
	// holding one of its contracts, in a regulated profession.
	Public Role = "public"
	// Private is anybody else.
	Private Role = "private"
)

// Name is a person's name at its place.
type Name struct {
	// Start and End are offsets in bytes; the civility before a name is not
	// part of it, the birth name or married name behind it is.
	Start, End int
	Role       Role
	// Score is how sure it is, from 0 to 1.
	Score float64
	// Why is a stable word for the rule that recognised it.
	Why string
}

// The rules, in the words of reports.
const (
	ByCivility = "civility"     // a civility stands before it
	ByGiven    = "given-name"   // a first name and a family name
	ByReversed = "family-name"  // a family name and a first name
	ByWriting  = "writing"      // written as names are: Prénom NOM
	ByInitial  = "initial"      // J. Dupont
	ByContext  = "context"      // “née”, “l’agent”, “consorts”, “domicilié à”
	ByNumber   = "matricule"    // an agent's number
	ByList     = "list"         // within a list of those present or absent
	ByLabel    = "label"        // behind “Nom :”, “Demandeur :”, “Cordialement,”
	ByAlone    = "first-name"   // a first name that stands alone
	ByUnknown  = "capitals"     // words written as names are, and that no list knows
	ByRepeat   = "named-before" // a family name alone, of somebody who is named in full elsewhere in the text
	ByLikeness = "likeness"     // weighed by its letters and by what stands around, where no rule speaks
)

// Finder finds names; it keeps its memory from one text to the next, and is for
// one goroutine.
type Finder struct {
	splitter
	text  []byte
	found []Name
	list  bool // within a list of elected people
	cell  bool // the text is a cell of its own
	// letter: somebody says “je”
	letter bool
	// evidence is filled with what a role is weighed by.
	evidence evidence
	features []uint32
	known    []namesake // family names of those named in full
}

// Find returns the names in a text, in order. The slice is valid until the next
// call.
func (f *Finder) Find(text []byte) []Name { return f.find(text, false) }

// FindCell is Find for the cell of a table: two words that stand alone there
// need less proof than within a sentence.
func (f *Finder) FindCell(text []byte) []Name { return f.find(text, true) }

func (f *Finder) find(text []byte, cell bool) []Name {
	f.names(text, cell)
	if !cell {
		f.again()
	}
	for i := range f.found {
		f.found[i].Role = f.role(f.found[i])
	}
	f.together()
	if !cell {
		f.repeat()
	}
	return f.found
}

// names finds the names; their roles are not told yet.
func (f *Finder) names(text []byte, cell bool) {
	f.text, f.found, f.list, f.cell, f.letter = text, f.found[:0], false, cell, false
	f.split(text)
	f.hear()
	for i := 0; i < len(f.tokens); {
		before := len(f.found)
		next := f.at(i)
		if len(f.found) == before {
			f.close(i, next)
		}
		i = max(next, i+1)
	}
	f.forget()
}

// forget drops the names of people whom everybody knows and who are named for
// what bears their name or what they made: no civility announces them.
func (f *Finder) forget() {
	f.found = slices.DeleteFunc(f.found, func(n Name) bool {
		if n.Why == ByCivility || n.End-n.Start > 40 {
			return false
		}
		f.buffer = fold(f.buffer[:0], f.text[n.Start:n.End])
		if !famous[string(f.buffer)] && !f.king(n) {
			return false
		}
		f.close(f.place(n))
		return true
	})
}

// close notes that tokens from..to are no person's name.
func (f *Finder) close(from, to int) {
	for ; from < to && from < len(f.tokens); from++ {
		f.tokens[from].closed = true
	}
}

// king tells whether the name ends with a number, as those of kings do.
func (f *Finder) king(n Name) bool {
	at := bytes.LastIndexByte(f.text[n.Start:n.End], ' ')
	if at < 0 {
		return false
	}
	switch last := f.text[n.Start+at+1 : n.End]; string(last) {
	case "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVIII", "XXIII":
		return true
	}
	return false
}

// together gives names that “et” or a comma joins the same role where the last
// of them has a public one: “MM. Tach et Loustau s’abstiennent”.
func (f *Finder) together() {
	for i := len(f.found) - 1; i > 0; i-- {
		a, b := &f.found[i-1], f.found[i]
		if b.Role != Public || a.Role == Public || a.Why == ByNumber {
			continue
		}
		switch gap := string(bytes.TrimSpace(f.text[a.End:b.Start])); gap {
		case "et", ",", "et Mme", "et M.", ", Mme", ", M.", "et Madame", "et Monsieur":
			a.Role = Public
		}
	}
}

// hear marks what is written in capitals throughout: there a word in capitals
// is a word like another.
func (f *Finder) hear() {
	for i := 0; i < len(f.tokens); {
		j, uppers, others := i, 0, 0
		for ; j < len(f.tokens) && f.tokens[j].mark != '\n'; j++ {
			switch t := f.tokens[j]; {
			case t.shape == upper && t.end-t.start > 1:
				uppers++
			case t.shape == lower || t.shape == title:
				others++
			}
		}
		shout := uppers >= 3 && others == 0 || uppers > 4*(others+1)
		elected := false
		for k := i; k < j; k++ {
			t := &f.tokens[k]
			t.shout, t.elected = shout, elected
			f.letter = f.letter || t.in(firstPerson)
			if t.is(joining|living) && t.end-t.start == 2 && !f.birth(k) {
				t.flags &^= joining | living // “ne”, the negation
			}
			if t.flags == 0 && (shout || t.first && t.shape == title) && common(f.fold(*t)) {
				t.flags = word
			}
			elected = elected || (t.is(heading) || t.is(office) && t.in(elects)) && f.opens(k) && !f.about(k, 3, pupils)
		}
		i = j + 1
	}
}

// birth tells whether token k, “ne”, stands for “né” in a text without accents: a
// day or a place follows.
func (f *Finder) birth(k int) bool {
	t := f.tokens[k]
	if t.shape == upper {
		return true
	}
	if b := f.text[t.start+1]; b != 'e' && b != 'E' || k+2 >= len(f.tokens) {
		return true
	}
	switch string(f.fold(f.tokens[k+1])) {
	case "le", "en":
		return f.tokens[k+2].shape == number
	case "a", "au":
		return f.tokens[k+2].capital()
	}
	return false
}

// add notes a name made of tokens from..to (exclusive) and returns to.
func (f *Finder) add(from, to int, score float64, why string) int {
	start, end := f.tokens[from].start, f.tokens[to-1].end
	if n := len(f.found); n > 0 && f.found[n-1].End > start {
		return to
	}
	f.found = append(f.found, Name{Start: start, End: end, Score: score, Why: why})
	return to
}

// at looks for a name that begins at token i and returns the token to go on
// from; i or less when there is none.
func (f *Finder) at(i int) int {
	t := f.tokens[i]
	if t.mark == '\n' || t.mark == '.' && i+1 < len(f.tokens) && f.tokens[i+1].mark == '\n' {
		f.list = false
	}
	if t.is(heading) && f.opens(i) && !f.about(i, 3, pupils) {
		f.list = true
		return i
	}
	if t.mark == ':' {
		return f.rows(i)
	}
	switch {
	case f.civility(i):
		return f.afterCivility(i)
	case t.is(joining) && t.shape != mark:
		return f.afterJoining(i)
	}
	if end := f.afterLabel(i); end > i {
		return end
	}
	if end := f.bare(i); end > i {
		return end
	}
	if end := f.afterMatter(i); end > i {
		return end
	}
	if t.is(thing) {
		if end := f.plural(i); end > i {
			return end
		}
	}
	if t.in(nicknames) {
		return f.nickname(i)
	}
	if t.is(calling) || t.in(numbers) {
		return f.afterCalling(i)
	}
	return i
}

func (f *Finder) fold(t token) []byte {
	f.buffer = fold(f.buffer[:0], f.text[t.start:t.end])
	return f.buffer
}

// opens tells whether a heading (“Présents”) is followed by a list: a colon
// comes within a few words.
func (f *Finder) opens(i int) bool {
	for k := i + 1; k < min(i+6, len(f.tokens)); k++ {
		switch t := f.tokens[k]; {
		case t.mark == ':':
			return true
		case t.shape == mark && t.mark != '(' && t.mark != ')' || t.shape == number:
			return false
		}
	}
	return false
}

// civility tells whether token i is a civility: the short ones are words of
// other meanings in lower case.
func (f *Finder) civility(i int) bool {
	t := f.tokens[i]
	if !t.is(civility) || t.dame(f, i) || f.master(i) {
		return false
	}
	if n := t.end - t.start; n <= 3 && t.shape == lower {
		switch string(f.fold(t)) {
		case "mme", "mr", "mlle", "mm":
			return true
		}
		return n == 2 && f.text[t.start] == 'm' && f.text[t.end-1] == '.' && t.end < len(f.text) && f.text[t.end] == ' ' // m. dupont, no m.example.org
	}
	return true
}

// master tells whether a word is no civility but the beginning of “maître
// nageur” or “maître d’ouvrage”.
func (f *Finder) master(i int) bool {
	t := f.tokens[i]
	if n := t.end - t.start; n < 6 || n > 7 || i+1 >= len(f.tokens) || string(f.fold(t)) != "maitre" {
		return false
	}
	next := f.tokens[i+1]
	switch string(f.fold(next)) {
	case "nageur", "nageurs", "d", "d'", "de", "du", "auxiliaire", "restaurateur":
		return true
	}
	return false
}

// dame tells whether a word is the end of “Notre-Dame” in two words.
func (t token) dame(f *Finder, i int) bool {
	return i > 0 && t.end-t.start == 4 && (f.text[t.start] == 'D' || f.text[t.start] == 'd') && (string(f.fold(f.tokens[i-1])) == "notre" || string(f.fold(f.tokens[i-1])) == "ste")
}
