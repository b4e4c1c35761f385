package assessment

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// FileOf writes a record into the file that it came from (kept, "" for none):
// what was not changed stays as it is written there.
func FileOf(kept string, r model.Record, state State, round Round) (*pia.File, error) {
	f, err := parse(kept)
	if err != nil {
		return nil, err
	}
	a := f.Assessment()
	a.Name, a.Category = same(a.Name, r.Get(fName)), same(a.Category, r.Get(fCategory))
	a.Author, a.Evaluator, a.Validator = same(a.Author, r.Get(fAuthor)), same(a.Evaluator, r.Get(fEvaluator)), same(a.Validator, r.Get(fValidator))
	a.DPO = pia.Opinion{Names: same(a.DPO.Names, r.Get(fDPONames)), Text: plainer(a.DPO.Text, r.Get(fDPOOpinion)), Favourable: truth(r.Get(fDPOSays))}
	a.People = pia.Opinion{Names: same(a.People.Names, r.Get(fPeopleNames)), Text: plainer(a.People.Text, r.Get(fPeopleWords)), Favourable: truth(r.Get(fPeopleSay))}
	a.PeopleAsked, a.WhyNotAsked = truth(r.Get(fPeopleAsked)), plainer(a.WhyNotAsked, r.Get(fPeopleNotWhy))
	if stateOf(a.Status) != state {
		a.Status = statusOf(state)
	}
	if round.Rejection != "" {
		a.Rejection = plainer(a.Rejection, model.V(round.Rejection))
	}
	if round.Adjustments != "" {
		a.Adjustments = plainer(a.Adjustments, model.V(round.Adjustments))
	}
	if kept == "" {
		a.Created, a.Updated = round.Made, round.Changed
	}
	outAnswers(&a, r)
	ids := outMeasures(&a, r, f.Extra(ours), f)
	outEvaluations(&a, r, ids)
	f.Set(a)
	return f, nil
}

func outAnswers(a *pia.Assessment, r model.Record) {
	for _, p := range pia.Parts() {
		for _, q := range p.Questions {
			name := question(q)
			was, there := a.Answers[q.ID]
			now := was
			switch q.Kind {
			case pia.List:
				now.List = nil
				for _, row := range r.Lists[name] {
					now.List = append(now.List, row.Cells[cWhat].Fr)
				}
				if equalLists(was.List, now.List) {
					now.List = was.List
				}
			case pia.Gauge:
				if gauge(was.Gauge) != r.Get(name) {
					now.Gauge = number(r.Get(name))
				}
				now.Text = plainer(was.Text, r.Get(name+"_why"))
			default:
				now.Text = plainer(was.Text, r.Get(name))
			}
			if there || now.Text != "" || now.Gauge != 0 || len(now.List) > 0 {
				a.Answers[q.ID] = now
			}
		}
	}
}

// equalLists compares without the lines that are empty: a record keeps none.
func equalLists(a, b []string) bool {
	return strings.Join(filled(a), "\x00") == strings.Join(filled(b), "\x00")
}

func filled(list []string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// outMeasures writes the measures, and returns the ids by the keys of rows.
func outMeasures(a *pia.Assessment, r model.Record, kept json.RawMessage, f *pia.File) map[string]int {
	was := map[string]pia.Measure{}
	next := 1
	for n, key := range measureKeys(a.Measures) {
		was[key] = a.Measures[n]
		next = max(next, a.Measures[n].ID+1)
	}
	ids := map[string]int{}
	var more extra
	a.Measures = nil
	for _, row := range r.Lists[lMeasures] {
		m, there := was[row.Key]
		if !there {
			m.ID, next = next, next+1
		}
		m.Title, m.Content = same(m.Title, row.Cells[cTitle]), plainer(m.Content, row.Cells[cContent])
		ids[row.Key] = m.ID
		a.Measures = append(a.Measures, m)
		if !row.Cells[cPlanned].Empty() {
			more.Planned = append(more.Planned, m.ID)
		}
	}
	if len(more.Planned) > 0 || kept != nil {
		f.SetExtra(ours, more)
	}
	return ids
}

// outEvaluations writes the evaluations. Those of measures that are gone go with
// them; those whose reference is not known here stay.
func outEvaluations(a *pia.Assessment, r model.Record, ids map[string]int) {
	refs := refsOf(a.Evaluations)
	seen := map[string]bool{}
	for _, row := range r.Lists[lEvaluations] {
		ref, there := refs[row.Key]
		if !there {
			ref = strings.ReplaceAll(row.Key, "-", ".")
			if key, ok := strings.CutPrefix(row.Key, "3-1-"); ok {
				if ids[key] == 0 {
					continue
				}
				ref = "3.1." + strconv.Itoa(ids[key])
			}
		}
		seen[row.Key] = true
		a.Evaluations[ref] = evaluationOf(a.Evaluations[ref], row)
	}
	for key, ref := range refs {
		row, ofMeasure := strings.CutPrefix(key, "3-1-")
		if ofMeasure && ids[row] == 0 || !seen[key] && says(evaluationRow(key, a.Evaluations[ref])) {
			delete(a.Evaluations, ref)
		}
	}
}

// refsOf are the references of evaluations by the keys of their rows; of two
// that mean the same part the first in order.
func refsOf(evaluations map[string]pia.Evaluation) map[string]string {
	out := map[string]string{}
	for _, ref := range slices.Sorted(maps.Keys(evaluations)) {
		if key := evaluationKey(ref); key != "" && out[key] == "" {
			out[key] = ref
		}
	}
	return out
}

// says tells whether anything is written in a row.
func says(row model.Row) bool {
	for _, v := range row.Cells {
		if !v.Empty() {
			return true
		}
	}
	return false
}

// evaluationOf writes a row into an evaluation.
func evaluationOf(e pia.Evaluation, row model.Row) pia.Evaluation {
	was := evaluationRow(row.Key, e).Cells
	if now := row.Cells[cMark]; was[cMark] != now {
		e.Mark = pia.Mark(number(now))
	}
	e.Remark, e.Plan, e.Person = plainer(e.Remark, row.Cells[cRemark]), plainer(e.Plan, row.Cells[cPlan]), same(e.Person, row.Cells[cPerson])
	if was[cDue] != row.Cells[cDue] {
		e.Due, _ = time.Parse(time.DateOnly, row.Cells[cDue].Fr)
	}
	if was[cSeverity] != row.Cells[cSeverity] {
		e.Severity = number(row.Cells[cSeverity])
	}
	if was[cLikelihood] != row.Cells[cLikelihood] {
		e.Likelihood = number(row.Cells[cLikelihood])
	}
	e.Finished = !row.Cells[cFinished].Empty()
	return e
}
