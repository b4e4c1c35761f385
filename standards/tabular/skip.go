package tabular

// skipper walks through a record that is too long to hold, byte by byte, to
// find where it ends. It keeps no text.
type skipper struct {
	delimiter, quote byte
	state            skipState
}

type skipState int

const (
	cellStart skipState = iota
	inText
	inQuotes
	afterQuote // a quote was seen within quotes
	afterReturn
)

// walk reads buf and gives the number of bytes that belong to the record;
// done tells that it ended within buf.
func (s *skipper) walk(buf []byte) (n int, done bool) {
	for i, c := range buf {
		switch s.state {
		case afterReturn:
			if c == '\n' {
				i++
			}
			return i, true
		case inQuotes:
			if c == s.quote {
				s.state = afterQuote
			}
			continue
		case afterQuote:
			if c == s.quote {
				s.state = inQuotes
				continue
			}
		case cellStart:
			if c == s.quote && s.quote != 0 {
				s.state = inQuotes
				continue
			}
		}
		switch c {
		case s.delimiter:
			s.state = cellStart
		case '\n':
			return i + 1, true
		case '\r':
			s.state = afterReturn
		default:
			s.state = inText
		}
	}
	return len(buf), false
}

// open tells whether the text ended within quotes.
func (s *skipper) open() bool { return s.state == inQuotes }
