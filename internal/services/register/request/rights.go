package request

import (
	"bytes"
	_ "embed"
	"slices"

	"go.yaml.in/yaml/v3"

	"airial/internal/platform/i18n"
)

// Applies is what a legal basis makes of a right.
type Applies string

// The three.
const (
	Yes     Applies = "yes"
	No      Applies = "no"
	Depends Applies = "depends"
)

// Kind is something that people may ask.
type Kind struct {
	ID      string             `yaml:"id"`
	Article string             `yaml:"article"`
	Fr      string             `yaml:"fr"`
	En      string             `yaml:"en"`
	HelpFr  string             `yaml:"help_fr"`
	HelpEn  string             `yaml:"help_en"`
	Bases   map[string]Applies `yaml:"bases"`
	Why     map[string]reason  `yaml:"why"`
}

// Label is the kind's name on screen.
func (k Kind) Label() i18n.Text { return i18n.Text{Fr: k.Fr, En: k.En} }

// Help says in a sentence what it is.
func (k Kind) Help() i18n.Text { return i18n.Text{Fr: k.HelpFr, En: k.HelpEn} }

type reason struct {
	Article string `yaml:"article"`
	Fr      string `yaml:"fr"`
	En      string `yaml:"en"`
}

// Basis is a legal basis of processing.
type Basis struct {
	ID      string `yaml:"id"`
	Article string `yaml:"article"`
	Fr      string `yaml:"fr"`
	En      string `yaml:"en"`
}

// Label is the basis's name on screen.
func (b Basis) Label() i18n.Text { return i18n.Text{Fr: b.Fr, En: b.En} }

// rights is the data file.
type rights struct {
	Version string  `yaml:"version"`
	Kinds   []Kind  `yaml:"kinds"`
	Bases   []Basis `yaml:"bases"`
}

//go:embed data/kinds.yaml
var kindsFile []byte

var known = func() (r rights) {
	d := yaml.NewDecoder(bytes.NewReader(kindsFile))
	d.KnownFields(true)
	if err := d.Decode(&r); err != nil {
		panic(err) // a test reads it
	}
	return r
}()

// Kinds lists what people may ask, in the order of forms.
func Kinds() []Kind { return known.Kinds }

// Bases lists the legal bases, those of public bodies first.
func Bases() []Basis { return known.Bases }

// KindOf returns a kind by its name.
func KindOf(id string) (Kind, bool) {
	i := slices.IndexFunc(known.Kinds, func(k Kind) bool { return k.ID == id })
	if i < 0 {
		return Kind{}, false
	}
	return known.Kinds[i], true
}

// BasisOf returns a legal basis by its name.
func BasisOf(id string) (Basis, bool) {
	i := slices.IndexFunc(known.Bases, func(b Basis) bool { return b.ID == id })
	if i < 0 {
		return Basis{}, false
	}
	return known.Bases[i], true
}

// Verdict is what one legal basis makes of one right, and why.
type Verdict struct {
	Kind    Kind
	Basis   Basis
	Applies Applies
	Article string
	Why     i18n.Text
}

// Judge tells what a legal basis makes of a right.
func Judge(kind, basis string) (Verdict, bool) {
	k, ok := KindOf(kind)
	b, ok2 := BasisOf(basis)
	if !ok || !ok2 {
		return Verdict{}, false
	}
	v := Verdict{Kind: k, Basis: b, Article: k.Article}
	v.Applies = k.Bases[basis]
	if v.Applies == "" {
		v.Applies = k.Bases["any"]
	}
	if why, ok := k.Why[basis]; ok {
		v.Article, v.Why = why.Article, i18n.Text{Fr: why.Fr, En: why.En}
	} else {
		v.Why = i18n.T("Ce droit vaut pour cette base légale.", "This right exists for this legal basis.")
	}
	return v, true
}
