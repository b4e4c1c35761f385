package anonymise

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"airial/privacy"
)

// Version of the form of plans.
const Version = 1

// Action is what becomes of a column.
type Action string

// The actions. Their text is stable: it stands in plans.
const (
	Keep       Action = "keep"
	Drop       Action = "drop"
	Mask       Action = "mask"
	Generalise Action = "generalise"
	Pseudonym  Action = "pseudonym"
	Code       Action = "code" // bound from below and above
	Redact     Action = "redact"
)

// Actions lists them in the order in which they are offered.
var Actions = []Action{Keep, Drop, Redact, Generalise, Mask, Code, Pseudonym}

// What a value may be generalised to.
const (
	ToYear       = "year"
	ToMonth      = "month"
	ToDecade     = "decade"
	ToBand       = "band"       // a number to the interval of Size numbers that holds it
	ToCommune    = "commune"    // a postal address to its postal code and commune
	ToDepartment = "department" // a postal code, or one of INSEE, to its département
	ToGrid       = "grid"       // coordinates to the nearest knot, Decimals digits behind the point
)

// Levels lists what a value may be generalised to.
var Levels = []string{ToYear, ToMonth, ToDecade, ToBand, ToCommune, ToDepartment, ToGrid}

// Defaults of a step's settings.
const (
	DefaultMark     = "[…]"
	DefaultDecimals = 2 // a grid of about a kilometre
)

// Step says what becomes of one column.
type Step struct {
	Column string
	Do     Action
	To     string   // Generalise
	Size   int64    // of a band, at least 1
	Digits int      // decimals of a grid, 0 to 3
	Show   int      // characters at the end that a mask leaves, 0 to 4
	Bottom *float64 // Code: smaller values become this one
	Top    *float64 // Code: greater values become this one
	Mark   string   // Redact: what stands for what was taken out
	// Accept are the kinds that the column holds and that are published all the
	// same, by a person's decision.
	Accept []privacy.Kind
	// Note says why, for the reader; it is a comment in the file.
	Note string
}

// Anonymity says how many rows must look alike, and in which columns.
type Anonymity struct {
	K         int
	Columns   []string
	Sensitive []string // columns of which l-diversity and t-closeness are measured
}

// Plan says what becomes of each column of a table.
type Plan struct {
	Columns   []Step
	Anonymity Anonymity
}

// Step returns what becomes of a column, nil when the plan does not know it.
func (p *Plan) Step(column string) *Step {
	i := slices.IndexFunc(p.Columns, func(s Step) bool { return s.Column == column })
	if i < 0 {
		return nil
	}
	return &p.Columns[i]
}

// Uses tells whether some column is treated in this way.
func (p *Plan) Uses(a Action) bool {
	return slices.ContainsFunc(p.Columns, func(s Step) bool { return s.Do == a })
}

// Digest names the plan: the SHA-256 of its file, without comments.
func (p *Plan) Digest() string {
	sum := sha256.Sum256(p.encode(false))
	return hex.EncodeToString(sum[:])
}
