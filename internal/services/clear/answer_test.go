package clear

import (
	"encoding/json"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/piece"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
)

// said is a visit with an answer, after steps with this evidence.
func said(verb string, evidence ...string) life.Visit {
	v := life.Visit{Answer: &life.Answer{Source: life.FromPerson, Verb: verb, Reason: "Parce que."}, Version: piece.Version{Digest: "abc"}}
	for _, e := range evidence {
		v.Steps = append(v.Steps, life.Step{Evidence: json.RawMessage(e)})
	}
	return v
}

func gate(rows ...string) stage {
	f := &file{columns: []string{"objet"}}
	for _, r := range rows {
		f.rows = append(f.rows, []string{r})
	}
	return stage{New(Parts{Tables: f, Clock: clock.System{}})}
}

func TestWhatBlocksWaitsForAnOpinion(t *testing.T) {
	for text, right := range map[string]access.Right{
		"Aide à Mme Léa DUBOIS":                                 access.Decide,
		"Compte FR7630006000011234567890189":                    access.Advise,
		"Mme Léa DUBOIS, en congé de longue maladie":            access.Advise,
		"Rapport de M. Jean DUPONT, maire":                      "",
		"Travaux rue Jean Jaurès, école Jules Ferry, SCI Lafon": "",
	} {
		verdict, err := gate(text).Visit(t.Context(), life.Visit{})
		if err != nil {
			t.Fatal(err)
		}
		evidence, ok := verdict.Evidence.(map[string]any)
		if verdict.Holds() != (right != "") || verdict.Right() != right || !ok || len(evidence["rules_digest"].(string)) != 64 {
			t.Errorf("%q: holds %v for %q, %v", text, verdict.Holds(), verdict.Right(), evidence)
		}
	}
}

func TestTheOfficerAdvisesAndTheBodyDecides(t *testing.T) {
	g := gate("x")
	for _, verb := range []string{VerbFavour, VerbObject} {
		verdict, err := g.Visit(t.Context(), said(verb))
		if err != nil || verdict.Right() != access.Decide || verdict.Evidence.(map[string]any)["opinion"] != verb {
			t.Errorf("%s: %+v, %v", verb, verdict, err)
		}
	}
	against := `{"opinion": "object"}`
	for verb, departs := range map[string]any{VerbAllow: true, VerbRefuse: nil} {
		verdict, err := g.Visit(t.Context(), said(verb, `{"rows": 1}`, against))
		evidence := verdict.Evidence.(map[string]any)
		if err != nil || verdict.Holds() || evidence["departs"] != departs || evidence["opinion"] != VerbObject || evidence["file"] != "abc" {
			t.Errorf("%s: %v, %v", verb, evidence, err)
		}
	}
	// Once advised on, the same version waits for the decision alone.
	v := said("", against)
	v.Answer = nil
	verdict, err := gate("Compte FR7630006000011234567890189").Visit(t.Context(), v)
	if err != nil || verdict.Right() != access.Decide {
		t.Errorf("after the opinion it waits for %q, %v", verdict.Right(), err)
	}
}

func TestAnswersInTheirPlace(t *testing.T) {
	for _, c := range []struct {
		waits access.Right
		verb  string
		kind  fault.Kind
	}{
		{access.Advise, VerbFavour, ""}, {access.Advise, VerbObject, ""}, {access.Advise, VerbAllow, fault.Conflict}, {access.Advise, VerbRefuse, fault.Conflict},
		{access.Decide, VerbRefuse, ""}, {access.Decide, VerbFavour, fault.Conflict}, {access.Decide, "dance", fault.Invalid},
	} {
		v := said(c.verb)
		v.Life.WaitRight = c.waits
		err := gate("x").Accept(t.Context(), access.Tx{}, v, *v.Answer)
		if (err == nil) != (c.kind == "") || err != nil && !fault.Is(err, c.kind) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
