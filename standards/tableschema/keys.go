package tableschema

import (
	"encoding/binary"
	"hash/maphash"
	"math/big"
)

// keyRun reads the values of a key, row by row. Whether they were there before
// is for the keyTable to say, which sees all rows in their order.
type keyRun struct {
	*keyProg
	entries []keyEntry
	most    int // entries of the largest part so far
	buf     []byte
	texts   []byte
}

// keyEntry is the value of a key in one row, as a digest of 128 bits: two
// values that differ are taken for the same with a probability below one in
// 10^20, for a billion rows.
type keyEntry struct {
	row    int
	digest [2]uint64
	text   []byte // of the first column, as it is shown
}

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// startKey makes a key ready when all its columns are there.
func (r *run) startKey(p *keyProg, have []bool) {
	for _, i := range p.fields {
		if !have[i] {
			return
		}
	}
	r.keys = append(r.keys, keyRun{keyProg: p})
}

// key notes the values of a key in the row under way.
func (r *run) key(k *keyRun) {
	k.buf = k.buf[:0]
	nulls, wrongs := 0, 0
	for _, i := range k.fields {
		s := &r.cells[i]
		switch s.state {
		case null:
			nulls++
		case wrong:
			wrongs++
		}
		k.buf = appendKey(k.buf, s)
	}
	switch {
	case wrongs > 0:
		return // the type is at fault, and says so
	case nulls == len(k.fields):
		if k.primary {
			r.fault(&r.prog.fields[k.fields[0]], "primary-key", "empty", nil)
		}
		return
	case nulls > 0 && !k.primary:
		return
	}
	if k.entries == nil {
		k.entries = make([]keyEntry, 0, k.most)
	}
	begin := len(k.texts)
	k.texts = appendShown(k.texts, r.cells[k.fields[0]].Text)
	k.entries = append(k.entries, keyEntry{
		row:    r.row,
		digest: [2]uint64{maphash.Bytes(seeds[0], k.buf), maphash.Bytes(seeds[1], k.buf)},
		text:   k.texts[begin:len(k.texts):len(k.texts)],
	})
}

// repeated makes the finding about a value that was there before.
func (k *keyProg) repeated(prog *program, e keyEntry, first int) Finding {
	field := prog.fields[k.fields[0]].f
	f := Finding{Level: Error, Code: "unique-error", Detail: "duplicate", Row: e.row,
		Field: field.Name, HasField: true, Value: string(e.text), HasValue: true}
	if k.primary {
		f.Code = "primary-key"
	}
	f.arg("type", string(field.Type)).arg("format", field.Format).argInt("first", first)
	if len(k.fields) > 1 {
		names := make([]string, len(k.fields))
		for n, i := range k.fields {
			names[n] = prog.fields[i].f.Name
		}
		f.Detail = "duplicate-columns"
		f.arg("columns", listNames(names))
	}
	return f
}

// appendKey writes a value so that equal values give equal bytes: 1 and 1.0
// are one number.
func appendKey(b []byte, s *cellState) []byte {
	if s.state != set {
		return append(b, 0)
	}
	if d, ok := s.number(); ok && !d.nan && !d.inf {
		for d.coef != 0 && d.coef%10 == 0 {
			d.coef /= 10
			d.exp++
		}
		if d.big != nil {
			return append(append(b, 1), new(big.Rat).Set(d.big).RatString()...)
		}
		sign := byte(2)
		if d.neg && d.coef != 0 {
			sign = 3
		}
		if d.coef == 0 {
			d.exp = 0
		}
		b = append(b, sign)
		b = binary.LittleEndian.AppendUint64(b, d.coef)
		return binary.LittleEndian.AppendUint32(b, uint32(d.exp))
	}
	if s.kind == kindTime || s.kind == kindBool {
		return binary.LittleEndian.AppendUint64(append(b, 4), uint64(s.Int))
	}
	b = binary.LittleEndian.AppendUint32(append(b, 5), uint32(len(s.Text)))
	return append(b, s.Text...)
}
