package anonymise

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"airial/privacy"
	"airial/privacy/risk"
	"airial/standards/tabular"
)

// Options say how to apply a plan.
type Options struct {
	// Key is that of the pseudonyms, KeyBytes long; it is asked for where the
	// plan uses them.
	Key []byte
	// Strict is the profile of the scan of the result.
	Strict bool

	watch func(row int, before, after [][]byte)
}

// Report tells what was done.
type Report struct {
	Plan    string   `json:"plan"` // digest
	Columns []Column `json:"columns"`
	// Missing are columns of the plan that the table does not have.
	Missing []string `json:"missing,omitempty"`
	RowsIn  int      `json:"rows_in"`
	RowsOut int      `json:"rows_out"`
	// Suppressed are the rows left out because too few others look like them.
	Suppressed int `json:"suppressed"`
	// Outside counts the lines above the header, and Beyond the rows with cells
	// that no header names: neither is in the result.
	Outside int `json:"outside,omitempty"`
	Beyond  int `json:"beyond,omitempty"`
	// K is the one asked; Before and After are measured in the columns that the
	// plan names for it. Both are nil where it names none.
	K      int           `json:"k_asked,omitempty"`
	Before *risk.Measure `json:"before,omitempty"`
	After  *risk.Measure `json:"after,omitempty"`
	// Left is what a scan of the result still finds, and no step accepts: the
	// result is not ready to be published.
	Left []privacy.Summary `json:"left"`
	// Accepted is what it finds and some step accepts.
	Accepted []privacy.Summary `json:"accepted,omitempty"`
}

// Column tells what was done in one column.
type Column struct {
	Name    string `json:"column"`
	Do      Action `json:"do"`
	Changed int    `json:"changed"` // cells
	// Unread counts the cells that were left out, because they are not what the
	// plan takes them for.
	Unread int `json:"unread"`
}

// errShort cannot happen: it is better told than written.
var errShort = errors.New("anonymise: the k of the result is below the one asked")

// Run applies a plan to a table and writes the result to out as clean CSV. It
// returns a *PlanError, a *ChangedError, ErrNoKey, the context's error, or one
// of the table or of out; what was written before an error is no result.
func Run(ctx context.Context, p *Plan, open Opener, out io.Writer, opts Options) (*Report, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	r := &runner{ctx: ctx, plan: p, open: open, opts: opts}
	if err := r.prepare(); err != nil {
		return nil, err
	}
	if err := r.measure(); err != nil {
		return nil, err
	}
	if err := r.write(out); err != nil {
		return nil, err
	}
	return &r.report, nil
}

type runner struct {
	ctx    context.Context
	plan   *Plan
	open   Opener
	opts   Options
	in     []privacy.Column
	layout *layout
	small  risk.Set // rows to leave out, by their place
	watch  func(row int, before, after [][]byte)
	report Report
}

func (r *runner) prepare() error {
	t, err := r.open()
	if err != nil {
		return err
	}
	defer t.Close()
	r.in = t.Columns()
	r.report.Plan, r.report.Outside = r.plan.Digest(), len(t.Outside())
	if r.layout, err = r.plan.layout(r.in, r.opts.Key); err != nil {
		return err
	}
	if len(r.layout.out) == 0 {
		return wrong(nil, "le plan retire toutes les colonnes.", "the plan drops every column.")
	}
	for _, s := range r.plan.Columns {
		if !slices.Contains(r.layout.names, s.Column) {
			r.report.Missing = append(r.report.Missing, s.Column)
		}
	}
	for _, c := range slices.Concat(r.plan.Anonymity.Columns, r.plan.Anonymity.Sensitive) {
		if !slices.Contains(r.layout.names, c) {
			return wrong(nil, "la colonne « %s », que nomme « anonymity », n’est pas dans le fichier.", "column “%s”, which “anonymity” names, is not in the file.", c)
		}
	}
	return nil
}

// treated reads the rows as the plan makes them.
func (r *runner) treated(visit func(row int, cells [][]byte) error) (*transform, error) {
	t := newTransform(r.layout, r.in, r.opts.Key, visit)
	t.watch = r.watch
	n := 0
	err := r.open.each(func(columns []privacy.Column, row int, cells [][]byte) error {
		if n++; n&0xfff == 0 && r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if len(columns) != len(r.in) {
			return fmt.Errorf("anonymise: the table has changed while it was read")
		}
		return t.row(row, cells)
	})
	if err == nil {
		err = t.end()
	}
	return t, err
}

// measure counts the classes before and after, and finds the rows to leave out.
func (r *runner) measure() error {
	a := r.plan.Anonymity
	if len(a.Columns) == 0 {
		return nil
	}
	quasi, sensitive := r.layout.outOf(a.Columns), r.layout.outOf(a.Sensitive)
	raw := func(list []int) []int {
		var out []int
		for _, i := range list {
			out = append(out, r.layout.from[i])
		}
		return out
	}
	before, err := risk.Table(func(visit func(int, [][]byte) error) error {
		return r.open.each(func(_ []privacy.Column, row int, cells [][]byte) error { return visit(row, cells) })
	}, risk.Spec{Quasi: raw(quasi), Sensitive: raw(sensitive), K: a.K})
	if err != nil {
		return err
	}
	rows := func(keep func(place int) bool) risk.Rows {
		return func(visit func(int, [][]byte) error) error {
			place := -1
			_, err := r.treated(func(row int, cells [][]byte) error {
				if place++; !keep(place) {
					return nil
				}
				return visit(row, cells)
			})
			return err
		}
	}
	spec := risk.Spec{Quasi: quasi, Sensitive: sensitive, K: a.K}
	after, err := risk.Table(rows(func(int) bool { return true }), spec)
	if err != nil {
		return err
	}
	r.small = after.Small
	if after.Below > 0 {
		if after, err = risk.Table(rows(func(place int) bool { return !r.small.Has(place) }), spec); err != nil {
			return err
		}
	}
	if after.Rows > 0 && after.K < a.K {
		return errShort
	}
	r.report.K, r.report.Before, r.report.After = a.K, &before, &after
	return nil
}

func (r *runner) write(out io.Writer) error {
	w := tabular.NewWriter(out, tabular.WriterOptions{})
	scan := privacy.NewScanner(r.layout.out, privacy.Options{Names: true, Strict: r.opts.Strict, MaxFindings: 1})
	header := make([]string, len(r.layout.out))
	for i, c := range r.layout.out {
		header[i] = c.Name
		scan.Text(c.Name, []byte(c.Name)) // a file without a header has its first row taken for one
	}
	if err := w.WriteStrings(header); err != nil {
		return err
	}
	place := -1
	r.watch = r.opts.watch
	t, err := r.treated(func(row int, cells [][]byte) error {
		r.report.RowsIn++
		if place++; r.small.Has(place) {
			r.report.Suppressed++
			return nil
		}
		r.report.RowsOut++
		scan.Row(row, cells)
		return w.Write(cells)
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for i, s := range r.layout.steps {
		r.report.Columns = append(r.report.Columns, Column{Name: s.Column, Do: s.Do, Changed: t.tallies[i].changed, Unread: t.tallies[i].unread})
	}
	r.report.Beyond = t.beyond
	r.report.Left = []privacy.Summary{}
	for _, s := range scan.Result().Summary {
		if s.Level < privacy.Review {
			continue
		}
		if step := r.plan.Step(s.Field); step != nil && slices.Contains(step.Accept, s.Kind) {
			r.report.Accepted = append(r.report.Accepted, s)
		} else {
			r.report.Left = append(r.report.Left, s)
		}
	}
	return nil
}
