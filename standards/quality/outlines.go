package quality

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strings"
	"sync"
)

//go:embed outlines.gz
var outlinesPacked []byte

// outlines are the borders of communes, as of an edition, simplified. They stay
// as they are packed until one is asked for.
type outlines struct {
	about  string              // where they come from, and of when
	packed map[string][]byte   // the rings of a code
	parts  map[string][]string // of which codes a commune is made that joined others since

	mu   sync.Mutex
	read map[string]*outline
}

// outline is the border of one commune: rings of points in steps of the grid.
// What lies within an odd number of them lies within the commune.
type outline struct{ rings [][]vertex }

type vertex struct{ x, y int32 }

// perDegree is how many steps of the grid make a degree; a border may be wrong
// by its simplification (200 m) and half a step.
const perDegree = 1000

// borders are the outlines that are built in.
var borders = sync.OnceValue(func() *outlines {
	o, err := readOutlines(outlinesPacked)
	if err != nil {
		panic("quality: outlines.gz: " + err.Error()) // a test reads it
	}
	return o
})

var errOutlines = errors.New("quality: the outlines cannot be read")

// readOutlines reads what generate/outlines writes: a line on where they come
// from, one with the edition; the outlines, each with its code and its rings,
// whose points are differences (zigzag varints); then what became of codes.
func readOutlines(packed []byte) (*outlines, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	o := &outlines{packed: make(map[string][]byte, 36_000), parts: map[string][]string{}, read: map[string]*outline{}}
	_, rest, _ := bytes.Cut(raw, []byte{'\n'})
	about, rest, ok := bytes.Cut(rest, []byte{'\n'})
	if !ok {
		return nil, errOutlines
	}
	o.about = string(about)
	r := &unpacker{rest}
	for range r.number() {
		code := r.code()
		begin := r.rest
		for range r.number() {
			for range 2 * r.number() {
				r.signed()
			}
		}
		o.packed[code] = begin[:len(begin)-len(r.rest)]
	}
	for range r.number() {
		code := r.code()
		for range r.number() {
			o.parts[code] = append(o.parts[code], r.code())
		}
	}
	if len(r.rest) > 0 || len(o.packed) == 0 {
		return nil, errOutlines
	}
	return o, nil
}

// unpacker reads numbers and codes; what is damaged reads as zeros.
type unpacker struct{ rest []byte }

func (u *unpacker) number() int {
	n, size := binary.Uvarint(u.rest)
	u.skip(size)
	return int(min(n, uint64(len(u.rest))))
}

func (u *unpacker) signed() int32 {
	n, size := binary.Varint(u.rest)
	u.skip(size)
	return int32(n)
}

func (u *unpacker) code() string {
	code := string(u.rest[:min(5, len(u.rest))])
	u.skip(5)
	return code
}

func (u *unpacker) skip(n int) { u.rest = u.rest[min(max(n, 1), len(u.rest)):] }

// of gives the outline of a commune: of today, a former one, or an
// arrondissement of Paris, Lyon or Marseille, for which that of the town
// stands. It is nil where there is none.
func (o *outlines) of(code string) *outline {
	o.mu.Lock()
	defer o.mu.Unlock()
	if known, ok := o.read[code]; ok {
		return known
	}
	parts := o.parts[code]
	if parts == nil {
		parts = []string{code}
	}
	var out outline
	for _, part := range parts {
		r := &unpacker{o.packed[part]}
		if len(r.rest) == 0 {
			continue
		}
		for range r.number() {
			ring := make([]vertex, r.number())
			var at vertex
			for i := range ring {
				at.x += r.signed()
				at.y += r.signed()
				ring[i] = at
			}
			out.rings = append(out.rings, ring)
		}
	}
	var found *outline
	if len(out.rings) > 0 {
		found = &out
	}
	o.read[strings.Clone(code)] = found
	return found
}

// away is how far a point lies outside, in metres; 0 within. Degrees, WGS 84.
func (o *outline) away(lon, lat float64) float64 {
	const metres = 111_320.0 / perDegree
	k := math.Cos(lat * math.Pi / 180)
	px, py := lon*perDegree, lat*perDegree
	within, nearest := false, math.Inf(1)
	for _, ring := range o.rings {
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			ax, ay, bx, by := float64(a.x)-px, float64(a.y)-py, float64(b.x)-px, float64(b.y)-py
			if (ay > 0) != (by > 0) && ax+(bx-ax)*ay/(ay-by) > 0 { // the line to the east crosses this side
				within = !within
			}
			ax, bx = ax*k, bx*k
			dx, dy := bx-ax, by-ay
			t := 0.0
			if l := dx*dx + dy*dy; l > 0 {
				t = min(1, max(0, -(ax*dx+ay*dy)/l))
			}
			nearest = min(nearest, math.Hypot(ax+t*dx, ay+t*dy))
		}
	}
	if within {
		return 0
	}
	return nearest * metres
}

// Outline gives the border of a commune by its code, simplified: rings of points,
// longitude before latitude in degrees (WGS 84). It is nil where there is none.
func Outline(code string) [][][2]float64 {
	o := borders().of(code)
	if o == nil {
		return nil
	}
	out := make([][][2]float64, len(o.rings))
	for n, ring := range o.rings {
		for _, v := range ring {
			out[n] = append(out[n], [2]float64{float64(v.x) / perDegree, float64(v.y) / perDegree})
		}
	}
	return out
}
