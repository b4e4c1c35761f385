package tabular

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/standardstest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The files of others, as we read them: dialect, header row, number of columns
// and records, widths, flags. Each line was looked at when it was frozen.
func TestCorpus(t *testing.T) {
	data := standardstest.Others(t)
	root := filepath.Join(data, "tables")
	var lines []string
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !slices.Contains([]string{".csv", ".xlsx", ".ods", ".xls", ".zip", ".gz", ".parquet"}, filepath.Ext(path)) {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		r, err := Open(f, Options{})
		if reason, ok := Unreadable(err); ok {
			lines = append(lines, fmt.Sprintf("%s: unreadable, %s", rel, reason))
			return nil
		}
		if err != nil {
			return err
		}
		got := readAll(t, r)
		widths := map[int]int{}
		for _, row := range got.Rows {
			widths[len(row)]++
		}
		d := got.Dialect
		lines = append(lines, fmt.Sprintf("%s: %s %q %q, header %d of %d, %d records %v, flags %b",
			rel, d.Encoding, d.Delimiter, d.Quote, d.HeaderRow, len(got.Header), len(got.Rows), widths, got.Flags))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "corpus.golden")
	text := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Error(diff)
	}
}
