package privacy

// cardDetector finds numbers of bank cards (ISO/IEC 7812: fifteen digits from
// American Express, sixteen from Visa and Mastercard, the last a Luhn check
// digit), written without a break or in the groups that stand on a card. In
// other groups they are a number of another kind: a SIREN with a serial number.
// Fourteen digits are a SIRET's, and never read as a card.
var cardDetector = &detector{
	kind:  Card,
	skips: func(c *column) bool { return c.has(hintCompany) },
	wants: func(f *features, _ *column) bool { return f.digits >= 15 },
	find:  findCard,
	mask:  func(v []byte, _ span) string { return "•••• " + string(v[len(v)-4:]) },
}

func findCard(cell []byte, from int, _ *column) (span, bool) {
	for i := from; i < len(cell); i++ {
		if !digit(cell[i]) || i > 0 && (alphanum(cell[i-1]) || decimalBefore(cell, i)) {
			continue
		}
		var d [17]byte
		n, end, grouped := 0, i, uint32(0)
		for k := i; n < len(d); {
			if digit(at(cell, k)) {
				d[n] = cell[k] - '0'
				n, k = n+1, k+1
				end = k
				continue
			}
			w, kind := separator(cell, k)
			if w == 0 || w > 2 || kind == '.' || kind == '/' || !digit(at(cell, k+w)) {
				break
			}
			grouped |= 1 << n
			k += w
		}
		if n >= len(d) || alphanum(at(cell, end)) || decimalAfter(cell, end) {
			continue
		}
		two := int(d[0])*10 + int(d[1])
		four := two*100 + int(d[2])*10 + int(d[3])
		amex := n == 15 && (two == 34 || two == 37) && (grouped == 0 || grouped == 1<<4|1<<10)
		other := n == 16 && (d[0] == 4 || two >= 51 && two <= 55 || four >= 2221 && four <= 2720) &&
			(grouped == 0 || grouped == 1<<4|1<<8|1<<12)
		if (amex || other) && luhn(d[:n]) && !insideURL(cell, i) {
			return span{start: i, end: end, level: Block, role: Private, why: "check-digit"}, true
		}
	}
	return span{}, false
}

func luhn(d []byte) bool {
	sum := 0
	for i := range d {
		v := int(d[len(d)-1-i])
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}
