package pia

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
)

// MaxFile is how long a file may be, in bytes. The tool's own example has 100
// kilobytes.
const MaxFile = 32 << 20

// ErrNotPIA says that a file is no export of the PIA tool.
var ErrNotPIA = errors.New("pia: not a file of the PIA tool")

// File is an assessment as it is handed over.
type File struct {
	top                                      object // all but the five lists
	pia                                      object
	answers, measures, evaluations, comments []object
}

// New begins an empty file.
func New() *File { return &File{top: object{}, pia: object{}} }

// Read reads a file. What is none is ErrNotPIA.
func Read(r io.Reader) (*File, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFile {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrNotPIA, MaxFile)
	}
	f := New()
	if err := json.Unmarshal(data, &f.top); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPIA, err)
	}
	if err := json.Unmarshal(f.top["pia"], &f.pia); err != nil || f.pia == nil {
		return nil, fmt.Errorf("%w: it has no \"pia\"", ErrNotPIA)
	}
	delete(f.top, "pia")
	for key, list := range f.lists() {
		raw, ok := f.top[key]
		if !ok {
			continue
		}
		if err := json.Unmarshal(raw, list); err != nil {
			return nil, fmt.Errorf("%w: %q: %w", ErrNotPIA, key, err)
		}
		*list = slices.DeleteFunc(*list, func(o object) bool { return o == nil })
		delete(f.top, key)
	}
	return f, nil
}

func (f *File) lists() map[string]*[]object {
	return map[string]*[]object{"answers": &f.answers, "measures": &f.measures, "evaluations": &f.evaluations, "comments": &f.comments}
}

// Write writes the file.
func (f *File) Write(w io.Writer) error {
	out := maps.Clone(f.top)
	out.set("pia", f.pia)
	for key, list := range f.lists() {
		if *list == nil {
			*list = []object{}
		}
		out.set(key, *list)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// Assessment returns what the file says.
func (f *File) Assessment() Assessment {
	p := f.pia
	a := Assessment{
		Name: p.text("name"), Category: p.text("category"), Status: Status(p.int("status")),
		Author: p.text("author_name"), Evaluator: p.text("evaluator_name"), Validator: p.text("validator_name"),
		DPO:         Opinion{p.text("dpos_names"), p.text("dpo_opinion"), p.told("dpo_status")},
		People:      Opinion{p.text("people_names"), p.text("concerned_people_opinion"), p.told("concerned_people_status")},
		PeopleAsked: p.told("concerned_people_searched_opinion"), WhyNotAsked: p.text("concerned_people_searched_content"),
		Rejection: p.text("rejection_reason"), Adjustments: p.text("applied_adjustments"),
		Created: p.time("created_at"), Updated: p.time("updated_at"),
		Answers: map[int]Answer{}, Evaluations: map[string]Evaluation{},
	}
	for _, o := range f.answers {
		if n, ok := o.number("reference_to"); ok {
			data := o.object("data")
			a.Answers[n] = Answer{Text: data.text("text"), List: data.texts("list"), Gauge: data.int("gauge")}
		}
	}
	for _, o := range f.measures {
		a.Measures = append(a.Measures, Measure{ID: o.int("id"), Title: o.text("title"), Content: o.text("content")})
	}
	for _, o := range f.evaluations {
		gauges := o.object("gauges")
		a.Evaluations[o.ref("reference_to")] = Evaluation{
			Mark: Mark(o.int("status")), Plan: o.text("action_plan_comment"), Remark: o.text("evaluation_comment"),
			Severity: gauges.int("x"), Likelihood: gauges.int("y"), Due: o.time("estimated_implementation_date"),
			Person: o.text("person_in_charge"), Finished: o.int("global_status") == 2,
		}
	}
	for _, o := range f.comments {
		onMeasure, _ := o.yes("for_measure")
		a.Comments = append(a.Comments, Comment{Ref: o.ref("reference_to"), Text: o.text("description"), Measure: onMeasure, Created: o.time("created_at")})
	}
	return a
}

// told is a truth value, nil where none is told.
func (o object) told(key string) *bool {
	value, told := o.yes(key)
	if !told {
		return nil
	}
	return &value
}

// reference writes a reference as the tool does: numbers of questions and
// measures as numbers.
func reference(s string) any {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return s
}

// Extra returns what stands under a key of the file that is none of the tool's,
// as JSON; nil for nothing.
func (f *File) Extra(key string) json.RawMessage { return f.top[key] }

// SetExtra puts something under such a key. The tool leaves it alone.
func (f *File) SetExtra(key string, value any) { f.top.set(key, value) }
