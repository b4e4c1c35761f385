package mysqldump

import "strings"

// set reads SET NAMES and SET … SQL_MODE; the rest of SET says nothing to a
// reader.
func (r *Reader) set() error {
	words, err := r.words(40)
	if err != nil {
		return err
	}
	for i, w := range words {
		switch u := strings.ToUpper(w); {
		case u == "NAMES" && i+1 < len(words):
			if r.charset, err = charsetNamed(words[i+1]); err != nil {
				return r.wrong("%v", err)
			}
		case strings.HasSuffix(u, "SQL_MODE") && !strings.Contains(u, "OLD_"):
			for _, v := range words[i+1:] {
				if strings.Contains(strings.ToUpper(v), "NO_BACKSLASH_ESCAPES") {
					r.plain = true
				}
			}
		}
	}
	return nil
}

// words reads the words and strings of a short statement to its end; of a
// longer one, the first.
func (r *Reader) words(most int) (list []string, err error) {
	for {
		c, err := r.skip()
		if err != nil {
			return list, r.within(err, "a statement")
		}
		switch {
		case c == r.ending[0]:
			p, _ := r.in.Peek(len(r.ending) - 1)
			if string(p) == r.ending[1:] {
				return list, r.rest(c)
			}
		case c == '\'':
			v, err := r.text(c, utf8Set)
			if err != nil {
				return list, err
			}
			if len(list) < most {
				list = append(list, v.S)
			}
		case c == '"' || c == '`' || wordByte(c):
			w, err := r.named(c)
			if err != nil {
				return list, err
			}
			if len(list) < most {
				list = append(list, w)
			}
		}
	}
}

// create reads CREATE TABLE; anything else that is created is passed over.
func (r *Reader) create() error {
	for {
		c, err := r.skip()
		if err != nil {
			return r.within(err, "CREATE")
		}
		if !wordByte(c) {
			return r.passFrom(c)
		}
		w, err := r.word(c)
		if err != nil {
			return err
		}
		switch strings.ToUpper(w) {
		case "TEMPORARY", "OR", "REPLACE":
			continue
		case "TABLE":
		default:
			return r.pass()
		}
		break
	}
	c, err := r.skip()
	if err != nil {
		return r.within(err, "CREATE TABLE")
	}
	for c != '`' && c != '"' {
		w, err := r.word(c)
		if err != nil {
			return err
		}
		if u := strings.ToUpper(w); u != "IF" && u != "NOT" && u != "EXISTS" {
			return r.declare(w)
		}
		if c, err = r.skip(); err != nil {
			return r.within(err, "CREATE TABLE")
		}
	}
	name, err := r.named(c)
	if err != nil {
		return err
	}
	return r.declare(name)
}

// passFrom is pass where c was read already.
func (r *Reader) passFrom(c byte) error {
	if c == '\'' || c == '"' || c == '`' {
		if err := r.over(c); err != nil {
			return err
		}
	} else if c == r.ending[0] {
		r.back()
	}
	return r.pass()
}

// declare reads the columns of a table.
func (r *Reader) declare(name string) error {
	database := r.database
	c, err := r.skip()
	if err == nil && c == '.' {
		database = name
		if name, err = r.name(); err == nil {
			c, err = r.skip()
		}
	}
	if err != nil {
		return r.within(err, "CREATE TABLE")
	}
	if c != '(' { // CREATE TABLE … LIKE, or AS SELECT
		return r.passFrom(c)
	}
	t, err := r.table(database, name)
	if err != nil {
		return err
	}
	t.Columns = nil
	for {
		end, err := r.item(t)
		if err != nil {
			return err
		}
		if end {
			break
		}
	}
	t.index()
	return r.pass()
}

// item reads one column, or one key, of a declaration; end at its last.
func (r *Reader) item(t *Table) (end bool, err error) {
	c, err := r.skip()
	if err != nil {
		return false, r.within(err, "CREATE TABLE")
	}
	column := Column{}
	if c == '`' || c == '"' {
		if column.Name, err = r.named(c); err != nil {
			return false, err
		}
	} else {
		r.back()
	}
	depth := 0
	var words []string // of the type, then of the rest
	comment := false
	for {
		c, err := r.skip()
		if err != nil {
			return false, r.within(err, "CREATE TABLE")
		}
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case (c == ')' || c == ',') && depth == 0:
			if column.Name != "" {
				if len(words) > 0 {
					column.Type = strings.ToLower(words[0])
				}
				if t.Columns = append(t.Columns, column); len(t.Columns) > r.limits.Columns {
					return false, r.wrong("table %s has more than %d columns", t.Name, r.limits.Columns)
				}
			}
			return c == ')', nil
		case c == '\'':
			v, err := r.text(c, r.charset)
			if err != nil {
				return false, err
			}
			if comment {
				column.Comment, comment = v.S, false
			}
		case c == '"' || c == '`':
			if err := r.over(c); err != nil {
				return false, err
			}
		case wordByte(c):
			w, err := r.word(c)
			if err != nil {
				return false, err
			}
			comment = strings.EqualFold(w, "COMMENT")
			if len(words) < 4 {
				words = append(words, w)
			}
			if len(words) == 1 && depth == 0 {
				if p, _ := r.in.Peek(1); len(p) == 1 && p[0] == '(' {
					if words[0], err = r.sized(w); err != nil {
						return false, err
					}
				}
			}
		}
	}
}

// sized reads what stands in brackets after a type.
func (r *Reader) sized(w string) (string, error) {
	b := []byte(w)
	for {
		c, err := r.next()
		if err != nil {
			return "", r.within(err, "CREATE TABLE")
		}
		if c == '\'' { // enum('a)','b')
			if err := r.over(c); err != nil {
				return "", err
			}
			c = '?'
		}
		if len(b) < maxWord {
			b = append(b, c)
		}
		if c == ')' {
			return string(b), nil
		}
	}
}

// table finds a table by name, or adds it.
func (r *Reader) table(database, name string) (*Table, error) {
	key := database + "\x00" + name
	if t := r.tables[key]; t != nil {
		return t, nil
	}
	if len(r.list) >= r.limits.Tables {
		return nil, r.wrong("the dump has more than %d tables", r.limits.Tables)
	}
	t := &Table{Database: database, Name: name, places: map[string]int{}}
	r.tables[key] = t
	r.list = append(r.list, t)
	return t, nil
}
