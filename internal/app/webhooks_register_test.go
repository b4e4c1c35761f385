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
		{"twins.merged", `{"kept":"a","gone":"b","led":3}`, "twins.merged", map[string]string{"twin": "1", "kept": "a", "gone": "b"}},
		{"twins.apart", `{"kept":"a","gone":"b"}`, "twins.apart", map[string]string{"twin": "1", "kept": "a", "gone": "b"}},
		{"twins.undone", `{"kept":"a","gone":"b","was":"merged","stay":0}`, "twins.undone", map[string]string{"twin": "1", "kept": "a", "gone": "b", "was": "merged"}},
		{"breach.erased", `{"files":2}`, "breach.erased", map[string]string{"breach": "1"}},
		{"processor.certificate-reminded", `{"stage":"90"}`, "processor.certificate", map[string]string{"product": "1", "stage": "90"}},
		{"question.asked", `null`, "question.asked", map[string]string{"question": "1"}},
		{"document.shared", `null`, "document.shared", map[string]string{"document": "1"}},
		{"document.removed", `null`, "document.removed", map[string]string{"document": "1"}},
		{"maturity.survey-submitted", `{"questionnaire":"maturite","subject":""}`, "survey.submitted", map[string]string{"survey": "1"}},
		{"maturity.survey-submitted", `{"questionnaire":"conformite-traitement","subject":"a"}`, "conformity.evaluated", map[string]string{"survey": "1", "activity": "a", "questionnaire": "conformite-traitement"}},
		{"register.paper-prepared", `{"kind":"bilan","year":2026}`, "paper.prepared", map[string]string{"paper": "1", "kind": "bilan", "year": "2026"}},
		{"register.paper-issued", `{"kind":"bilan","year":2026,"sha256":"x"}`, "paper.issued", map[string]string{"paper": "1", "kind": "bilan", "year": "2026", "sha256": "x"}},
		{"register.paper-dropped", `{"kind":"bilan"}`, "paper.dropped", map[string]string{"paper": "1", "kind": "bilan"}},
		{"letter.came", `{"looks":"request","files":2}`, "letter.came", map[string]string{"letter": "1", "looks": "request"}},
		{"letter.sorted", `{"kind":"question","record":"q"}`, "letter.sorted", map[string]string{"letter": "1", "kind": "question", "record": "q"}},
		{"letter.thrown", `null`, "letter.thrown", map[string]string{"letter": "1"}},
		{"register-import.done", `{"source":"table","new":12}`, "import.step", map[string]string{"import": "1", "source": "table", "step": "done"}},
		{"portfolio.assigned", `null`, "portfolio.assigned", map[string]string{"agent": "1"}},
		{"whole portfolio.absence", `{"from":"2026-12-01","until":"2026-12-12"}`, "portfolio.absence", map[string]string{"absence": "1", "from": "2026-12-01", "until": "2026-12-12"}},
		{"whole cockpit.act", `{"deed":"remind","members":40}`, "cockpit.act", map[string]string{"act": "1", "deed": "remind", "members": "40"}},
		{"whole cockpit.act-undone", `{"undone":39,"kept":1}`, "cockpit.undone", map[string]string{"act": "1", "undone": "39", "kept": "1"}},
		{"whole processor.merged", `{"model":"m","suppliers":3}`, "processor.merged", map[string]string{"merge": "1", "model": "m", "suppliers": "3"}},
		{"whole processor.unmerged", `{"model":"m"}`, "processor.unmerged", map[string]string{"merge": "1", "model": "m"}},
		{"whole designation.replaced", `{"deed":"officer","members":12,"from":"2026-12-01"}`, "designation.replaced", map[string]string{"batch": "1", "deed": "officer", "members": "12", "from": "2026-12-01"}},
		{"whole designation.undone", `{"deed":"officer","left":1}`, "designation.undone", map[string]string{"batch": "1", "deed": "officer"}},
		{"whole register.paper-template", `{"lang":"fr","version":2}`, "paper.template", map[string]string{"template": "1", "lang": "fr", "version": "2"}},
	} {
		// Entries about the whole installation name no member.
		kind, whole := strings.CutPrefix(c.kind, "whole ")
		n := journal.Numbered{Entry: journal.Entry{Kind: kind, Member: "m", Subject: "1", Body: json.RawMessage(c.body)}}
		if whole {
			n.Member = ""
		}
		var told []string
		for _, e := range hookEvents("https://airial.example") {
			data, ok := e.Of(n)
			if !ok {
				continue
			}
			told = append(told, e.Name)
			if e.Installation != whole {
				t.Errorf("%s is told to the wrong people", e.Name)
			}
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
