package pdf

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func init() {
	// The library would make a folder of settings in the user's home.
	model.ConfigPath = "disable"
}

// Limits of a file.
const (
	MostBytes   = 200 << 20
	MostPages   = 2000
	mostDecoded = 256 << 20 // bytes of one stream
	mostPixels  = 200 << 20
)

// encrypts finds the key of a trailer that the library may overlook.
var encrypts = regexp.MustCompile(`/Encrypt\s*(?:<<|\d+\s+\d+\s+R)`)

// objects are those of a file, as the library reads them.
type objects struct{ ctx *model.Context }

func readObjects(b []byte) (o *objects, err error) {
	if len(b) > MostBytes {
		return nil, refused(TooLarge, nil)
	}
	defer func() { // a library that reads foreign bytes may stumble
		if r := recover(); r != nil {
			o, err = nil, refused(Damaged, fmt.Errorf("%v", r))
		}
	}()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationRelaxed
	conf.Offline = true
	conf.Limits.MaxDecodeBytes, conf.Limits.MaxStreamBytes = mostDecoded, MostBytes
	conf.Limits.MaxObjectCount, conf.Limits.MaxXRefEntries = 2_000_000, 2_000_000
	ctx, err := pdfcpu.Read(bytes.NewReader(b), conf)
	if ctx != nil && ctx.XRefTable != nil && ctx.Encrypt != nil || encrypts.Match(b) {
		return nil, refused(Encrypted, err)
	}
	if err != nil {
		return nil, refused(Damaged, err)
	}
	return &objects{ctx}, nil
}

// stream is one that this package makes: it is written as it is.
type stream struct {
	types.Dict
	data []byte // as it is written; Dict has its filters
}

func (s *stream) Clone() types.Object { return s }
func (s *stream) String() string      { return "stream" }
func (s *stream) PDFString() string   { return "stream" }

func (o *objects) get(v types.Object) types.Object {
	for range 16 {
		if ref, ok := v.(types.IndirectRef); ok {
			next, err := o.ctx.Dereference(ref)
			if err != nil {
				return nil
			}
			v = next
			continue
		}
		if ref, ok := v.(*types.IndirectRef); ok {
			v = *ref
			continue
		}
		return v
	}
	return nil
}

func (o *objects) dict(v types.Object) types.Dict {
	switch d := o.get(v).(type) {
	case types.Dict:
		return d
	case types.StreamDict:
		return d.Dict
	case *types.StreamDict:
		return d.Dict
	case *stream:
		return d.Dict
	}
	return nil
}

func (o *objects) array(v types.Object) types.Array {
	a, _ := o.get(v).(types.Array)
	return a
}

func (o *objects) number(v types.Object) (float64, bool) {
	switch n := o.get(v).(type) {
	case types.Integer:
		return float64(n), true
	case types.Float:
		return float64(n), true
	}
	return 0, false
}

func (o *objects) numberOr(v types.Object, otherwise float64) float64 {
	if n, ok := o.number(v); ok {
		return n
	}
	return otherwise
}

func (o *objects) name(v types.Object) string {
	n, _ := o.get(v).(types.Name)
	return string(n)
}

func (o *objects) numbers(v types.Object) []float64 {
	var out []float64
	for _, x := range o.array(v) {
		n, _ := o.number(x)
		out = append(out, n)
	}
	return out
}

func (o *objects) matrix(v types.Object) matrix {
	n := o.numbers(v)
	if len(n) != 6 {
		return identity
	}
	return matrix(n)
}

func (o *objects) rect(v types.Object) (Rect, bool) {
	n := o.numbers(v)
	if len(n) != 4 {
		return Rect{}, false
	}
	return Rect{n[0], n[1], n[2], n[3]}.normal(), true
}

// streamOf returns a stream of the file, nil when v is none.
func (o *objects) streamOf(v types.Object) *types.StreamDict {
	switch s := o.get(v).(type) {
	case types.StreamDict:
		return &s
	case *types.StreamDict:
		return s
	}
	return nil
}

// decoded gives the bytes of a stream, unpacked.
func (o *objects) decoded(v types.Object) (out []byte, err error) {
	if s, ok := o.get(v).(*stream); ok {
		return s.plain()
	}
	s := o.streamOf(v)
	if s == nil {
		return nil, errContent
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errContent, r)
		}
	}()
	c := *s
	if err := c.DecodeWithLimit(mostDecoded); err != nil {
		return nil, err
	}
	return c.Content, nil
}

// refOf is the number of the object that v refers to, 0 for none.
func refOf(v types.Object) int {
	switch r := v.(type) {
	case types.IndirectRef:
		return int(r.ObjectNumber)
	case *types.IndirectRef:
		return int(r.ObjectNumber)
	}
	return 0
}
