package person

import "sort"

// reach is how many words around a name are asked what the person is.
const reach = 12

// role tells in what quality a person is named, from what stands nearest: a
// public function or the situation of a private person.
func (f *Finder) role(n Name) Role {
	from := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].start >= n.Start })
	to := sort.Search(len(f.tokens), func(i int) bool { return f.tokens[i].start >= n.End })
	if n.Why == ByNumber {
		return Private
	}
	behind, ahead := f.behind(to), f.before(from)
	switch {
	case behind != 0:
		if behind&staff != 0 {
			return Private
		}
		return Public
	case ahead&staff != 0:
		return Private
	case ahead != 0:
		return Public
	}
	return Private
}

// behind looks for an apposition: “, maire”, “(agent technique)”, “, né le”.
func (f *Finder) behind(i int) flag {
	if i >= len(f.tokens) || f.tokens[i].mark != ',' && f.tokens[i].mark != '(' && f.tokens[i].mark != '-' {
		return 0
	}
	commas := 0
	for k := i + 1; k < min(i+6, len(f.tokens)); k++ {
		t := f.tokens[k]
		if t.shape == mark {
			if commas++; commas > 0 {
				return 0
			}
		}
		if t.capital() && t.flags&(given|family) != 0 && t.flags&(office|staff) == 0 || f.civility(k) {
			return 0
		}
		if g := f.quality(k); g != 0 {
			return g
		}
	}
	return 0
}

// before looks back for what the sentence says of the person.
func (f *Finder) before(i int) flag {
	for k, n := i-1, 0; k >= 0 && n < reach; k-- {
		t := f.tokens[k]
		if t.mark == '.' || t.mark == '\n' && n > 0 || t.mark == ';' {
			break
		}
		if t.shape == mark {
			continue
		}
		n++
		if g := f.quality(k); g != 0 {
			return g
		}
	}
	if f.headed(i) {
		return office
	}
	return 0
}

// headed tells whether the line opens as a list of elected people.
func (f *Finder) headed(i int) bool {
	k := i
	for k > 0 && f.tokens[k-1].mark != '\n' {
		k--
	}
	for ; k < i; k++ {
		if f.tokens[k].is(heading) && f.opens(k) {
			return true
		}
	}
	return false
}

// quality tells what a word makes of the person it is said of.
func (f *Finder) quality(k int) flag {
	t := f.tokens[k]
	w := string(f.fold(t))
	switch w {
	case "adjoint", "adjointe":
		// adjoint technique, administratif, d’animation are agents.
		if k+1 < len(f.tokens) {
			switch string(f.fold(f.tokens[k+1])) {
			case "technique", "administratif", "administrative", "d", "d'", "du", "territorial", "territoriale":
				if n := k + 2; n < len(f.tokens) && string(f.fold(f.tokens[n])) == "maire" {
					return office
				}
				return staff
			}
		}
		return office
	case "maitre", "me":
		if t.is(civility) && t.shape != lower {
			return office
		}
		return 0
	case "represente", "representee", "representes", "signe", "donne", "pouvoir", "procuration", "presents", "absents", "excuses", "excusee", "excuse":
		return office
	case "nomme", "nommee", "ne", "nee":
		return staff
	}
	switch {
	case t.is(staff) && !t.is(office):
		return staff
	case t.is(living) && !t.is(office):
		return staff
	case t.is(office):
		return office
	}
	return 0
}
