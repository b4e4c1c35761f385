package scan

import (
	"context"
	"io"
	"slices"
	"strings"

	"airial/internal/services/clear/letters"
	"airial/privacy"
	"airial/privacy/redact"
	"airial/privacy/redact/pdf"
)

// outcome is what was found in a file.
type outcome struct {
	privacy.Result
	pages  []int // page of each finding, from 1; nil where there are none
	unread []int // pages that are pictures and whose letters were not read
}

// page is the page of finding i; 0 for none.
func (o outcome) page(i int) int {
	if i < len(o.pages) {
		return o.pages[i]
	}
	return 0
}

// A page is taken for a scan when pictures fill more than half of it and it has
// fewer letters than that.
const (
	scannedShare  = .5
	scannedGlyphs = 40
)

// readAll reads a document of limited size.
func readAll(in io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, mostText+1))
	if err == nil && len(b) > mostText {
		err = errTooLarge
	}
	return b, err
}

// scanPDF looks through the pages of a PDF. Pages that are pictures are read by
// tesseract where it is installed; one that nobody can read is never taken for
// one in which nothing is found.
func scanPDF(ctx context.Context, in io.Reader, options privacy.Options) (outcome, error) {
	b, err := readAll(in)
	if err != nil {
		return outcome{}, err
	}
	f, err := pdf.Open(b)
	if err != nil {
		return outcome{}, err
	}
	reader := letters.Installed()
	out := outcome{Result: privacy.Result{Verdict: privacy.Clear}}
	seen := 0
	for i, p := range f.Pages {
		if err := ctx.Err(); err != nil {
			return outcome{}, err
		}
		text := p.Text()
		pictured := p.Filled > scannedShare || strings.TrimSpace(text) == "" && len(p.Pictures) > 0
		if pictured && len(text) < scannedGlyphs || p.Unknown > len(text)/4 && p.Unknown > scannedGlyphs {
			read, err := readPage(ctx, p, reader)
			if err != nil {
				return outcome{}, err
			}
			if read == "" {
				out.unread = append(out.unread, i+1)
			}
			text += "\n" + read
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		seen++
		out.add(i+1, scanText([]byte(text), options), options.MaxFindings)
	}
	if seen == 0 {
		if len(out.unread) > 0 {
			return out, errScanned
		}
		return out, errNoText
	}
	return out, nil
}

// add takes what was found on a page.
func (o *outcome) add(page int, r privacy.Result, most int) {
	for _, f := range r.Findings {
		if most < 0 || len(o.Findings) < most {
			o.Findings, o.pages = append(o.Findings, f), append(o.pages, page)
		}
	}
	o.Total += r.Total
	o.Summary = append(o.Summary, r.Summary...)
	if r.Verdict == privacy.Stop {
		o.Verdict = privacy.Stop
	}
}

// readPage reads the letters of the largest picture of a page; "" where nothing
// can read them.
func readPage(ctx context.Context, p *pdf.Page, reader redact.Reader) (string, error) {
	if reader == nil || len(p.Pictures) == 0 {
		return "", nil
	}
	largest := slices.MaxFunc(p.Pictures, func(a, b pdf.Picture) int { return int(a.Box.X1-a.Box.X0) - int(b.Box.X1-b.Box.X0) })
	picture, err := largest.Encode()
	if err != nil || picture == nil {
		return "", nil // a form of picture that is not unpacked: the page is told as unread
	}
	return readPicture(ctx, picture, reader)
}

func readPicture(ctx context.Context, picture []byte, reader redact.Reader) (string, error) {
	words, err := reader.Read(ctx, picture)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, w := range words {
		switch {
		case i == 0:
		case w.Line != words[i-1].Line:
			b.WriteByte('\n')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String(), nil
}

// scanPicture looks through the picture of a page.
func scanPicture(ctx context.Context, in io.Reader, options privacy.Options) (outcome, error) {
	b, err := readAll(in)
	if err != nil {
		return outcome{}, err
	}
	reader := letters.Installed()
	if reader == nil {
		return outcome{}, errScanned
	}
	text, err := readPicture(ctx, b, reader)
	if err != nil {
		return outcome{}, err
	}
	if strings.TrimSpace(text) == "" {
		return outcome{}, errNoText
	}
	return outcome{Result: scanText([]byte(text), options)}, nil
}

// order puts the findings of one cell or text in the order in which they stand.
func (o *outcome) order() {
	for from := 0; from < len(o.Findings); {
		to := from + 1
		for to < len(o.Findings) && o.Findings[to].Row == o.Findings[from].Row && o.Findings[to].Field == o.Findings[from].Field && o.page(to) == o.page(from) {
			to++
		}
		slices.SortStableFunc(o.Findings[from:to], func(a, b privacy.Finding) int { return a.Start - b.Start })
		from = to
	}
}
