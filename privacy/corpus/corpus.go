package corpus

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"airial/privacy"
)

//go:embed testdata
var files embed.FS

// Half is a part of the corpus.
type Half string

// The halves.
const (
	Dev  Half = "dev"  // to improve the detector on
	Held Half = "held" // to measure it on
)

// Label is something personal at its place in a text.
type Label struct {
	Kind       privacy.Kind
	Role       privacy.Role
	Start, End int // bytes
}

// Sentence is a text with what is personal in it.
type Sentence struct {
	Text   string
	Labels []Label
	Half   Half
	ByHand bool
	Where  string // file and line
}

// Sentences reads the sentences.
func Sentences() ([]Sentence, error) {
	names, err := fs.Glob(files, "testdata/*.txt")
	if err != nil {
		return nil, err
	}
	var out []Sentence
	for _, name := range names {
		if strings.HasPrefix(name, "testdata/tables") {
			continue
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		half, count, byHand := Half(""), 0, strings.Contains(name, "hand")
		n := 0
		for line := range strings.Lines(string(text)) {
			n++
			line = strings.TrimSuffix(line, "\n")
			if h, ok := strings.CutPrefix(line, "#half "); ok {
				half = Half(h)
			}
			if line == "" || line[0] == '#' {
				continue
			}
			count++
			s := Sentence{Half: half, ByHand: byHand, Where: fmt.Sprintf("%s:%d", strings.TrimPrefix(name, "testdata/"), n)}
			if half == "" {
				s.Half = []Half{Dev, Held}[count%2]
			}
			if s.Text, s.Labels, err = unmark(line); err != nil {
				return nil, fmt.Errorf("%s: %w", s.Where, err)
			}
			out = append(out, s)
		}
	}
	return out, nil
}

// unmark takes the marks out of a text.
func unmark(line string) (string, []Label, error) {
	line = strings.ReplaceAll(line, `\n`, "\n")
	var b strings.Builder
	var labels []Label
	for {
		before, rest, ok := strings.Cut(line, "[")
		b.WriteString(before)
		if !ok {
			return b.String(), labels, nil
		}
		inside, after, ok := strings.Cut(rest, "]")
		mark, text, spaced := strings.Cut(inside, " ")
		if !ok || !spaced {
			return "", nil, fmt.Errorf("no mark is %q", rest)
		}
		l, err := label(mark)
		if err != nil {
			return "", nil, err
		}
		l.Start = b.Len()
		b.WriteString(text)
		l.End = b.Len()
		labels = append(labels, l)
		line = after
	}
}

func label(mark string) (Label, error) {
	mark, body := strings.CutSuffix(mark, ".b")
	mark, public := strings.CutSuffix(mark, ".o")
	l := Label{Kind: privacy.Kind(mark), Role: privacy.Private}
	switch mark {
	case "p":
		l.Kind = privacy.PersonName
	case "o":
		l.Kind, l.Role = privacy.PersonName, privacy.Public
	}
	if public {
		l.Role = privacy.Public
	}
	if body {
		l.Role = privacy.Body
	}
	if !slices.Contains(privacy.Kinds, l.Kind) {
		return l, fmt.Errorf("no kind is named %q", mark)
	}
	return l, nil
}
