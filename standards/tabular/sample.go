package tabular

// sampleBytes is how much text a sample is taken from.
const sampleBytes = 64 << 10

// Sample gives the first records that follow, up to most of them that are not
// blank, as far as they were read already. They are still to come: nothing
// moves on.
func (r *Reader) Sample(most int) [][]string {
	size := min(r.end-r.pos, sampleBytes)
	if size <= 0 {
		return nil
	}
	// A copy: cells with doubled quotes are put together in place.
	buf := append(append(make([]byte, 0, size+padding), r.buf[r.pos:r.pos+size]...), sentinel...)
	whole := r.eof && size == r.end-r.pos
	var out [][]string
	for pos := 0; pos < size && len(out) < most; {
		spans, next, _, st := r.scan.record(buf, pos, size, whole, nil)
		if st != complete {
			break
		}
		cells, filled := make([]string, len(spans)), false
		for i, s := range spans {
			if s.closed == 0 {
				cells[i] = string(buf[s.start:s.end])
			} else {
				cells[i] = string(r.scan.mend(buf, s))
			}
			filled = filled || cells[i] != ""
		}
		if filled {
			out = append(out, cells)
		}
		pos = next
	}
	return out
}
