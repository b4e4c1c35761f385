package duty

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

//go:embed data/rules.yaml
var rulesYAML []byte

// Rule is one thing that the law asks to publish, or may ask.
type Rule struct {
	ID     string     `yaml:"id"`
	Title  i18n.Text  `yaml:"title"`
	What   i18n.Text  `yaml:"what"`
	When   *i18n.Text `yaml:"when"` // binds only those who did this; nil binds all in reach
	Law    string     `yaml:"law"`
	Source string     `yaml:"source"`
	// Checked is the day on which the entry was last compared with a source.
	Checked string     `yaml:"checked"`
	Verify  *i18n.Text `yaml:"verify"` // what of it was not read in the law itself
	From    string     `yaml:"from"`   // the day from which it binds
	Until   string     `yaml:"until"`  // the last one; "" has no end
	Period  string     `yaml:"period"` // "year", or "" for what stands once
	Due     string     `yaml:"due"`    // 03-31 of the year after, or a day
	Who     []Who      `yaml:"who"`
	Schemas []string   `yaml:"schemas"` // the best first; "*" is any other
	Nil     bool       `yaml:"nil"`     // "nothing to publish" is an answer
}

// Who is those whom a rule binds. Zero values ask nothing.
type Who struct {
	Kinds      []organisation.Kind `yaml:"kinds"`
	Population int                 `yaml:"population"` // inhabitants, at least
	Staff      int                 `yaml:"staff"`      // agents, at least
	Reach      Reach               `yaml:"reach"`
	Due        string              `yaml:"due"` // in place of the rule's
	Why        *i18n.Text          `yaml:"why"`
}

// Yearly tells whether the rule is owed for each year.
func (r *Rule) Yearly() bool { return r.Period == "year" }

// Main is the schema with which the rule is best fulfilled; "" for none.
func (r *Rule) Main() string {
	if len(r.Schemas) == 0 {
		return ""
	}
	return r.Schemas[0]
}

// Fits tells whether a dataset under a schema answers the rule.
func (r *Rule) Fits(schema string) bool {
	return slices.Contains(r.Schemas, schema) || slices.Contains(r.Schemas, "*")
}

// Book is the rules with the day on which they were put down.
type Book struct {
	Date  string  `yaml:"date"`
	Rules []*Rule `yaml:"rules"`
}

// Rules are those that are built in.
var Rules = sync.OnceValue(func() *Book {
	b, err := Parse(rulesYAML)
	if err != nil {
		panic("duty: data/rules.yaml: " + err.Error()) // a test reads it
	}
	return b
})

// Rule returns the rule of an identifier, or nil.
func (b *Book) Rule(id string) *Rule {
	for _, r := range b.Rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

var (
	slug   = regexp.MustCompile(`^[a-z][a-z-]{1,39}$`)
	monthD = regexp.MustCompile(`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)
)

// Parse reads rules.
func Parse(data []byte) (*Book, error) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	b := &Book{}
	if err := d.Decode(b); err != nil {
		return nil, err
	}
	if !isDay(b.Date) {
		return nil, fmt.Errorf("date: want a day")
	}
	seen := map[string]bool{}
	for _, r := range b.Rules {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("rule %q: %w", r.ID, err)
		}
		if seen[r.ID] {
			return nil, fmt.Errorf("rule %q stands twice", r.ID)
		}
		seen[r.ID] = true
	}
	return b, nil
}

func (r *Rule) check() error {
	both := func(t i18n.Text) bool { return t.Fr != "" && t.En != "" }
	switch {
	case !slug.MatchString(r.ID):
		return fmt.Errorf("id: want lower-case letters and hyphens")
	case !both(r.Title) || !both(r.What) || r.When != nil && !both(*r.When) || r.Verify != nil && !both(*r.Verify):
		return fmt.Errorf("words are missing in one language")
	case r.Law == "" || r.Source == "" || !isDay(r.Checked):
		return fmt.Errorf("law, source and checked are wanted")
	case !isDay(r.From) || r.Until != "" && !isDay(r.Until):
		return fmt.Errorf("from and until are days")
	case r.Period != "" && r.Period != "year":
		return fmt.Errorf("period: year, or nothing")
	case len(r.Who) == 0:
		return fmt.Errorf("who is bound?")
	}
	dues := []string{r.Due}
	for _, w := range r.Who {
		if w.Reach != Binds && w.Reach != Verify {
			return fmt.Errorf("reach: owed or verify")
		}
		if w.Why != nil && !both(*w.Why) {
			return fmt.Errorf("words are missing in one language")
		}
		for _, k := range w.Kinds {
			if !k.Known() {
				return fmt.Errorf("there is no kind %q", k)
			}
		}
		dues = append(dues, w.Due)
	}
	for _, due := range dues {
		if due != "" && (r.Yearly() && !monthD.MatchString(due) || !r.Yearly() && !isDay(due)) {
			return fmt.Errorf("due: a month and a day for yearly rules (03-31), a day for others")
		}
	}
	return nil
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
