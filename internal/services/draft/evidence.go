package draft

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/piece"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/standards/tableschema"
)

// Evidence is the list of what was changed between a version and the one it was
// corrected into. It names rules, rows and columns, and no value: those stand in
// the two files.
type Evidence struct {
	From     Side                  `json:"from"`
	To       Side                  `json:"to"`
	Schema   tableschema.SchemaRef `json:"schema"`
	By       string                `json:"by"` // as the journal names actors
	At       time.Time             `json:"at"`
	Rules    []RuleCount           `json:"rules"`        // what was mended by rule
	Declined []RuleCount           `json:"declined"`     // what was proposed and not accepted
	Cells    []Cell                `json:"cells"`        // written by people; the first mostCells
	Written  int                   `json:"written"`      // how many cells
	Removed  []int                 `json:"removed_rows"` // rows left out by people
	Before   Counts                `json:"before"`
	After    Counts                `json:"after"`

	header []string
	rules  map[string]int
}

// Side is one of the two files.
type Side struct {
	Version int    `json:"version"`
	Digest  string `json:"sha256"`
}

// RuleCount is how many cells a rule has changed in a column.
type RuleCount struct {
	Rule  string `json:"rule"`
	Field string `json:"field,omitempty"`
	Count int    `json:"count"`
}

// Cell is a place in the file that was corrected.
type Cell struct {
	Row   int    `json:"row"`
	Field string `json:"field"`
}

// Counts sum a check up.
type Counts struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Rows     int `json:"rows"`
}

const mostCells = 10_000

func (k *desk) evidence() *Evidence {
	e := &Evidence{From: Side{k.base.Number, k.base.Digest}, Schema: k.Schema, Rules: []RuleCount{}, Declined: []RuleCount{},
		Cells: []Cell{}, Removed: []int{}, rules: map[string]int{}}
	for _, p := range k.Proposals {
		if !p.Always() && !slices.Contains(k.Accepted, p.Key()) {
			e.Declined = append(e.Declined, RuleCount{p.Rule, p.Field, p.Count})
		}
	}
	return e
}

func (e *Evidence) rule(c tableschema.Change) error {
	field := c.Field
	if c.Rule == tableschema.MendLabel {
		field = c.To
	}
	key := Proposal{Rule: c.Rule, Field: field}.Key()
	at, known := e.rules[key]
	if !known {
		at = len(e.Rules)
		e.rules[key] = at
		e.Rules = append(e.Rules, RuleCount{Rule: c.Rule, Field: field})
	}
	e.Rules[at].Count++
	return nil
}

// cells notes what people wrote over a row.
func (e *Evidence) cells(n int, before, after [][]byte, keep bool) {
	if !keep {
		e.Removed = append(e.Removed, n)
		return
	}
	for i := range after {
		var was []byte
		if i < len(before) {
			was = before[i]
		}
		if equal(was, after[i]) {
			continue
		}
		e.Written++
		if len(e.Cells) < mostCells {
			c := Cell{Row: n}
			if i < len(e.header) {
				c.Field = e.header[i]
			}
			e.Cells = append(e.Cells, c)
		}
	}
}

// save keeps the evidence beside the new version, and its counts in the
// journal.
func (e *Evidence) save(ctx context.Context, tx access.Tx, k *desk, v piece.Version) error {
	const op = "draft.evidence"
	report, err := k.gate.Report(ctx, tx, k.VersionID)
	if err != nil {
		return err
	}
	if report != nil {
		e.Before = Counts{report.Errors, report.Warnings, report.Rows}
	}
	e.To.Version, e.By, e.At = v.Number, tx.Scope().Actor().Ref(), tx.Clock().Now()
	_, err = database.Exec(ctx, tx, op, `insert into correction (version_id, member_id, from_version, evidence, at) values ($1,$2,$3,$4,$5)`,
		v.ID, v.MemberID, k.VersionID, asJSON(e), clock.Micros(e.At))
	if err != nil {
		return err
	}
	return tx.Record(ctx, "dataset.corrected", v.MemberID, k.PieceID, map[string]any{"from": e.From, "to": e.To, "mended": e.Mended(),
		"written": e.Written, "removed": len(e.Removed), "before": e.Before, "after": e.After})
}

// Mended counts the cells and labels that accepted rules have changed.
func (e *Evidence) Mended() int {
	n := 0
	for _, r := range e.Rules {
		if !tableschema.Always(r.Rule) {
			n += r.Count
		}
	}
	return n
}

// EvidenceOf returns the list of corrections that made a version, nil where it
// came as a file.
func EvidenceOf(ctx context.Context, tx access.Tx, version string) (*Evidence, error) {
	const op = "draft.EvidenceOf"
	where, args := tx.Only("member_id", []any{version})
	list, err := database.All(ctx, tx, op, func(r database.Row) (text string, err error) { return text, r.Scan(&text) },
		`select evidence from correction where version_id = $1 and `+where, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	e := &Evidence{}
	return e, fault.Wrap(op, json.NewDecoder(strings.NewReader(list[0])).Decode(e))
}
