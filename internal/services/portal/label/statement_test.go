package label

import (
	"testing"
	"time"
)

func TestTheLevelIsThatOfTheAudit(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	for name, one := range map[string]struct {
		audit   *Audit
		want    Level
		expired bool
	}{
		"none was made":       {nil, None, false},
		"all is met":          {&Audit{On: "2026-03-01", Applicable: 71, Met: 71}, Full, false},
		"one is not":          {&Audit{On: "2026-03-01", Applicable: 71, Met: 70}, Partial, false},
		"half":                {&Audit{On: "2026-03-01", Applicable: 70, Met: 35}, Partial, false},
		"less than half":      {&Audit{On: "2026-03-01", Applicable: 71, Met: 35}, None, false},
		"the last day":        {&Audit{On: "2023-11-23", Applicable: 71, Met: 71}, Full, false},
		"three years ago":     {&Audit{On: "2023-11-22", Applicable: 71, Met: 71}, None, true},
		"nothing applied":     {&Audit{On: "2026-03-01"}, None, false},
		"a day that is not":   {&Audit{On: "2026-13-01", Applicable: 71, Met: 71}, None, true},
		"more than there was": {&Audit{On: "2026-03-01", Applicable: 106, Met: 106}, Full, false},
	} {
		got := StatementOf(one.audit, now)
		if got.Level != one.want || got.Expired != one.expired {
			t.Errorf("%s: %+v, want %s, %t", name, got, one.want, one.expired)
		}
	}
}

func TestTheRulesAreWhole(t *testing.T) {
	if Standard.Criteria != 106 || Standard.Years < 1 || Standard.Law == "" || Standard.Source == "" {
		t.Errorf("%+v", Standard)
	}
	for _, l := range Standard.Levels {
		if l.Name.Label().Empty() {
			t.Errorf("level %q has no words", l.Name)
		}
	}
}
