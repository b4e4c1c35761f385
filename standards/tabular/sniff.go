package tabular

import "bytes"

// guess is what the sample says of the dialect.
type guess struct {
	delimiter, quote byte
	headerRow        int
}

// Bounds of what is looked at in the sample.
const (
	sniffRecords = 200
	sniffText    = 40 // records whose text is kept, to find the header
	sniffColumns = 4096
)

// candidates for the delimiter, the likeliest first.
var candidates = []byte{';', ',', '\t', '|'}

// sniffDialect finds the delimiter, the quote and the header in the first
// block of the decoded text.
func sniffDialect(buf []byte, end int, atEOF bool, opts Options) guess {
	quotes := []byte{opts.Quote}
	if opts.Quote == 0 {
		quotes = []byte{'"'}
		if apostrophesQuote(buf[:end]) {
			quotes = []byte{'\''}
		}
	}
	delimiters := candidates
	separatorLine := false
	if opts.Delimiter != 0 {
		delimiters = []byte{opts.Delimiter}
	} else if d, ok := excelSeparator(buf[:end]); ok {
		delimiters = []byte{d}
		separatorLine = true
	}
	var best sample
	bestScore := -1.0
	for _, d := range delimiters {
		s := readSample(buf, end, atEOF, d, quotes[0])
		s.separatorLine = separatorLine
		s.findHeader(opts)
		if score := s.score(opts.Expect); score > bestScore {
			best, bestScore = s, score
		}
	}
	if bestScore < 0.2 && len(delimiters) > 1 {
		best = unsure(buf, end, atEOF, quotes[0])
		best.findHeader(opts)
	}
	return guess{delimiter: best.delimiter, quote: quoteOrNone(quotes[0]), headerRow: best.headerRow}
}

func quoteOrNone(q byte) byte {
	if q == NoQuote {
		return 0
	}
	return q
}

// unsure serves tables of one column and very ragged ones: the delimiter that
// cuts the first line most; when none does, the one that cuts fewest records.
func unsure(buf []byte, end int, atEOF bool, quote byte) sample {
	var best sample
	bestHeader, fewest := 0, 0
	for i, d := range []byte{',', ';', '\t', '|'} {
		s := readSample(buf, end, atEOF, d, quote)
		header, cut := 0, 0
		for _, n := range s.fields {
			if header == 0 {
				header = n
			}
			if n > 1 {
				cut++
			}
		}
		if i == 0 || header > bestHeader || header == bestHeader && cut < fewest {
			best, bestHeader, fewest = s, header, cut
		}
	}
	return best
}

// sample is the beginning of the text cut with one delimiter.
type sample struct {
	delimiter byte
	fields    []int      // cells per record; 0 for an empty line
	text      [][]string // cells of the first records
	quoted    int        // quoted cells
	misquoted int        // of which text follows the closing quote, or no quote closes
	width     int        // the usual number of cells
	headerRow int        // counted from 1
	// separatorLine says that the first line is "sep=;" and the like.
	separatorLine bool
}

func readSample(buf []byte, end int, atEOF bool, delimiter, quote byte) sample {
	s := sample{delimiter: delimiter}
	scan := newScanner(delimiter, quote, sniffColumns)
	var spans []span
	for pos := 0; pos < end && len(s.fields) < sniffRecords; {
		var next int
		var st status
		spans, next, _, st = scan.record(buf, pos, end, atEOF, spans[:0])
		if st == needMore {
			if len(s.fields) > 0 {
				break
			}
			spans, next, _, st = scan.record(buf, pos, end, true, spans[:0])
		}
		s.fields = append(s.fields, len(spans))
		for i, c := range spans {
			if c.start > pos && buf[c.start-1] == quote {
				s.quoted++
				if c.closed != 0 && c.closed < c.end || st == unclosed && i == len(spans)-1 {
					s.misquoted++
				}
			}
		}
		if len(s.text) < sniffText {
			s.text = append(s.text, textOf(buf, spans))
		}
		pos = next
	}
	s.width = usual(s.fields)
	return s
}

// textOf copies the cells without putting quoted ones together: enough to
// look at them.
func textOf(buf []byte, spans []span) []string {
	cells := make([]string, len(spans))
	for i, c := range spans {
		cells[i] = string(bytes.TrimSpace(buf[c.start:min(c.end, c.start+256)]))
	}
	return cells
}

// usual gives the most frequent number of cells above one, or 1.
func usual(fields []int) int {
	counts := map[int]int{}
	best, bestCount := 1, 0
	for _, n := range fields {
		if n < 2 {
			continue
		}
		counts[n]++
		if c := counts[n]; c > bestCount || c == bestCount && n > best {
			best, bestCount = n, c
		}
	}
	return best
}

// score tells how well the delimiter explains the sample, from 0 to 1, and
// more when the expected labels come out.
func (s *sample) score(expect []string) float64 {
	if s.width < 2 {
		return 0
	}
	same, all, header := 0, 0, 0
	for i, n := range s.fields {
		if i+1 < s.headerRow || n == 0 {
			continue
		}
		if i+1 == s.headerRow {
			header = n
		}
		all++
		if n == s.width {
			same++
		}
	}
	score := float64(same) / float64(max(all, 1)) * (1 - 1/float64(s.width))
	if header != s.width {
		score *= 0.6
	}
	if s.quoted > 0 {
		score *= 1 - 0.9*float64(s.misquoted)/float64(s.quoted)
	}
	if len(expect) > 0 && s.headerRow > 0 && s.headerRow <= len(s.text) {
		score += float64(matches(s.text[s.headerRow-1], foldAll(expect))) / float64(len(expect))
	}
	return score
}

// excelSeparator reads the line "sep=;" that spreadsheets understand.
func excelSeparator(text []byte) (byte, bool) {
	if len(text) < 6 || string(bytes.ToLower(text[:4])) != "sep=" {
		return 0, false
	}
	if text[5] != '\n' && text[5] != '\r' {
		return 0, false
	}
	return text[4], true
}

// apostrophesQuote tells whether the cells of the first line all stand between
// apostrophes, and are several.
func apostrophesQuote(text []byte) bool {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	line = bytes.TrimSpace(line)
	for _, d := range candidates {
		cells := bytes.Split(line, []byte{d})
		if len(cells) < 2 {
			continue
		}
		all := true
		for _, c := range cells {
			if len(c) < 2 || c[0] != '\'' || c[len(c)-1] != '\'' {
				all = false
			}
		}
		if all {
			return true
		}
	}
	return false
}
