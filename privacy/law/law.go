package law

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	"airial/privacy"
)

// Strict is the profile of files that come from sensitive processing.
const Strict = "strict"

// Rule says what a kind of finding means under an article of law.
type Rule struct {
	ID      string         `yaml:"id"`
	Kinds   []privacy.Kind `yaml:"kinds"`
	Role    privacy.Role   `yaml:"role"`
	Why     string         `yaml:"why"`
	Profile string         `yaml:"profile"`
	Name    string         `yaml:"level"`
	Article string         `yaml:"article"`
	Since   string         `yaml:"since"` // the first day, as 2018-12-13
	Until   string         `yaml:"until"` // the last day; "" while it holds
	Fr      string         `yaml:"fr"`
	En      string         `yaml:"en"`

	level privacy.Level
}

// Level is what the rule makes of a finding.
func (r *Rule) Level() privacy.Level { return r.level }

// Set is a list of rules.
type Set struct {
	Version string `yaml:"version"`
	Rules   []Rule `yaml:"rules"`
	digest  string
}

// Digest names the set: the SHA-256 of its file, in hexadecimal.
func (s *Set) Digest() string { return s.digest }

//go:embed rules.yaml
var rules []byte

// Default are the rules that come with the program.
var Default = sync.OnceValue(func() *Set {
	s, err := Read(bytes.NewReader(rules))
	if err != nil {
		panic(err) // a test reads them
	}
	return s
})

// most is the size of a file of rules, in bytes.
const most = 1 << 20

// Read reads a file of rules. What is wrong in it is named with its rule.
func Read(r io.Reader) (*Set, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, err
	}
	if len(b) > most {
		return nil, fmt.Errorf("more than %d bytes", most)
	}
	s := &Set{}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(s); err != nil {
		return nil, err
	}
	if len(s.Rules) == 0 {
		return nil, fmt.Errorf("there is no rule")
	}
	seen := map[string]bool{}
	for i := range s.Rules {
		rule := &s.Rules[i]
		if err := rule.check(); err != nil {
			return nil, fmt.Errorf("rule %d (%s): %w", i+1, rule.ID, err)
		}
		if seen[rule.ID] {
			return nil, fmt.Errorf("two rules are called %q", rule.ID)
		}
		seen[rule.ID] = true
	}
	sum := sha256.Sum256(b)
	s.digest = hex.EncodeToString(sum[:])
	return s, nil
}

func (r *Rule) check() error {
	if r.ID == "" || r.Article == "" || r.Fr == "" || r.En == "" {
		return fmt.Errorf("id, article, fr and en are wanted")
	}
	if err := r.level.UnmarshalText([]byte(r.Name)); err != nil {
		return fmt.Errorf("level %q: info, review or block is wanted", r.Name)
	}
	for _, day := range []string{r.Since, r.Until} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return fmt.Errorf("%q is no day; write 2018-12-13", day)
		}
	}
	if r.Since == "" {
		return fmt.Errorf("since is wanted")
	}
	switch r.Role {
	case privacy.Unknown, privacy.Private, privacy.Public, privacy.Body:
	default:
		return fmt.Errorf("role %q: public, private or body is wanted", r.Role)
	}
	if r.Profile != "" && r.Profile != Strict {
		return fmt.Errorf("profile %q: strict is wanted, or nothing", r.Profile)
	}
	for _, k := range r.Kinds {
		if !slices.Contains(privacy.Kinds, k) {
			return fmt.Errorf("nothing is called %q", k)
		}
	}
	return nil
}

// fits tells whether the rule speaks of a finding on a day.
func (r *Rule) fits(kind privacy.Kind, role privacy.Role, why, profile, day string) bool {
	return (len(r.Kinds) == 0 || slices.Contains(r.Kinds, kind)) && (r.Role == privacy.Unknown || r.Role == role) &&
		(r.Why == "" || r.Why == why) && (r.Profile == "" || r.Profile == profile) && r.Since <= day && (r.Until == "" || day <= r.Until)
}

// Of gives the rule that speaks of a finding on a day (2026-11-28), nil where
// none does.
func (s *Set) Of(kind privacy.Kind, role privacy.Role, why, profile, day string) *Rule {
	for i := range s.Rules {
		if s.Rules[i].fits(kind, role, why, profile, day) {
			return &s.Rules[i]
		}
	}
	return nil
}

// Judge is privacy.Options.Judge under these rules. What the detector itself
// takes for no matter (a year of birth, a private network, the contact of a
// place) stays so, but in the strict profile.
func (s *Set) Judge(profile, day string) func(privacy.Kind, privacy.Role, string, privacy.Level) privacy.Level {
	return func(kind privacy.Kind, role privacy.Role, why string, level privacy.Level) privacy.Level {
		if level == privacy.Info && role != privacy.Public && profile != Strict {
			return level
		}
		if r := s.Of(kind, role, why, profile, day); r != nil {
			return r.level
		}
		return level
	}
}
