package assessment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// ours is the key under which an exported file tells what the CNIL's tool has no
// place for. The tool leaves it alone.
const ours = "airial"

type extra struct {
	Planned []int `json:"planned_measures,omitempty"` // by id
}

// ReadFile reads a file of the CNIL's tool. What is none is Invalid and says
// what to do.
func ReadFile(r io.Reader) (*pia.File, error) {
	const op = "assessment.ReadFile"
	f, err := pia.Read(r)
	if errors.Is(err, pia.ErrNotPIA) {
		refused := fault.New(fault.Invalid, op,
			"Ce fichier n’est pas une analyse exportée par l’outil PIA de la CNIL. Dans l’outil, ouvrez l’analyse et choisissez «\u00a0Exporter\u00a0», au format JSON.",
			"This file is no assessment exported by the CNIL’s PIA tool. In the tool, open the assessment and choose “Export”, as JSON.")
		refused.Cause = err
		return nil, refused
	}
	return f, err
}

// measureKey is the key of the row of a measure with an id: rows stand in the
// order of their keys, before those that are added later.
func measureKey(id int) string { return fmt.Sprintf("%010d", max(0, id)) }

// measureKeys are the keys of measures. An id that stands twice is told apart.
func measureKeys(list []pia.Measure) []string {
	seen := map[string]bool{}
	out := make([]string, len(list))
	for n, m := range list {
		out[n] = measureKey(m.ID)
		if seen[out[n]] || m.ID <= 0 {
			out[n] += "-" + strconv.Itoa(n+1)
		}
		seen[out[n]] = true
	}
	return out
}

func rowKey(n int) string { return fmt.Sprintf("%010d", n) }

// evaluationKey is the key of the row that evaluates a part.
func evaluationKey(ref string) string {
	ref = strings.TrimSuffix(ref, ".")
	if id, ok := strings.CutPrefix(ref, "3.1."); ok {
		n, err := strconv.Atoi(id)
		if err != nil {
			return ""
		}
		return "3-1-" + measureKey(n)
	}
	if strings.Trim(ref, "0123456789.") != "" {
		return ""
	}
	return strings.ReplaceAll(ref, ".", "-")
}

func told(b *bool) model.Value {
	switch {
	case b == nil:
		return model.Value{}
	case *b:
		return model.V("yes")
	}
	return model.V("no")
}

func truth(v model.Value) *bool {
	if v.Fr == "" {
		return nil
	}
	is := v.Fr == "yes"
	return &is
}

func gauge(n int) model.Value {
	if n < 1 || n > 4 {
		return model.Value{}
	}
	return model.V(strconv.Itoa(n))
}

func number(v model.Value) int { n, _ := strconv.Atoi(v.Fr); return n }

func day(t time.Time) model.Value {
	if t.IsZero() {
		return model.Value{}
	}
	return model.V(t.Format(time.DateOnly))
}

// RecordOf is what a file says, as a record. Texts lose their style there; the
// file keeps it (see FileOf).
func RecordOf(f *pia.File) model.Record {
	a := f.Assessment()
	var more extra
	_ = json.Unmarshal(f.Extra(ours), &more)
	r := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	set := func(name, html string) { r.Fields[name] = model.V(plain(html)) }
	for name, s := range map[string]string{fName: a.Name, fCategory: a.Category, fAuthor: a.Author, fEvaluator: a.Evaluator, fValidator: a.Validator,
		fDPONames: a.DPO.Names, fPeopleNames: a.People.Names} {
		r.Fields[name] = model.V(clean(s))
	}
	r.Fields[fDPOSays], r.Fields[fPeopleSay], r.Fields[fPeopleAsked] = told(a.DPO.Favourable), told(a.People.Favourable), told(a.PeopleAsked)
	set(fDPOOpinion, a.DPO.Text)
	set(fPeopleWords, a.People.Text)
	set(fPeopleNotWhy, a.WhyNotAsked)
	for _, p := range pia.Parts() {
		for _, q := range p.Questions {
			name, answer := question(q), a.Answers[q.ID]
			switch q.Kind {
			case pia.List:
				for n, what := range answer.List {
					r.Lists[name] = append(r.Lists[name], model.Row{Key: rowKey(n + 1), Cells: map[string]model.Value{cWhat: model.V(clean(what))}})
				}
			case pia.Gauge:
				r.Fields[name] = gauge(answer.Gauge)
				set(name+"_why", answer.Text)
			default:
				set(name, answer.Text)
			}
		}
	}
	for n, key := range measureKeys(a.Measures) {
		m := a.Measures[n]
		row := model.Row{Key: key, Cells: map[string]model.Value{cTitle: model.V(clean(m.Title)), cContent: model.V(plain(m.Content))}}
		if slices.Contains(more.Planned, m.ID) {
			row.Cells[cPlanned] = model.V("1")
		}
		r.Lists[lMeasures] = append(r.Lists[lMeasures], row)
	}
	for key, ref := range refsOf(a.Evaluations) {
		r.Lists[lEvaluations] = append(r.Lists[lEvaluations], evaluationRow(key, a.Evaluations[ref]))
	}
	slices.SortFunc(r.Lists[lEvaluations], func(a, b model.Row) int { return strings.Compare(a.Key, b.Key) })
	return r.Tidy()
}

func evaluationRow(key string, e pia.Evaluation) model.Row {
	row := model.Row{Key: key, Cells: map[string]model.Value{cRemark: model.V(plain(e.Remark)), cPlan: model.V(plain(e.Plan)), cPerson: model.V(clean(e.Person)),
		cDue: day(e.Due), cSeverity: gauge(e.Severity), cLikelihood: gauge(e.Likelihood)}}
	if e.Mark > 0 && int(e.Mark) <= len(marks) {
		row.Cells[cMark] = model.V(strconv.Itoa(int(e.Mark)))
	}
	if e.Finished {
		row.Cells[cFinished] = model.V("1")
	}
	return row
}

// plain is the text of HTML, without signs that a database refuses.
func plain(html string) string { return clean(pia.Plain(html)) }

func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// plainer keeps the HTML that was there when it still says what is written now.
func plainer(was string, now model.Value) string {
	if plain(was) == now.Fr {
		return was
	}
	return pia.Paragraphs(now.Fr)
}

// same keeps a text that was there when it differs only by spaces around it.
func same(was string, now model.Value) string {
	if clean(was) == now.Fr {
		return was
	}
	return now.Fr
}

// parse reads the file that an assessment came from, or begins one.
func parse(kept string) (*pia.File, error) {
	if kept == "" {
		return pia.New(), nil
	}
	return pia.Read(bytes.NewReader([]byte(kept)))
}
