// Command make writes the made half of the corpus: run it in privacy/corpus with
// "go run ./make". The same seed gives the same corpus on every machine.
package main

import (
	_ "embed"
	"fmt"
	"os"
	"strings"
)

//go:embed templates.txt
var templates string

// each is how many sentences are made of one template.
const each = 22

func main() {
	if err := write(); err != nil {
		fmt.Fprintln(os.Stderr, "make:", err)
		os.Exit(1)
	}
}

func write() error {
	var b strings.Builder
	b.WriteString("# Made by “go run ./make”, of make/templates.txt: do not edit.\n")
	m := newMaker(5)
	for line := range strings.Lines(templates) {
		line = strings.TrimSuffix(line, "\n")
		if half, ok := strings.CutPrefix(line, "#half "); ok {
			m.half = half
			b.WriteString(line + "\n")
			continue
		}
		n := each
		if !strings.Contains(line, "{") {
			n = 1
		}
		for range n {
			s := m.fill(line)
			if m.IntN(14) == 0 {
				s = noise(m, s)
			}
			b.WriteString(s + "\n")
		}
	}
	if err := os.WriteFile("testdata/made.txt", []byte(b.String()), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile("testdata/made-rare.txt", []byte(rare()), 0o644); err != nil {
		return err
	}
	return os.WriteFile("testdata/tables.txt", []byte(tables()), 0o644)
}

// noise spoils a sentence as files do: accents lost, blanks doubled, apostrophes
// of typewriters. Marks are ASCII and stay.
func noise(m *maker, s string) string {
	switch m.IntN(3) {
	case 0:
		return strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "ç", "c", "É", "E", "ï", "i", "ô", "o", "’", "'").Replace(s)
	case 1:
		return strings.ReplaceAll(s, ", ", " ,  ")
	}
	return strings.ReplaceAll(s, "’", "'")
}
