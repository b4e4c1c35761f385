package redact

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"slices"
	"strings"

	"airial/privacy"
)

// zipDocument is a DOCX or ODT: parts of XML in a zip file.
type zipDocument struct {
	format  string
	kept    []zipPart // in the order in which they are written
	parts   []*xmlPart
	dropped []string // what is left out, in words for the report
}

type zipPart struct {
	name string
	data []byte
	xml  *xmlPart // nil for what is taken along as it is, or made
	rels bool     // relationships: their targets are addresses
}

const (
	mostUnpacked = 512 << 20
	mostParts    = 10_000
)

// zipFormat tells a DOCX from an ODT, and both from other zip files.
func zipFormat(b []byte) string {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return ""
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return DOCX
		case "content.xml":
			if bytes.Contains(b[:min(len(b), 256)], []byte("opendocument.text")) {
				return ODT
			}
		}
	}
	return ""
}

// unpack reads the parts of a file.
func unpack(b []byte) (map[string][]byte, []string, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, nil, ErrDamaged
	}
	if len(z.File) > mostParts {
		return nil, nil, ErrTooLarge
	}
	parts, left := map[string][]byte{}, int64(mostUnpacked)
	var names []string
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if _, twice := parts[f.Name]; twice {
			return nil, nil, ErrDamaged // readers disagree which of them counts
		}
		r, err := f.Open()
		if err != nil {
			return nil, nil, ErrDamaged
		}
		limited := &io.LimitedReader{R: r, N: left + 1}
		data, err := io.ReadAll(limited)
		if err = errors.Join(err, r.Close()); err != nil {
			return nil, nil, ErrDamaged
		}
		if left -= int64(len(data)); left < 0 {
			return nil, nil, ErrTooLarge
		}
		parts[f.Name] = data
		names = append(names, f.Name)
	}
	return parts, names, nil
}

func openZip(b []byte, format string, opts Options) (*Document, error) {
	parts, names, err := unpack(b)
	if err != nil {
		return nil, err
	}
	d := &zipDocument{format: format}
	if format == DOCX {
		err = d.docx(parts, names)
	} else {
		err = d.odt(parts, names)
	}
	if err != nil {
		return nil, err
	}
	out := &Document{Format: format, inner: d}
	for i, x := range d.parts {
		for _, m := range marksOf(x.text(), opts.Strict) {
			m.part = i
			out.Marks = append(out.Marks, m)
		}
	}
	for i, p := range d.kept {
		if p.xml == nil && isPicture(p.name) {
			out.Pictures++
			out.Marks = append(out.Marks, Mark{Kind: Picture, Level: privacy.Info, Text: path.Base(p.name), part: i})
		}
	}
	number(out.Marks)
	return out, nil
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".svm", ".webp":
		return true
	}
	return false
}

func (d *zipDocument) drop(what string) {
	if !slices.Contains(d.dropped, what) {
		d.dropped = append(d.dropped, what)
	}
}

func (d *zipDocument) find(words string) []Mark {
	var out []Mark
	for i, x := range d.parts {
		for _, m := range wordMarks(x.text(), words) {
			m.part = i
			out = append(out, m)
		}
	}
	return out
}

// blot stands for what was taken out; its length tells nothing.
const blot = "█████"

func (d *zipDocument) write(marks []Mark, boxes []Box) ([]byte, Done, error) {
	done := Done{Parts: d.dropped}
	if len(boxes) > 0 {
		return nil, done, fmt.Errorf("%w: boxes in a document without pages", ErrFormat)
	}
	spans := make([][]span, len(d.parts))
	pictures := map[int]bool{}
	gone := newGone(marks)
	for _, m := range marks {
		if m.Kind == Picture {
			pictures[m.part] = true
			continue
		}
		spans[m.part] = append(spans[m.part], span{m.start, m.end})
	}
	want, at := make([]string, len(d.parts)), 0
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i, p := range d.kept {
		data := p.data
		switch {
		case p.xml != nil:
			data = p.xml.write(spans[at], gone)
			want[at] = p.xml.without(spans[at], gone)
			at++
		case p.rels:
			data = relationship.ReplaceAllFunc(p.data, gone.clean)
		case pictures[i]:
			data = blackPicture(p.data)
			done.Pictures++
		case isPicture(p.name):
			data = bare(p.data)
		}
		// Neither dates nor attributes: the same choice gives the same bytes.
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if p.name == "mimetype" {
			h.Method = zip.Store // ODF 1.2 part 3, 3.3
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, done, err
		}
		if _, err := w.Write(data); err != nil {
			return nil, done, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, done, err
	}
	if err := d.verify(out.Bytes(), want, gone); err != nil {
		return nil, done, err
	}
	return out.Bytes(), done, nil
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// verify reads what was written as if it came from elsewhere.
func (d *zipDocument) verify(b []byte, want []string, gone *gone) error {
	parts, names, err := unpack(b)
	if err != nil {
		return errors.Join(ErrUnverified, err)
	}
	again := &zipDocument{format: d.format}
	if d.format == DOCX {
		err = again.docx(parts, names)
	} else {
		err = again.odt(parts, names)
	}
	if err != nil || len(again.parts) != len(want) {
		return errors.Join(ErrUnverified, err)
	}
	for i, x := range again.parts {
		if spaced(x.text()) != spaced(want[i]) {
			return fmt.Errorf("%w: the text is not what it should be", ErrUnverified)
		}
	}
	// A text that was taken out at one place and left at another may stand.
	all := folded(strings.Join(want, "\n"))
	for _, text := range gone.texts {
		if strings.Contains(all, text) {
			continue
		}
		for name, data := range parts {
			if strings.Contains(folded(name), text) || !isPicture(name) && bytes.Contains(bytes.ToLower(data), []byte(text)) || strings.HasSuffix(name, ".xml") && within(data, text) {
				return fmt.Errorf("%w: in part %s", ErrUnverified, path.Base(name))
			}
		}
	}
	return nil
}

// within tells whether a text stands in the values or in the characters of XML,
// each taken by itself: tags between two words are no blank.
func within(data []byte, text string) bool {
	for _, a := range attribute.FindAllSubmatch(data, -1) {
		if !bytes.HasPrefix(a[1], []byte("xmlns")) && strings.Contains(folded(html.UnescapeString(string(a[2])+string(a[3]))), text) {
			return true
		}
	}
	return false
}
