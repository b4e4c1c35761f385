package draft

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
)

// Write writes cells over a draft. A cell that somebody else has changed since
// the page was made stays as it is, and is answered with a Conflict; the others
// are written.
func (s *Service) Write(ctx context.Context, tx access.Tx, id string, edits []Edit) ([]Conflict, error) {
	k, err := s.layOut(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	return k.write(ctx, tx, edits)
}

func (k *desk) write(ctx context.Context, tx access.Tx, edits []Edit) ([]Conflict, error) {
	var conflicts []Conflict
	var done step
	touched := map[int]bool{}
	for _, e := range edits {
		e.Was, e.To = oneForm(e.Was), oneForm(e.To)
		if err := k.room(e); err != nil {
			return nil, err
		}
		now := k.cell(e)
		switch {
		case now == e.To:
			continue
		case now != e.Was:
			by, err := writerOf(ctx, tx, k.ID, e.Row, e.Col)
			if err != nil {
				return nil, err
			}
			conflicts = append(conflicts, Conflict{Edit: e, Theirs: now, By: by})
			continue
		}
		k.written.at(e.Row).cells[e.Col] = e.To
		touched[e.Row] = true
		done.Cells = append(done.Cells, change{e.Row, e.Col, now, e.To})
	}
	if len(done.Cells) == 0 {
		return conflicts, nil
	}
	return conflicts, k.keep(ctx, tx, done, touched)
}

// oneForm writes the ends of lines as forms do not: they send two characters.
func oneForm(v string) string { return strings.ReplaceAll(v, "\r\n", "\n") }

// room refuses what does not fit.
func (k *desk) room(e Edit) error {
	const op = "draft.Write"
	if e.Row < 1 || e.Col < 0 || e.Col > 2000 || len(e.To) > mostCell || strings.ContainsRune(e.To, 0) {
		return fault.New(fault.Invalid, op, "Cette valeur ne peut pas être écrite dans cette cellule.", "This value cannot be written into this cell.")
	}
	if k.Corrects() && k.written[e.Row] == nil && len(k.written) >= mostEdited || !k.Corrects() && (e.Row >= firstRow+MostRows || e.Row < firstRow) {
		return &fault.Error{Kind: fault.TooLarge, Op: op, Say: beyond}
	}
	if !k.Corrects() && e.Col >= len(k.schema.Fields) {
		return fault.New(fault.Invalid, op, "Il y a plus de colonnes que le schéma n’en compte.", "There are more columns than the schema has.")
	}
	return nil
}

// cell is what a cell holds now. Of a deposited file it is what the page showed,
// where nobody has written since.
func (k *desk) cell(e Edit) string {
	if r := k.written[e.Row]; r != nil {
		if v, ok := r.cells[e.Col]; ok {
			return v
		}
	}
	if k.Corrects() {
		return e.Was
	}
	return ""
}

// keep records a writing with the rows that it touched.
func (k *desk) keep(ctx context.Context, tx access.Tx, done step, touched map[int]bool) error {
	for n := range touched {
		if err := saveRow(ctx, tx, k.Draft, n, k.written[n]); err != nil {
			return err
		}
		if !k.Corrects() {
			k.Rows = max(k.Rows, n-firstRow+1)
		}
	}
	if err := addStep(ctx, tx, k.Draft, done); err != nil {
		return err
	}
	return k.save(ctx, tx)
}

// drop leaves a row out of the table.
func (k *desk) drop(ctx context.Context, tx access.Tx, n int) error {
	if err := k.room(Edit{Row: n}); err != nil {
		return err
	}
	r := k.written.at(n)
	if r.dropped {
		return nil
	}
	r.dropped = true
	return k.keep(ctx, tx, step{Dropped: []int{n}}, map[int]bool{n: true})
}

// Undo takes the latest writing back; Redo makes it again. They are false when
// there is none.
func (s *Service) Undo(ctx context.Context, tx access.Tx, id string) (bool, error) {
	return s.again(ctx, tx, id, true)
}

// Redo makes the writing again that was undone last.
func (s *Service) Redo(ctx context.Context, tx access.Tx, id string) (bool, error) {
	return s.again(ctx, tx, id, false)
}

func (s *Service) again(ctx context.Context, tx access.Tx, id string, undo bool) (bool, error) {
	k, err := s.layOut(ctx, tx, id)
	if err != nil {
		return false, err
	}
	last, err := lastStep(ctx, tx, id, !undo)
	if err != nil || last == nil {
		return false, err
	}
	touched := map[int]bool{}
	for _, c := range last.Cells {
		v := c.To
		if undo {
			v = c.From
		}
		k.written.at(c.Row).cells[c.Col], touched[c.Row] = v, true
	}
	for _, n := range last.Dropped {
		k.written.at(n).dropped, touched[n] = !undo, true
	}
	for n := range touched {
		if err := saveRow(ctx, tx, k.Draft, n, k.written[n]); err != nil {
			return false, err
		}
	}
	if err := markStep(ctx, tx, id, last.Number, undo); err != nil {
		return false, err
	}
	return true, k.save(ctx, tx)
}

// Accept says which of the proposed corrections are made.
func (s *Service) Accept(ctx context.Context, tx access.Tx, id string, keys []string) error {
	d, err := get(ctx, tx, id)
	if err != nil {
		return err
	}
	d.Decided, d.Accepted = true, []string{}
	for _, p := range d.Proposals {
		for _, key := range keys {
			if key == p.Key() && !p.Always() {
				d.Accepted = append(d.Accepted, key)
			}
		}
	}
	return d.save(ctx, tx)
}

// AddRows shows more empty rows of a table begun from its schema.
func (s *Service) AddRows(ctx context.Context, tx access.Tx, id string, n int) error {
	d, err := get(ctx, tx, id)
	if err != nil {
		return err
	}
	d.Rows = min(MostRows, d.Rows+max(0, n))
	return d.save(ctx, tx)
}

// Abandon gives a draft up.
func (s *Service) Abandon(ctx context.Context, tx access.Tx, id string) error {
	if _, err := get(ctx, tx, id); err != nil {
		return err
	}
	return remove(ctx, tx, `id = $1`, id)
}
