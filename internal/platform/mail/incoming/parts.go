package incoming

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/emersion/go-message"
	"golang.org/x/net/html"
)

// deepest is how many multiparts may stand within one another.
const deepest = 8

// parts reads the parts of a letter.
type parts struct {
	letter      *Letter
	file        func(File) error
	plain, html strings.Builder
	files, seen int
}

func (p *parts) read(e *message.Entity, depth int) error {
	if p.seen++; p.seen > 500 || depth > deepest {
		p.letter.Left++
		return nil
	}
	kind, params, err := e.Header.ContentType()
	if err != nil {
		kind = "text/plain"
	}
	if many := e.MultipartReader(); many != nil {
		for {
			part, err := many.NextPart()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if part == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				p.letter.Cut = true // broken off: what came before counts
				return nil
			}
			if err := p.read(part, depth+1); err != nil {
				return err
			}
		}
	}
	disposition, named, _ := e.Header.ContentDisposition()
	file := named["filename"]
	if file == "" {
		file = params["name"]
	}
	if disposition != "attachment" && file == "" {
		switch kind {
		case "text/plain":
			return p.text(e.Body, &p.plain)
		case "text/html":
			return p.hypertext(e.Body)
		}
	}
	return p.attachment(e.Body, file, kind)
}

// text keeps what a part says, as far as there is room.
func (p *parts) text(r io.Reader, to *strings.Builder) error {
	b, err := io.ReadAll(io.LimitReader(r, MaxText+1))
	if left := MaxText - to.Len(); len(b) > left {
		b, p.letter.Cut = b[:max(left, 0)], true
	}
	if to.Len() > 0 && len(b) > 0 {
		to.WriteString("\n\n")
	}
	to.Write(b)
	if err != nil {
		p.letter.Cut = true // an encoding that breaks off; what came before counts
	}
	return nil
}

// hypertext keeps the words of a page, with line ends where blocks end.
func (p *parts) hypertext(r io.Reader) error {
	z := html.NewTokenizer(io.LimitReader(r, 2<<20))
	z.SetMaxBuf(1 << 20)
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.TextToken:
			if hidden == 0 && p.html.Len() < MaxText {
				text := strings.Join(strings.Fields(html.UnescapeString(string(z.Text()))), " ")
				if text != "" {
					if s := p.html.String(); s != "" && !strings.HasSuffix(s, "\n") {
						p.html.WriteByte(' ')
					}
					p.html.WriteString(text)
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style", "title":
				hidden++
			case "br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote":
				p.html.WriteByte('\n')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style", "title":
				hidden = max(hidden-1, 0)
			case "p", "div", "h1", "h2", "h3":
				p.html.WriteByte('\n')
			}
		}
	}
}

func (p *parts) attachment(r io.Reader, name, kind string) error {
	if p.files++; p.files > MaxFiles {
		p.letter.Left++
		return nil
	}
	// The whole of it, so that what cannot be read to its end is left out.
	b, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil || len(b) > MaxFile {
		p.letter.Left++
		return nil
	}
	if len(b) == 0 {
		return nil
	}
	if name = line(name); name == "" {
		name = "piece"
		if kind == "message/rfc822" {
			name = "message.eml"
		}
	}
	err = p.file(File{Name: name, Type: kind, Body: bytes.NewReader(b)})
	if errors.Is(err, ErrTooLarge) {
		p.letter.Left++
		return nil
	}
	return err
}
