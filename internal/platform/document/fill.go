package document

import "strings"

// Data is what a template is filled with: for each name a string, a bool, a
// Data, a []Data or a []string. An item of a []string is called ".".
type Data map[string]any

// Check tells whether a template can be filled: data hold each name once, lists
// with one item at least. Every section is gone into, whatever its value.
func (t *Template) Check(data Data) error {
	return (&filler{check: true}).fill(t.nodes, []any{data})
}

// Fill puts data into the fields, and returns Markdown.
func (t *Template) Fill(data Data) (string, error) {
	f := &filler{}
	err := f.fill(t.nodes, []any{data})
	return f.out.String(), err
}

type filler struct {
	out   strings.Builder
	check bool
}

func (f *filler) fill(nodes []node, scope []any) error {
	for _, n := range nodes {
		if n.kind == literal {
			f.out.WriteString(n.text)
			continue
		}
		value, ok := lookup(scope, n.text)
		if !ok {
			return wrong(n.line, "le champ « %s » n’existe pas.", "there is no field “%s”.", n.text)
		}
		if n.kind == field {
			text, ok := value.(string)
			if !ok {
				return wrong(n.line, "« %s » est une section\u202f: écrivez {{#%s}} … {{/%s}}.", "“%s” is a section: write {{#%s}} … {{/%s}}.", n.text, n.text, n.text)
			}
			f.out.WriteString(escape(text))
			continue
		}
		if err := f.section(n, value, scope); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) section(n node, value any, scope []any) error {
	items := itemsOf(value)
	if n.kind == inverted {
		if len(items) > 0 && !f.check {
			return nil
		}
		return f.fill(n.inner, scope)
	}
	if f.check && len(items) == 0 {
		items = []any{nil} // a bool that is false, a text that is empty
	}
	for _, item := range items {
		if err := f.fill(n.inner, append(scope[:len(scope):len(scope)], item)); err != nil {
			return err
		}
	}
	return nil
}

// itemsOf returns what a section is repeated for: the items of a list, or once
// for what is true or holds something.
func itemsOf(value any) (out []any) {
	switch v := value.(type) {
	case []Data:
		for _, d := range v {
			out = append(out, d)
		}
	case []string:
		for _, s := range v {
			out = append(out, s)
		}
	case Data:
		out = []any{v}
	case bool:
		if v {
			out = []any{nil}
		}
	case string:
		if v != "" {
			out = []any{v}
		}
	}
	return out
}

// lookup finds a name in the innermost item that has it.
func lookup(scope []any, name string) (any, bool) {
	if name == "." {
		s, ok := scope[len(scope)-1].(string)
		return s, ok
	}
	first, rest, deeper := strings.Cut(name, ".")
	for i := len(scope) - 1; i >= 0; i-- {
		data, ok := scope[i].(Data)
		if !ok {
			continue
		}
		value, ok := data[first]
		if !ok {
			continue
		}
		if !deeper {
			return value, true
		}
		inner, ok := value.(Data)
		if !ok {
			return nil, false
		}
		return lookup([]any{inner}, rest)
	}
	return nil, false
}

// lineEnd stands for a line end within a value.
const lineEnd = "<br>"

// escape writes a value so that Markdown reads it as text: CommonMark lets
// every sign of ASCII be preceded by a backslash, or be written by its number
// (§2.4, §2.5).
func escape(value string) string {
	value = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\n':
			b.WriteString(lineEnd)
		case c == '\t', c < ' ', c == 0x7f:
			b.WriteByte(' ')
		case c == '\\': // before the bar of a table's cell it would hide the bar
			b.WriteString("&#92;")
		case isPunct(c):
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
