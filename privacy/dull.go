package privacy

import (
	"bytes"
	"hash/maphash"
)

// dull remembers cells of a column in which nothing was found. Columns of text
// repeat themselves (natures, communes, subjects), and what a cell holds depends
// on nothing but its column. A column that does not repeat itself is given up.
type dull struct {
	cells       []dullCell
	asked, hits int
	off         bool
}

const (
	dullCells  = 256 // remembered at most, each in the place that its hash gives it
	longDull   = 96  // bytes of the longest cell that is remembered
	dullTrials = 512 // cells after which it is settled whether the column repeats itself
)

type dullCell struct{ text []byte }

var dullSeed = maphash.MakeSeed()

// known tells whether a cell is one in which nothing was found; else it gives
// the place to keep it, nil for none.
func (d *dull) known(cell []byte) (place *dullCell, found bool) {
	if d.off || len(cell) > longDull {
		return nil, false
	}
	if d.cells == nil {
		d.cells = make([]dullCell, dullCells)
	}
	place = &d.cells[maphash.Bytes(dullSeed, cell)%dullCells]
	d.asked++
	if bytes.Equal(place.text, cell) {
		d.hits++
		return place, true
	}
	if d.asked == dullTrials && d.hits*4 < d.asked {
		d.off, d.cells = true, nil
		return nil, false
	}
	return place, false
}

func (p *dullCell) keep(cell []byte) { p.text = append(p.text[:0], cell...) }
