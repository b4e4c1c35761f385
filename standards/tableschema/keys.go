package tableschema

import (
	"encoding/binary"
	"hash/maphash"
	"math/big"
)

// keyRun remembers the values of a key seen so far, as digests of 128 bits: a
// file of many millions of rows fits, and two values that differ are taken for
// the same with a probability below one in 10^20.
type keyRun struct {
	*keyProg
	seen map[[2]uint64]int
	buf  []byte
}

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

// startKey makes a key ready when all its columns are there.
func (r *run) startKey(p *keyProg, have []bool) {
	for _, i := range p.fields {
		if !have[i] {
			return
		}
	}
	r.keys = append(r.keys, keyRun{keyProg: p, seen: map[[2]uint64]int{}})
}

// key checks that the values of a key were not seen before.
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
	fp := &r.prog.fields[k.fields[0]]
	switch {
	case wrongs > 0:
		return // the type is at fault, and says so
	case nulls == len(k.fields):
		if k.primary {
			r.fault(fp, "primary-key", "empty", nil)
		}
		return
	case nulls > 0 && !k.primary:
		return
	}
	digest := [2]uint64{maphash.Bytes(seeds[0], k.buf), maphash.Bytes(seeds[1], k.buf)}
	first, again := k.seen[digest]
	if !again {
		k.seen[digest] = r.row
		return
	}
	code, detail := "unique-error", "duplicate"
	if k.primary {
		code = "primary-key"
	}
	if f := r.fault(fp, code, detail, r.cells[k.fields[0]].Text); f != nil {
		f.argInt("first", first)
		if len(k.fields) > 1 {
			names := make([]string, len(k.fields))
			for n, i := range k.fields {
				names[n] = r.prog.fields[i].f.Name
			}
			f.Detail = "duplicate-columns"
			f.arg("columns", listNames(names))
		}
	}
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
