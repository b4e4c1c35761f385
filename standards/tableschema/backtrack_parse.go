package tableschema

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// newBacktracker reads the patterns that Go's engine refuses.
func newBacktracker(source string) (*backtracker, error) {
	p := &patternParser{rest: source}
	root, err := p.alternatives(0)
	if err != nil {
		return nil, err
	}
	if p.rest != "" {
		return nil, fmt.Errorf("a closing parenthesis stands alone")
	}
	if p.highest > p.groups {
		return nil, fmt.Errorf(`\%d refers to a group that is not there`, p.highest)
	}
	return &backtracker{root: root, groups: p.groups}, nil
}

type patternParser struct {
	rest    string
	groups  int // groups seen so far
	highest int // highest back-reference
}

// maxPatternDepth bounds how deep groups nest.
const maxPatternDepth = 100

func (p *patternParser) alternatives(depth int) (node, error) {
	if depth > maxPatternDepth {
		return nil, fmt.Errorf("groups nest too deep")
	}
	var branches []node
	for {
		n, err := p.branch(depth)
		if err != nil {
			return nil, err
		}
		branches = append(branches, n)
		if !strings.HasPrefix(p.rest, "|") {
			return either(branches), nil
		}
		p.rest = p.rest[1:]
	}
}

func (p *patternParser) branch(depth int) (node, error) {
	var nodes []node
	for p.rest != "" && p.rest[0] != '|' && p.rest[0] != ')' {
		n, err := p.atom(depth)
		if err != nil {
			return nil, err
		}
		if n, err = p.quantified(n); err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return sequence(nodes), nil
}

func (p *patternParser) atom(depth int) (node, error) {
	switch c := p.rest[0]; c {
	case '^':
		p.rest = p.rest[1:]
		return textStart, nil
	case '$':
		p.rest = p.rest[1:]
		return textEnd, nil
	case '(':
		return p.group(depth)
	case '[':
		end := classEnd(p.rest)
		if end < 0 {
			return nil, fmt.Errorf("a bracket is not closed")
		}
		return p.class(end)
	case '\\':
		if len(p.rest) > 1 && p.rest[1] >= '1' && p.rest[1] <= '9' {
			g := int(p.rest[1] - '0')
			p.highest = max(p.highest, g)
			p.rest = p.rest[2:]
			return again(g), nil
		}
		n := 1
		if len(p.rest) > 1 {
			_, size := utf8.DecodeRuneInString(p.rest[1:])
			n += size
		}
		if strings.HasPrefix(p.rest, `\u`) && len(p.rest) >= 6 {
			n = 6
		}
		return p.class(n)
	case '*', '+', '?':
		return nil, fmt.Errorf("nothing stands before %q", c)
	}
	_, size := utf8.DecodeRuneInString(p.rest)
	return p.class(size)
}

// class makes a node of the next n bytes, which describe one character.
func (p *patternParser) class(n int) (node, error) {
	text := p.rest[:n]
	p.rest = p.rest[n:]
	if text != "." && n > 0 && text[0] != '[' && text[0] != '\\' {
		text = regexp.QuoteMeta(text)
	}
	re, err := regexp.Compile(`\A` + rewritePattern(text) + `\z`)
	if err != nil {
		return nil, err
	}
	return oneRune(re), nil
}

// classEnd gives the length of the bracket expression that s begins with.
func classEnd(s string) int {
	i := 1
	if strings.HasPrefix(s[i:], "^") {
		i++
	}
	if strings.HasPrefix(s[i:], "]") {
		i++
	}
	for ; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ']':
			return i + 1
		}
	}
	return -1
}

func (p *patternParser) group(depth int) (node, error) {
	number := 0
	look, want := false, true
	switch {
	case strings.HasPrefix(p.rest, "(?:"):
		p.rest = p.rest[3:]
	case strings.HasPrefix(p.rest, "(?="), strings.HasPrefix(p.rest, "(?!"):
		look, want = true, p.rest[2] == '='
		p.rest = p.rest[3:]
	case strings.HasPrefix(p.rest, "(?"):
		return nil, fmt.Errorf("the group %.4q is of a kind we do not read", p.rest)
	default:
		p.groups++
		number = p.groups
		p.rest = p.rest[1:]
	}
	n, err := p.alternatives(depth + 1)
	if err != nil {
		return nil, err
	}
	if p.rest == "" {
		return nil, fmt.Errorf("a parenthesis is not closed")
	}
	p.rest = p.rest[1:]
	switch {
	case look:
		return ahead(n, want), nil
	case number > 0:
		return group(number, n), nil
	}
	return n, nil
}

var bounds = regexp.MustCompile(`^\{(\d{1,4})(,(\d{0,4}))?\}`)

// quantified reads the quantifier that may follow an atom.
func (p *patternParser) quantified(n node) (node, error) {
	if p.rest == "" {
		return n, nil
	}
	least, most := 1, 1
	switch p.rest[0] {
	case '*':
		least, most = 0, -1
	case '+':
		least, most = 1, -1
	case '?':
		least, most = 0, 1
	case '{':
		m := bounds.FindStringSubmatch(p.rest)
		if m == nil {
			return n, nil
		}
		least, _ = strconv.Atoi(m[1])
		most = least
		if m[2] != "" {
			most = -1
			if m[3] != "" {
				most, _ = strconv.Atoi(m[3])
			}
		}
		p.rest = p.rest[len(m[0])-1:]
	default:
		return n, nil
	}
	p.rest = p.rest[1:]
	lazy := strings.HasPrefix(p.rest, "?")
	if lazy {
		p.rest = p.rest[1:]
	}
	return repeat(n, least, most, lazy), nil
}
