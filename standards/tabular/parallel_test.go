package tabular

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/standards/standardstest"
)

// byNext reads all records one by one.
func byNext(text []byte, opts Options, block int) (out []string, d Dialect, err error) {
	r, err := open(bytes.NewReader(text), opts, block)
	if err != nil {
		return nil, Dialect{}, err
	}
	out, err = drain(r, nil)
	return out, r.Dialect(), err
}

func drain(r *Reader, out []string) ([]string, error) {
	for {
		rec, err := r.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, fmt.Sprintf("%d %d %q", rec.Row, rec.Flags, rec.Cells))
	}
}

// byScan reads all records in chunks.
func byScan(t *testing.T, text []byte, opts Options, block int) (out []string, d Dialect, scanned int, err error) {
	r, err := open(bytes.NewReader(text), opts, block)
	if err != nil {
		return nil, Dialect{}, 0, err
	}
	type line struct {
		row  int
		rest string
	}
	visit := func(_ int, c *Chunk) any {
		var lines []line
		for b := c.Next(); b != nil; b = c.Next() {
			odd := 0
			for i := range b.Len {
				cells, flags := b.Cells(i, nil), Flags(0)
				if odd < len(b.Odd) && b.Odd[odd].Index == i {
					cells, flags = b.Odd[odd].Cells, b.Odd[odd].Flags
					odd++
				}
				lines = append(lines, line{b.Row + i, fmt.Sprintf("%d %q", flags, cells)})
			}
		}
		return lines
	}
	err = r.Scan(t.Context(), 2, visit, func(result any, row int) error {
		for _, l := range result.([]line) {
			out = append(out, fmt.Sprintf("%d %s", row+l.row, l.rest))
		}
		return nil
	})
	scanned = len(out)
	if err == nil {
		out, err = drain(r, out)
	}
	return out, r.Dialect(), scanned, err
}

var scanAlphabet = []string{"a", "b1", "é", "’", ",", ",", ";", "\"", "\"\"", "\n", "\n", "\r\n", "\r", "\x00", "\xe9", "\xff", " ", "x,y\n", "\"q\"\"r\",s\n", "\"m\nn\",o\n", "long text here"}

// However a text is cut into chunks, the records are those that Next gives.
func TestScanGivesTheSameRecords(t *testing.T) {
	all, inChunks := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		body := strings.Join(rapid.SliceOfN(rapid.SampledFrom(scanAlphabet), 0, 300).Draw(rt, "body"), "")
		head := rapid.SampledFrom([]string{"x,y\n", "x,y\r\n", "\xef\xbb\xbfx,y\n", "titre\n\nx,y\n", "x,y,z\n", "x,é\n"}).Draw(rt, "head")
		opts := Options{Delimiter: ','}
		opts.Encoding = rapid.SampledFrom([]string{"", "", "windows-1252"}).Draw(rt, "encoding")
		opts.Quote = rapid.SampledFrom([]byte{0, '"', NoQuote}).Draw(rt, "quote")
		opts.Limits.Record = rapid.SampledFrom([]int{0, 0, 40, 150}).Draw(rt, "limit")
		opts.Limits.Columns = rapid.SampledFrom([]int{0, 3}).Draw(rt, "columns")
		block := rapid.SampledFrom([]int{16, 33, 64, 100, 1 << 17}).Draw(rt, "block")
		text := []byte(head + body)
		want, wantDialect, err1 := byNext(text, opts, block)
		got, gotDialect, n, err2 := byScan(t, text, opts, block)
		if fmt.Sprint(err1) != fmt.Sprint(err2) {
			rt.Fatal(err1, err2)
		}
		all, inChunks = all+len(got), inChunks+n
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("%q\n%s", text, diff)
		}
		if diff := cmp.Diff(wantDialect, gotDialect); diff != "" {
			rt.Fatal(diff)
		}
	})
	if inChunks*3 < all {
		t.Errorf("%d records of %d were read in chunks: the test says little", inChunks, all)
	}
}

// The files of others give the same records in chunks.
func TestScanOfRealFiles(t *testing.T) {
	data := standardstest.Others(t)
	files := 0
	err := filepath.WalkDir(filepath.Join(data, "tables"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".csv") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, block := range []int{4096, 1 << 17} {
			want, _, err1 := byNext(text, Options{}, block)
			got, _, _, err2 := byScan(t, text, Options{}, block)
			if fmt.Sprint(err1) != fmt.Sprint(err2) || !cmp.Equal(want, got) {
				t.Errorf("%s, blocks of %d: %v %v, %d records and %d", filepath.Base(path), block, err1, err2, len(want), len(got))
			}
		}
		files++
		return nil
	})
	if err != nil || files < 50 {
		t.Errorf("%d files, %v", files, err)
	}
}
