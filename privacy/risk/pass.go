package risk

import (
	"bytes"
	"hash/maphash"
)

// key stands for the values of a class: two hashes of 64 bits. That two classes
// share both is less likely than a fault of the machine.
type key [2]uint64

// share is the part of the classes whose first hash begins with these bits.
type share struct {
	prefix uint64
	bits   int
}

func (s share) holds(k key) bool { return s.bits == 0 || k[0]>>(64-s.bits) == s.prefix }

func (s share) halves() (a, b share) {
	return share{s.prefix << 1, s.bits + 1}, share{s.prefix<<1 | 1, s.bits + 1}
}

// seeds are those of the process: a hash is the same in each pass.
var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

type class struct {
	count, first int
	places       []int // of its rows, while there are fewer than Spec.K
}

// pass reads the table once, for a share of the classes.
type pass struct {
	spec    Spec
	share   share
	left    []share // what was put off, for lack of room
	total   *total
	first   bool
	place   int // of the row, from 0
	held    int
	classes map[key]*class
	values  []map[key]map[uint64]int
}

func newPass(spec Spec, s share, t *total, first bool) *pass {
	p := &pass{spec: spec, share: s, total: t, first: first, classes: map[key]*class{}, values: make([]map[key]map[uint64]int, len(spec.Sensitive))}
	for i := range p.values {
		p.values[i] = map[key]map[uint64]int{}
	}
	return p
}

func cell(cells [][]byte, i int) []byte {
	if i >= len(cells) {
		return nil
	}
	return bytes.TrimSpace(cells[i])
}

func (p *pass) row(row int, cells [][]byte) error {
	place := p.place
	p.place++
	if p.first {
		p.count(cells)
	}
	k := p.key(cells)
	if !p.share.holds(k) {
		return nil
	}
	c := p.classes[k]
	if c == nil {
		c = &class{first: row}
		p.classes[k] = c
		p.held++
	}
	c.count++
	if c.count < p.spec.K {
		c.places = append(c.places, place)
		p.held++
	} else {
		p.held -= len(c.places)
		c.places = nil
	}
	for i, column := range p.spec.Sensitive {
		v := maphash.Bytes(seeds[0], cell(cells, column))
		m := p.values[i][k]
		if m == nil {
			m = map[uint64]int{}
			p.values[i][k] = m
		}
		if m[v] == 0 {
			p.held++
		}
		m[v]++
	}
	// A share of one class cannot be cut further.
	for p.held > p.spec.Entries && len(p.classes) > 1 && p.share.bits < 63 {
		p.halve()
	}
	return nil
}

// count adds the row's values to those of the table.
func (p *pass) count(cells [][]byte) {
	for i, column := range p.spec.Sensitive {
		v := &p.total.values[i]
		if v.over {
			continue
		}
		v.count[maphash.Bytes(seeds[0], cell(cells, column))]++
		if len(v.count) > p.spec.Entries {
			v.over, v.count = true, nil
		}
	}
}

func (p *pass) key(cells [][]byte) key {
	var a, b maphash.Hash
	a.SetSeed(seeds[0])
	b.SetSeed(seeds[1])
	for _, i := range p.spec.Quasi {
		v := cell(cells, i)
		a.Write(v)
		a.WriteByte(0)
		b.Write(v)
		b.WriteByte(0)
	}
	return key{a.Sum64(), b.Sum64()}
}

// halve puts off half of the classes to a pass of their own.
func (p *pass) halve() {
	now, later := p.share.halves()
	p.share, p.left = now, append(p.left, later)
	p.held = 0
	for k, c := range p.classes {
		if !now.holds(k) {
			delete(p.classes, k)
			for i := range p.values {
				delete(p.values[i], k)
			}
			continue
		}
		p.held += 1 + len(c.places)
		for i := range p.values {
			p.held += len(p.values[i][k])
		}
	}
}
