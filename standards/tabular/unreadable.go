package tabular

import (
	"bytes"
	"errors"
)

// Why a file cannot be read as a table.
const (
	Empty     = "empty"      // no byte, or nothing but blanks
	OnlyBOM   = "bom"        // a byte order mark and nothing after it
	PDF       = "pdf"        //
	Zip       = "zip"        // a zip archive of any kind but the two below
	XLSX      = "xlsx"       // a spreadsheet of Excel since 2007
	ODS       = "ods"        // a spreadsheet of LibreOffice
	XLS       = "xls"        // a document of Office before 2007
	Gzip      = "gzip"       //
	Archive   = "archive"    // 7z, rar, bzip2, xz, zstd
	Image     = "image"      //
	Parquet   = "parquet"    //
	Database  = "database"   // SQLite, DuckDB
	Program   = "program"    //
	WebPage   = "html"       // a web page saved in place of the file
	XML       = "xml"        //
	JSON      = "json"       //
	RTF       = "rtf"        //
	Binary    = "binary"     // bytes that are no text in any encoding we know
	Damaged   = "damaged"    // a file of a kind that is read, with something broken
	NoTable   = "no-table"   // an archive or a JSON file without a table in it
	TooLarge  = "too-large"  // what it unpacks to exceeds the limits
	NoSheet   = "no-sheet"   // a workbook without the sheet that was asked for
	BadOption = "bad-option" // an encoding that we do not know was asked for
)

// UnreadableError says that the bytes are no table. Reason is one of the
// constants above.
type UnreadableError struct{ Reason string }

func (e *UnreadableError) Error() string { return "tabular: not a table: " + e.Reason }

// Unreadable gives the reason when err says that the bytes are no table.
func Unreadable(err error) (reason string, ok bool) {
	var u *UnreadableError
	if errors.As(err, &u) {
		return u.Reason, true
	}
	return "", false
}

var signatures = []struct {
	prefix string
	reason string
}{
	{"%PDF-", PDF},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", XLS},
	{"\x1F\x8B\x08", Gzip},
	{"7z\xBC\xAF\x27\x1C", Archive},
	{"Rar!\x1A\x07", Archive},
	{"BZh9", Archive},
	{"\xFD7zXZ\x00", Archive},
	{"\x28\xB5\x2F\xFD", Archive},
	{"\x89PNG\r\n\x1A\n", Image},
	{"\xFF\xD8\xFF", Image},
	{"GIF87a", Image},
	{"GIF89a", Image},
	{"II*\x00", Image},
	{"MM\x00*", Image},
	{"PAR1", Parquet},
	{"SQLite format 3\x00", Database},
	{"\x7FELF", Program},
	{"MZ\x90\x00", Program},
	{"{\\rtf", RTF},
}

// Kind tells by its first bytes what a file is: one of the reasons above, ""
// for a text that may be a table. A few kilobytes are enough.
func Kind(sample []byte) (reason string) {
	rest, _ := cutBOM(sample)
	if reason := sniffBinary(rest); reason != "" {
		return reason
	}
	return sniffMarkup(rest)
}

// sniffBinary recognises by their first bytes the files that are no text.
// sample is the beginning of the file, without a byte order mark.
func sniffBinary(sample []byte) (reason string) {
	for _, s := range signatures {
		if bytes.HasPrefix(sample, []byte(s.prefix)) {
			return s.reason
		}
	}
	if bytes.HasPrefix(sample, []byte("PK\x03\x04")) || bytes.HasPrefix(sample, []byte("PK\x05\x06")) {
		return zipKind(sample)
	}
	if len(sample) > 12 && bytes.HasPrefix(sample, []byte("RIFF")) && string(sample[8:12]) == "WEBP" {
		return Image
	}
	if len(sample) > 12 && string(sample[8:12]) == "DUCK" {
		return Database
	}
	return ""
}

func zipKind(sample []byte) string {
	head := sample[:min(len(sample), 4096)]
	switch {
	case bytes.Contains(head, []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return ODS
	case bytes.Contains(head, []byte("[Content_Types].xml")), bytes.Contains(head, []byte("xl/")):
		return XLSX
	}
	return Zip
}

// sniffControls tells a text with a few stray control bytes (a table, with
// findings) from bytes that are no text. NUL bytes are counted apart: a text
// may be full of them after a failed export, but never made of them alone.
func sniffControls(sample []byte) (reason string) {
	text, controls, nuls := 0, 0, 0
	for _, c := range sample {
		switch {
		case c == 0:
			nuls++
		case c < 0x20 && (c < '\t' || c > '\r') && c != 0x1B, c == 0x7F:
			controls++
		case c > ' ':
			text++
		}
	}
	switch {
	case text == 0 && controls == 0 && nuls == 0:
		return Empty
	case text == 0:
		return Binary
	case controls > 2 && controls*20 > len(sample)-nuls:
		return Binary
	case nuls > 64 && nuls > 4*text:
		return Binary
	}
	return ""
}

// sniffMarkup recognises other kinds of text, which would make one absurd
// column.
func sniffMarkup(sample []byte) (reason string) {
	s := bytes.TrimLeft(sample[:min(len(sample), 1024)], " \t\r\n")
	lower := bytes.ToLower(s)
	switch {
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")):
		return WebPage
	case bytes.HasPrefix(lower, []byte("<?xml")):
		if bytes.Contains(lower, []byte("<html")) {
			return WebPage
		}
		return XML
	}
	if len(s) < 2 || (s[0] != '{' && s[0] != '[') {
		return ""
	}
	rest := bytes.TrimLeft(s[1:], " \t\r\n")
	if len(rest) > 0 && (rest[0] == '"' && s[0] == '{' || rest[0] == '{' && s[0] == '[') {
		return JSON
	}
	return ""
}
