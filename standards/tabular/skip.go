package tabular

import "bytes"

// skipper walks through a record that is too long to hold, to find where it
// ends. It keeps no text.
type skipper struct {
	scan  *scanner
	state skipState
}

type skipState int

const (
	cellStart skipState = iota
	inText
	inQuotes
	afterQuote // a quote was seen within quotes
	afterReturn
)

// walk reads buf from i to end and gives the place up to which it belongs to
// the record; done tells that the record ends there. Extra bytes after end
// must exist: see padding.
func (s *skipper) walk(buf []byte, i, end int) (next int, done bool) {
	for i < end {
		c := buf[i]
		switch s.state {
		case afterReturn:
			if c == '\n' {
				i++
			}
			return i, true
		case inQuotes:
			k := bytes.IndexByte(buf[i:end], s.scan.quote)
			if k < 0 {
				return end, false
			}
			i += k + 1
			s.state = afterQuote
			continue
		case afterQuote:
			if c == s.scan.quote {
				s.state = inQuotes
				i++
				continue
			}
		case cellStart:
			if c == s.scan.quote && s.scan.quote != 0 {
				s.state = inQuotes
				i++
				continue
			}
		}
		if i = s.scan.find(buf, i, end); i >= end {
			s.state = inText
			return end, false
		}
		switch buf[i] {
		case s.scan.delimiter:
			s.state = cellStart
		case '\n':
			return i + 1, true
		default:
			s.state = afterReturn
		}
		i++
	}
	return end, false
}

// open tells whether the text ended within quotes.
func (s *skipper) open() bool { return s.state == inQuotes }
