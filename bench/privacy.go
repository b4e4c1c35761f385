package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"text/tabwriter"

	"airial/privacy"
	"airial/privacy/corpus"
)

// detect measures what the detector of personal data finds in the labelled
// corpus of privacy/corpus, in its held-out half, and prints recall, precision
// and F1 of every kind.
func detect(_ context.Context, b *bench) error {
	sentences, err := corpus.Sentences()
	if err != nil {
		return err
	}
	tables, err := corpus.Tables()
	if err != nil {
		return err
	}
	held := corpus.MeasureSentences(sentences, func(s corpus.Sentence) bool { return s.Half == corpus.Held })
	hand := corpus.MeasureSentences(sentences, func(s corpus.Sentence) bool { return s.Half == corpus.Held && s.ByHand })
	dev := corpus.MeasureSentences(sentences, func(s corpus.Sentence) bool { return s.Half == corpus.Dev })
	cells, columns := corpus.MeasureTables(tables, corpus.Held)

	out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(out, "held-out half\tlabels\trecall\tprecision\tF1\tsame bounds")
	line := func(name string, c corpus.Count) {
		if c.Labels+c.Told == 0 {
			fmt.Fprintf(out, "%s\t0\t\t\t\t\n", name)
			return
		}
		fmt.Fprintf(out, "%s\t%d\t%.3f\t%.3f\t%.3f\t%d\n", name, c.Labels, c.Recall(), c.Precision(), c.F1(), c.Exact)
	}
	line("names of private persons, sentences", held.Private)
	line("  of these written by hand", hand.Private)
	line("  whatever the role", held.ByKind[privacy.PersonName])
	line("  of these written by hand", hand.ByKind[privacy.PersonName])
	line("  (development half)", dev.Private)
	for _, k := range privacy.Kinds {
		line("sentences, "+string(k), held.ByKind[k])
	}
	for _, k := range privacy.Kinds {
		line("cells of tables, "+string(k), cells.ByKind[k])
	}
	for _, k := range privacy.Kinds {
		line("columns of tables, "+string(k), columns.ByKind[k])
	}
	line("columns of tables, all", columns.All())
	if err := out.Flush(); err != nil {
		return err
	}

	// Everything with a check digit, of both halves: there is little of it.
	all := corpus.MeasureSentences(sentences, func(corpus.Sentence) bool { return true })
	var checked corpus.Count
	for _, counts := range []corpus.Counts{all, cells} {
		for _, k := range []privacy.Kind{privacy.NIR, privacy.IBAN, privacy.Card} {
			c := counts.ByKind[k]
			checked.Labels, checked.Found, checked.Told, checked.Right = checked.Labels+c.Labels, checked.Found+c.Found, checked.Told+c.Told, checked.Right+c.Right
		}
	}
	share := func(name string, value, least float64) {
		b.add(Figure{Name: "privacy, " + name, Value: 100 * value, Unit: "%", Runs: 1, Least: 100 * least, Load: load()})
	}
	share("check digits, recall", checked.Recall(), 1)
	share("check digits, precision", checked.Precision(), 0.99)
	share("columns, F1", columns.All().F1(), 0.97)
	share("private names, recall", held.Private.Recall(), 0.97)
	share("private names, precision", held.Private.Precision(), 0.85)
	share("private names in sentences by hand, recall", hand.Private.Recall(), 0.97)
	share("private names in sentences by hand, precision", hand.Private.Precision(), 0.85)
	return nil
}

// Sizes of what the speed of the scan is measured on.
const (
	scannedRows = 600_000
	scannedText = 12 << 20 // bytes
)

// scanSpeed measures airial scan on a table of identifiers without findings and
// on free text, in bytes of the file by second, the start of the program
// included.
func scanSpeed(ctx context.Context, b *bench) error {
	sentences, err := corpus.Sentences()
	if err != nil {
		return err
	}
	table, text := b.folder("identifiers.csv"), b.folder("text.txt")
	var rows strings.Builder
	rows.WriteString("id;siret;date;montant;code_postal;reference\n")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range scannedRows {
		fmt.Fprintf(&rows, "%d;%014d;2024-%02d-%02d;%d,%02d;%05d;F%d-%04d\n", i, 1e13+r.Int64N(9e13), 1+r.IntN(12), 1+r.IntN(28), r.IntN(99999), r.IntN(100), r.IntN(99999), 2018+r.IntN(8), r.IntN(9999))
	}
	var words strings.Builder
	for words.Len() < scannedText {
		words.WriteString(sentences[r.IntN(len(sentences))].Text + "\n")
		words.WriteString("Le conseil municipal, après en avoir délibéré à la majorité des membres présents, approuve les termes de la convention annexée et autorise sa signature.\n")
	}
	for path, content := range map[string]string{table: rows.String(), text: words.String()} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	for _, m := range []struct {
		name, path string
		size       int
		least      float64
	}{{"identifiers", table, rows.Len(), 100}, {"free text", text, words.Len(), 10}} {
		var wall, processor []float64
		for range b.runs {
			run, _, err := timed(ctx, b.binary, "scan", "--limit", "1", m.path)
			if err != nil {
				return err
			}
			wall = append(wall, float64(m.size)/1e6/run.took.Seconds())
			processor = append(processor, float64(m.size)/1e6/run.processor.Seconds())
		}
		f := medianOf("airial scan, "+m.name, "MB/s", 0, wall)
		f.Least = m.least
		b.add(f, medianOf("  of processor time", "MB/s", 0, processor))
	}
	return nil
}
