package rowfile_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/internal/services/explore"
	"airial/internal/services/explore/rowfile"
)

// TestAnotherDelimiterLosesNothing reads back what was copied, whatever stands in
// the cells and however the bytes come.
func TestAnotherDelimiterLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(rt, "width")
		cell := rapid.StringOf(rapid.SampledFrom([]rune("ab;,|\t\"\né ")))
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, width, width), 1, 8).Draw(rt, "rows")
		var in, out bytes.Buffer
		w := csv.NewWriter(&in)
		for i, row := range rows {
			if width == 1 && row[0] == "" {
				rows[i] = []string{"x"} // an empty line is no row
			}
			_ = w.Write(rows[i])
		}
		w.Flush()
		delimiter := rapid.SampledFrom([]byte(";,|\t")).Draw(rt, "delimiter")
		var from io.Reader = &in
		if rapid.Bool().Draw(rt, "slow") {
			from = iotest.OneByteReader(from)
		}
		if err := rowfile.Redelimit(&out, from, delimiter, true); err != nil {
			rt.Fatal(err)
		}
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff"))))
		r.Comma = rune(delimiter)
		got, err := r.ReadAll()
		if diff := cmp.Diff(rows, got); err != nil || diff != "" {
			rt.Errorf("%v %s", err, diff)
		}
	})
}

// TestEveryTextSurvives writes any text as CSV and JSON and reads it back.
func TestEveryTextSurvives(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String().Draw(rt, "text")
		var got string
		if err := json.Unmarshal(rowfile.AppendText(nil, text), &got); err != nil || got != text {
			rt.Errorf("%q came back as %q, %v", text, got, err)
		}
		var b bytes.Buffer
		o := rowfile.Options{Format: "jsonl", Columns: []rowfile.Column{{Name: text, Kind: explore.Text}}}
		w, err := rowfile.New(t.Context(), &b, o)
		if err != nil {
			rt.Fatal(err)
		}
		if err := w.Row([]any{text}); err != nil || w.Close() != nil || !json.Valid(bytes.TrimSpace(b.Bytes())) {
			rt.Errorf("%q: %s", text, b.Bytes())
		}
	})
}

// BenchmarkRedelimit stands against 150 MB of CSV a second.
func BenchmarkRedelimit(b *testing.B) {
	line := []byte("Commune de Sainte-Aulaye,21400123400012,2025-03-04,2025-03-D12,Société de chasse du bourg,81234567800012,W123456789,\"Achat de matériel, dont instruments\",1234.50,aide en numéraire,unique,2025-04-04,,non,1,\n")
	data := bytes.Repeat(line, 100_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if err := rowfile.Redelimit(io.Discard, bytes.NewReader(data), ';', true); err != nil {
			b.Fatal(err)
		}
	}
}
