package world

import "strconv"

// The invented département. INSEE numbers the metropolitan départements 01 to
// 95 and those overseas from 971: 96 is given to none, nor is 00, while both fit
// the pattern that the SCDL asks of a commune's code, ([013-9]\d|2[AB1-9])\d{3}.
// No postal code begins with 96 either.
const (
	departmentCode = "96"
	departmentName = "Garluche"
)

// communeCodes counts the INSEE codes that can be given out without meeting a
// real commune: all of 96 and of 00, then, for worlds of more than two thousand
// communes, the numbers from 720 to 999 of the départements whose communes all
// have lower numbers (02, 14, 57, 62, 76 and 80 have higher ones).
const (
	codesPerInvented = 999
	tailStart        = 720
	tailLength       = 280
	communeCodes     = 2*codesPerInvented + 88*tailLength
)

// inseeCode is the code of the k-th commune, k from 0 to communeCodes-1.
func inseeCode(k int) string {
	switch {
	case k < codesPerInvented:
		return departmentCode + pad(k+1, 3)
	case k < 2*codesPerInvented:
		return "00" + pad(k-codesPerInvented+1, 3)
	}
	k -= 2 * codesPerInvented
	rank, number := k/tailLength, tailStart+k%tailLength
	for d := 1; d <= 95; d++ {
		switch d {
		case 2, 14, 20, 57, 62, 76, 80: // 20 is Corsica, written 2A and 2B
			continue
		}
		if rank == 0 {
			return pad(d, 2) + pad(number, 3)
		}
		rank--
	}
	return ""
}

// A public body's SIREN begins with its category and its département, so that
// a number built on 96 cannot be anybody's: 21 communes (followed by the INSEE
// code), 24 communities, 25 syndicats, 26 CCAS, 28 and 29 for the others.
const (
	sirenCommune = "21"
	sirenEPCI    = "24" + departmentCode
	sirenUnion   = "25" + departmentCode
	sirenCCAS    = "26" + departmentCode
	sirenFirm    = "28" + departmentCode
	sirenClub    = "29" + departmentCode
)

// withKey appends the Luhn digit to eight digits (SIREN) or thirteen (SIRET).
func withKey(digits string) string {
	sum, double := 0, true
	for i := len(digits) - 1; i >= 0; i-- {
		d := int(digits[i] - '0')
		if double {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return digits + string(rune('0'+(10-sum%10)%10))
}

func communeSIREN(insee string) string { return withKey(sirenCommune + insee + "0") }

// numberedSIREN is the n-th number under a prefix of four digits, n < 10000.
func numberedSIREN(prefix string, n int) string { return withKey(prefix + pad(n%10000, 4)) }

// siret is the number of an establishment of the body, rank 1 being its seat.
func siret(siren string, rank int) string { return withKey(siren + pad(rank, 4)) }

// rnaNumber is an association's number at the register kept by prefectures.
func rnaNumber(r *rng) string {
	return "W" + departmentCode + strconv.Itoa(r.between(1, 3)) + pad(r.n(1000000), 6)
}

// schoolCode is the code that the ministry of education gives a school (UAI):
// the département on three digits, four digits and a key letter.
func schoolCode(n int) string {
	digits := "0" + departmentCode + pad(n%10000, 4)
	value, _ := strconv.Atoi(digits)
	return digits + string("abcdefghjklmnprstuvwxyz"[value%23]-'a'+'A')
}

// iban is a French account number whose two checksums hold, at a bank code
// (99999) that is nobody's.
func iban(r *rng) string {
	bank, branch, account := 99999, r.n(100000), r.n(100000000)
	rib := 97 - (89*bank+15*branch+3*account)%97
	body := pad(bank, 5) + pad(branch, 5) + pad(account, 11) + pad(rib, 2)
	rest := 0
	for _, c := range body + "152700" { // FR00: letters count from A = 10
		rest = (rest*10 + int(c-'0')) % 97
	}
	return "FR" + pad(98-rest, 2) + body
}

// Telephone numbers that Arcep keeps for works of fiction (décision 2018-0881):
// 05 36 49 in the south-west, 06 39 98 for mobiles.
func officePhone(r *rng) string { return "053649" + pad(r.n(10000), 4) }
func mobilePhone(r *rng) string { return "063998" + pad(r.n(10000), 4) }

// spaced writes a telephone number as people do, 05 36 49 12 34.
func spaced(phone string) string {
	out := phone[:2]
	for i := 2; i < len(phone); i += 2 {
		out += " " + phone[i:i+2]
	}
	return out
}
