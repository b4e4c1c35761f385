package assessment

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// A Study is what another program says of a processing, in the terms of the
// method.
type Study struct {
	Name, Category string
	Answers        map[int]string // by number of the question
	Measures       []PastMeasure
	Feared         map[string]PastFear // by part of the method: "3.2", "3.3", "3.4"
	DPO, People    PastOpinion
}

// A PastMeasure is a measure of a study.
type PastMeasure struct {
	Title, Content string
	Planned        bool
}

// A PastFear is a feared event of a study. Levels are 1 to 4, 0 where they are
// not told; Why says how they were meant.
type PastFear struct {
	Threats, Measures    []string
	Severity, Likelihood int
	Why                  string
}

// A PastOpinion is what somebody said of a study; Says is "yes", "no", or "".
type PastOpinion struct{ Says, Words string }

// Record is the study as a record.
func (s Study) Record() model.Record {
	r := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	put := func(name, v string) {
		f, _ := Spec.Field(name)
		if v = cut(strings.TrimSpace(v), f.Type); v != "" {
			r.Fields[name] = model.V(v)
		}
	}
	list := func(name string, lines []string) {
		for n, line := range lines {
			if n < model.MaxRows && line != "" {
				r.Lists[name] = append(r.Lists[name], model.Row{Key: rowKey(n + 1), Cells: map[string]model.Value{cWhat: model.V(cut(line, model.Long))}})
			}
		}
	}
	put(fName, s.Name)
	put(fCategory, s.Category)
	for id, v := range s.Answers {
		put("q"+strconv.Itoa(id), v)
	}
	for n, m := range s.Measures {
		if n >= model.MaxRows {
			break
		}
		cells := map[string]model.Value{cTitle: model.V(cut(m.Title, model.Line))}
		if m.Content != "" {
			cells[cContent] = model.V(cut(m.Content, model.Long))
		}
		if m.Planned {
			cells[cPlanned] = model.V("1")
		}
		r.Lists[lMeasures] = append(r.Lists[lMeasures], model.Row{Key: measureKey(n + 1), Cells: cells})
	}
	for _, p := range pia.Parts() {
		fear, told := s.Feared[p.Ref]
		if !told || len(p.Questions) != 6 {
			continue
		}
		list(question(p.Questions[1]), fear.Threats)
		list(question(p.Questions[3]), fear.Measures)
		for n, level := range []int{fear.Severity, fear.Likelihood} {
			if level > 0 && level <= len(levels) {
				name := question(p.Questions[4+n])
				put(name, strconv.Itoa(level))
				put(name+"_why", fear.Why)
			}
		}
	}
	put(fDPOSays, s.DPO.Says)
	put(fDPOOpinion, s.DPO.Words)
	if s.People.Says != "" {
		put(fPeopleAsked, "yes")
		put(fPeopleSay, s.People.Says)
	}
	put(fPeopleWords, s.People.Words)
	return r
}

// A Brought assessment comes from another program, as it stood there.
type Brought struct {
	MemberID   string
	ActivityID string
	Study      Study
	State      State
	At         time.Time // of its decision; zero where there was none
	Words      string    // what is to be known of how it came here
	Made       time.Time
	Changed    time.Time
}

// Bring takes an assessment over. What the register says of the activity fills
// in what the study does not say.
func Bring(ctx context.Context, tx access.Tx, b Brought) (Full, error) {
	f, err := activityOf(ctx, tx, b.MemberID, b.ActivityID)
	if err != nil {
		return Full{}, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return Full{}, err
	}
	record := filledFrom(b.Study.Record(), FromActivity(f.Record, terms)).Tidy()
	i, _, err := model.Bring(ctx, tx, Spec, model.Brought{MemberID: b.MemberID, Record: record, Made: b.Made, Changed: b.Changed})
	if err != nil {
		return Full{}, err
	}
	a := Assessment{ID: i.ID, MemberID: b.MemberID, ActivityID: b.ActivityID, State: b.State, Words: cutTo(b.Words, maxWords), ReviewMonths: usualReview}
	if a.State == Validated {
		a.ReviewOn = a.nextReview(b.At, tx.Clock().Now())
	}
	if err := insert(ctx, tx, a); err != nil {
		return Full{}, err
	}
	if !b.At.IsZero() {
		if _, err := database.Exec(ctx, tx, "assessment.Bring", `update register_assessment set state_at = $1 where id = $2`, clock.Micros(b.At), a.ID); err != nil {
			return Full{}, err
		}
	}
	if err := note(ctx, tx, a, "brought", a.Words, nil); err != nil {
		return Full{}, err
	}
	if a.State == Validated || a.State == Refused {
		if err := note(ctx, tx, a, string(a.State), "", &record); err != nil {
			return Full{}, err
		}
	}
	return Get(ctx, tx, a.ID)
}

// cut is a text within what a field of a type holds.
func cut(s string, t model.FieldType) string {
	if t == model.Line {
		return cutTo(s, model.MaxLine)
	}
	return cutTo(s, model.MaxLong)
}

func cutTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// Mark tells how an assessment is now: any change of what it says or of where
// it stands changes the mark. It is "" for one that is gone.
func Mark(ctx context.Context, tx access.Tx, id string) (string, error) {
	mark, err := model.Mark(ctx, tx, id)
	if err != nil || mark == "" {
		return mark, err
	}
	n, err := database.Value[int](ctx, tx, "assessment.Mark", `select count(*) from register_assessment_deed where assessment_id = $1`, id)
	return fmt.Sprintf("%s/%d", mark, n), err
}

// Remove takes an assessment away that was brought, with its history.
func Remove(ctx context.Context, tx access.Tx, id string) error {
	if _, err := mine(ctx, tx, id); err != nil {
		return err
	}
	for _, table := range []string{"register_assessment_deed where assessment_id", "register_assessment where id"} {
		if _, err := database.Exec(ctx, tx, "assessment.Remove", `delete from `+table+` = $1`, id); err != nil {
			return err
		}
	}
	return model.Remove(ctx, tx, id)
}
