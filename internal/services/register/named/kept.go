package named

import (
	"bytes"
	_ "embed"
	"fmt"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/term"
)

// noRight is the reason that whoever asks may not decide.
const noRight = "no-right"

// A Reason says why a row stays.
type Reason struct {
	ID          string `yaml:"id"`
	Fr          string `yaml:"fr"`
	En          string `yaml:"en"`
	term.Source `yaml:",inline"`
}

// Words is the reason for people.
func (r Reason) Words() i18n.Text { return i18n.Text{Fr: r.Fr, En: r.En} }

//go:embed data/kept.yaml
var keptFile []byte

var reasons = mustReasons(keptFile)

func mustReasons(file []byte) map[string]Reason {
	var all struct {
		Version string   `yaml:"version"`
		Reasons []Reason `yaml:"reasons"`
	}
	d := yaml.NewDecoder(bytes.NewReader(file))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		panic(fmt.Sprintf("named: data/kept.yaml: %v", err))
	}
	out := map[string]Reason{}
	for _, r := range all.Reasons {
		out[r.ID] = r
	}
	return out
}

// ReasonOf returns a reason by its name.
func ReasonOf(id string) (Reason, bool) { r, ok := reasons[id]; return r, ok }
