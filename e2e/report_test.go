package e2e

import (
	"encoding/json"
	"testing"
)

// report is what the checker writes as JSON, and the life of a deposit holds.
type report struct {
	File    string
	Schema  struct{ Name, Version *string }
	Dialect struct {
		Encoding, Delimiter, Quote *string
		HeaderRow                  *int `json:"header_row"`
	}
	Rows    int64
	Valid   bool
	Stats   struct{ Errors, Warnings int }
	Summary []struct {
		Code     string
		Field    *string
		Count    int
		FirstRow *int `json:"first_row"`
		Examples []string
	}
	Findings []finding
}

type finding struct {
	Level, Code, Message string
	Row                  *int
	Field, Value, Fix    *string
}

// counts adds up what the summary says, by code.
func (r report) counts() map[string]int {
	out := map[string]int{}
	for _, s := range r.Summary {
		out[s.Code] += s.Count
	}
	return out
}

// find returns the first finding of a code, about a field or (with "") any.
func (r report) find(code, field string) *finding {
	for i, f := range r.Findings {
		if f.Code == code && (field == "" || f.Field != nil && *f.Field == field) {
			return &r.Findings[i]
		}
	}
	return nil
}

// keys are those that the contract promises, of each part of a report.
var (
	reportKeys  = []string{"file", "schema", "dialect", "rows", "valid", "stats", "summary", "findings"}
	schemaKeys  = []string{"name", "version"}
	dialectKeys = []string{"encoding", "delimiter", "quote", "header_row"}
	statsKeys   = []string{"errors", "warnings"}
	summaryKeys = []string{"code", "field", "count", "first_row", "examples"}
	findingKeys = []string{"level", "code", "row", "field", "value", "message", "fix"}
)

// readReport reads a report and fails the test where it lacks a key or says
// what cannot be.
func readReport(t testing.TB, b []byte) report {
	t.Helper()
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		t.Fatalf("the report is no JSON object: %v", err)
	}
	hasKeys(t, "report", raw, reportKeys)
	for name, keys := range map[string][]string{"schema": schemaKeys, "dialect": dialectKeys, "stats": statsKeys} {
		var part map[string]json.RawMessage
		if err := json.Unmarshal(raw[name], &part); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		hasKeys(t, name, part, keys)
	}
	for name, keys := range map[string][]string{"summary": summaryKeys, "findings": findingKeys} {
		var list []map[string]json.RawMessage
		if err := json.Unmarshal(raw[name], &list); err != nil || list == nil {
			t.Fatalf("%s is no list: %v", name, err)
		}
		for _, part := range list {
			hasKeys(t, name, part, keys)
		}
	}
	var r report
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	if r.Valid != (r.Stats.Errors == 0) {
		t.Errorf("valid is %t with %d errors", r.Valid, r.Stats.Errors)
	}
	for _, f := range r.Findings {
		if f.Level != "error" && f.Level != "warning" && f.Level != "info" || f.Code == "" || f.Message == "" {
			t.Errorf("a finding lacks its level, code or message: level %q, code %q", f.Level, f.Code)
		}
	}
	return r
}

func hasKeys(t testing.TB, what string, have map[string]json.RawMessage, want []string) {
	t.Helper()
	for _, key := range want {
		if _, ok := have[key]; !ok {
			t.Errorf("%s has no %q", what, key)
		}
	}
	if len(have) != len(want) {
		t.Errorf("%s has %d keys, want the %d of the contract", what, len(have), len(want))
	}
}

func text(s *string) string {
	if s == nil {
		return "(null)"
	}
	return *s
}

func number(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}
