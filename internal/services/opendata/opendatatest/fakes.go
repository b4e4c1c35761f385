// Package opendatatest holds stand-ins for what the room of open data needs of
// others: gates that a test makes say what it wants.
package opendatatest

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"sync"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/opendata"
)

// Checks is a gate of form for which every file is a plain CSV of text, valid
// unless it holds the word INVALID. It knows one schema, Known. A column whose
// name ends with "#" is of integers.
type Checks struct {
	// Reading, if set, is called whenever a table is opened to be published.
	Reading func()

	mu      sync.Mutex
	schemas map[string]opendata.SchemaRef // by version
}

// Known is the schema that the gate knows.
var Known = opendata.SchemaRef{Name: "test/known", Version: "1.0.0"}

// Schema implements opendata.Checks.
func (c *Checks) Schema(_ context.Context, _ access.Tx, version string) (opendata.SchemaRef, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.schemas[version], nil
}

// Report implements opendata.Checks.
func (c *Checks) Report(_ context.Context, _ access.Tx, version string, _ i18n.Lang) (json.RawMessage, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, seen := c.schemas[version]; !seen {
		return nil, nil
	}
	return json.RawMessage(`{"valid":true}`), nil
}

// Forget implements opendata.Checks.
func (c *Checks) Forget(_ context.Context, _ access.Tx, versions []string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, v := range versions {
		delete(c.schemas, v)
	}
	return nil
}

// Known implements opendata.Checks.
func (c *Checks) Known(name string) (opendata.SchemaRef, error) {
	switch name {
	case "", "none":
		return opendata.SchemaRef{}, nil
	case Known.Name, Known.Name + "@" + Known.Version:
		return Known, nil
	}
	return opendata.SchemaRef{}, fault.New(fault.Invalid, "test", "Schéma inconnu.", "Unknown schema.")
}

// Tabulate implements opendata.Checks: a file whose first line is "workbook" is
// one, with a sheet "1" that is its other lines.
func (*Checks) Tabulate(_ context.Context, file io.Reader, sheet string, w io.Writer) (opendata.FileForm, error) {
	all, err := io.ReadAll(file)
	rest, found := strings.CutPrefix(string(all), "workbook\n")
	if err != nil || !found {
		return opendata.FileForm{}, err
	}
	if sheet != "" && sheet != "1" {
		return opendata.FileForm{}, fault.New(fault.Invalid, "test", "Pas de feuille.", "No sheet.")
	}
	_, err = io.WriteString(w, rest)
	return opendata.FileForm{Format: "xlsx", Sheet: "1"}, err
}

// Table implements opendata.Checks.
func (c *Checks) Table(_ context.Context, _ string, original io.Reader) (opendata.Table, error) {
	records, err := csv.NewReader(original).ReadAll()
	if err != nil {
		return nil, err
	}
	if c.Reading != nil {
		c.Reading()
	}
	return &table{records: records}, nil
}

// Stage returns the gate as a stage, reading files through open.
func (c *Checks) Stage(open func(ctx context.Context, member, digest string) (io.ReadCloser, error)) life.Handler {
	return checkStage{c, open}
}

type checkStage struct {
	checks *Checks
	open   func(ctx context.Context, member, digest string) (io.ReadCloser, error)
}

func (s checkStage) Visit(ctx context.Context, v life.Visit) (life.Verdict, error) {
	f, err := s.open(ctx, v.Version.MemberID, v.Version.Digest)
	if err != nil {
		return life.Verdict{}, err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		return life.Verdict{}, err
	}
	ref, err := s.checks.Known(v.Version.Profile)
	if err != nil {
		return life.Verdict{}, err
	}
	s.checks.mu.Lock()
	if s.checks.schemas == nil {
		s.checks.schemas = map[string]opendata.SchemaRef{}
	}
	s.checks.schemas[v.Version.ID] = ref
	s.checks.mu.Unlock()
	if bytes.Contains(content, []byte("INVALID")) {
		return life.Refuse(i18n.T("À corriger.", "To be corrected."), map[string]any{"errors": 1}), nil
	}
	return life.Pass(map[string]any{"errors": 0}), nil
}

type table struct {
	records [][]string
	row     int
	cells   [][]byte
}

func (t *table) Columns() []opendata.Column {
	out := make([]opendata.Column, len(t.records[0]))
	for i, name := range t.records[0] {
		out[i] = opendata.Column{Name: name, Type: "text"}
		if strings.HasSuffix(name, "#") {
			out[i].Type = "integer"
		}
	}
	return out
}

func (t *table) Next() ([][]byte, error) {
	if t.row++; t.row >= len(t.records) {
		return nil, io.EOF
	}
	t.cells = t.cells[:0]
	for _, cell := range t.records[t.row] {
		t.cells = append(t.cells, []byte(cell))
	}
	return t.cells, nil
}

func (t *table) Raw() [][]byte { return t.cells }

// Clears is a gate of personal data that stops at the word PRIVATE in a file's
// name.
type Clears struct{}

// Forget implements opendata.Findings.
func (Clears) Forget(context.Context, access.Tx, []string) error { return nil }

// Personal implements opendata.Findings.
func (Clears) Personal(text string) (i18n.Text, bool) {
	return i18n.T("Mot privé.", "Private word."), strings.Contains(text, "PRIVATE")
}

// Visit implements life.Handler.
func (Clears) Visit(_ context.Context, v life.Visit) (life.Verdict, error) {
	if v.Answer != nil && v.Answer.Verb == "refuse" {
		return life.Refuse(i18n.T("Refusé.", "Refused."), nil), nil
	}
	if v.Answer != nil && v.Answer.Verb == "allow" {
		return life.Pass(nil), nil
	}
	if strings.Contains(v.Version.FileName, "PRIVATE") {
		return life.Hold(life.Wait{Right: access.Decide, Why: i18n.T("Privé.", "Private.")}, nil), nil
	}
	return life.Pass(nil), nil
}

// Caches remembers which tables it was told to forget.
type Caches struct {
	mu        sync.Mutex
	Forgotten []string
	// Forgetting, if set, is told each digest as it is forgotten.
	Forgetting func(digest string)
}

// Forget implements opendata.Caches.
func (c *Caches) Forget(_ context.Context, digest string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Forgotten = append(c.Forgotten, digest)
	if c.Forgetting != nil {
		c.Forgetting(digest)
	}
	return nil
}
