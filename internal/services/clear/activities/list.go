package activities

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/clear"
)

// List is a list of activities, the same for every member.
type List struct {
	Version string
	all     []activity
}

type activity struct {
	ID         string   `yaml:"id"`
	Fr         string   `yaml:"fr"`
	En         string   `yaml:"en"`
	Sensitive  bool     `yaml:"sensitive"`
	Categories []string `yaml:"categories"`
	Schemas    []string `yaml:"schemas"`
	Words      []string `yaml:"words"`
}

//go:embed usual.yaml
var usual []byte

// Usual are the activities that come with the program.
var Usual = func() *List {
	l, err := read(usual)
	if err != nil {
		panic(err) // a test reads them
	}
	return l
}()

func read(b []byte) (*List, error) {
	var file struct {
		Version    string     `yaml:"version"`
		Activities []activity `yaml:"activities"`
	}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(&file); err != nil {
		return nil, err
	}
	for i, a := range file.Activities {
		if !a.activity().Valid() || a.En == "" {
			return nil, fmt.Errorf("activity %d (%s): id, names and known categories are wanted", i+1, a.ID)
		}
	}
	slices.SortStableFunc(file.Activities, func(a, b activity) int { return strings.Compare(text.SortKey(a.Fr), text.SortKey(b.Fr)) })
	return &List{Version: file.Version, all: file.Activities}, nil
}

func (a activity) activity() clear.Activity {
	return clear.Activity{ID: a.ID, Name: i18n.T(a.Fr, a.En), Sensitive: a.Sensitive, Categories: a.Categories}
}

// Of implements clear.Activities: all of them, by their French name.
func (l *List) Of(context.Context, access.Tx, string) ([]clear.Activity, error) {
	out := make([]clear.Activity, len(l.all))
	for i, a := range l.all {
		out[i] = a.activity()
	}
	return out, nil
}

// Proposed implements clear.Activities: the schema decides, else the longest
// words of the title.
func (l *List) Proposed(_ context.Context, _ access.Tx, _, schema, title string) (string, error) {
	return l.Likely(schema, title), nil
}

// Likely is the identifier of the activity that a schema or, where none says, a
// title points to; "" for none. schema may name its version.
func (l *List) Likely(schema, title string) string {
	name, _, _ := strings.Cut(schema, "@")
	for _, a := range l.all {
		if slices.Contains(a.Schemas, name) {
			return a.ID
		}
	}
	said := strings.Fields(text.Fold(strings.NewReplacer("’", " ", "'", " ", "-", " ", "_", " ").Replace(title)))
	best, length := "", 0
	for _, a := range l.all {
		for _, line := range a.Words {
			if len(line) > length && within(said, strings.Fields(line)) {
				best, length = a.ID, len(line)
			}
		}
	}
	return best
}

// within tells whether words follow one another in a text.
func within(said, words []string) bool {
	for i := 0; i+len(words) <= len(said); i++ {
		if slices.Equal(said[i:i+len(words)], words) {
			return true
		}
	}
	return false
}
