package anonymise

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/privacy"
)

// mostPlan is the size in bytes that a plan may have.
const mostPlan = 1 << 20

// PlanError says what is wrong with a plan, where, and what would be right.
type PlanError struct {
	Line   int // 0 for none
	Fr, En string
}

func (e *PlanError) Error() string { return e.In("en") }

// In says it in French, or in English.
func (e *PlanError) In(lang string) string {
	text, line := e.Fr, "ligne %d : "
	if lang == "en" {
		text, line = e.En, "line %d: "
	}
	if e.Line > 0 {
		return fmt.Sprintf(line, e.Line) + text
	}
	return text
}

func wrong(n *yaml.Node, fr, en string, args ...any) error {
	e := &PlanError{Fr: fmt.Sprintf(fr, args...), En: fmt.Sprintf(en, args...)}
	if n != nil {
		e.Line = n.Line
	}
	return e
}

// Parse reads a plan. It is strict: a word that it does not know is an error,
// which names the nearest one that it does.
func Parse(file []byte) (*Plan, error) {
	if len(file) > mostPlan {
		return nil, wrong(nil, "le plan est trop grand.", "the plan is too large.")
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(file, &doc); err != nil {
		return nil, wrong(nil, "le plan n’est pas du YAML lisible : %v", "the plan is no readable YAML: %v", err)
	}
	if len(doc.Content) == 0 {
		return nil, wrong(nil, "le plan est vide.", "the plan is empty.")
	}
	p, version := &Plan{}, 0
	err := fields(doc.Content[0], map[string]func(*yaml.Node) error{
		"version": whole(&version),
		"columns": func(n *yaml.Node) error {
			if n.Kind != yaml.SequenceNode {
				return wrong(n, "« columns » est une liste de colonnes.", "“columns” is a list of columns.")
			}
			for _, item := range n.Content {
				s, err := readStep(item)
				if err != nil {
					return err
				}
				if p.Step(s.Column) != nil {
					return wrong(item, "la colonne « %s » figure deux fois.", "column “%s” stands twice.", s.Column)
				}
				p.Columns = append(p.Columns, s)
			}
			return nil
		},
		"anonymity": func(n *yaml.Node) error {
			p.Anonymity.K = 1
			return fields(n, map[string]func(*yaml.Node) error{
				"k": whole(&p.Anonymity.K), "columns": names(&p.Anonymity.Columns), "sensitive": names(&p.Anonymity.Sensitive)})
		},
	})
	if err != nil {
		return nil, err
	}
	if version != Version {
		return nil, wrong(nil, "écrivez « version: %d » : c’est la forme de plan que ce programme lit.", "write “version: %d”: it is the form of plan that this program reads.", Version)
	}
	return p, p.Check()
}

// fields reads a mapping by the readers of its keys.
func fields(n *yaml.Node, known map[string]func(*yaml.Node) error) error {
	if n.Kind != yaml.MappingNode {
		return wrong(n, "des lignes « nom: valeur » sont attendues ici.", "lines “name: value” are expected here.")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		read, ok := known[key.Value]
		if !ok {
			return unknown(key, keys(known))
		}
		if seen[key.Value] {
			return wrong(key, "« %s » figure deux fois.", "“%s” stands twice.", key.Value)
		}
		seen[key.Value] = true
		if err := read(n.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

func keys(known map[string]func(*yaml.Node) error) []string {
	var out []string
	for k := range known {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func unknown(n *yaml.Node, known []string) error {
	if near := nearest(n.Value, known); near != "" {
		return wrong(n, "« %s » est inconnu ; vouliez-vous dire « %s » ?", "“%s” is unknown; did you mean “%s”?", n.Value, near)
	}
	return wrong(n, "« %s » est inconnu ; choisissez parmi %s.", "“%s” is unknown; choose among %s.", n.Value, strings.Join(known, ", "))
}

func readStep(n *yaml.Node) (Step, error) {
	s := Step{Mark: DefaultMark, Digits: DefaultDecimals}
	var action string
	var kinds []string
	err := fields(n, map[string]func(*yaml.Node) error{
		"column": text(&s.Column), "do": oneOf(&action, actionNames()), "to": oneOf(&s.To, Levels), "size": whole64(&s.Size),
		"decimals": whole(&s.Digits), "show": whole(&s.Show), "bottom": real(&s.Bottom), "top": real(&s.Top), "mark": text(&s.Mark),
		"accept": func(n *yaml.Node) error {
			if err := names(&kinds)(n); err != nil {
				return err
			}
			for i, k := range kinds {
				if !slices.Contains(kindNames, k) {
					return unknown(n.Content[i], kindNames)
				}
				s.Accept = append(s.Accept, privacy.Kind(k))
			}
			return nil
		},
	})
	s.Do = Action(action)
	if err == nil && s.Do == "" {
		err = wrong(n, "dites ce que devient la colonne « %s » : « do: keep », « do: drop »…", "say what becomes of column “%s”: “do: keep”, “do: drop”…", s.Column)
	}
	if err == nil {
		err = s.check(n)
	}
	return s, err
}

func actionNames() []string {
	var out []string
	for _, a := range Actions {
		out = append(out, string(a))
	}
	return out
}

func text(out *string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode {
			return wrong(n, "un texte est attendu ici.", "a text is expected here.")
		}
		*out = n.Value
		return nil
	}
}

func oneOf(out *string, known []string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode || !slices.Contains(known, n.Value) {
			return unknown(n, known)
		}
		*out = n.Value
		return nil
	}
}

func whole(out *int) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		var v int64
		err := whole64(&v)(n)
		*out = int(v)
		return err
	}
}

func whole64(out *int64) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		v, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || v < 0 || v > 1e15 {
			return wrong(n, "« %s » n’est pas un nombre entier.", "“%s” is no whole number.", n.Value)
		}
		*out = v
		return nil
	}
}

func real(out **float64) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		v, err := strconv.ParseFloat(n.Value, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return wrong(n, "« %s » n’est pas un nombre.", "“%s” is no number.", n.Value)
		}
		*out = &v
		return nil
	}
}

func names(out *[]string) func(*yaml.Node) error {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.SequenceNode {
			return wrong(n, "une liste entre crochets est attendue ici.", "a list in brackets is expected here.")
		}
		for _, item := range n.Content {
			*out = append(*out, item.Value)
		}
		return nil
	}
}
