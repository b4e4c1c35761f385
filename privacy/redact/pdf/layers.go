package pdf

import "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

// layers knows which optional content a reader does not see (ISO 32000-1, 8.11).
type layers struct {
	o    *objects
	base bool // whether layers are off unless said otherwise
	off  map[int]bool
	on   map[int]bool
}

func (o *objects) loadLayers(root types.Dict) *layers {
	l := &layers{o: o, off: map[int]bool{}, on: map[int]bool{}}
	d := o.dict(o.dict(root["OCProperties"])["D"])
	l.base = o.name(d["BaseState"]) == "OFF"
	for _, v := range o.array(d["OFF"]) {
		l.off[refOf(v)] = true
	}
	for _, v := range o.array(d["ON"]) {
		l.on[refOf(v)] = true
	}
	return l
}

// hidden tells whether content of this group, or membership, is not shown.
func (l *layers) hidden(v types.Object) bool {
	if v == nil {
		return false
	}
	d := l.o.dict(v)
	if l.o.name(d["Type"]) != "OCMD" {
		return l.isOff(refOf(v))
	}
	groups := l.o.array(d["OCGs"])
	if groups == nil {
		if d["OCGs"] == nil {
			return false
		}
		return l.isOff(refOf(d["OCGs"]))
	}
	off := 0
	for _, g := range groups {
		if l.isOff(refOf(g)) {
			off++
		}
	}
	switch l.o.name(d["P"]) {
	case "AllOn":
		return off > 0
	case "AnyOff":
		return off == 0
	case "AllOff":
		return off < len(groups)
	}
	return off == len(groups) && off > 0
}

func (l *layers) isOff(n int) bool {
	if l.base {
		return !l.on[n]
	}
	return l.off[n]
}
