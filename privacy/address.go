package privacy

import "bytes"

// ways are the kinds of streets.
var ways = []string{"rue", "avenue", "av.", "av", "boulevard", "bd", "bld", "place", "pl.", "impasse", "imp.", "allee", "allees", "all.", "chemin", "ch.", "route", "rte", "quai", "square", "cours",
	"lotissement", "lot.", "residence", "passage", "sentier", "hameau", "voie", "venelle", "ruelle", "promenade", "esplanade", "faubourg", "lieu-dit", "lieudit", "clos", "cite", "villa", "domaine", "quartier", "montee", "traverse", "rond-point", "carrera", "appartement", "bis", "ter", "quater", "mail", "parc"}

// waysBy are the kinds of streets by their first letter.
var waysBy = func() (t [26][]string) {
	for _, w := range ways {
		t[w[0]-'a'] = append(t[w[0]-'a'], w)
	}
	return t
}()

// homes announce where a person lives; seats, where a body is.
var (
	homes = []string{"demeurant", "demeurent", "domicilie", "domiciliee", "domicilies", "domiciliees", "residant", "reside", "resider", "residents", "habitant", "habite", "habitent", "habitons", "habitait", "habitez", "vit", "vivant", "vivent", "vivons", "loge", "logee", "loges", "adresse", "domicile", "heberge", "hebergee"}
	seats = []string{"mairie", "hotel de ville", "siege", "communaute", "prefecture", "tribunal", "tresorerie", "ecole", "college", "societe", "sarl", "sas", "sci", "association", "ccas", "centre", "agence", "service", "musee", "mediatheque", "notaire", "etude", "cabinet"}
)

// address reads “12 bis, rue des Lilas, 40100 Dax”: where a person is said to
// live there it is hers; a body's is told; any other is a place and no finding.
func (t text) address(i int, private bool) (span, bool) {
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
	if k >= len(t.folded) || t.folded[k] < 'a' || t.folded[k] > 'z' {
		return span{}, false
	}
	way := false
	for _, w := range waysBy[t.folded[k]-'a'] {
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
		if b != ' ' && b != ',' && b != '\n' && b != '-' && b != '\r' && !t.dash(j) {
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
	m := span{start: t.place(i), end: t.place(end), level: Review, role: Private, score: 0.9, why: "announced"}
	before := t.folded[max(0, i-70):i]
	home, seat := lastOf(before, homes), lastOf(before, seats)
	if private && (t.behindName(i) || lastOf(before, sites) > seat) {
		home = max(home, len(before))
	}
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

// dash tells whether a long dash stands at i.
func (t text) dash(i int) bool {
	return t.folded[i] == '?' && bytes.HasPrefix(t.cell[t.place(i):], []byte("–"))
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
		case class[b]&isLetter != 0 || b == '-' || b == '\'' || b == '?' && !t.dash(k) || b == '.' && k+1 < len(t.folded) && class[t.folded[k+1]]&isLetter != 0:
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

// sites announce where a thing of a person is.
var sites = []string{"sis", "sise", "situe", "situee"}

// behindName tells whether nothing but a comma or a dash stands between a name
// and place i: “M. Pons, 3 rue du Four”.
func (t text) behindName(i int) bool {
	at := t.place(i)
	for _, s := range t.named {
		if s.role == Private && s.end <= at && at-s.end <= 6 && len(bytes.Trim(t.cell[s.end:at], " ,;-(–—:\u00a0")) == 0 {
			return true
		}
	}
	return false
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
