package app

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/journal"
)

// TestRegisterEventsAreTold has the journal's entries of the rooms told as they
// are documented, each by one event.
func TestRegisterEventsAreTold(t *testing.T) {
	docs, err := os.ReadFile("../../docs/developers.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		kind, body, name string
		want             map[string]string
	}{
		{"assessment.need-told", `{"result":"needed","rule":"","met":["sensitive"]}`, "assessment.need", map[string]string{"activity": "1", "result": "needed"}},
		{"assessment.review", `{"activity":"a","state":"draft"}`, "assessment.step", map[string]string{"assessment": "1", "activity": "a", "state": "draft", "step": "review"}},
		{"register.action-moved", `{"from":"planned","to":"done"}`, "action.moved", map[string]string{"action": "1", "from": "planned", "to": "done"}},
		{"register.action-planned", `{"fields":["due"]}`, "action.planned", map[string]string{"action": "1"}},
		{"register.action-proved", `{"proof":"p"}`, "action.proved", map[string]string{"action": "1", "proof": "p"}},
		{"visit.recorded", `{"state":"planned"}`, "visit.recorded", map[string]string{"visit": "1", "state": "planned"}},
		{"processor.contract", `{"ends":"2027-01-31","annex":"asked"}`, "processor.contract", map[string]string{"processor": "1", "ends": "2027-01-31"}},
		{"processor.annex-signed", `{"file":true}`, "processor.signed", map[string]string{"processor": "1"}},
		{"processor.reminded", `{"stage":"90"}`, "processor.ending", map[string]string{"processor": "1", "stage": "90"}},
		{"designation.appointed", `{"post":"dpo","from":"2026-01-01"}`, "designation.appointed", map[string]string{"office": "1", "post": "dpo", "from": "2026-01-01"}},
		{"designation.changed", `{"post":"dpo"}`, "designation.changed", map[string]string{"office": "1", "post": "dpo"}},
		{"designation.removed", `{"post":"dpo","batch":"b"}`, "designation.removed", map[string]string{"office": "1", "post": "dpo"}},
	} {
		n := journal.Numbered{Entry: journal.Entry{Kind: c.kind, Member: "m", Subject: "1", Body: json.RawMessage(c.body)}}
		var told []string
		for _, e := range hookEvents("https://airial.example") {
			data, ok := e.Of(n)
			if !ok {
				continue
			}
			told = append(told, e.Name)
			if diff := cmp.Diff(c.want, data); diff != "" {
				t.Errorf("%s: %s", c.kind, diff)
			}
			for field := range data {
				if !strings.Contains(string(docs), "`data."+field+"`") {
					t.Errorf("%s: data.%s is not documented", e.Name, field)
				}
			}
		}
		if diff := cmp.Diff([]string{c.name}, told); diff != "" {
			t.Errorf("%s is told as: %s", c.kind, diff)
		}
	}
	for _, e := range registerEvents() {
		if !strings.Contains(string(docs), "`"+e.Name+"`") {
			t.Errorf("%s is not in docs/developers.md", e.Name)
		}
	}
}
