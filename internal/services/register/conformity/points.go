package conformity

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
)

//go:embed data/points.yaml
var data embed.FS

type rule struct {
	Only, Unless []string
	Why          string
}

type ruleFile struct {
	Source, Date, Verified string
	Points                 map[string]rule
}

var rules = sync.OnceValue(func() ruleFile {
	b, err := data.ReadFile("data/points.yaml")
	var f ruleFile
	if err == nil {
		err = yaml.Unmarshal(b, &f)
	}
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	return f
})

func pair(s string) i18n.Text {
	fr, en, _ := strings.Cut(s, " | ")
	return i18n.T(fr, en)
}

// Source says where the rules come from, and whether somebody compared them.
func Source() (source i18n.Text, verified string) {
	return pair(rules().Source), rules().Verified
}

// BasesOf are the legal bases of an activity.
func BasesOf(r model.Record) (out []string) {
	for _, row := range r.Lists[activity.ListPurposes] {
		if b := row.Cells["basis"].Fr; b != "" && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

// LeftOut says which points do not apply under some legal bases, and why. An
// activity without a basis leaves nothing out.
func LeftOut(bases []string) map[string]i18n.Text {
	out := map[string]i18n.Text{}
	if len(bases) == 0 {
		return out
	}
	for point, r := range rules().Points {
		among := func(list []string) func(string) bool {
			return func(b string) bool { return slices.Contains(list, b) }
		}
		if len(r.Only) > 0 && !slices.ContainsFunc(bases, among(r.Only)) ||
			len(r.Unless) > 0 && !slices.ContainsFunc(bases, func(b string) bool { return !slices.Contains(r.Unless, b) }) {
			out[point] = pair(r.Why)
		}
	}
	return out
}

// Level is how far an activity complies.
type Level string

// The levels.
const (
	Met   Level = "met"
	Minor Level = "minor"
	Major Level = "major"
)

// Label says a level in words.
func (l Level) Label() i18n.Text {
	switch l {
	case Met:
		return i18n.T("conforme", "compliant")
	case Minor:
		return i18n.T("non-conformité mineure", "minor non-compliance")
	case Major:
		return i18n.T("non-conformité majeure", "major non-compliance")
	}
	return i18n.T("non évalué", "not evaluated")
}

// majorFrom is how many minor points make a major whole.
const majorFrom = 3

// Counts are the points of an evaluation by what they weigh.
type Counts struct{ Met, Minor, Major, LeftOut int }

// Level is that of the whole.
func (c Counts) Level() Level {
	switch {
	case c.Major > 0 || c.Minor >= majorFrom:
		return Major
	case c.Minor > 0:
		return Minor
	}
	return Met
}

// Count weighs answers: a point that is not met is minor where an action is
// planned for it.
func Count(a maturity.Answers, n maturity.Notes) Counts {
	var c Counts
	for point, position := range a {
		switch {
		case position == maturity.NotConcerned:
			c.LeftOut++
		case position > 0:
			c.Met++
		case planned(n, point):
			c.Minor++
		default:
			c.Major++
		}
	}
	return c
}

func planned(n maturity.Notes, point string) bool {
	return n[maturity.Action(point)] != "" || n[todo(point)] != ""
}

// todo names the note with an action in words, where the plan has none to name.
func todo(point string) string { return "todo-" + point }

// levelNote names the note that keeps the level of a submitted evaluation.
const levelNote = "level"
