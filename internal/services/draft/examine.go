package draft

import (
	"context"
	"io"
	"slices"

	"airial/standards/tableschema"
)

// examine checks the whole draft, as it would be deposited.
func (s *Service) examine(ctx context.Context, k *desk) (Found, error) {
	r, err := s.read(ctx, k, k.options())
	if err != nil {
		return Found{}, err
	}
	defer r.Close()
	f := Found{Revision: k.Revision, Rows: []int{}}
	header := r.Dialect().HeaderRow
	report, err := s.check(ctx, r, k.schema, func(one *tableschema.Finding) { f.take(one, header) })
	if err != nil {
		return f, err
	}
	f.Errors, f.Warnings, f.Total = report.Errors, report.Warnings, report.Rows
	slices.Sort(f.Rows) // what must be unique may be told last
	f.Rows = slices.Compact(f.Rows)
	return f, nil
}

func (s *Service) check(ctx context.Context, src tableschema.Source, schema *tableschema.Schema, each func(*tableschema.Finding)) (*tableschema.Report, error) {
	return tableschema.Check(ctx, src, schema, tableschema.Options{Limit: 1, Workers: 1, Spill: s.spill,
		Each: func(f *tableschema.Finding) error { each(f); return nil }})
}

func (f *Found) take(one *tableschema.Finding, header int) {
	if one.Level == tableschema.Info {
		return
	}
	if one.Row == 0 || one.Row <= header {
		if len(f.Table) < mostCross {
			f.Table = append(f.Table, *one)
		}
		return
	}
	if cross(one.Code) && len(f.Cross) < mostCross {
		f.Cross = append(f.Cross, *one)
	}
	switch {
	case len(f.Rows) > 0 && f.Rows[len(f.Rows)-1] == one.Row:
	case len(f.Rows) >= mostFound:
		f.More = true
	default:
		f.Rows = append(f.Rows, one.Row)
	}
}

// cross tells whether a finding cannot be seen by looking at its row alone.
func cross(code string) bool {
	return code == "primary-key" || code == "unique-error" || code == "foreign-key"
}

// line is a row of the draft as it stands.
type line struct {
	Row     int
	Cells   []string
	Dropped bool
}

// lines reads some rows of the draft, by their numbers in order.
func (s *Service) lines(ctx context.Context, k *desk, rows []int) (out []line, err error) {
	if !k.Corrects() {
		for _, t := range k.rows().Records {
			if slices.Contains(rows, t.Row) {
				out = append(out, line{Row: t.Row, Cells: t.Cells, Dropped: k.dropped(t.Row)})
			}
		}
		return out, nil
	}
	o := k.options()
	laid := o.Edit
	o.Edit = func(n int, cells [][]byte) ([][]byte, bool) { // rows that are left out are shown all the same
		cells, _ = laid(n, cells)
		return cells, true
	}
	r, err := s.read(ctx, k, o)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	width := len(r.Header())
	for n := 0; len(out) < len(rows); n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		for len(out) < len(rows) && rows[len(out)] < rec.Row { // a blank row: the file has no such one any more
			out = append(out, line{Row: rows[len(out)], Cells: make([]string, width), Dropped: k.dropped(rows[len(out)])})
		}
		if len(out) < len(rows) && rows[len(out)] == rec.Row {
			cells := make([]string, max(width, len(rec.Cells)))
			for i, c := range rec.Cells {
				cells[i] = string(c)
			}
			out = append(out, line{Row: rec.Row, Cells: cells, Dropped: k.dropped(rec.Row)})
		}
	}
	return out, nil
}

func (k *desk) dropped(n int) bool { r := k.written[n]; return r != nil && r.dropped }
