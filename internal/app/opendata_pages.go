package app

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
	"airial/internal/services/check"
	"airial/internal/services/check/report"
	"airial/internal/services/clear"
	"airial/internal/services/clear/plans"
	"airial/internal/services/opendata"
	"airial/privacy"
	"airial/standards/catalogue"
)

// openDataPages adds the pages where datasets are deposited, followed and
// decided on.
func (a *App) openDataPages(desk *console.Console) {
	a.OpenData.Pages(desk, openDataGates{a.Clear}).Register(a.Routes)
}

// openDataGates are the gates, as the pages of open data show them.
type openDataGates struct{ clear *clear.Service }

func (openDataGates) Schemas() []opendata.SchemaChoice {
	var out []opendata.SchemaChoice
	for _, s := range catalogue.BuiltIn().All() {
		out = append(out, opendata.SchemaChoice{Name: s.Name, Title: i18n.Text(s.Title), Fields: len(s.Fields)})
	}
	return out
}

func (openDataGates) Recognise(file io.Reader) (opendata.Guess, error) {
	looked, err := check.Look(file, check.Bounds{})
	if err != nil {
		return opendata.Guess{}, err
	}
	like := func(l check.Likeness) opendata.Likeness {
		return opendata.Likeness{Schema: l.Schema, Matched: l.Matched, Fields: l.Fields, Score: l.Score}
	}
	return opendata.Guess{Problem: looked.Problem, Columns: len(looked.Header), Best: like(looked.Guess.Best), Next: like(looked.Guess.Next),
		Format: looked.Form.Format, Sheet: looked.Form.Sheet, Sheets: looked.Sheets}, nil
}

func (openDataGates) Report(ctx context.Context, tx access.Tx, version string) (*opendata.Report, error) {
	found, err := check.Load(ctx, tx, version)
	if err != nil || found == nil {
		return nil, err
	}
	r := found.Report
	ref := opendata.SchemaRef(r.Schema)
	if ref.Name == check.None {
		ref = opendata.SchemaRef{}
	}
	return &opendata.Report{Schema: ref, Rows: r.Rows, Errors: r.Errors, Warnings: r.Warnings, Valid: r.Valid,
		View: check.View(r), Write: func(w io.Writer, format string, lang i18n.Lang) error {
			return report.Write(w, r, report.Format(format), report.Options{Lang: string(lang)})
		}}, nil
}

func (g openDataGates) Findings(ctx context.Context, tx access.Tx, version string) (templ.Component, error) {
	found, err := clear.Load(ctx, tx, version)
	if err != nil || found == nil || len(found.Summary) == 0 {
		return nil, err
	}
	v, err := piece.GetVersion(ctx, tx, version)
	if err != nil {
		return nil, err
	}
	from, _, err := g.clear.OriginOf(ctx, tx, v.PieceID)
	if err != nil {
		return nil, err
	}
	view := g.clear.View(found, from)
	if found.Verdict != privacy.Stop {
		return view, nil
	}
	return plans.With(ctx, tx, version, view)
}
