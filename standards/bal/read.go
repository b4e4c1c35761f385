package bal

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// Limits of a file: the biggest communes have some 200,000 addresses.
const (
	MaxBytes = 64 << 20
	MaxRows  = 500_000
)

// File is a file as it was read: nothing of it is mended.
type File struct {
	Header    []string
	Cells     [][]string // as long as the header, each
	Lines     []int      // the line of each row in the file, from 1
	Encoding  string     // "utf-8" or "windows-1252"
	Delimiter string
	Linebreak string // "\n", "\r\n" or "\r"
}

// Errors of reading.
var (
	ErrTooLong = errors.New("bal: the file is too long")
	ErrEmpty   = errors.New("bal: there is no header")
	ErrForm    = errors.New("bal: not a table")
)

// Read reads a file with separators: semicolon as the standard wants, comma or
// tab as people send it; UTF-8, or Windows-1252.
func Read(data []byte) (*File, error) {
	if len(data) > MaxBytes {
		return nil, ErrTooLong
	}
	f := &File{Encoding: "utf-8", Linebreak: "\n"}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(data) {
		f.Encoding = "windows-1252"
		var err error
		if data, err = charmap.Windows1252.NewDecoder().Bytes(data); err != nil {
			return nil, ErrForm
		}
	}
	switch {
	case bytes.Contains(data, []byte("\r\n")):
		f.Linebreak = "\r\n"
	case bytes.ContainsRune(data, '\r') && !bytes.ContainsRune(data, '\n'):
		f.Linebreak = "\r"
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	head, _, _ := bytes.Cut(data, []byte("\n"))
	f.Delimiter = ";"
	for _, d := range []string{",", "\t"} {
		if bytes.Count(head, []byte(d)) > bytes.Count(head, []byte(f.Delimiter)) {
			f.Delimiter = d
		}
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = rune(f.Delimiter[0]), -1, true, false
	for {
		record, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrForm, err)
		}
		line, _ := r.FieldPos(0)
		if f.Header == nil {
			for i, name := range record {
				record[i] = strings.TrimSpace(name)
			}
			f.Header = record
			continue
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		if len(f.Cells) == MaxRows {
			return nil, ErrTooLong
		}
		cells := make([]string, len(f.Header))
		copy(cells, record)
		f.Cells, f.Lines = append(f.Cells, cells), append(f.Lines, line)
	}
	if len(f.Header) == 0 {
		return nil, ErrEmpty
	}
	return f, nil
}

// fold takes accents, case and signs from a text, for comparison.
func fold(s string) string {
	var b strings.Builder
	space := false
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

// SameName tells whether two streets or places have one name, whatever its
// accents, case and signs.
func SameName(a, b string) bool { return fold(a) == fold(b) }

// Fold is a name without accents, case and signs, by which names are compared.
func Fold(name string) string { return fold(name) }
