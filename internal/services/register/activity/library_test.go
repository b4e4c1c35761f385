package activity_test

import (
	"testing"

	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

func TestTheUsualActivitiesAreWhole(t *testing.T) {
	list, err := activity.Usual()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 54 {
		t.Errorf("%d activities", len(list))
	}
	seen := map[string]bool{}
	for _, e := range list {
		if seen[e.Code] {
			t.Errorf("%s twice", e.Code)
		}
		seen[e.Code] = true
		if err := activity.Spec.Check(e.Record); err != nil {
			t.Errorf("%s: %v", e.Code, err)
		}
		if missing, _ := activity.Spec.Missing(e.Record); len(missing) > 0 {
			t.Errorf("%s lacks %v", e.Code, missing)
		}
		// What a person reads is in both languages; texts of law keep their
		// name.
		e.Record.Each(func(path string, v model.Value) {
			f, _, _ := activity.Spec.Of(path)
			if v.En == "" && (f.Type == model.Long || f.Name == "name" || f.Name == "active") && v.Fr != "Insee" && v.Fr != "CNIL" && v.Fr != "Archives" && v.Fr != "Communication" {
				t.Errorf("%s: %s is not translated: %q", e.Code, path, v.Fr)
			}
		})
		if activity.DomainLabel("fr", e.Domain) == e.Domain {
			t.Errorf("%s: no domain %q", e.Code, e.Domain)
		}
	}
	var library []model.Model
	for _, e := range list {
		library = append(library, model.Model{Code: e.Code, Bodies: e.Bodies, Issued: 1})
	}
	questions := activity.Questions(library, "commune")
	if len(questions) < 20 {
		t.Errorf("%d questions", len(questions))
	}
	var all []string
	for _, q := range questions {
		all = append(all, q.ID)
		for _, code := range q.Models {
			if !seen[code] {
				t.Errorf("question %s names %s", q.ID, code)
			}
		}
	}
	if n := len(activity.Chosen(library, "commune", all)); n != 53 { // all but the exercise of phishing
		t.Errorf("%d models for a commune that does everything", n)
	}
	for _, m := range activity.Chosen(library, "ccas", all) {
		if m.Code == "EC01" {
			t.Error("a CCAS keeps civil registers")
		}
	}
}
