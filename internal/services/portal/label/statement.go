package label

import (
	_ "embed"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

//go:embed data/rgaa.yaml
var rgaaFile []byte

// Rules are what the law asks of a statement, as dated data.
type Rules struct {
	Version  string
	Criteria int
	Law      string
	Source   string
	Years    int // after which an audit counts no more
	Levels   []struct {
		Least int // percent of the applicable criteria
		Name  Level
	}
}

// Standard is the standard that is in force.
var Standard = readRules(rgaaFile)

func readRules(file []byte) Rules {
	var r Rules
	if err := yaml.Unmarshal(file, &r); err != nil || len(r.Levels) == 0 || r.Criteria == 0 {
		panic(fmt.Sprintf("label: rules of accessibility: %v", err)) // built in, and read by every test
	}
	return r
}

// Level is how a site stands to the standard.
type Level string

// The levels.
const (
	None    Level = "none"
	Partial Level = "partial"
	Full    Level = "full"
)

var levelWords = map[Level]i18n.Text{
	None:    i18n.T("non conforme", "not compliant"),
	Partial: i18n.T("partiellement conforme", "partially compliant"),
	Full:    i18n.T("totalement conforme", "fully compliant"),
}

// Label is the level in the words of the law.
func (l Level) Label() i18n.Text { return levelWords[l] }

// Audit is an examination of a site by all criteria of the standard.
type Audit struct {
	ID         string
	MemberID   string
	On         string // day, 2026-03-01
	Auditor    string
	Applicable int // criteria that concern the site
	Met        int // of those, how many are met
	Report     string
	Exceptions i18n.Text // what is not accessible, in Markdown
	Actor      access.Actor
	Recorded   time.Time
}

// Rate is the share of the applicable criteria that are met, in percent, rounded
// down.
func (a Audit) Rate() int {
	if a.Applicable == 0 {
		return 0
	}
	return 100 * a.Met / a.Applicable
}

// level is what an audit has found, whatever its age.
func (a Audit) level() Level {
	for _, l := range Standard.Levels {
		if a.Applicable > 0 && 100*a.Met >= l.Least*a.Applicable {
			return l.Name
		}
	}
	return None
}

// Ends is the first day on which the audit counts no more.
func (a Audit) Ends() time.Time {
	on, err := time.Parse(time.DateOnly, a.On)
	if err != nil {
		return time.Time{}
	}
	return on.AddDate(Standard.Years, 0, 0)
}

// Statement is what a site says of its accessibility.
type Statement struct {
	Level   Level
	Audit   *Audit // the latest; nil where none was made
	Expired bool   // there is one, and it is too old
}

// StatementOf says how a site stands today by its latest audit.
func StatementOf(a *Audit, now time.Time) Statement {
	if a == nil {
		return Statement{Level: None}
	}
	if !now.Before(a.Ends()) {
		return Statement{Level: None, Audit: a, Expired: true}
	}
	return Statement{Level: a.level(), Audit: a}
}
