package user

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// minWorth is the least that a password must be worth: what is left of its
// length when each piece that a guesser tries first (a common word, a name that
// belongs to the account, a row of keys, a year) counts as two characters.
const minWorth = 10

// CheckPassword refuses a password that somebody would guess: too short, or
// made of common words, of rows of keys, of repetitions, of what is known of the
// account (about: login, name, e-mail address, the member's name). It looks at
// the words alone and asks nobody. The error says what is wrong with this one.
func CheckPassword(password string, about ...string) error {
	const op = "user.CheckPassword"
	password = norm.NFKC.String(password)
	if n := utf8.RuneCountInString(password); n < MinPassword || n > MaxPassword {
		return fault.New(fault.Invalid, op,
			"Un mot de passe compte de %[1]d à %[2]d caractères. Une phrase de quatre mots convient bien.",
			"A password has %[1]d to %[2]d characters. A phrase of four words does well.", MinPassword, MaxPassword)
	}
	folded := plain(password)
	m := meter{own: pieces(about)}
	if period := repeats(folded); period < len(folded) {
		m.say(saidAgain)
		folded = folded[:period]
		m.worth++
	}
	m.measure(folded)
	if m.worth >= minWorth {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Op: op, Say: m.why.words()}
}

// plain folds a password as guessers do: without accents, case and marks, with
// digits that stand for letters kept for later (see letter).
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.IsSpace(r) || unicode.IsPunct(r) && r != '@' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

// disguises are the marks that people write for letters.
var disguises = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s")

// repeats returns the length of the shortest piece whose repetition makes the
// whole, or the whole length.
func repeats(s string) int {
	for period := 1; period <= len(s)/2; period++ {
		if s[period:] == s[:len(s)-period] {
			return period
		}
	}
	return len(s)
}

// pieces cuts what is known of an account into its words of three letters and
// more, and into each whole without blanks.
func pieces(about []string) map[string]bool {
	out := map[string]bool{}
	for _, text := range about {
		for _, word := range append(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), text) {
			if w := plain(word); len(w) >= 3 {
				out[w] = true
			}
		}
	}
	return out
}

// reason is what a refused password is made of.
type reason int

const (
	saidCommon reason = iota
	saidOwn
	saidRow
	saidAgain
)

func (r reason) words() i18n.Text {
	switch r {
	case saidOwn:
		return i18n.T("Ce mot de passe reprend surtout votre nom, votre identifiant ou celui de votre collectivité\u202f: c’est ce qu’on essaie en premier. Choisissez quatre mots sans rapport entre eux.",
			"This password is mostly your name, your login or your organisation’s name: that is what is tried first. Choose four words that have nothing to do with one another.")
	case saidRow:
		return i18n.T("Ce mot de passe suit l’ordre des touches, des lettres ou des chiffres. Choisissez quatre mots sans rapport entre eux.",
			"This password follows the order of keys, letters or digits. Choose four words that have nothing to do with one another.")
	case saidAgain:
		return i18n.T("Ce mot de passe répète la même chose. Choisissez quatre mots sans rapport entre eux.",
			"This password says the same thing again and again. Choose four words that have nothing to do with one another.")
	}
	return i18n.T("Ce mot de passe est trop courant\u202f: il se devine en quelques essais. Choisissez quatre mots sans rapport entre eux.",
		"This password is too common: it can be guessed in a few attempts. Choose four words that have nothing to do with one another.")
}

// meter adds up what a password is worth.
type meter struct {
	own   map[string]bool
	worth int
	why   reason
	told  bool
}

func (m *meter) say(why reason) {
	if !m.told {
		m.why, m.told = why, true
	}
}

// measure cuts a folded password into known pieces and single characters, in
// the way that leaves the least, as a guesser would.
func (m *meter) measure(s string) {
	letters := disguises.Replace(s) // every replacement is one byte for one
	least := make([]int, len(s)+1)  // of what follows a place
	step := make([]known, len(s)+1)
	for at := len(s) - 1; at >= 0; at-- {
		least[at] = 1 + least[at+1]
		if !utf8.RuneStart(s[at]) {
			least[at] = least[at+1]
		}
		for _, k := range m.known(s[at:], letters[at:]) {
			if worth := 2 + least[at+k.length]; worth < least[at] {
				least[at], step[at] = worth, k
			}
		}
	}
	for at := 0; at < len(s); at += max(1, step[at].length) {
		if step[at].length > 0 {
			m.say(step[at].why)
		}
	}
	m.worth += least[0]
}

// known is a piece that a guesser knows, by its length in bytes.
type known struct {
	length int
	why    reason
}

// known returns the known pieces at the beginning of a text.
func (m *meter) known(s, letters string) (all []known) {
	for n := min(len(s), 24); n >= 3; n-- {
		switch {
		case m.own[s[:n]] || m.own[letters[:n]]:
			all = append(all, known{n, saidOwn})
		case commonWords[s[:n]] || commonWords[letters[:n]]:
			all = append(all, known{n, saidCommon})
		}
	}
	if n := sameRune(s); n > 0 {
		all = append(all, known{n, saidAgain})
	}
	if n := row(s); n > 0 {
		all = append(all, known{n, saidRow})
	}
	if year(s) {
		all = append(all, known{4, saidCommon})
	}
	return all
}

// sameRune returns how many times the first byte comes in a row, when three or
// more.
func sameRune(s string) int {
	n := 0
	for n < len(s) && s[n] == s[0] {
		n++
	}
	if n < 3 {
		return 0
	}
	return n
}

// year tells whether a year of the last century or of this one stands first.
func year(s string) bool {
	return len(s) >= 4 && (s[:2] == "19" || s[:2] == "20") && s[2] >= '0' && s[2] <= '9' && s[3] >= '0' && s[3] <= '9'
}

// rows are the orders that fingers and children follow.
var rows = func() []string {
	forward := []string{"abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm",
		"qwertzuiop", "1qaz2wsx3edc4rfv", "1a2z3e4r5t6y", "aqwzsxedcrfv", "147258369", "123321", "112233445566778899"}
	var all []string
	for _, r := range forward {
		back := []byte(r)
		for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
			back[i], back[j] = back[j], back[i]
		}
		all = append(all, r, string(back))
	}
	return all
}()

// row returns the length of the run of a row at the beginning, when it is four
// or more.
func row(s string) int {
	longest := 0
	for _, r := range rows {
		n := 0
		for n < min(len(s), len(r)) && strings.Contains(r, s[:n+1]) {
			n++
		}
		longest = max(longest, n)
	}
	if longest < 4 {
		return 0
	}
	return longest
}
