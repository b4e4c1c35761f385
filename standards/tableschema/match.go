package tableschema

import (
	"fmt"
	"strings"

	"airial/standards/tabular"
)

// Column is one column of a file, and the field it was recognised as.
type Column struct {
	Index int    `json:"index"`           // place in the file, from 0
	Label string `json:"label"`           // as written in the file
	Field string `json:"field,omitempty"` // name of the field, "" when none
	// Name is what a clean table calls the column: the name of the field, or
	// the label without the blanks around it. Names differ from each other.
	Name string `json:"name"`
}

// Matching is the result of [Match].
type Matching struct {
	Columns []Column
	Missing []string // fields without a column, in the schema's order
	issues  []labelIssue
}

// labelIssue is a fault of the header.
type labelIssue struct {
	code  string
	index int
	label string
	field string // for incorrect-label: the right name
	hint  string // a field without a column that the label resembles
	first int    // for duplicate-label: the first such column, from 0
}

// Match says which column is which field. Labels match in spite of case,
// accents, blanks around them, curly apostrophes and a byte order mark; a
// label that is written exactly right wins over one that is not. schema may be
// nil: no column has a field then.
func Match(header []string, schema *Schema) Matching {
	m := Matching{Columns: make([]Column, len(header))}
	taken := map[string]int{} // field or label to column
	fieldOf := fieldsOf(header, schema)
	for i, label := range header {
		clean := cleanLabel(label)
		col := Column{Index: i, Label: label, Name: clean}
		switch first, again := taken[clean]; {
		case clean == "":
			m.issues = append(m.issues, labelIssue{code: "blank-label", index: i, label: label})
		case again:
			m.issues = append(m.issues, labelIssue{code: "duplicate-label", index: i, label: clean, first: first})
		case schema == nil:
			taken[clean] = i
		case fieldOf[i] == "":
			taken[clean] = i
			m.issues = append(m.issues, labelIssue{code: "extra-label", index: i, label: clean})
		default:
			name := fieldOf[i]
			if first, again := taken["\x00"+name]; again {
				m.issues = append(m.issues, labelIssue{code: "duplicate-label", index: i, label: clean, field: name, first: first})
				break
			}
			taken[clean], taken["\x00"+name] = i, i
			col.Field, col.Name = name, name
			if label != name {
				m.issues = append(m.issues, labelIssue{code: "incorrect-label", index: i, label: label, field: name})
			}
		}
		m.Columns[i] = col
	}
	m.findMissing(schema)
	m.distinctNames()
	return m
}

// fieldsOf gives the name of the field that each label means, "" for none. A
// field that some label names exactly is not given to another label.
func fieldsOf(header []string, schema *Schema) []string {
	names := make([]string, len(header))
	if schema == nil {
		return names
	}
	folded := map[string]string{}
	for i := range schema.Fields {
		name := schema.Fields[i].Name
		if key := tabular.Fold(name); folded[key] == "" {
			folded[key] = name
		}
	}
	for i, label := range header {
		if schema.index(label) >= 0 {
			names[i] = label
			continue
		}
		names[i] = folded[tabular.Fold(label)]
	}
	return preferExact(header, names)
}

// preferExact takes a field away from the labels that nearly name it when
// another label names it exactly: they are columns of their own then.
func preferExact(header, names []string) []string {
	owner := map[string]bool{}
	for i, label := range header {
		if names[i] != "" && label == names[i] {
			owner[label] = true
		}
	}
	for i, label := range header {
		if names[i] != label && owner[names[i]] && cleanLabel(label) != names[i] {
			names[i] = ""
		}
	}
	return names
}

func (m *Matching) findMissing(schema *Schema) {
	if schema == nil {
		return
	}
	have := map[string]bool{}
	for _, c := range m.Columns {
		have[c.Field] = true
	}
	for i := range schema.Fields {
		if name := schema.Fields[i].Name; !have[name] {
			m.Missing = append(m.Missing, name)
		}
	}
	for i := range m.issues {
		if issue := &m.issues[i]; issue.code == "extra-label" {
			issue.hint = resembling(issue.label, m.Missing)
		}
	}
}

// distinctNames gives every column a name of its own, whatever the labels.
func (m *Matching) distinctNames() {
	seen := map[string]bool{}
	for i := range m.Columns {
		if c := &m.Columns[i]; c.Field != "" {
			seen[strings.ToLower(c.Name)] = true
		}
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.Field != "" {
			continue
		}
		if c.Name == "" {
			c.Name = fmt.Sprintf("colonne_%d", i+1)
		}
		base := c.Name
		for n := 2; seen[strings.ToLower(c.Name)]; n++ {
			c.Name = fmt.Sprintf("%s_%d", base, n)
		}
		seen[strings.ToLower(c.Name)] = true
	}
}

// cleanLabel cuts byte order marks and blanks around a label, and makes one
// line of it.
func cleanLabel(label string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(label, "\uFEFF", "")), " ")
}

// resembling gives the only name that label resembles: the same without
// blanks, hyphens and underscores, or two letters away at most.
func resembling(label string, names []string) string {
	bare := bareLabel(label)
	found := ""
	for _, n := range names {
		b := bareLabel(n)
		if b == bare {
			return n
		}
		if len(b) >= 6 && distance(bare, b, 2) <= 2 {
			if found != "" {
				return ""
			}
			found = n
		}
	}
	return found
}

func bareLabel(label string) string {
	return strings.NewReplacer(" ", "", "_", "", "-", "", "'", "", ".", "").Replace(tabular.Fold(label))
}
