package paper

import (
	"context"
	"embed"
	"fmt"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
)

//go:embed papers
var paperFiles embed.FS

// A Part is where a chapter of the yearly report stands.
type Part int

// The parts that rooms add chapters to.
const (
	InRegisters   Part = 3 // what stands in the registers
	InConformity  Part = 4 // how far the body is
	InImprovement Part = 5 // what was done, and what comes
)

// A Chapter is what a room says in the yearly report.
type Chapter struct {
	Name   string // of its group of fields: {{#name}} … {{/name}}
	Part   Part
	Title  i18n.Text
	Text   i18n.Text // Markdown with fields, without its title
	Fields []Field
	Fill   func(ctx context.Context, tx access.Tx, a Ask) (document.Data, error)
	// May tells who reads the chapter; who may not does not take the report,
	// which would count wrongly without it.
	May func(ctx context.Context, tx access.Tx, member string) error
}

// Report is the yearly report, made of its chapters.
func Report(chapters []Chapter) Kind {
	k := Kind{Name: "bilan", Group: Reports, Yearly: true,
		Title: i18n.T("Bilan annuel", "Yearly report"),
		About: i18n.T("L’année de la protection des données, d’après tous les registres. Préparez-en un exemplaire pour le compléter, puis émettez-le.", "The year in data protection, from all registers. Prepare a copy to complete it, then issue it.")}
	skeleton := Read(paperFiles, "bilan")
	k.Template = i18n.Text{Fr: withChapters(skeleton.Fr, chapters, i18n.French), En: withChapters(skeleton.En, chapters, i18n.English)}
	for _, c := range chapters {
		k.Fields = append(k.Fields, Field{Name: c.Name, Means: c.Title, Of: c.Fields})
	}
	k.Fill = func(ctx context.Context, tx access.Tx, a Ask) (document.Data, error) {
		out := document.Data{}
		for _, c := range chapters {
			d, err := c.Fill(ctx, tx, a)
			if err != nil {
				return nil, err
			}
			out[c.Name] = d
		}
		return out, nil
	}
	k.May = func(ctx context.Context, tx access.Tx, member string) error {
		for _, c := range chapters {
			if c.May == nil {
				continue
			}
			if err := c.May(ctx, tx, member); err != nil {
				return err
			}
		}
		return nil
	}
	return k
}

// withChapters puts the chapters into the skeleton, numbered within their part.
func withChapters(skeleton string, chapters []Chapter, l i18n.Lang) string {
	for _, part := range []Part{InRegisters, InConformity, InImprovement} {
		var b strings.Builder
		n := 0
		for _, c := range chapters {
			if c.Part != part {
				continue
			}
			n++
			fmt.Fprintf(&b, "{{#%s}}\n### %d.%d. %s\n\n%s\n\n{{/%s}}\n", c.Name, part, n, c.Title.In(l), strings.TrimSpace(c.Text.In(l)), c.Name)
		}
		skeleton = strings.Replace(skeleton, fmt.Sprintf("{{!chapters %d}}\n", part), b.String(), 1)
	}
	return skeleton
}

// barLength fits the narrowest column of a table, in the widest of the fonts that
// readers have.
const barLength = 12

// Bar draws a share of a whole as a line of a small chart in a table.
func Bar(n, of int) string {
	if of <= 0 || n <= 0 {
		return ""
	}
	return strings.Repeat("█", max(1, min(barLength, (barLength*n+of/2)/of)))
}

// Count is a number for a template, empty for none, so that {{#name}} tells
// whether there is one.
func Count(ctx context.Context, n int) string {
	if n == 0 {
		return ""
	}
	return i18n.Number(ctx, n)
}
