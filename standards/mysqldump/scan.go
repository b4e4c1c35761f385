package mysqldump

import (
	"io"
	"strings"
)

// next reads a byte. The end within a statement is the caller's to name.
func (r *Reader) next() (byte, error) {
	c, err := r.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if r.read++; r.read > r.limits.Bytes {
		return 0, ErrLimit
	}
	r.prior = r.line
	if c == '\n' {
		r.line++
	}
	return c, nil
}

func (r *Reader) back() {
	_ = r.in.UnreadByte()
	r.read--
	r.line = r.prior
}

// within names the end of the file in the midst of something.
func (r *Reader) within(err error, what string) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return r.wrong("the dump breaks off within %s", what)
	}
	return err
}

// skip passes over white space and comments. What a conditional comment holds
// (/*!40101 … */) is read as SQL, for it says SET NAMES: skip stops inside it,
// and the closing signs are passed over as white space.
func (r *Reader) skip() (byte, error) {
	for {
		c, err := r.next()
		if err != nil {
			return 0, err
		}
		switch c {
		case ' ', '\t', '\n', '\r', '\f', '\v':
			continue
		case '#':
			if err := r.comment(); err != nil {
				return 0, err
			}
			continue
		case '-':
			if p, _ := r.in.Peek(2); len(p) >= 1 && p[0] == '-' && (len(p) < 2 || p[1] <= ' ') {
				if err := r.comment(); err != nil {
					return 0, err
				}
				continue
			}
		case '*':
			if p, _ := r.in.Peek(1); len(p) == 1 && p[0] == '/' {
				_, _ = r.next()
				continue
			}
		case '/':
			p, _ := r.in.Peek(3)
			if len(p) == 0 || p[0] != '*' {
				return c, nil
			}
			_, _ = r.next()
			if len(p) > 1 && p[1] == '!' || len(p) > 2 && p[1] == 'M' && p[2] == '!' {
				if p[1] == 'M' {
					_, _ = r.next()
				}
				_, _ = r.next()
				if p, _ = r.in.Peek(6); string(p) != never {
					for p, _ = r.in.Peek(1); len(p) == 1 && p[0] >= '0' && p[0] <= '9'; p, _ = r.in.Peek(1) {
						_, _ = r.next()
					}
					continue
				}
			}
			if err := r.closing(); err != nil {
				return 0, err
			}
			continue
		}
		return c, nil
	}
}

// never is the version of servers for which a conditional comment is written
// that none is to read: MariaDB's "enable the sandbox mode".
const never = "999999"

// comment reads to the end of the line.
func (r *Reader) comment() error {
	r.last = r.last[:0]
	for {
		c, err := r.next()
		if err != nil {
			return err
		}
		if c == '\n' {
			return nil
		}
		if len(r.last) < 200 {
			r.last = append(r.last, c)
		}
	}
}

// closing reads to the end of a comment.
func (r *Reader) closing() error {
	var before byte
	for {
		c, err := r.next()
		if err != nil {
			return r.within(err, "a comment")
		}
		if before == '*' && c == '/' {
			return nil
		}
		before = c
	}
}

// maxWord is how long a name may be: MySQL's have 64 characters.
const maxWord = 1024

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c == '@' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// word reads a bare word that begins with c.
func (r *Reader) word(c byte) (string, error) {
	b := []byte{c}
	for {
		c, err := r.next()
		if err == io.EOF {
			return string(b), nil
		}
		if err != nil {
			return "", err
		}
		if !wordByte(c) {
			r.back()
			return string(b), nil
		}
		if b = append(b, c); len(b) > maxWord {
			return "", r.wrong("a name is longer than %d bytes", maxWord)
		}
	}
}

// name reads a name, quoted or bare.
func (r *Reader) name() (string, error) {
	c, err := r.skip()
	if err != nil {
		return "", r.within(err, "a name")
	}
	return r.named(c)
}

func (r *Reader) named(c byte) (string, error) {
	if c != '`' && c != '"' {
		if !wordByte(c) {
			return "", r.wrong("a name is expected before %q", c)
		}
		return r.word(c)
	}
	var b []byte
	quote := c
	for {
		c, err := r.next()
		if err != nil {
			return "", r.within(err, "a name")
		}
		if c == quote {
			if p, _ := r.in.Peek(1); len(p) == 0 || p[0] != quote {
				return string(b), nil
			}
			_, _ = r.next()
		}
		if b = append(b, c); len(b) > maxWord {
			return "", r.wrong("a name is longer than %d bytes", maxWord)
		}
	}
}

// statement reads one statement. That of an insert leaves its rows to row.
func (r *Reader) statement() error {
	c, err := r.skip()
	if err != nil {
		return err
	}
	if strings.HasPrefix(r.ending, string(c)) {
		return r.rest(c)
	}
	if !wordByte(c) {
		if c == '(' || c == '\\' {
			return r.rest(c)
		}
		return r.wrong("this is no statement of SQL: %q", c)
	}
	first, err := r.word(c)
	if err != nil {
		return err
	}
	word := strings.ToUpper(first)
	if !verbs[word] {
		return r.wrong("this is no statement of SQL: %q", shorten(first))
	}
	r.seen = true
	switch word {
	case "DELIMITER":
		return r.delimiter()
	case "USE":
		if r.database, err = r.name(); err != nil {
			return err
		}
	case "SET":
		return r.set()
	case "CREATE":
		return r.create()
	case "INSERT", "REPLACE":
		if r.ending == ";" { // within DELIMITER it belongs to a procedure
			return r.begin()
		}
	}
	return r.pass()
}

func shorten(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// verbs are the words with which statements of dumps begin. Another one is a
// file of another kind.
var verbs = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`ALTER ANALYZE BEGIN CALL CHANGE COMMIT CREATE DELETE DELIMITER DO DROP FLUSH GRANT INSERT INSTALL
		LOCK OPTIMIZE PURGE RENAME REPLACE RESET REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW START STOP TRUNCATE UNLOCK UPDATE USE XA END`) {
		m[w] = true
	}
	return m
}()

// delimiter reads the client's word for the end of a statement.
func (r *Reader) delimiter() error {
	var b []byte
	for {
		c, err := r.next()
		if err != nil && err != io.EOF {
			return err
		}
		if err == io.EOF || c == '\n' {
			break
		}
		if b = append(b, c); len(b) > maxWord {
			return r.wrong("DELIMITER is too long")
		}
	}
	if r.ending = strings.TrimSpace(string(b)); r.ending == "" {
		return r.wrong("DELIMITER without a sign")
	}
	return nil
}

// pass reads to the end of a statement, over strings and comments.
func (r *Reader) pass() error {
	for {
		c, err := r.skip()
		if err == io.EOF && r.ending == ";" { // the last one may go without
			return r.within(err, "a statement")
		}
		if err != nil {
			return r.within(err, "a statement")
		}
		switch {
		case c == r.ending[0]:
			p, _ := r.in.Peek(len(r.ending) - 1)
			if string(p) == r.ending[1:] {
				return r.rest(c)
			}
		case c == '\'' || c == '"' || c == '`':
			if err := r.over(c); err != nil {
				return err
			}
		}
	}
}

// rest reads what is left of the sign that ends a statement.
func (r *Reader) rest(byte) error {
	for range len(r.ending) - 1 {
		if _, err := r.next(); err != nil {
			return r.within(err, "a statement")
		}
	}
	return nil
}

// over passes over a quoted string.
func (r *Reader) over(quote byte) error {
	for {
		c, err := r.next()
		if err != nil {
			return r.within(err, "a string")
		}
		switch {
		case c == '\\' && quote != '`' && !r.plain:
			if _, err := r.next(); err != nil {
				return r.within(err, "a string")
			}
		case c == quote:
			return nil // a doubled quote is the next string
		}
	}
}
