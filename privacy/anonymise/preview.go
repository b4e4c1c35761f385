package anonymise

import (
	"context"
	"io"

	"airial/privacy"
)

// Shown is a row before and after.
type Shown struct {
	Row    int
	Before []string // by column of the table
	After  []string // by column that stays
	Gone   bool     // too few other rows look like it
}

// Preview tells what a plan would do, by the first rows of a table: at most most
// of them are read. It shows the first few rows, before and after, and more of
// those that would go.
func Preview(ctx context.Context, p *Plan, open Opener, opts Options, most int) (*Report, []Shown, error) {
	const few = 8
	var shown []Shown
	opts.watch = func(row int, before, after [][]byte) {
		if len(shown) < few {
			shown = append(shown, Shown{Row: row, Before: texts(before), After: texts(after)})
		}
	}
	r := &runner{ctx: ctx, plan: p, open: open.first(most), opts: opts}
	if err := p.Check(); err != nil {
		return nil, nil, err
	}
	if err := r.prepare(); err != nil {
		return nil, nil, err
	}
	if err := r.measure(); err != nil {
		return nil, nil, err
	}
	if err := r.write(io.Discard); err != nil {
		return nil, nil, err
	}
	for i := range shown {
		shown[i].Gone = r.small.Has(i)
	}
	return &r.report, shown, nil
}

func texts(cells [][]byte) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = string(c)
	}
	return out
}

// first reads no more than the first rows of a table.
func (open Opener) first(most int) Opener {
	return func() (Table, error) {
		t, err := open()
		if err != nil {
			return nil, err
		}
		return &head{Table: t, left: most}, nil
	}
}

type head struct {
	Table
	left int
}

// Next implements Table.
func (h *head) Next() (int, [][]byte, error) {
	if h.left == 0 {
		return 0, nil, io.EOF
	}
	h.left--
	return h.Table.Next()
}

// SuggestFrom is Suggest by the first rows of a table alone, for who waits.
func SuggestFrom(ctx context.Context, open Opener, strict bool, most int) (*Suggestion, error) {
	return Suggest(ctx, open.first(most), strict)
}

// Found lists the kinds that a scan would stop for in a column.
func (s *Suggestion) Found(column string) []privacy.Kind {
	var out []privacy.Kind
	for _, f := range s.Scan.Summary {
		if f.Field == column && f.Level >= privacy.Review {
			out = append(out, f.Kind)
		}
	}
	return out
}
