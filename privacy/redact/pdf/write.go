package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// packed is a stream of these bytes, compressed.
func packed(d types.Dict, plain []byte) *stream {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(plain) // a buffer takes all
	_ = z.Close()
	d["Filter"] = types.Name("FlateDecode")
	return &stream{Dict: d, data: b.Bytes()}
}

func (s *stream) plain() ([]byte, error) {
	switch s.Dict["Filter"] {
	case nil:
		return s.data, nil
	case types.Name("FlateDecode"):
		z, err := zlib.NewReader(bytes.NewReader(s.data))
		if err != nil {
			return nil, err
		}
		defer z.Close()
		return io.ReadAll(z)
	}
	return nil, errContent
}

// left are keys that no dictionary takes along: they lead to what is no longer
// part of the file, or hold text about it.
var leftOut = map[string]bool{"Metadata": true, "PieceInfo": true, "StructParent": true, "StructParents": true, "LastModified": true, "OC": true,
	"Thumb": true, "AF": true, "AA": true, "OPI": true, "Alternates": true, "Ref": true, "Measure": true, "PtData": true, "Annots": true, "Parent": true,
	"JS": true, "A": true, "Alt": true, "ActualText": true, "StructTreeRoot": true, "Dest": true, "URI": true, "Perms": true, "Names": true}

// writer writes objects, each once, in the order in which they are met.
type writer struct {
	o       *objects
	b       bytes.Buffer
	numbers map[any]int
	queue   []types.Object
	offsets []int
	err     error
}

// writeFile writes a file of these pages. The same pages give the same bytes.
func writeFile(o *objects, pages []types.Dict, lang types.Object) ([]byte, error) {
	w := &writer{o: o, numbers: map[any]int{}}
	w.b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	const root, tree = 1, 2
	w.queue = append(w.queue, nil, nil)
	var kids strings.Builder
	for _, p := range pages {
		w.queue = append(w.queue, p)
		fmt.Fprintf(&kids, "%d 0 R ", len(w.queue))
	}
	w.begin(root)
	fmt.Fprintf(&w.b, "<</Type/Catalog/Pages %d 0 R", tree)
	if lang != nil {
		w.b.WriteString("/Lang")
		w.value(lang, 0)
	}
	w.b.WriteString(">>\nendobj\n")
	w.begin(tree)
	fmt.Fprintf(&w.b, "<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n", len(pages), kids.String())
	for i := 2; i < len(w.queue); i++ {
		w.begin(i + 1)
		v := w.queue[i]
		if i < 2+len(pages) {
			w.page(v.(types.Dict), tree)
		} else {
			w.value(v, 0)
		}
		w.b.WriteString("\nendobj\n")
		if w.b.Len() > 4*MostBytes {
			return nil, errTooMuch
		}
	}
	at := w.b.Len()
	fmt.Fprintf(&w.b, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, n := range w.offsets {
		fmt.Fprintf(&w.b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&w.b, "trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(w.offsets)+1, root, at)
	return w.b.Bytes(), w.err
}

func (w *writer) begin(n int) {
	w.offsets = append(w.offsets, w.b.Len())
	fmt.Fprintf(&w.b, "%d 0 obj\n", n)
}

func (w *writer) page(d types.Dict, tree int) {
	w.b.WriteString("<<")
	for _, k := range keysOf(d) {
		w.b.WriteString("/" + escaped(k))
		w.value(d[k], 1)
	}
	fmt.Fprintf(&w.b, "/Parent %d 0 R>>", tree)
}

// ref writes a reference to an object that is written later.
func (w *writer) ref(key any, v types.Object) {
	n := w.numbers[key]
	if n == 0 {
		w.queue = append(w.queue, v)
		n = len(w.queue)
		w.numbers[key] = n
	}
	fmt.Fprintf(&w.b, " %d 0 R", n)
}

func keysOf(d types.Dict) []string {
	keys := make([]string, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// value writes an object. Streams are always referred to.
func (w *writer) value(v types.Object, depth int) {
	if depth > 200 {
		w.err = errDepth
		return
	}
	switch x := v.(type) {
	case nil:
		w.b.WriteString(" null")
	case types.IndirectRef:
		w.ref(int(x.ObjectNumber), w.o.get(x))
	case *types.IndirectRef:
		w.ref(int(x.ObjectNumber), w.o.get(x))
	case *stream:
		if depth > 0 {
			w.ref(x, x)
			return
		}
		w.stream(x.Dict, x.data)
	case types.StreamDict:
		w.stream(x.Dict, x.Raw)
	case *types.StreamDict:
		w.stream(x.Dict, x.Raw)
	case types.Dict:
		// The names of resources are free; only what has a type has such keys.
		w.dict(x, x["Type"] != nil, depth)
	case types.Array:
		w.b.WriteByte('[')
		for _, e := range x {
			w.value(e, depth+1)
		}
		w.b.WriteByte(']')
	case types.Name:
		w.b.WriteString("/" + escaped(string(x)))
	case types.Integer:
		w.b.WriteString(" " + strconv.Itoa(int(x)))
	case types.Float:
		w.b.WriteString(" " + strconv.FormatFloat(float64(x), 'f', -1, 64))
	case types.Boolean, types.StringLiteral, types.HexLiteral:
		w.b.WriteString(" " + x.PDFString())
	default:
		w.b.WriteString(" null")
	}
}

func (w *writer) dict(d types.Dict, typed bool, depth int) {
	w.b.WriteString("<<")
	for _, k := range keysOf(d) {
		if typed && leftOut[k] {
			continue
		}
		w.b.WriteString("/" + escaped(k))
		w.value(d[k], depth+1)
	}
	w.b.WriteString(">>")
}

func (w *writer) stream(d types.Dict, data []byte) {
	d = d.Clone().(types.Dict)
	d["Length"] = types.Integer(len(data))
	w.dict(d, true, 0)
	w.b.WriteString("\nstream\n")
	w.b.Write(data)
	w.b.WriteString("\nendstream")
}

// escaped writes a name without its slash.
func escaped(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if c <= ' ' || c > '~' || c == '#' || delimiter(c) {
			fmt.Fprintf(&b, "#%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
