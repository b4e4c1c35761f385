package tableschema

import (
	"fmt"
)

// program is a schema made ready to check cells. It does not change.
type program struct {
	schema *Schema
	fields []fieldProg
	checks []checkProg
	keys   []keyProg
}

// fieldProg checks the cells of one field.
type fieldProg struct {
	f       *Field
	index   int
	missing []string // beside ""
	empty   bool     // whether "" is missing too
	read    readFunc // nil for a text without a format
	bounds  []bound
	pattern *pattern
	enum    map[string]bool // of texts
	values  []Value         // of anything else
	items   map[string]bool // what the items of an array may be
	plain   bool            // nothing to check but that a value is there
}

// bound is one of the four limits of a value.
type bound struct {
	name  string // of the constraint
	limit Value
	text  string
	admit func(sign int) bool
}

// keyProg are columns whose values together are unique.
type keyProg struct {
	fields  []int
	primary bool
	single  bool // the constraint unique of one field
}

func compile(s *Schema) (*program, error) {
	p := &program{schema: s, fields: make([]fieldProg, len(s.Fields))}
	missing := s.MissingValues
	if missing == nil {
		missing = []string{""}
	}
	for i := range s.Fields {
		if err := p.fields[i].compile(&s.Fields[i], i, missing, s.validata); err != nil {
			return nil, fmt.Errorf("tableschema: field %s: %w", s.Fields[i].Name, err)
		}
		if s.Fields[i].Constraints.Unique {
			p.keys = append(p.keys, keyProg{fields: []int{i}, single: true})
		}
	}
	if err := p.addKey(s.PrimaryKey, true); err != nil {
		return nil, err
	}
	for _, k := range s.UniqueKeys {
		if err := p.addKey(k, false); err != nil {
			return nil, err
		}
	}
	for _, c := range s.Checks {
		cp, err := compileCheck(s, c)
		if err != nil {
			return nil, err
		}
		p.checks = append(p.checks, cp)
	}
	return p, nil
}

func (p *program) addKey(names []string, primary bool) error {
	if len(names) == 0 {
		return nil
	}
	k := keyProg{primary: primary}
	for _, n := range names {
		i := p.schema.index(n)
		if i < 0 {
			return fmt.Errorf("tableschema: a key names %q, which is no field", n)
		}
		k.fields = append(k.fields, i)
	}
	p.keys = append(p.keys, k)
	return nil
}

func (fp *fieldProg) compile(f *Field, index int, missing []string, validata bool) error {
	fp.f, fp.index = f, index
	for _, m := range missing {
		if m == "" {
			fp.empty = true
		} else {
			fp.missing = append(fp.missing, m)
		}
	}
	read, err := readerOf(f)
	if err != nil {
		return err
	}
	text := f.Type == String && f.Format == "" || f.Type == Any
	if !text {
		fp.read = read
	}
	c := &f.Constraints
	for _, b := range []struct {
		name, text string
		admit      func(int) bool
	}{
		{"minimum", c.Minimum, func(sign int) bool { return sign >= 0 }},
		{"maximum", c.Maximum, func(sign int) bool { return sign <= 0 }},
		{"exclusiveMinimum", c.ExclusiveMinimum, func(sign int) bool { return sign > 0 }},
		{"exclusiveMaximum", c.ExclusiveMaximum, func(sign int) bool { return sign < 0 }},
	} {
		if b.text == "" {
			continue
		}
		v, ok := readBound(f, read, b.text)
		if !ok {
			return fmt.Errorf("%s is not a value of the field: %q", b.name, b.text)
		}
		fp.bounds = append(fp.bounds, bound{b.name, v, b.text, b.admit})
	}
	if c.Pattern != "" {
		read := newPattern
		if validata {
			read = newValidataPattern
		}
		if fp.pattern, err = read(c.Pattern); err != nil {
			return err
		}
	}
	if err := fp.compileEnum(read, text); err != nil {
		return err
	}
	if f.Type == Array && len(f.ItemEnum) > 0 {
		fp.items = make(map[string]bool, len(f.ItemEnum))
		for _, e := range f.ItemEnum {
			fp.items[e] = true
		}
	}
	fp.plain = text && fp.pattern == nil && fp.enum == nil && fp.bounds == nil &&
		c.MinLength == nil && c.MaxLength == nil
	return nil
}

// readBound reads a bound, which descriptors write as JSON whatever the
// decimal character of the cells.
func readBound(f *Field, read readFunc, text string) (v Value, ok bool) {
	switch f.Type {
	case Integer, Number, Year:
		v.kind = kindNumber
		v.dec, ok = parseDecimal([]byte(text))
		return v, ok
	case String, Any:
		return v, false
	}
	ok = read([]byte(text), &v)
	return v, ok
}

func (fp *fieldProg) compileEnum(read readFunc, text bool) error {
	enum := fp.f.Constraints.Enum
	if enum == nil {
		return nil
	}
	if text || fp.f.Type == String || fp.f.Type == Array || fp.f.Type == Object || fp.f.Type == Geojson || fp.f.Type == Geopoint {
		fp.enum = make(map[string]bool, len(enum))
		for _, e := range enum {
			fp.enum[e] = true
		}
		return nil
	}
	for _, e := range enum {
		v, ok := readBound(fp.f, read, e)
		if !ok {
			return fmt.Errorf("enum holds %q, which is not a value of the field", e)
		}
		fp.values = append(fp.values, v)
	}
	return nil
}

// isMissing tells whether a cell holds no value.
func (fp *fieldProg) isMissing(cell []byte) bool {
	if len(cell) == 0 {
		return fp.empty
	}
	for _, m := range fp.missing {
		if string(cell) == m {
			return true
		}
	}
	return false
}

// compareValues orders two values of one field. ok is false when they have no
// order.
func compareValues(a, b Value) (sign int, ok bool) {
	x, xn := a.number()
	y, yn := b.number()
	switch {
	case xn && yn:
		return x.compare(y)
	case a.kind == b.kind && (a.kind == kindTime || a.kind == kindBool):
		switch {
		case a.Int < b.Int:
			return -1, true
		case a.Int > b.Int:
			return 1, true
		}
		return 0, true
	}
	return 0, false
}

// number gives a value as a decimal when it is one.
func (v *Value) number() (decimal, bool) {
	switch v.kind {
	case kindNumber:
		return v.dec, true
	case kindInt:
		if v.Int < 0 {
			return decimal{neg: true, coef: uint64(-v.Int)}, true
		}
		return decimal{coef: uint64(v.Int)}, true
	}
	return decimal{}, false
}
