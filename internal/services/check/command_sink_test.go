package check_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"airial/internal/services/check"
)

// lines reads JSONL.
func lines(t *testing.T, text string) (all []map[string]any) {
	t.Helper()
	for line := range strings.Lines(text) {
		var v map[string]any
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, v)
	}
	return all
}

func TestCommandJSONL(t *testing.T) {
	wrong := births + strings.Repeat("Sainte-Aulaye,33999,F,Jeanne,0,2025\n", 5)
	for name, tc := range map[string]struct {
		args     check.Args
		stdin    string
		exit     int
		findings int
		schema   any // of the summary
	}{
		"all":        {check.Args{}, wrong, 1, 5, "scdl/prenoms"},
		"limited":    {check.Args{Limit: 3}, wrong, 1, 3, "scdl/prenoms"},
		"valid":      {check.Args{}, births + "Sainte-Aulaye,33999,F,Jeanne,1,2025\n", 0, 0, "scdl/prenoms"},
		"quality":    {check.Args{Quality: []string{"duplicate-row"}}, births + strings.Repeat("Sainte-Aulaye,33999,F,Jeanne,1,2025\n", 2), 0, 1, "scdl/prenoms"},
		"empty":      {check.Args{}, "", 2, 1, "none"},
		"a document": {check.Args{Schema: "decp"}, `{"marches":{"marche":[{}]}}`, 1, -1, "139bercy/format-commande-publique"},
	} {
		t.Run(name, func(t *testing.T) {
			tc.args.File, tc.args.Format = "-", "jsonl"
			var stdout, stderr bytes.Buffer
			if exit := check.Run(t.Context(), tc.args, strings.NewReader(tc.stdin), &stdout, &stderr); exit != tc.exit {
				t.Errorf("exit %d, want %d: %s", exit, tc.exit, stderr.String())
			}
			all := lines(t, stdout.String())
			if all[0]["type"] != "opened" {
				t.Errorf("begins with %v", all[0])
			}
			last := all[len(all)-1]
			if schema, _ := last["schema"].(map[string]any); last["type"] != "summary" || schema["name"] != tc.schema {
				t.Errorf("ends with %v", last)
			}
			if n := len(all) - 2; n != tc.findings && tc.findings >= 0 || n == 0 && tc.findings < 0 {
				t.Errorf("%d findings, want %d", n, tc.findings)
			}
			for _, v := range all[1 : len(all)-1] {
				if v["type"] != "finding" || v["message"] == "" {
					t.Errorf("%v", v)
				}
			}
		})
	}
}

// met is a writer that says when something stands in what was written.
type met struct {
	mu   sync.Mutex
	text bytes.Buffer
	what string
	told chan struct{}
}

func (m *met) Write(b []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.text.Write(b)
	if m.told != nil && strings.Contains(m.text.String(), m.what) {
		close(m.told)
		m.told = nil
	}
	return len(b), nil
}

// Findings are shown while the rest of the file is still to come.
func TestFindingsComeAtOnce(t *testing.T) {
	first := births + strings.Repeat("Sainte-Aulaye,33999,F,Jeanne,0,2025\n", 20_000) // more than what is looked at to detect the dialect
	for name, tc := range map[string]struct {
		args   check.Args
		stderr bool
		what   string
	}{
		"jsonl":               {check.Args{Format: "jsonl"}, false, `"type":"finding"`},
		"csv without a limit": {check.Args{Format: "csv"}, false, "constraint-error"},
		"text at a terminal":  {check.Args{Waiting: true, Limit: 10}, true, "ligne 2, NOMBRE_OCCURRENCES"},
	} {
		t.Run(name, func(t *testing.T) {
			in, out := io.Pipe()
			told := make(chan struct{})
			watched, other := &met{what: tc.what, told: told}, &met{}
			stdout, stderr := watched, other
			if tc.stderr {
				stdout, stderr = other, watched
			}
			tc.args.File, tc.args.Schema = "-", "scdl/prenoms"
			ended := make(chan int)
			go func() { ended <- check.Run(t.Context(), tc.args, in, stdout, stderr) }()
			if _, err := io.WriteString(out, first); err != nil {
				t.Fatal(err)
			}
			select {
			case <-told:
			case <-time.After(30 * time.Second):
				t.Error("nothing is shown before the file has come whole")
			}
			out.Close()
			if exit := <-ended; exit != check.ExitInvalid {
				t.Errorf("exit %d: %s%s", exit, stdout.text.String(), stderr.text.String())
			}
			if !tc.stderr {
				return
			}
			if report := stdout.text.String(); strings.Contains(report, "la vérification continue") || !strings.Contains(report, "20\u202f000") {
				t.Errorf("the report is not what it is without a terminal: %.300s", report)
			}
		})
	}
}
