package anonymise

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// YAML writes the plan as a file; notes become comments.
func (p *Plan) YAML() []byte { return p.encode(true) }

// encode writes the plan by hand: each plan has one form, whose digest names it.
func (p *Plan) encode(notes bool) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "version: %d\ncolumns:\n", Version)
	for _, s := range p.Columns {
		if notes && s.Note != "" {
			fmt.Fprintf(&b, "  # %s\n", strings.Join(strings.Fields(s.Note), " "))
		}
		fmt.Fprintf(&b, "  - column: %s\n    do: %s\n", quoted(s.Column), s.Do)
		field := func(name, value string) { fmt.Fprintf(&b, "    %s: %s\n", name, value) }
		switch s.Do {
		case Generalise:
			field("to", s.To)
			if s.To == ToBand {
				field("size", strconv.FormatInt(s.Size, 10))
			}
			if s.To == ToGrid {
				field("decimals", strconv.Itoa(s.Digits))
			}
		case Mask:
			if s.Show > 0 {
				field("show", strconv.Itoa(s.Show))
			}
		case Code:
			if s.Bottom != nil {
				field("bottom", number(*s.Bottom))
			}
			if s.Top != nil {
				field("top", number(*s.Top))
			}
		case Redact:
			if s.Mark != DefaultMark {
				field("mark", quoted(s.Mark))
			}
		}
		if len(s.Accept) > 0 {
			var kinds []string
			for _, k := range s.Accept {
				kinds = append(kinds, string(k))
			}
			field("accept", "["+strings.Join(kinds, ", ")+"]")
		}
	}
	a := p.Anonymity
	if len(a.Columns) > 0 {
		fmt.Fprintf(&b, "anonymity:\n  k: %d\n  columns: %s\n", a.K, list(a.Columns))
		if len(a.Sensitive) > 0 {
			fmt.Fprintf(&b, "  sensitive: %s\n", list(a.Sensitive))
		}
	}
	return b.Bytes()
}

func list(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = quoted(n)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// plain is a text that may stand in YAML without quotes, unless it is a word
// that YAML takes for something else.
var plain = regexp.MustCompile(`^[\pL_][\pL\pN_.-]*( [\pL\pN_.-]+)*$`)

// quoted writes a text so that YAML reads it back as that text.
func quoted(s string) string {
	var back any
	if plain.MatchString(s) && yaml.Unmarshal([]byte(s), &back) == nil && back == any(s) {
		return s
	}
	return strconv.Quote(s)
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
