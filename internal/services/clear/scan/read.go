package scan

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"airial/privacy"
	"airial/standards/source"
)

// Errors that have words of their own.
var (
	errScanned  = errors.New("a picture of a page")
	errTooLarge = errors.New("too large")
	errNoText   = errors.New("no text")
)

// What a file may be.
const (
	isTable = iota
	isText
	isDocument // DOCX, ODT
	isPDF
	isPicture // PNG, JPEG: of a page
)

const (
	sniffed  = 64 << 10
	mostText = 64 << 20 // bytes of a text or of a document's file
	mostXML  = 256 << 20
)

// kindOf tells what a file is, from its name and its beginning.
func kindOf(in *bufio.Reader, name string) (int, error) {
	head, err := in.Peek(sniffed)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return 0, err
	}
	if len(head) == 0 {
		return 0, errNoText
	}
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return isPDF, nil
	case bytes.HasPrefix(head, []byte("\x89PNG\r\n")) || bytes.HasPrefix(head, []byte("\xff\xd8\xff")):
		return isPicture, nil
	case ext == ".docx" || ext == ".odt":
		return isDocument, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if bytes.Contains(head, []byte("word/")) || bytes.Contains(head, []byte("application/vnd.oasis.opendocument.text")) {
			return isDocument, nil
		}
		return isTable, nil
	case ext == ".txt" || ext == ".md" || ext == ".text":
		return isText, nil
	case ext != "" && ext != "." && name != "-":
		return isTable, nil
	case columnar(head) || bytes.IndexByte(head, 0) >= 0 || bytes.HasPrefix(head, []byte("PAR1")) || head[0] == '{' || head[0] == '[' || head[0] == 0x1f:
		return isTable, nil
	}
	return isText, nil
}

// columnar tells whether lines are cut alike by some delimiter.
func columnar(head []byte) bool {
	lines := bytes.Split(bytes.TrimRight(head, "\r\n"), []byte("\n"))
	if len(head) == sniffed && len(lines) > 1 {
		lines = lines[:len(lines)-1] // the last one may be cut
	}
	if len(lines) > 30 {
		lines = lines[:30]
	}
	for _, d := range []byte(";\t|,") {
		want, same := bytes.Count(lines[0], []byte{d}), 0
		if want == 0 || prose(lines, d) {
			continue
		}
		for _, l := range lines {
			// Cells may hold the delimiter between quotes.
			if n := bytes.Count(l, []byte{d}); n == want || n > want && bytes.IndexByte(l, '"') >= 0 {
				same++
			}
		}
		if len(lines) > 1 && same*10 >= len(lines)*8 {
			return true
		}
	}
	return false
}

// prose tells whether a sign stands between lines' words as it does in sentences:
// few of them, and a blank behind.
func prose(lines [][]byte, d byte) bool {
	if d != ',' && d != ';' {
		return false
	}
	all, spaced := 0, 0
	for _, l := range lines {
		all += bytes.Count(l, []byte{d})
		spaced += bytes.Count(l, []byte{d, ' '})
	}
	return spaced*2 > all && all < 3*len(lines)
}

// readText reads a text; one that is not UTF-8 is read as Windows-1252.
func readText(in io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(in, mostText+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostText {
		return nil, errTooLarge
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(text) {
		return charmap.Windows1252.NewDecoder().Bytes(text)
	}
	return text, nil
}

// document reads the text of a DOCX or ODT: its body, headers, footers, notes
// and comments, and what its metadata say of persons.
func document(in io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, mostText+1))
	if err != nil {
		return nil, err
	}
	if len(b) > mostText {
		return nil, errTooLarge
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	left := int64(mostXML)
	for _, f := range z.File {
		if !textPart(f.Name) {
			continue
		}
		part, err := f.Open()
		if err != nil {
			return nil, err
		}
		limited := &io.LimitedReader{R: part, N: left}
		err = paragraphs(&out, limited)
		left = limited.N
		err = errors.Join(err, part.Close())
		if left <= 0 {
			return nil, errTooLarge
		}
		if err != nil {
			return nil, err
		}
	}
	if out.Len() == 0 {
		return nil, errNoText
	}
	return out.Bytes(), nil
}

func textPart(name string) bool {
	if rest, ok := strings.CutPrefix(name, "word/"); ok {
		for _, p := range []string{"document", "header", "footer", "footnotes", "endnotes", "comments"} {
			if strings.HasPrefix(rest, p) && strings.HasSuffix(rest, ".xml") {
				return true
			}
		}
		return false
	}
	switch name {
	case "content.xml", "styles.xml", "meta.xml", "docProps/core.xml":
		return true
	}
	return false
}

// paragraphs writes the text of an XML part, a line for each paragraph.
func paragraphs(out *bytes.Buffer, part io.Reader) error {
	d := xml.NewDecoder(part)
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.CharData:
			out.Write(t)
		case xml.StartElement:
			switch t.Name.Local {
			case "tab", "s", "br", "line-break", "cr":
				out.WriteByte(' ')
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "p", "h", "creator", "lastModifiedBy", "initial-creator", "title", "subject":
				out.WriteByte('\n')
			}
		}
	}
}

// scanTable reads a table, whatever its form, and scans it row by row.
func scanTable(ctx context.Context, in io.Reader, options privacy.Options) (privacy.Result, error) {
	t, err := source.Open(in, source.Options{})
	if err != nil {
		return privacy.Result{}, err
	}
	defer t.Close()
	header := t.Header()
	columns := make([]privacy.Column, len(header))
	for i, name := range header {
		columns[i] = privacy.Column{Name: name}
	}
	s := privacy.NewScanner(columns, options)
	for _, line := range t.Titles() {
		s.Text("", []byte(strings.Join(line, " ")))
	}
	// A file without a header has its first row taken for one.
	s.Header()
	team := privacy.NewTeam(s, runtime.GOMAXPROCS(0))
	defer team.Close()
	for {
		r, err := t.Next()
		if err == io.EOF {
			return team.Scanner().Result(), nil
		}
		if err != nil {
			return privacy.Result{}, err
		}
		if r.Row&0xfff == 0 && ctx.Err() != nil {
			return privacy.Result{}, ctx.Err()
		}
		if !r.Blank() {
			team.Row(r.Row, r.Cells)
		}
	}
}
