package ods

import (
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/standards/odsql"
)

// maxWords bounds the words of one search.
const maxWords = 20

// words cuts a text that is searched for; the wildcards at their ends are
// dropped, for a word is found within words anyway.
func (r *reader) words(x odsql.Expr, text string) ([]string, error) {
	var out []string
	for _, w := range strings.Fields(tables.Fold(text)) {
		if w = strings.Trim(w, "*%"); w != "" {
			out = append(out, w)
		}
	}
	if len(out) > maxWords {
		return nil, r.wrong(x, "elle cherche plus de "+strconv.Itoa(maxWords)+" mots", "it searches more than "+strconv.Itoa(maxWords)+" words")
	}
	return out, nil
}

// holds tells whether one of some values holds every word of a text.
func (r *reader) holds(x odsql.Expr, values []*tables.Node, text string) (*tables.Node, error) {
	words, err := r.words(x, text)
	if err != nil {
		return nil, err
	}
	all := []*tables.Node{tables.Value(true)}
	for _, w := range words {
		var any []*tables.Node
		for _, v := range values {
			if n := matches(v, w); n != nil {
				any = append(any, n)
			}
		}
		if len(any) == 0 {
			return tables.Value(false), nil
		}
		n, err := r.either(x, any...)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	if len(all) > 1 {
		all = all[1:]
	}
	return r.apply(x, tables.And, all...)
}

// matches tells whether a value holds a word: a text within it, a number or a
// date as a whole; nil where it never can.
func matches(v *tables.Node, word string) *tables.Node {
	switch v.Type() {
	case tables.Text, tables.Time, "":
		return tables.Must(tables.Holds, tables.Must(tables.Folded, v), tables.Value(word))
	case tables.Integer, tables.Year, tables.Number:
		f, err := strconv.ParseFloat(strings.Replace(word, ",", ".", 1), 64)
		if err != nil {
			return nil
		}
		return tables.Must(tables.Equal, v, tables.Value(f))
	case tables.Date:
		t, err := time.Parse(time.DateOnly, word)
		if err != nil {
			return nil
		}
		return tables.Must(tables.Equal, v, tables.Day(t))
	}
	return nil
}

// search looks for words in some fields, in all of them where none is named.
func (r *reader) search(x odsql.Expr, fields []odsql.Expr, text string) (*tables.Node, error) {
	var values []*tables.Node
	for _, f := range fields {
		if _, all := f.(*odsql.Star); all {
			fields = nil
			break
		}
		n, err := r.single(f)
		if err != nil {
			return nil, err
		}
		values = append(values, n)
	}
	if len(fields) == 0 {
		values = nil
		for i, c := range r.columns {
			if c.Type != tables.Boolean && c.Type != tables.DateTime {
				values = append(values, r.cell(i))
			}
		}
	}
	return r.holds(x, values, text)
}

// textual reads search(), suggest() and startswith(): fields, then a text.
func (r *reader) textual(x *odsql.Call) (*tables.Node, error) {
	last := x.Args[len(x.Args)-1]
	text, ok := last.(*odsql.String)
	if !ok {
		return nil, r.wrong(last, "on attend un texte entre guillemets", "expected a quoted text")
	}
	fields := x.Args[:len(x.Args)-1]
	if x.Name == "search" {
		return r.search(x, fields, text.Value)
	}
	if _, all := fields[0].(*odsql.Star); all {
		fields = nil
		for _, f := range r.fields {
			if f.Kind == explore.Text {
				fields = append(fields, &odsql.Field{At: odsql.At(x.Pos()), Name: f.Name})
			}
		}
	}
	any := []*tables.Node{tables.Value(false)}
	for _, f := range fields {
		n, err := r.single(f)
		if err != nil {
			return nil, err
		}
		if x.Name == "startswith" {
			n, err = r.apply(f, tables.Begins, n, tables.Value(text.Value))
		} else {
			n, err = r.suggests(f, n, tables.Fold(strings.TrimSpace(text.Value)))
		}
		if err != nil {
			return nil, err
		}
		any = append(any, n)
	}
	return r.either(x, any...)
}

// suggests tells whether words of a text begin as a phrase does.
func (r *reader) suggests(x odsql.Expr, n *tables.Node, phrase string) (*tables.Node, error) {
	folded, err := r.apply(x, tables.Folded, n)
	if err != nil {
		return nil, err
	}
	return r.either(x, tables.Must(tables.Begins, folded, tables.Value(phrase)),
		tables.Must(tables.Holds, folded, tables.Value(" "+phrase)), tables.Must(tables.Holds, folded, tables.Value("-"+phrase)),
		tables.Must(tables.Holds, folded, tables.Value("'"+phrase)))
}
