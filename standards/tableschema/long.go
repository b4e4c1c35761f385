package tableschema

import "airial/standards/tabular"

// lookLong marks the records of a batch in which a cell may be too long, to be
// looked at one by one. Decoding makes a text at most three times as long, so a
// record that takes a third of the limit in the file may hold such a cell; cells
// that were put together stand elsewhere, and only make more records suspect.
func (r *run) lookLong(b *tabular.Batch) {
	if r.longest <= 0 || b.Width == 0 {
		return
	}
	most := uint32(r.longest / 3)
	for i := range b.Len {
		first, last := b.Spans[i*b.Width], b.Spans[(i+1)*b.Width-1]
		if last.End-first.Start > most {
			r.fast.suspect[i] = true
		}
	}
}

// tooLong reports the first cell of a record that is longer than the limit.
func (r *run) tooLong(rec *tabular.Record) bool {
	if r.longest <= 0 {
		return false
	}
	for i, cell := range rec.Cells {
		if len(cell) <= r.longest {
			continue
		}
		f := Finding{Level: Error, Code: "source-error", Detail: "long-cell", Row: rec.Row}
		if i < len(r.columns) {
			f.Field, f.HasField = r.columns[i].name, true
		}
		f.arg("letter", columnLetter(i)).argInt("size", len(cell)).argInt("most", r.longest)
		r.c.add(f)
		return true
	}
	return false
}
