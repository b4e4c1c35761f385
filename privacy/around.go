package privacy

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// around gives what a text tells around a person's name: where she was born and
// lives, what she is paid, the number of her business.
func around(cell []byte, private bool) []found {
	if len(cell) < 8 {
		return nil
	}
	var out []found
	add := func(kind Kind, m span, ok bool) {
		if ok {
			out = append(out, found{m, kind})
		}
	}
	folded, at := foldText(cell)
	t := text{cell, folded, at}
	for i := 0; i < len(folded); i++ {
		if i > 0 && alphanum(folded[i-1]) {
			continue
		}
		switch b := folded[i]; {
		case b == 'n' || b == 'l':
			m, ok := t.birthPlace(i)
			add(BirthPlace, m, ok)
		case digit(b):
			m, ok := t.address(i)
			add(Address, m, ok)
			if ok {
				for i < len(folded) && at[i] < m.end {
					i++
				}
				i--
				continue
			}
			m, ok = t.business(i, private)
			add(SiretPerson, m, ok)
			if private {
				m, ok = t.salary(i)
				add(Salary, m, ok)
				m, ok = t.coordinates(i)
				add(Coordinates, m, ok)
			}
		}
	}
	return out
}

// text is a cell and its folded form, rune by rune: folded[i] stands at at[i].
type text struct {
	cell   []byte
	folded []byte
	at     []int
}

// starts tells whether w stands at i as whole words.
func (t text) starts(i int, w string) bool {
	return bytes.HasPrefix(t.folded[min(i, len(t.folded)):], []byte(w)) && (i+len(w) >= len(t.folded) || !alphanum(t.folded[i+len(w)]))
}

func (t text) blank(i int) int {
	for i < len(t.folded) && (t.folded[i] == ' ' || t.folded[i] == '\t') {
		i++
	}
	return i
}

// index is the place in folded of byte offset at of the cell.
func (t text) index(from, offset int) int {
	for from < len(t.folded) && t.at[from] < offset {
		from++
	}
	return from
}

// birthPlace reads “né le 3 mai 1961 à Dax (40)”, “née à Dax le…”, “lieu de
// naissance : Dax”.
func (t text) birthPlace(i int) (span, bool) {
	k := 0
	for _, w := range []string{"ne(e)", "nee", "nes", "nees", "ne", "lieu de naissance"} {
		if t.starts(i, w) || w == "ne(e)" && bytes.HasPrefix(t.folded[i:], []byte(w)) {
			k = i + len(w)
			break
		}
	}
	if k == 0 {
		return span{}, false
	}
	k = t.blank(k)
	if t.folded[i] == 'l' {
		if k >= len(t.folded) || t.folded[k] != ':' {
			return span{}, false
		}
		return t.town(t.blank(k + 1))
	}
	if t.starts(k, "le") {
		k = t.blank(k + 2)
		if k < len(t.folded) && t.folded[k] == ':' {
			k = t.blank(k + 1)
		}
	}
	if k < len(t.folded) {
		if end := dateAt(t.cell, t.at[k]); end > 0 {
			k = t.blank(t.index(k, end))
			if k < len(t.folded) && t.folded[k] == ',' {
				k = t.blank(k + 1)
			}
		}
	}
	for _, w := range []string{"a la", "a", "au", "aux"} {
		if t.starts(k, w) && t.blank(k+len(w)) > k+len(w) {
			return t.town(t.blank(k + len(w)))
		}
	}
	return span{}, false
}

// town reads a town's name: words with a capital, joined by small ones, and a
// département in brackets.
func (t text) town(i int) (span, bool) {
	start, end := i, i
	for words := 0; words < 5 && i < len(t.folded); words++ {
		r, _ := utf8.DecodeRune(t.cell[t.at[i]:])
		w := i
		for w < len(t.folded) && (class[t.folded[w]]&isLetter != 0 || t.folded[w] == '-' || t.folded[w] == '\'' || t.folded[w] == '?') {
			w++
		}
		if w == i {
			break
		}
		switch string(t.folded[i:w]) {
		case "de", "du", "des", "la", "le", "les", "sur", "sous", "en", "d'", "lès", "l'":
			if words == 0 && !unicode.IsUpper(r) {
				return span{}, false
			}
		default:
			if !unicode.IsUpper(r) {
				words = 9
				continue
			}
			end = w
		}
		i = t.blank(w)
	}
	if end == start {
		return span{}, false
	}
	if k := t.blank(end); k+3 < len(t.folded) && t.folded[k] == '(' && alphanum(t.folded[k+1]) {
		if j := bytes.IndexByte(t.folded[k:min(k+20, len(t.folded))], ')'); j > 0 {
			end = k + j + 1
		}
	}
	return span{start: t.at[start], end: t.at[end], level: Review, role: Private, score: 0.9, why: "announced"}, true
}

// ways are the kinds of streets.
var ways = []string{"rue", "avenue", "av.", "av", "boulevard", "bd", "bld", "place", "pl.", "impasse", "imp.", "allee", "allees", "all.", "chemin", "ch.", "route", "rte", "quai", "square", "cours",
	"lotissement", "lot.", "residence", "passage", "sentier", "hameau", "voie", "venelle", "ruelle", "promenade", "esplanade", "faubourg", "lieu-dit", "lieudit", "clos", "cite", "villa", "domaine", "quartier", "montee", "traverse", "rond-point", "carrera", "appartement", "bis", "ter", "quater", "mail", "parc"}

// homes announce where a person lives; seats, where a body is.
var (
	homes = []string{"demeurant", "demeurent", "domicilie", "domiciliee", "domicilies", "domiciliees", "residant", "reside", "resider", "residents", "habitant", "habite", "habitent", "loge", "logee", "loges", "adresse", "domicile", "heberge", "hebergee"}
	seats = []string{"mairie", "hotel de ville", "siege", "communaute", "prefecture", "tribunal", "tresorerie", "ecole", "college", "societe", "sarl", "sas", "sci", "association", "ccas", "centre", "agence", "service", "musee", "mediatheque", "notaire", "etude", "cabinet"}
)

// address reads “12 bis, rue des Lilas, 40100 Dax”: where a person is said to
// live there it is hers; a body's is told; any other is a place and no finding.
func (t text) address(i int) (span, bool) {
	k := i
	for k < len(t.folded) && digit(t.folded[k]) {
		k++
	}
	if k-i > 4 || k >= len(t.folded) {
		return span{}, false
	}
	end, postal := k, false
	k = t.blank(k)
	if k < len(t.folded) && t.folded[k] == ',' {
		k = t.blank(k + 1)
	}
	for _, w := range []string{"bis", "ter", "quater", "b", "a", "c"} {
		if t.starts(k, w) {
			k = t.blank(k + len(w))
			if k < len(t.folded) && t.folded[k] == ',' {
				k = t.blank(k + 1)
			}
			break
		}
	}
	way := false
	for _, w := range ways {
		if t.starts(k, w) {
			way = true
			k += len(w)
			break
		}
	}
	if !way {
		return span{}, false
	}
	// The street's name goes to a comma, a dash between blanks or a line's end;
	// a postal code and a town may follow.
	k = t.street(k)
	end = k
	for j := k; j < len(t.folded) && j < k+24; j++ {
		b := t.folded[j]
		if digit(b) && !digit(t.folded[j-1]) {
			n := j
			for n < len(t.folded) && digit(t.folded[n]) {
				n++
			}
			if n-j != 5 {
				break
			}
			end, postal = n, true
			if m, ok := t.town(t.blank(n)); ok {
				end = t.index(n, m.end)
			}
			break
		}
		if b != ' ' && b != ',' && b != '\n' && b != '-' && b != '\r' {
			if j > k && t.folded[j-1] == ' ' && bytes.IndexByte(t.folded[k:j], ',') >= 0 { // “, Dax”
				if m, ok := t.town(j); ok {
					end = t.index(j, m.end)
				}
			}
			break
		}
	}
	for end > i && (t.folded[end-1] == ' ' || t.folded[end-1] == ',') {
		end--
	}
	m := span{start: t.at[i], end: t.at[end], level: Review, role: Private, score: 0.9, why: "announced"}
	before := t.folded[max(0, i-70):i]
	home, seat := lastOf(before, homes), lastOf(before, seats)
	switch {
	case home > seat:
		return m, true
	case seat >= 0 && postal:
		m.level, m.role = Info, Body
		return m, true
	case postal && t.letterhead(i):
		m.score, m.why = 0.7, "shape"
		return m, true
	}
	return span{}, false
}

// street goes over the words of a street's name.
func (t text) street(k int) int {
	for words := 0; k < len(t.folded) && words < 9; {
		b := t.folded[k]
		switch {
		case b == ' ':
			k++
			words++
			continue
		case class[b]&isLetter != 0 || b == '-' || b == '\'' || b == '?' || b == '.' && k+1 < len(t.folded) && class[t.folded[k+1]]&isLetter != 0:
			if words > 0 && t.folded[k-1] == ' ' {
				w := k
				for w < len(t.folded) && alphanum(t.folded[w]) {
					w++
				}
				switch string(t.folded[k:w]) {
				case "a", "au", "et", "est", "pour", "qui", "sollicite", "demande", "ne", "nee", "atteste", "certifie", "dans", "depuis", "represente", "representee":
					return k - 1
				}
			}
			k++
			continue
		}
		break
	}
	return k
}

// letterhead tells whether the line above holds a name: two words or three and
// no more.
func (t text) letterhead(i int) bool {
	line := bytes.LastIndexByte(t.folded[:i], '\n')
	if line < 0 || len(bytes.TrimSpace(t.folded[line:i])) > 0 {
		return false
	}
	above := t.folded[:line]
	above = above[bytes.LastIndexByte(above, '\n')+1:]
	n := len(bytes.Fields(above))
	return n >= 2 && n <= 5
}

// lastOf is where the last of the words begins in a text; -1 for none.
func lastOf(before []byte, list []string) int {
	best := -1
	for _, w := range list {
		for from := len(before); from > 0; {
			j := bytes.LastIndex(before[:from], []byte(w))
			if j < 0 {
				break
			}
			from = j
			if (j == 0 || !alphanum(before[j-1])) && (j+len(w) == len(before) || !alphanum(before[j+len(w)])) {
				best = max(best, j)
				break
			}
		}
	}
	return best
}

var pays = []string{"salaire", "traitement", "remuneration", "indemnite", "indemnites", "prime", "primes", "ifse", "cia", "nbi", "rifseep", "gratification", "brut", "net", "remunere", "remuneree", "retribution", "vacation", "pension"}

// salary reads an amount in euros behind a word of pay.
func (t text) salary(i int) (span, bool) {
	k := i
	for k < len(t.folded) && (digit(t.folded[k]) || (t.folded[k] == ' ' || t.folded[k] == '.' || t.folded[k] == ',') && k+1 < len(t.folded) && digit(t.folded[k+1])) {
		k++
	}
	j := t.blank(k)
	end := 0
	switch {
	case j < len(t.folded) && bytes.HasPrefix(t.cell[t.at[j]:], []byte("€")):
		end = j + 1
	case t.starts(j, "euros"):
		end = j + len("euros")
	case t.starts(j, "eur"):
		end = j + len("eur")
	default:
		return span{}, false
	}
	before := t.folded[max(0, i-90):i]
	if dot := bytes.LastIndex(before, []byte(". ")); dot > 2 && class[before[dot-2]]&isLetter != 0 { // a sentence's, not “M.”
		before = before[dot:]
	}
	if lastOf(before, pays) < 0 {
		return span{}, false
	}
	return span{start: t.at[i], end: t.at[end], level: Review, role: Private, score: 0.8, why: "beside-name"}, true
}

// coordinates reads a latitude and a longitude with four decimals or more: ten
// metres.
func (t text) coordinates(i int) (span, bool) {
	k, ok := decimal(t.folded, i)
	if !ok {
		return span{}, false
	}
	for n := 0; k < len(t.folded) && n < 3 && (t.folded[k] == ' ' || t.folded[k] == ',' || t.folded[k] == ';' || t.folded[k] == '/'); n++ {
		k++
	}
	if k < len(t.folded) && t.folded[k] == '-' {
		k++
	}
	k, ok = decimal(t.folded, k)
	if !ok {
		return span{}, false
	}
	return span{start: t.at[i], end: t.at[k], level: Review, role: Private, score: 0.8, why: "beside-name"}, true
}

func decimal(v []byte, i int) (int, bool) {
	k := i
	for k < len(v) && digit(v[k]) {
		k++
	}
	if k == i || k-i > 3 || k >= len(v) || v[k] != '.' {
		return i, false
	}
	d := k + 1
	for d < len(v) && digit(v[d]) {
		d++
	}
	return d, d-k-1 >= 4
}

var alone = []string{"entrepreneur individuel", "entrepreneuse individuelle", "entreprise individuelle", "auto-entrepreneur", "auto-entrepreneuse", "autoentrepreneur", "micro-entrepreneur", "micro-entreprise", "micro-entrepreneuse", "profession liberale", "artisan", "artisane", "exploitant agricole", "exploitante agricole"}

// business reads the SIREN or SIRET of a person: behind a private person's name,
// or where the text says that she works in her own name.
func (t text) business(i int, private bool) (span, bool) {
	var d [14]byte
	n, k := 0, i
	for k < len(t.folded) && n < 15 {
		if digit(t.folded[k]) {
			if n == 14 {
				return span{}, false
			}
			d[n] = t.folded[k] - '0'
			n++
			k++
			continue
		}
		if t.folded[k] == ' ' && k+1 < len(t.folded) && digit(t.folded[k+1]) {
			k++
			continue
		}
		break
	}
	if n != 9 && n != 14 || !luhn(d[:n]) {
		return span{}, false
	}
	before := t.folded[max(0, i-60):i]
	if lastOf(before, []string{"siret", "siren"}) < 0 || lastOf(t.folded, alone) < 0 && !private {
		return span{}, false
	}
	return span{start: t.at[i], end: t.at[k], level: Review, role: Private, score: 0.8, why: "check-digit"}, true
}
