package document

import (
	"strings"
	"unicode"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Template is Markdown with named fields.
type Template struct{ nodes []node }

// MaxTemplate is how long a template may be, in bytes.
const MaxTemplate = 1 << 20

// maxDepth is how deep sections may stand in one another.
const maxDepth = 20

type nodeKind byte

const (
	literal  nodeKind = 0
	field    nodeKind = '='
	section  nodeKind = '#' // for each item, or when it is true
	inverted nodeKind = '^' // when there is none
	closing  nodeKind = '/'
	comment  nodeKind = '!'
)

type node struct {
	kind  nodeKind
	text  string // of a literal; the name of the others
	line  int    // from 1
	inner []node // of a section
}

const op = "document.Template"

func wrong(line int, fr, en string, args ...any) error {
	say, what := i18n.T("Ligne %d du modèle\u202f: ", "Line %d of the template: ", line), i18n.T(fr, en, args...)
	return &fault.Error{Kind: fault.Invalid, Op: op, Say: i18n.Text{Fr: say.Fr + what.Fr, En: say.En + what.En}}
}

// Parse reads a template. What is wrong with it is Invalid and names the line.
func Parse(text string) (*Template, error) {
	if len(text) > MaxTemplate {
		return nil, fault.New(fault.TooLarge, op, "Ce modèle est trop long\u202f: un mégaoctet au plus.", "This template is too long: one megabyte at most.")
	}
	flat, err := tags(strings.ReplaceAll(text, "\r\n", "\n"))
	if err != nil {
		return nil, err
	}
	nodes, _, err := nest(flat, node{}, 0)
	return &Template{nodes}, err
}

// tags cuts a text into literals and tags. A section's tag or a comment that
// stands alone on its line takes the line with it: rows of a table stay
// together.
func tags(text string) (out []node, err error) {
	pos, line := 0, 1
	for {
		start := strings.Index(text[pos:], "{{")
		if start < 0 {
			return append(out, node{text: text[pos:], line: line}), nil
		}
		start += pos
		at := line + strings.Count(text[pos:start], "\n")
		inside, _, closed := strings.Cut(text[start+2:], "}}")
		if !closed || strings.Contains(inside, "\n") {
			return nil, wrong(at, "un champ commence par {{ et n’est pas fermé par }}.", "a field begins with {{ and is not closed by }}.")
		}
		end := start + 2 + len(inside) + 2
		tag := node{kind: field, text: strings.TrimSpace(inside), line: at}
		if tag.text != "" && strings.IndexByte("#^/!", tag.text[0]) >= 0 {
			tag.kind, tag.text = nodeKind(tag.text[0]), strings.TrimSpace(tag.text[1:])
			start, end = wholeLine(text, start, end)
		}
		if tag.kind != comment && !isName(tag.text) {
			return nil, wrong(at, "« %s » n’est pas un nom de champ.", "“%s” is no name of a field.", tag.text)
		}
		out = append(out, node{text: text[min(pos, start):start], line: line}, tag)
		line += strings.Count(text[pos:end], "\n")
		pos = end
	}
}

// wholeLine widens a range to its line when nothing else stands on it.
func wholeLine(text string, start, end int) (int, int) {
	from := strings.LastIndexByte(text[:start], '\n') + 1
	to := strings.IndexByte(text[end:], '\n') + 1
	if to == 0 {
		to = len(text) - end
	}
	to += end
	if strings.TrimSpace(text[from:start]) != "" || strings.TrimSpace(text[end:to]) != "" {
		return start, end
	}
	return from, to
}

// nest puts what stands between the tags of a section into it, and returns what
// follows the section that is open.
func nest(flat []node, open node, depth int) (out, rest []node, err error) {
	if depth > maxDepth {
		return nil, nil, wrong(open.line, "les sections sont emboîtées trop profondément.", "sections stand too deep in one another.")
	}
	for len(flat) > 0 {
		n := flat[0]
		flat = flat[1:]
		switch n.kind {
		case comment:
			continue
		case closing:
			if open.text == "" {
				return nil, nil, wrong(n.line, "{{/%s}} ferme une section qui n’est pas ouverte.", "{{/%s}} closes a section that is not open.", n.text)
			}
			if n.text != open.text {
				return nil, nil, unclosed(open)
			}
			return out, flat, nil
		case section, inverted:
			if n.inner, flat, err = nest(flat, n, depth+1); err != nil {
				return nil, nil, err
			}
		}
		out = append(out, n)
	}
	if open.text != "" {
		return nil, nil, unclosed(open)
	}
	return out, nil, nil
}

func unclosed(open node) error {
	return wrong(open.line, "la section « %s » n’est pas fermée\u202f: ajoutez {{/%s}}.", "section “%s” is not closed: add {{/%s}}.", open.text, open.text)
}

// isName tells whether a field may be called so: letters, digits, "_", "-", and
// "." between parts or alone.
func isName(s string) bool {
	if s == "." {
		return true
	}
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || strings.ContainsFunc(part, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && r != '_' && r != '-'
		}) {
			return false
		}
	}
	return true
}
