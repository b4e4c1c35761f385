package tableschema

import (
	"regexp"
	"strings"
)

func openingHoursFault(_ *checkProg, _ *Field, cell []byte) (detail string, ok bool) {
	return "", validOpeningHours(string(cell))
}

// maxHours bounds the length of an opening_hours value, as OpenStreetMap does.
const maxHours = 4096

// validOpeningHours reads the grammar of OpenStreetMap's opening_hours key:
// rules separated by ; or , or ||, each made of a range of dates (years,
// months, weeks, holidays), of weekdays, of hours, and of a modifier.
func validOpeningHours(value string) bool {
	if len(value) > maxHours {
		return false
	}
	p := &hoursParser{rest: value}
	p.blanks()
	if p.rest == "" {
		return false
	}
	for {
		if !p.rule() {
			return false
		}
		p.blanks()
		if p.rest == "" {
			return true
		}
		switch {
		case p.take("||"), p.take(";"), p.take(","):
		default:
			return false
		}
		p.blanks()
		if p.rest == "" { // a separator at the very end is common, and harmless
			return true
		}
	}
}

type hoursParser struct{ rest string }

func (p *hoursParser) blanks() { p.rest = strings.TrimLeft(p.rest, " \t\u00a0") }

func (p *hoursParser) take(s string) bool {
	if strings.HasPrefix(p.rest, s) {
		p.rest = p.rest[len(s):]
		return true
	}
	return false
}

// match reads what re describes at the beginning of what is left.
func (p *hoursParser) match(re *regexp.Regexp) bool {
	loc := re.FindStringIndex(p.rest)
	if loc == nil || loc[1] == 0 {
		return false
	}
	p.rest = p.rest[loc[1]:]
	return true
}

const (
	hMonth   = `(?i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)`
	hWeekday = `(?i:Mo|Tu|We|Th|Fr|Sa|Su)`
	hYear    = `(?:19|20|21)\d\d`
	hOffset  = `(?: ?[+-] ?\d+ days?)`
	hDay     = `(?:[12]\d|3[01]|0?[1-9])`
	hClock   = `(?:[0-3]?\d|4[0-8])(?::[0-5]\d)`
	hEvent   = `(?:dawn|sunrise|sunset|dusk)`
	hTime    = `(?:` + hClock + `|` + hEvent + `|\(` + hEvent + ` ?[+-] ?` + hClock + `\))`
	hNth     = `(?:\[ ?-?[1-5](?: ?[,-] ?-?[1-5])* ?\])`
	hDate    = `(?:(?:` + hYear + ` )?(?:` + hMonth + `(?: ` + hDay + `)?|easter)(?: ?[+-]` + hWeekday + `)?` + hOffset + `?)`
	hSpan    = `(?:` + hDate + `(?: ?- ?(?:` + hDate + `|` + hDay + `))?\+?)`
	hDays    = `(?:(?:PH|SH)` + hOffset + `?|` + hWeekday + hNth + `?(?: ?- ?` + hWeekday + hNth + `?)?` + hOffset + `?)`
	hHours   = `(?:` + hTime + `(?: ?[-–] ?` + hTime + `)?\+?(?:/\d+(?::\d\d)?)?)`
)

// The parts of a rule, in their order; a list separates its items by commas.
var (
	hoursAlways  = regexp.MustCompile(`^24/7`)
	hoursYears   = regexp.MustCompile(`^` + hYear + `(?:-` + hYear + `(?:/\d+)?|\+)?(?: ?, ?` + hYear + `(?:-` + hYear + `)?)*(?: |:|$)`)
	hoursDates   = regexp.MustCompile(`^` + hSpan + `(?: ?, ?` + hSpan + `)*`)
	hoursWeeks   = regexp.MustCompile(`^week ?\d\d?(?: ?- ?\d\d?(?:/\d+)?)?(?: ?, ?\d\d?(?: ?- ?\d\d?)?)*`)
	hoursDays    = regexp.MustCompile(`^` + hDays + `(?: ?, ?` + hDays + `)*`)
	hoursTimes   = regexp.MustCompile(`^` + hHours + `(?: ?, ?` + hHours + `)*`)
	hoursState   = regexp.MustCompile(`^(?:open|off|closed|unknown)\b`)
	hoursComment = regexp.MustCompile(`^"[^"]*"`)
)

// rule reads one rule: at least one of its parts must be there.
func (p *hoursParser) rule() bool {
	before := p.rest
	if p.match(hoursComment) { // "by appointment" alone, or before the rest
		p.blanks()
		p.take(":")
		p.blanks()
	}
	if !p.match(hoursAlways) {
		for _, part := range []*regexp.Regexp{hoursYears, hoursDates, hoursWeeks, hoursDays} {
			p.blanks()
			if p.match(part) {
				p.blanks()
				if p.take(":") {
					p.blanks()
				}
			}
		}
		p.match(hoursTimes)
	}
	p.blanks()
	if p.match(hoursState) {
		p.blanks()
	}
	p.match(hoursComment)
	return p.rest != before
}
