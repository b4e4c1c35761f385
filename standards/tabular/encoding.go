package tabular

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

var boms = []struct {
	mark     string
	encoding string
}{
	{"\xEF\xBB\xBF", UTF8},
	{"\xFF\xFE", UTF16LE},
	{"\xFE\xFF", UTF16BE},
}

// cutBOM removes the byte order marks at the beginning of sample (some tools
// write two) and tells the encoding that they announce.
func cutBOM(sample []byte) (rest []byte, encoding string) {
	for _, b := range boms {
		if !bytes.HasPrefix(sample, []byte(b.mark)) {
			continue
		}
		for bytes.HasPrefix(sample, []byte(b.mark)) {
			sample = sample[len(b.mark):]
		}
		return sample, b.encoding
	}
	return sample, ""
}

// KnownEncoding tells whether Options.Encoding may have this name.
func KnownEncoding(name string) bool {
	_, ok := normalEncoding(name)
	return ok || name == ""
}

// normalEncoding gives the name we use for an encoding that a user or a
// stored dialect names.
func normalEncoding(name string) (string, bool) {
	switch strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name)) {
	case "utf8", "utf8sig", "ascii", "usascii":
		return UTF8, true
	case "utf16", "utf16le":
		return UTF16LE, true
	case "utf16be":
		return UTF16BE, true
	case "windows1252", "cp1252", "ansi", "1252":
		return Windows1252, true
	case "iso88591", "latin1", "l1":
		return ISO88591, true
	case "iso885915", "latin9":
		return ISO885915, true
	case "macintosh", "macroman", "mac":
		return MacRoman, true
	case "ibm850", "cp850", "850":
		return CP850, true
	}
	return "", false
}

// detectUTF16 recognises UTF-16 without a byte order mark: in a text of
// western Europe one byte in two is NUL, always on the same side.
func detectUTF16(sample []byte) string {
	n := len(sample) &^ 1
	if n < 4 {
		return ""
	}
	even, odd := 0, 0
	for i := 0; i < n; i += 2 {
		if sample[i] == 0 {
			even++
		}
		if sample[i+1] == 0 {
			odd++
		}
	}
	pairs := n / 2
	switch {
	case odd*10 >= pairs*7 && even*10 <= pairs:
		return UTF16LE
	case even*10 >= pairs*7 && odd*10 <= pairs:
		return UTF16BE
	}
	return ""
}

// detect8 decides between UTF-8 and the encodings of one byte per character,
// on a sample without NUL bytes enough to be UTF-16. A few bytes that are not
// UTF-8 among many that are make a UTF-8 file with faults, not another
// encoding; last says that the sample ends with the file. found is false when
// the sample is ASCII only: nothing is decided then.
func detect8(sample []byte, last bool) (encoding string, found bool) {
	valid, invalid := countUTF8(sample, last)
	switch {
	case valid == 0 && invalid == 0:
		return UTF8, false
	case invalid == 0, valid > 4*invalid:
		return UTF8, true
	}
	return detectSingleByte(sample), true
}

// countUTF8 counts the characters of several bytes, and the bytes that begin
// none. A character cut by the end of the sample counts for neither.
func countUTF8(sample []byte, last bool) (valid, invalid int) {
	for i := 0; i < len(sample); {
		if sample[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(sample[i:])
		if r == utf8.RuneError && size == 1 {
			if !last && !utf8.FullRune(sample[i:]) {
				break
			}
			invalid++
		} else {
			valid++
		}
		i += size
	}
	return valid, invalid
}

// Bytes that French text is made of, in each encoding: letters with accents,
// ligatures, curly apostrophe and quotes, dashes, degree and euro signs.
var frenchBytes = []struct {
	encoding string
	usual    string
}{
	{Windows1252, "\xE9\xE8\xEA\xEB\xE0\xE2\xE7\xF4\xEE\xEF\xF9\xFB\xFC\xC9\xC8\xC0\xCA\xC7\xC2\xCE\xD4\x92\x93\x94\x96\x9C\x80\x85\xAB\xBB\xB0\xA0\xB2"},
	{MacRoman, "\x8E\x8F\x90\x91\x88\x89\x8D\x99\x94\x95\x9D\x9E\x83\xE9\xCB\xD5\xD2\xD3\xD0\xCF\xC9\xC7\xC8\xA1\xCA\xDB"},
	{CP850, "\x82\x8A\x88\x89\x85\x83\x87\x93\x8C\x8B\x97\x96\x81\x90\xD4\xB7\xF8\xAE\xAF"},
}

// detectSingleByte tells Windows-1252, which nearly everybody writes, from the
// encodings of old Macintosh and DOS programs, by the French letters that the
// bytes would make.
func detectSingleByte(sample []byte) string {
	var counts [256]int
	for _, c := range sample {
		if c >= utf8.RuneSelf {
			counts[c]++
		}
	}
	best, bestScore := Windows1252, -1
	for _, candidate := range frenchBytes {
		score := 0
		for _, c := range []byte(candidate.usual) {
			score += counts[c]
		}
		// Another encoding must explain clearly more than Windows-1252 does.
		if bestScore < 0 || score > 2*bestScore {
			best, bestScore = candidate.encoding, score
		}
	}
	return best
}
