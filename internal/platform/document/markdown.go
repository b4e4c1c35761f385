package document

import (
	"html"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()

// Read returns the blocks of a text in Markdown.
func Read(source string) Blocks {
	r := &reader{source: []byte(source)}
	return r.blocks(markdown.Parse(text.NewReader(r.source)))
}

type reader struct{ source []byte }

func (r *reader) blocks(parent ast.Node) (out Blocks) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			out = append(out, Block{Kind: Heading, Level: n.Level, Text: r.spans(n)})
		case *ast.Paragraph, *ast.TextBlock:
			out = append(out, Block{Text: r.spans(n)})
		case *ast.ThematicBreak:
			out = append(out, Block{Kind: PageBreak})
		case *ast.List:
			list := Block{Kind: List, Ordered: n.IsOrdered()}
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				list.Items = append(list.Items, r.blocks(item))
			}
			out = append(out, list)
		case *ast.Blockquote:
			out = append(out, Block{Kind: Quote, Items: []Blocks{r.blocks(n)}})
		case *tables.Table:
			table := Block{Kind: Table}
			for row := n.FirstChild(); row != nil; row = row.NextSibling() {
				var cells []Cell
				for c := row.FirstChild(); c != nil; c = c.NextSibling() {
					cells = append(cells, r.spans(c))
				}
				table.Rows = append(table.Rows, cells)
			}
			out = append(out, table)
		default: // code and HTML are text like any other
			if n.Type() == ast.TypeBlock {
				out = append(out, r.lines(n))
			}
		}
	}
	return out
}

// lines is a block that is kept line by line.
func (r *reader) lines(n ast.Node) Block {
	b := Block{}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Text = append(b.Text, Span{Text: strings.TrimRight(string(line.Value(r.source)), "\n"), Break: i > 0})
	}
	return b
}

// spans returns the text of a block, each run of one style once.
func (r *reader) spans(block ast.Node) []Span {
	var out []Span
	r.inline(block, Span{}, &out)
	return out
}

func (r *reader) inline(parent ast.Node, style Span, out *[]Span) {
	add := func(text string, breaks bool) {
		if n := len(*out); n > 0 && !breaks {
			last := (*out)[n-1]
			if last.Bold == style.Bold && last.Italic == style.Italic && last.Link == style.Link {
				(*out)[n-1].Text += text
				return
			}
		}
		s := style
		s.Text, s.Break = text, breaks
		*out = append(*out, s)
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			value := string(n.Segment.Value(r.source))
			if !n.IsRaw() {
				value = unescape(value)
			}
			add(value, false)
			switch {
			case n.HardLineBreak():
				add("", true)
			case n.SoftLineBreak():
				add(" ", false)
			}
		case *ast.String:
			add(string(n.Value), false)
		case *ast.RawHTML:
			value := string(n.Segments.Value(r.source))
			if value == lineEnd {
				add("", true)
			} else {
				add(value, false)
			}
		case *ast.Emphasis:
			inner := style
			inner.Italic, inner.Bold = inner.Italic || n.Level == 1, inner.Bold || n.Level == 2
			r.inline(n, inner, out)
		case *ast.Link:
			inner := style
			inner.Link = address(unescape(string(n.Destination)))
			r.inline(n, inner, out)
		case *ast.AutoLink:
			inner := style
			inner.Link = address(string(n.URL(r.source)))
			if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(inner.Link, "mailto:") {
				inner.Link = "mailto:" + string(n.URL(r.source))
			}
			inner.Text = string(n.Label(r.source))
			*out = append(*out, inner)
		default:
			r.inline(n, style, out)
		}
	}
}

// address is where a link leads, if documents may lead there.
func address(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
		return ""
	}
	return link
}

// unescape takes the backslashes away, and reads entities, as CommonMark does
// (§2.4, §2.5).
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case c == '&':
			if end := strings.IndexByte(s[i:], ';'); end > 0 && !strings.ContainsAny(s[i+1:i+end], `&\`) {
				if read := html.UnescapeString(s[i : i+end+1]); read != s[i:i+end+1] {
					b.WriteString(read)
					i += end
					continue
				}
			}
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isPunct tells whether a byte is one of ASCII's signs.
func isPunct(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}
