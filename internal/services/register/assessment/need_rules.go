package assessment

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
)

//go:embed data
var data embed.FS

// Criterion is one of the nine of WP248.
type Criterion struct {
	Code        string
	Label, Help i18n.Text
}

// TypeList is one of the lists of types.
type TypeList struct {
	Code              string
	Demands           bool // an assessment; otherwise its types are exempt
	Title             i18n.Text
	Source, URL, Date string
	Verified          string // the day on which somebody compared it with its source, "" for nobody
	Types             []Type
}

// Type is a type of processing that a list names.
type Type struct {
	Code       string
	Label      i18n.Text
	StaffBelow int // an employer of fewer people only; 0 for any
	Models     []string
	List       *TypeList
}

// RuleSet is what data/need.yaml says.
type RuleSet struct {
	Version   int
	Date      string
	Source    i18n.Text
	Verified  string
	Threshold int
	Criteria  []Criterion
	Lists     []TypeList
	Derive    struct {
		Vulnerable      []string `yaml:"vulnerable"`
		MonitoredPeople []string `yaml:"monitored_people"`
		MonitoredData   []string `yaml:"monitored_data"`
		Everybody       []string `yaml:"everybody"`
		LargePopulation int      `yaml:"large_population"`
	}
}

// Type finds a type by its code.
func (r *RuleSet) Type(code string) (Type, bool) {
	return r.find(func(t Type) bool { return t.Code == code })
}

// ofModel is the type that the activities of one of the operator's models are
// of.
func (r *RuleSet) ofModel(code string) (Type, bool) {
	return r.find(func(t Type) bool { return code != "" && slices.Contains(t.Models, code) })
}

func (r *RuleSet) find(is func(Type) bool) (Type, bool) {
	for i := range r.Lists {
		for _, t := range r.Lists[i].Types {
			if is(t) {
				t.List = &r.Lists[i]
				return t, true
			}
		}
	}
	return Type{}, false
}

// reason says where a type stands.
func (t Type) reason(before i18n.Text) i18n.Text {
	out := i18n.Text{Fr: before.Fr + t.Label.Fr + " (" + t.List.Source + ")", En: before.En + t.Label.En + " (" + t.List.Source + ")"}
	if t.List.Verified == "" {
		out.Fr, out.En = out.Fr+", liste à vérifier", out.En+", list to be verified"
	}
	return out
}

// pair reads "français | English".
func pair(s string) i18n.Text {
	fr, en, _ := strings.Cut(s, " | ")
	t := i18n.Text{Fr: strings.TrimSpace(fr), En: strings.TrimSpace(en)}
	if t.En == "" {
		t.En = t.Fr
	}
	return t
}

// Rules are the rules in force.
var Rules = sync.OnceValue(func() *RuleSet {
	b, err := data.ReadFile("data/need.yaml")
	if err == nil {
		var r *RuleSet
		if r, err = parseRules(b); err == nil {
			return r
		}
	}
	panic(err) // embedded, and read by a test
})

func parseRules(b []byte) (*RuleSet, error) {
	var file struct {
		Version   int
		Date      string
		Source    string `yaml:"criteria_source"`
		Verified  string `yaml:"criteria_verified"`
		Threshold int
		Criteria  []struct{ Code, Label, Help string }
		Derive    yaml.Node
		Lists     []struct {
			Code, Title, Source, URL, Date, Verified string
			Demands                                  bool
			Types                                    []struct {
				Code, Label string
				StaffBelow  int `yaml:"staff_below"`
				Models      []string
			}
		}
	}
	if err := yaml.Unmarshal(b, &file); err != nil {
		return nil, err
	}
	r := &RuleSet{Version: file.Version, Date: file.Date, Source: pair(file.Source), Verified: file.Verified, Threshold: file.Threshold}
	if err := file.Derive.Decode(&r.Derive); err != nil {
		return nil, err
	}
	for _, c := range file.Criteria {
		r.Criteria = append(r.Criteria, Criterion{c.Code, pair(c.Label), pair(c.Help)})
	}
	for _, l := range file.Lists {
		list := TypeList{Code: l.Code, Demands: l.Demands, Title: pair(l.Title), Source: l.Source, URL: l.URL, Date: l.Date, Verified: l.Verified}
		for _, t := range l.Types {
			list.Types = append(list.Types, Type{Code: t.Code, Label: pair(t.Label), StaffBelow: t.StaffBelow, Models: t.Models})
		}
		r.Lists = append(r.Lists, list)
	}
	return r, nil
}
