package pia

import (
	"maps"
	"slices"
	"strconv"
)

// Set writes an assessment into the file. What it already says stays as it is
// written, and what an Assessment does not tell stays too.
func (f *File) Set(a Assessment) {
	p := f.pia
	for key, text := range map[string]string{
		"name": a.Name, "category": a.Category, "author_name": a.Author, "evaluator_name": a.Evaluator, "validator_name": a.Validator,
		"dpos_names": a.DPO.Names, "dpo_opinion": a.DPO.Text, "people_names": a.People.Names, "concerned_people_opinion": a.People.Text,
		"concerned_people_searched_content": a.WhyNotAsked, "rejection_reason": a.Rejection, "applied_adjustments": a.Adjustments,
	} {
		p.changeText(key, text)
	}
	p.changeInt("status", int(a.Status))
	p.changeTold("dpo_status", a.DPO.Favourable, true)
	p.changeTold("concerned_people_status", a.People.Favourable, true)
	p.changeTold("concerned_people_searched_opinion", a.PeopleAsked, false)
	p.changeTime("created_at", a.Created)
	p.changeTime("updated_at", a.Updated)
	f.setAnswers(a.Answers)
	f.setMeasures(a.Measures)
	f.setEvaluations(a.Evaluations)
	f.setComments(a.Comments)
}

// changeTold writes a truth value, as 0 and 1 where the tool does so.
func (o object) changeTold(key string, now *bool, asNumber bool) {
	was := o.told(key)
	switch {
	case now == nil && was != nil:
		o.set(key, nil)
	case now != nil && (was == nil || *was != *now):
		if !asNumber {
			o.set(key, *now)
			return
		}
		n := 0
		if *now {
			n = 1
		}
		o.set(key, n)
	}
}

func (f *File) setAnswers(answers map[int]Answer) {
	f.answers = slices.DeleteFunc(f.answers, func(o object) bool {
		n, ok := o.number("reference_to")
		_, kept := answers[n]
		return ok && !kept
	})
	for _, n := range slices.Sorted(maps.Keys(answers)) {
		o := f.find(&f.answers, strconv.Itoa(n), answers[n].isZero())
		if o == nil {
			continue
		}
		data, now := o.object("data"), answers[n]
		was := Answer{data.text("text"), data.texts("list"), data.int("gauge")}
		if was.Text == now.Text && was.Gauge == now.Gauge && slices.Equal(was.List, now.List) {
			continue
		}
		data.set("text", now.Text)
		data.set("gauge", now.Gauge)
		data.set("list", append([]string{}, now.List...))
		o.set("data", data)
	}
}

func (a Answer) isZero() bool { return a.Text == "" && a.Gauge == 0 && len(a.List) == 0 }

// find returns what refers to a part; a new one if there is none, unless it
// would be empty.
func (f *File) find(list *[]object, ref string, empty bool) object {
	// Of two the last counts, as it does when the file is read.
	for i := len(*list) - 1; i >= 0; i-- {
		if (*list)[i].ref("reference_to") == ref {
			return (*list)[i]
		}
	}
	if empty {
		return nil
	}
	o := object{}
	o.set("reference_to", reference(ref))
	o.set("id", nextID(*list))
	*list = append(*list, o)
	return o
}

func nextID(list []object) int {
	most := 0
	for _, o := range list {
		most = max(most, o.int("id"))
	}
	return most + 1
}

// setMeasures keeps the measures in the order given; one without id gets one.
func (f *File) setMeasures(measures []Measure) {
	var out []object
	used := map[int]bool{}
	next := nextID(f.measures)
	for _, m := range measures {
		var o object
		for i, was := range f.measures {
			if was.int("id") == m.ID && !used[i] {
				o, used[i] = was, true
				break
			}
		}
		if o == nil {
			o = object{}
			if m.ID == 0 {
				m.ID, next = next, next+1
			}
			o.set("id", m.ID)
			next = max(next, m.ID+1)
		}
		o.changeText("title", m.Title)
		o.changeText("content", m.Content)
		out = append(out, o)
	}
	f.measures = out
}

func (f *File) setEvaluations(evaluations map[string]Evaluation) {
	f.evaluations = slices.DeleteFunc(f.evaluations, func(o object) bool {
		_, kept := evaluations[o.ref("reference_to")]
		return !kept
	})
	for _, ref := range slices.Sorted(maps.Keys(evaluations)) {
		e := evaluations[ref]
		o := f.find(&f.evaluations, ref, e == Evaluation{})
		if o == nil {
			continue
		}
		o.changeInt("status", int(e.Mark))
		o.changeText("action_plan_comment", e.Plan)
		o.changeText("evaluation_comment", e.Remark)
		o.changeText("person_in_charge", e.Person)
		o.changeTime("estimated_implementation_date", e.Due)
		if gauges := o.object("gauges"); gauges.int("x") != e.Severity || gauges.int("y") != e.Likelihood {
			gauges.set("x", e.Severity)
			gauges.set("y", e.Likelihood)
			o.set("gauges", gauges)
		}
		if finished := o.int("global_status") == 2; finished != e.Finished {
			status := 1
			if e.Finished {
				status = 2
			}
			o.set("global_status", status)
		}
	}
}

// setComments keeps the comments that stand, and adds the new ones.
func (f *File) setComments(comments []Comment) {
	same := func(o object, c Comment) bool {
		onMeasure, _ := o.yes("for_measure")
		return o.ref("reference_to") == c.Ref && o.text("description") == c.Text && onMeasure == c.Measure && o.time("created_at").Equal(c.Created)
	}
	var out []object
	used := map[int]bool{}
	next := nextID(f.comments)
	for _, c := range comments {
		at := -1
		for i, o := range f.comments {
			if !used[i] && same(o, c) {
				at = i
				break
			}
		}
		if at >= 0 {
			used[at] = true
			out = append(out, f.comments[at])
			continue
		}
		o := object{}
		o.set("id", next)
		o.set("reference_to", reference(c.Ref))
		o.set("description", c.Text)
		o.set("for_measure", c.Measure)
		o.changeTime("created_at", c.Created)
		next++
		out = append(out, o)
	}
	f.comments = out
}
