package main

import (
	_ "embed"
	"fmt"
	"strings"
)

// rareTemplates are sentences for kinds that the others hardly have.
//
//go:embed rare.txt
var rareTemplates string

// eachRare is how many sentences are made of one of them.
const eachRare = 9

// rare makes the sentences for rare kinds, with a seed of their own: the others
// stay as they are.
func rare() string {
	var b strings.Builder
	b.WriteString("# Made by “go run ./make”, of make/rare.txt: do not edit.\n")
	m := newMaker(11)
	for line := range strings.Lines(rareTemplates) {
		line = strings.TrimSuffix(line, "\n")
		if half, ok := strings.CutPrefix(line, "#half "); ok {
			m.half = half
			b.WriteString(line + "\n")
			continue
		}
		n := eachRare
		if !strings.Contains(line, "{") {
			n = 1
		}
		for range n {
			b.WriteString(m.fill(line) + "\n")
		}
	}
	return b.String()
}

// rareSlot fills the slots that only these templates have.
func (m *maker) rareSlot(slot string) (string, bool) {
	capital := func() string { return string("ABCDEFGHJKLMNPQRSTVWXYZ"[m.IntN(23)]) }
	switch slot {
	case "ine":
		if m.IntN(2) == 0 {
			return m.number(10) + capital(), true
		}
		return m.number(9) + capital() + capital(), true
	case "mac":
		var parts []string
		for range 6 {
			parts = append(parts, fmt.Sprintf("%02x", m.IntN(256)))
		}
		return strings.Join(parts, pick(m, []string{":", "-"})), true
	case "ip":
		return fmt.Sprintf("%d.%d.%d.%d", 77+m.IntN(20), m.IntN(256), m.IntN(256), 1+m.IntN(254)), true
	case "point":
		return fmt.Sprintf("%d.%05d, -%d.%05d", 43+m.IntN(2), m.IntN(100000), m.IntN(2), m.IntN(100000)), true
	case "cni":
		return m.number(12), true
	case "passport":
		return m.number(2) + capital() + capital() + m.number(5), true
	case "oldplate":
		return fmt.Sprintf("%d %s%s %d", 100+m.IntN(8900), capital(), capital(), 10+m.IntN(80)), true
	}
	return "", false
}
