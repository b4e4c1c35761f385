package privacy

import (
	"bytes"
	"slices"
)

var pays = []string{"salaire", "traitement", "remuneration", "indemnite", "indemnites", "prime", "primes", "ifse", "cia", "nbi", "rifseep", "gratification", "brut", "net", "remunere", "remuneree", "retribution", "vacation", "pension", "retraite", "retribue", "retribuee", "appointements", "smic", "salaires", "revenu", "revenus", "gagne", "payes", "payee", "paye"}

// salary reads an amount in euros behind a word of pay.
func (t text) salary(i int) (span, bool) {
	k := i
	for k < len(t.folded) && (digit(t.folded[k]) || (t.folded[k] == ' ' || t.folded[k] == '.' || t.folded[k] == ',') && k+1 < len(t.folded) && digit(t.folded[k+1])) {
		k++
	}
	j := t.blank(k)
	end := 0
	switch {
	case j < len(t.folded) && bytes.HasPrefix(t.cell[t.place(j):], []byte("€")):
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
	if lastOf(before, pays) < 0 && !t.paidBehind(end) {
		return span{}, false
	}
	return span{start: t.place(i), end: t.place(end), level: Review, role: Private, score: 0.8, why: "beside-name"}, true
}

// paidBehind tells whether a word of pay follows an amount: “650 € de retraite”,
// “1 850 euros nets”.
func (t text) paidBehind(i int) bool {
	for n := 0; n < 3; n++ {
		i = t.blank(i)
		w := i
		for w < len(t.folded) && (class[t.folded[w]]&isLetter != 0 || t.folded[w] == '\'') {
			w++
		}
		switch string(t.folded[i:w]) {
		case "":
			return false
		case "nets", "net", "bruts", "brut", "nette", "brute":
			return true
		case "de", "d'", "par", "mois", "mensuels", "mensuel":
		default:
			return n > 0 && slices.Contains(pays, string(t.folded[i:w]))
		}
		i = w
	}
	return false
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
	return span{start: t.place(i), end: t.place(k), level: Review, role: Private, score: 0.8, why: "beside-name"}, true
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
	return span{start: t.place(i), end: t.place(k), level: Review, role: Private, score: 0.8, why: "check-digit"}, true
}
