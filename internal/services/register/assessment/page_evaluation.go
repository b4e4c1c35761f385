package assessment

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

type evaluationView struct {
	chapterView
	Subjects []Subject
}

// field is the name of a cell of the form, as model names it.
func (evaluationView) field(n int, cell string) string {
	return lEvaluations + "." + strconv.Itoa(n) + "." + cell
}

// evaluationSpec is the list of evaluations alone.
var evaluationSpec = model.Spec{Kind: Kind, Label: Spec.Label, Title: fName, Parts: judgedParts[:1]}

// cutRows is the part of a record that evaluates some subjects.
func cutRows(r model.Record, keys []string) model.Record {
	out := model.Record{Lists: map[string][]model.Row{}}
	for _, row := range r.Lists[lEvaluations] {
		if slices.Contains(keys, row.Key) {
			out.Lists[lEvaluations] = append(out.Lists[lEvaluations], row)
		}
	}
	return out.Tidy()
}

// putRows is the record with other evaluations of the subjects.
func putRows(r, part model.Record, keys []string) model.Record {
	out := filledFrom(r, model.Record{})
	rows := slices.DeleteFunc(slices.Clone(out.Lists[lEvaluations]), func(row model.Row) bool { return slices.Contains(keys, row.Key) })
	for _, row := range part.Lists[lEvaluations] {
		if slices.Contains(keys, row.Key) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b model.Row) int { return strings.Compare(a.Key, b.Key) })
	return model.Record{Fields: out.Fields, Lists: map[string][]model.Row{lEvaluations: rows}}.Tidy()
}

func keysOf(list []Subject) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.Key
	}
	return out
}

func (p *Pages) evaluation(w http.ResponseWriter, r *http.Request) error {
	return p.showEvaluation(w, r, http.StatusOK, nil, 0, nil)
}

func (p *Pages) showEvaluation(w http.ResponseWriter, r *http.Request, status int, f *form.Form, rev int, clash *model.Clash) error {
	v := evaluationView{chapterView: chapterView{Form: f, Rev: rev, Clash: clash, List: evaluatedChapters, Verb: "evaluate"}}
	if v.Chapter, v.Place = chapterOf(evaluatedChapters, r.PathValue("chapter")); v.Place < 0 {
		return fault.Missing("assessment.evaluation")
	}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.oneView, err = p.oneView(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	v.Subjects = v.Chapter.subjects(v.Full.Record)
	part := cutRows(v.Full.Record, keysOf(v.Subjects))
	if v.Form == nil {
		v.Form, v.Rev = form.New("seen", model.Encode(part)), v.Full.Rev
		for n, s := range v.Subjects {
			row, _ := part.Row(lEvaluations, s.Key)
			for cell, value := range row.Cells {
				v.Form.Set(v.field(n, cell), value.Fr)
			}
		}
	}
	if clash != nil {
		v.Clash.Shown = model.Shown{Spec: evaluationSpec, Record: part}
	}
	v.Risks = Risks(v.Full.Record)
	return p.Desk.ShowMember(w, r, status, v.Face, evaluationBody(v))
}

func (p *Pages) saveEvaluation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	c, place := chapterOf(evaluatedChapters, r.PathValue("chapter"))
	if place < 0 {
		return fault.Missing("assessment.saveEvaluation")
	}
	s := &saving{f: f}
	s.rev, _ = strconv.Atoi(f.Raw("rev"))
	var clash *model.Clash
	var path string
	err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
		clash, f.Errors = nil, nil
		v, err := p.oneView(ctx, tx, r)
		if err != nil {
			return err
		}
		path = v.path()
		subjects := c.subjects(v.Full.Record)
		keys := keysOf(subjects)
		s.cut = func(r model.Record) model.Record { return cutRows(r, keys) }
		s.put = func(r, part model.Record) model.Record { return putRows(r, part, keys) }
		s.read = func(seen model.Record) model.Record { return readEvaluations(f, seen, keys) }
		clash, err = s.save(ctx, tx, v.Full)
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail("", fault.Message(err))
	} else if err != nil {
		return err
	}
	switch {
	case clash != nil:
		return p.showEvaluation(w, r, http.StatusConflict, f, s.rev, clash)
	case !f.OK():
		return p.showEvaluation(w, r, http.StatusUnprocessableEntity, f, s.rev, nil)
	}
	next := path
	if place+1 < len(evaluatedChapters) && f.Raw("do") == "next" {
		next = path + "/evaluate/" + evaluatedChapters[place+1].Name
	}
	p.Desk.Flash(ctx, ui.Good, i18n.T("L’évaluation est enregistrée.", "The evaluation is saved."))
	return web.Redirect(w, r, next)
}

// readEvaluations reads the rows of the form. What is marked anew is finished.
func readEvaluations(f *form.Form, seen model.Record, keys []string) model.Record {
	out := model.ReadForm(evaluationSpec, f, seen, func() string { return "none" })
	rows := out.Lists[lEvaluations]
	rows = slices.DeleteFunc(rows, func(row model.Row) bool { return !slices.Contains(keys, row.Key) })
	for i, row := range rows {
		was, _ := seen.Row(lEvaluations, row.Key)
		if rows[i].Cells == nil {
			rows[i].Cells = map[string]model.Value{}
		}
		rows[i].Cells[cFinished] = was.Cells[cFinished]
		if row.Cells[cMark] != was.Cells[cMark] {
			rows[i].Cells[cFinished] = model.Value{}
			if !row.Cells[cMark].Empty() {
				rows[i].Cells[cFinished] = model.V("1")
			}
		}
	}
	return model.Record{Fields: out.Fields, Lists: map[string][]model.Row{lEvaluations: rows}}.Tidy()
}
