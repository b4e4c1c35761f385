package odsql

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenQuoted // a name in back-quotes
	tokenString
	tokenNumber
	tokenDate
	tokenGeometry
	tokenSign
)

type token struct {
	kind       tokenKind
	text       string // the name, the content of the quotes, the sign
	start, end int    // bytes
}

// lexer cuts a clause into tokens, all at once: a clause is short.
type lexer struct {
	clause, text string
	at           int
	tokens       []token
}

func (l *lexer) wrong(at int, fr, en string) error { return Wrong(l.clause, l.text, at, fr, en) }

func (l *lexer) run() error {
	if len(l.text) > MaxLength {
		return l.wrong(0, "elle dépasse "+strconv.Itoa(MaxLength)+" octets", "it is longer than "+strconv.Itoa(MaxLength)+" bytes")
	}
	if !utf8.ValidString(l.text) || strings.ContainsRune(l.text, 0) {
		return l.wrong(0, "elle n’est pas en UTF-8", "it is not UTF-8")
	}
	for {
		l.space()
		if l.at == len(l.text) {
			l.tokens = append(l.tokens, token{kind: tokenEnd, start: l.at, end: l.at})
			return nil
		}
		if err := l.next(); err != nil {
			return err
		}
	}
}

func (l *lexer) space() {
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if !unicode.IsSpace(r) && r != '\ufeff' {
			return
		}
		l.at += n
	}
}

func (l *lexer) emit(kind tokenKind, text string, start int) {
	l.tokens = append(l.tokens, token{kind, text, start, l.at})
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func (l *lexer) peek(n int) byte {
	if l.at+n < len(l.text) {
		return l.text[l.at+n]
	}
	return 0
}

func (l *lexer) next() error {
	start, c := l.at, l.text[l.at]
	switch {
	case c == '"' || c == '\'':
		s, err := l.quoted(c)
		l.emit(tokenString, s, start)
		return err
	case c == '`':
		s, err := l.quoted(c)
		if err == nil && s == "" {
			err = l.wrong(start, "un nom de champ est vide", "a field name is empty")
		}
		l.emit(tokenQuoted, s, start)
		return err
	case isDigit(c) || (c == '.' && isDigit(l.peek(1))):
		l.number()
		l.emit(tokenNumber, l.text[start:l.at], start)
		return nil
	}
	if r, _ := utf8.DecodeRuneInString(l.text[l.at:]); r == '_' || unicode.IsLetter(r) {
		return l.name()
	}
	for _, sign := range []string{"..", "!=", "<>", "<=", ">=", "==", "(", ")", "[", "]", ",", "=", ":", "<", ">", "+", "-", "*", "/"} {
		if strings.HasPrefix(l.text[l.at:], sign) {
			l.at += len(sign)
			l.emit(tokenSign, sign, start)
			return nil
		}
	}
	r, _ := utf8.DecodeRuneInString(l.text[l.at:])
	return l.wrong(start, "le signe "+strconv.Quote(string(r))+" n’y a pas sa place", "unexpected character "+strconv.Quote(string(r)))
}

func (l *lexer) name() error {
	start := l.at
	for l.at < len(l.text) {
		r, n := utf8.DecodeRuneInString(l.text[l.at:])
		if r == '.' { // default.title: between two names only
			if next, _ := utf8.DecodeRuneInString(l.text[l.at+1:]); next != '_' && !unicode.IsLetter(next) {
				break
			}
			l.at++
			continue
		}
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
			break
		}
		l.at += n
	}
	name := l.text[start:l.at]
	if q := l.peek(0); q == '\'' || q == '"' {
		kind := tokenEnd
		switch strings.ToLower(name) {
		case "date":
			kind = tokenDate
		case "geom":
			kind = tokenGeometry
		}
		if kind != tokenEnd {
			s, err := l.quoted(q)
			l.emit(kind, s, start)
			return err
		}
	}
	l.emit(tokenName, name, start)
	return nil
}

// number reads digits with a fraction and an exponent; the two dots of a range
// are left alone.
func (l *lexer) number() {
	digits := func() {
		for isDigit(l.peek(0)) {
			l.at++
		}
	}
	digits()
	if l.peek(0) == '.' && l.peek(1) != '.' {
		l.at++
		digits()
	}
	if c := l.peek(0); c == 'e' || c == 'E' {
		n := 1
		if s := l.peek(1); s == '+' || s == '-' {
			n = 2
		}
		if isDigit(l.peek(n)) {
			l.at += n
			digits()
		}
	}
}

// quoted reads what stands between quotes. A backslash makes the next
// character plain (\n, \t and \uXXXX as JSON has them).
func (l *lexer) quoted(q byte) (string, error) {
	start := l.at
	l.at++
	var b strings.Builder
	for l.at < len(l.text) {
		c := l.text[l.at]
		switch {
		case c == q:
			l.at++
			return b.String(), nil
		case c == '\\' && l.at+1 < len(l.text):
			l.escaped(&b)
		default:
			b.WriteByte(c)
			l.at++
		}
	}
	return "", l.wrong(start, "des guillemets ne sont pas refermés", "unterminated quote")
}

func (l *lexer) escaped(b *strings.Builder) {
	l.at++
	switch c := l.text[l.at]; c {
	case 'n':
		b.WriteByte('\n')
	case 't':
		b.WriteByte('\t')
	case 'r':
		b.WriteByte('\r')
	case 'b':
		b.WriteByte('\b')
	case 'f':
		b.WriteByte('\f')
	case 'u':
		if l.at+5 <= len(l.text) {
			if n, err := strconv.ParseUint(l.text[l.at+1:l.at+5], 16, 16); err == nil && n != 0 {
				b.WriteRune(rune(n))
				l.at += 5
				return
			}
		}
		b.WriteByte('u')
	default:
		_, n := utf8.DecodeRuneInString(l.text[l.at:])
		b.WriteString(l.text[l.at : l.at+n])
		l.at += n
		return
	}
	l.at++
}
