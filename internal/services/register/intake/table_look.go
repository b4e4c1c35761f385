package intake

import (
	"context"
	"fmt"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	platform "airial/internal/platform/text"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// Outcome is what becomes of a row.
type Outcome string

// A Result is a row with what becomes of it.
type Result struct {
	Line    Line
	Outcome Outcome
	Name    string
	Record  model.Record // as it will stand
	ID      string       // of the activity that is there
	Rev     int
	Was     model.Record
	Changes []model.Change
	Reason  i18n.Text
}

// A Preview is a table as it will be imported.
type Preview struct {
	Sheet   Sheet
	Choices Choices
	Rows    []Result
	New     int
	Same    int
	Changed int
	Bad     int
}

// Look says what becomes of each row, and writes nothing.
func Look(ctx context.Context, tx access.Tx, member string, sheet Sheet, c Choices) (Preview, error) {
	p := Preview{Sheet: sheet, Choices: c}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return p, err
	}
	have, err := model.All(ctx, tx, model.Ask{Kind: activity.Kind, Member: member})
	if err != nil {
		return p, err
	}
	byKey := map[string]model.Full{}
	for _, f := range have {
		for _, k := range keysOf(f.Record) {
			byKey[k] = f
		}
	}
	touched, seen := touches(c.Mapping), map[string]int{}
	for n, l := range sheet.Rows {
		r := Result{Line: l}
		if sheet.Ready != nil {
			r.Record = sheet.Ready[n]
			err = activity.Spec.Check(r.Record)
			if err == nil && r.Record.Get("name").Empty() {
				err = wrong("le nom du traitement manque", "the name of the activity is missing")
			}
		} else {
			r.Record, err = Build(l, c.Mapping, terms)
			if f, there := find(byKey, r.Record); there && err == nil {
				r.Record, err = build(l, c.Mapping, terms, &f.Record)
			}
		}
		r.Name = r.Record.Get("name").Fr
		if r.Name == "" {
			r.Name = l.cell(0)
		}
		switch kind := fault.KindOf(err); {
		case err == nil:
			r.compare(byKey, touched, sheet.Ready != nil, seen)
		case kind == fault.Invalid:
			r.Outcome, r.Reason = Bad, reason(err)
		default:
			return p, err
		}
		p.count(r.Outcome)
		p.Rows = append(p.Rows, r)
	}
	return p, nil
}

func (p *Preview) count(o Outcome) {
	switch o {
	case New:
		p.New++
	case Same:
		p.Same++
	case Changed:
		p.Changed++
	case Bad:
		p.Bad++
	}
}

// keysOf are what a record is known by: its reference, and its name.
func keysOf(r model.Record) (keys []string) {
	if ref := platform.Fold(r.Get("reference").Fr); ref != "" {
		keys = append(keys, "ref:"+ref)
	}
	return append(keys, "name:"+platform.Fold(r.Get("name").Fr))
}

// compare finds the activity that a row is about, if there is one. What the
// table does not say stays as it is.
func (r *Result) compare(have map[string]model.Full, touched map[string]bool, whole bool, seen map[string]int) {
	for _, k := range keysOf(r.Record) {
		if first, twice := seen[k]; twice {
			r.Outcome, r.Reason = Bad, i18n.T("la ligne %[1]d porte la même référence ou le même nom", "row %[1]d has the same reference or name", first)
			return
		}
	}
	for _, k := range keysOf(r.Record) {
		seen[k] = r.Line.Number
	}
	f, there := find(have, r.Record)
	if !there {
		r.Outcome = New
		return
	}
	r.ID, r.Rev, r.Was = f.ID, f.Rev, f.Record
	if !whole {
		r.Record = merge(f.Record, r.Record, touched)
	}
	r.Outcome = Changed
	if r.Changes = model.Changes(f.Record, r.Record); len(r.Changes) == 0 {
		r.Outcome = Same
	}
}

// find is the activity that a record is about.
func find(have map[string]model.Full, r model.Record) (model.Full, bool) {
	for _, k := range keysOf(r) {
		if f, ok := have[k]; ok {
			return f, true
		}
	}
	return model.Full{}, false
}

// merge lays what a row says over what is there. A list that says the same in
// other words of the same export keeps its rows.
func merge(was, row model.Record, touched map[string]bool) model.Record {
	out := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for n, v := range was.Fields {
		out.Fields[n] = v
	}
	for n, v := range row.Fields {
		if was.Fields[n].Fr != v.Fr {
			out.Fields[n] = v
		}
	}
	for n, rows := range was.Lists {
		out.Lists[n] = rows
	}
	for n, rows := range row.Lists {
		if touched[n] {
			out.Lists[n] = keep(was.Lists[n], rows)
		}
	}
	return out.Tidy()
}

// keep gives the rows of a list the keys of those which say the same, so that
// they are the same rows.
func keep(was, now []model.Row) []model.Row {
	used := map[string]bool{}
	out := make([]model.Row, 0, len(now))
	for _, r := range now {
		for _, old := range was {
			if !used[old.Key] && same(old, r) {
				used[old.Key] = true
				r = old
				break
			}
		}
		out = append(out, r)
	}
	for n, r := range out { // a key that is taken by another row
		if !slices.ContainsFunc(was, func(o model.Row) bool { return o.Key == r.Key && same(o, r) }) && used[r.Key] {
			out[n].Key = fmt.Sprintf("%.70s-b%d", r.Key, n)
		}
	}
	return out
}

func same(a, b model.Row) bool {
	if len(a.Cells) != len(b.Cells) {
		return false
	}
	for n, v := range a.Cells {
		if b.Cells[n].Fr != v.Fr {
			return false
		}
	}
	return true
}
