package draft

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/standards/tableschema"
)

// sent is a row as a form sends it: what the page showed, and what it holds now.
type sent struct {
	row      int
	was, now []string
}

// changed lists the columns that were written.
func (s sent) changed() []int {
	var out []int
	for i := range s.now {
		if oneForm(s.was[i]) != oneForm(s.now[i]) {
			out = append(out, i)
		}
	}
	return out
}

// readRows reads the rows of a grid.
func readRows(f *form.Form) ([]sent, error) {
	const op = "draft.readRows"
	bad := func() error {
		return fault.New(fault.Invalid, op, "Le tableau est mal envoyé. Rechargez la page.", "The table was not sent well. Load the page again.")
	}
	var out []sent
	for _, text := range f.All("line") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || len(out) > 1000 {
			return nil, bad()
		}
		s := sent{row: n}
		if err := json.Unmarshal([]byte(f.Raw("was-"+text)), &s.was); err != nil || len(s.was) > 2000 {
			return nil, bad()
		}
		s.now = slices.Clone(s.was)
		for i := range s.now {
			if name := fmt.Sprintf("c-%d-%d", n, i); f.Values.Has(name) {
				s.now[i] = strings.ToValidUTF8(f.Raw(name), "\ufffd")
			}
		}
		out = append(out, s)
	}
	if put := f.Raw("put"); put != "" { // "row:column:value"
		parts := strings.SplitN(put, ":", 3)
		for i := range out {
			if len(parts) == 3 && strconv.Itoa(out[i].row) == parts[0] {
				if col, err := strconv.Atoi(parts[1]); err == nil && col >= 0 && col < len(out[i].now) {
					out[i].now[col] = parts[2]
				}
			}
		}
	}
	return out, nil
}

// typed mends what was typed into a row, and nothing else of it.
func (k *desk) typed(s *sent) error {
	changed := s.changed()
	if len(changed) == 0 {
		return nil
	}
	width := min(len(s.now), len(k.columns))
	mended, err := tableschema.Typed(k.schema, k.labels(), s.now[:width])
	if err != nil {
		return err
	}
	for _, i := range changed {
		if i < len(mended) {
			s.now[i] = mended[i]
		}
	}
	return nil
}

// cells writes the cells that a grid sends. A script sends one row at a time and
// gets what is wrong with it; with "try" nothing is written.
func (p *Pages) cells(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, f, err := posted(r)
	if err != nil {
		return err
	}
	rows, err := readRows(f)
	if err != nil {
		return err
	}
	live := f.Raw("live")
	var k *desk
	var conflicts []Conflict
	work := func(tx access.Tx) (err error) {
		if k, err = p.layOut(ctx, tx, id); err != nil {
			return err
		}
		if live == "try" {
			return nil
		}
		conflicts, err = k.put(ctx, tx, rows, f.Raw("drop"))
		return err
	}
	if live == "try" {
		err = p.doors.Read(ctx, access.From(ctx), work)
	} else {
		err = p.doors.Write(ctx, access.From(ctx), work)
	}
	if err != nil && live != "" {
		return err
	}
	if err != nil {
		return p.told(w, r, id, f, err)
	}
	if live != "" && len(rows) == 1 {
		return p.answer(w, r, k, rows[0], conflicts)
	}
	if len(conflicts) > 0 {
		for _, c := range conflicts {
			f.Fail("", c.words(k))
		}
		for name := range f.Values { // the page shows what stands
			if strings.HasPrefix(name, "c-") {
				f.Values.Del(name)
			}
		}
		return p.show(w, r, http.StatusConflict, id, f, false)
	}
	return web.Redirect(w, r, back(id, f))
}

// put writes what changed in some rows, and leaves one out.
func (k *desk) put(ctx context.Context, tx access.Tx, rows []sent, drop string) ([]Conflict, error) {
	var edits []Edit
	for i := range rows {
		if err := k.typed(&rows[i]); err != nil {
			return nil, err
		}
		for _, col := range rows[i].changed() {
			edits = append(edits, Edit{Row: rows[i].row, Col: col, Was: rows[i].was[col], To: rows[i].now[col]})
		}
	}
	conflicts, err := k.write(ctx, tx, edits)
	if err != nil || drop == "" {
		return conflicts, err
	}
	n, err := strconv.Atoi(drop)
	if err != nil {
		return conflicts, fault.Missing("draft.drop")
	}
	return conflicts, k.drop(ctx, tx, n)
}

// answer tells a script what is wrong with a row.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request, k *desk, s sent, conflicts []Conflict) error {
	ctx := r.Context()
	for _, c := range conflicts {
		s.now[c.Col] = c.Theirs
	}
	g, err := k.gridRow(ctx, line{Row: s.row, Cells: s.now}, conflicts)
	if err != nil {
		return err
	}
	return web.RenderStatus(w, r, http.StatusOK, rowSays(k.gridColumns(nil, true), g))
}

// paste writes what was copied from a spreadsheet, from a cell on.
func (p *Pages) paste(w http.ResponseWriter, r *http.Request) error {
	return p.act(w, r, func(ctx context.Context, id string, f *form.Form) error {
		at, _ := strconv.Atoi(f.Raw("line"))
		col, _ := strconv.Atoi(f.Raw("column"))
		return p.doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return p.Paste(ctx, tx, id, at, col, f.Raw("text")) })
	})
}
