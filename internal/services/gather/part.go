package gather

import (
	"context"
	"io"
	"iter"
	"strconv"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/standards/tabular"
)

// LeftOut is what of a dataset is not in the consolidation.
type LeftOut struct {
	Columns []string         `json:"columns,omitempty"` // that the schema does not know
	Cells   map[string]int64 `json:"cells,omitempty"`   // that do not fit the type, by column
}

// Count is how many cells were left out.
func (l LeftOut) Count() (n int64) {
	for _, c := range l.Cells {
		n += c
	}
	return n
}

// part is one of the parts of a consolidation, with its files.
type part struct {
	No      int
	Recipe  string
	Rows    int64
	CSV     File
	Parquet File
	Preview [][]string // the first rows
	sources []taken    // only of a part that was just written
}

// taken is a source as it was taken in.
type taken struct {
	Source
	Rows int64
	Left LeftOut
}

// previewRows is how many rows a dataset's page shows without a query.
const previewRows = 20

// write writes a part: its rows as CSV without a header, and as Parquet. Rows lead
// to their originals under an address of the site: today's, or of a past state the
// one that it was made under, so that what did not change keeps its bytes.
func (s *Service) write(ctx context.Context, owner string, model Model, columns []Column, address string, no int, list []Source) (part, error) {
	p := part{No: no, Recipe: recipe(columns, address, list)}
	csv := s.pour(ctx, owner)
	parquet := s.pour(ctx, owner)
	clean := tabular.NewWriter(csv, tabular.WriterOptions{})
	next, stop := iter.Pull2(s.rows(ctx, model, columns, address, list, &p))
	defer stop()
	_, err := tables.WriteParquet(ctx, parquet, queried(columns), tables.SourceFunc(func() ([][]byte, error) {
		row, err, ok := next()
		if !ok {
			return nil, io.EOF
		}
		if err != nil {
			return nil, err
		}
		if p.Rows < previewRows {
			p.Preview = append(p.Preview, texts(row))
		}
		p.Rows++
		return row, clean.Write(row)
	}))
	if err == nil {
		err = clean.Flush()
	}
	var first, second error
	p.CSV, first = csv.end(err)
	p.Parquet, second = parquet.end(err)
	for _, e := range []error{err, first, second} {
		if e != nil {
			return p, fault.Wrap("gather.write", e)
		}
	}
	return p, s.p.Files.Note(ctx, owner, p.CSV.Digest, p.Parquet.Digest)
}

func texts(row [][]byte) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = string(c)
		if r := []rune(out[i]); len(r) > 300 {
			out[i] = string(r[:300]) + "…"
		}
	}
	return out
}

// rows are the rows of the sources, in the form of the consolidation. What is left
// out is noted in the part.
func (s *Service) rows(ctx context.Context, model Model, columns []Column, address string, list []Source, p *part) iter.Seq2[[][]byte, error] {
	return func(yield func([][]byte, error) bool) {
		for _, source := range list {
			t := taken{Source: source}
			going := true
			err := s.each(ctx, source, func(of []tables.Column, row []any, out *rowMaker) error {
				if out.at == nil {
					out.begin(model, columns, of, original(address, source), source)
					t.Left = LeftOut{Columns: out.left, Cells: map[string]int64{}}
				}
				t.Rows++
				if going = yield(out.make(row, t.Left.Cells), nil); !going {
					return io.EOF
				}
				return nil
			})
			if !going {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			p.sources = append(p.sources, t)
		}
	}
}

// original is the address that stays, whatever the dataset is called later.
func original(address string, source Source) string {
	return address + "/datasets/" + source.Dataset
}

// each reads a source's rows.
func (s *Service) each(ctx context.Context, source Source, fn func(of []tables.Column, row []any, out *rowMaker) error) error {
	file, err := s.p.Blobs.Open(ctx, source.Member, source.Parquet)
	if err != nil {
		return err
	}
	defer file.Close()
	table, err := tables.OpenParquet(file, file.Size())
	if err != nil {
		return err
	}
	var out rowMaker
	err = table.Each(ctx, func(row []any) error { return fn(table.Columns(), row, &out) })
	if err == io.EOF {
		err = nil
	}
	return err
}

// rowMaker turns the rows of one source into rows of the consolidation.
type rowMaker struct {
	at    []int
	as    []tables.Column // of the source
	types []tables.Type   // of the consolidation
	names []string
	left  []string
	cells [][]byte
}

func (m *rowMaker) begin(model Model, columns []Column, of []tables.Column, address string, source Source) {
	m.at, m.left = mapping(model.Columns, of)
	m.as = of
	m.cells = make([][]byte, len(columns))
	for _, c := range columns {
		m.types, m.names = append(m.types, c.Type), append(m.names, c.Name)
	}
	for i, text := range []string{source.Siren, source.Name, address, strconv.Itoa(source.Number), source.Issued.UTC().Format(time.RFC3339)} {
		m.cells[len(m.at)+i] = []byte(text)
	}
}

func (m *rowMaker) make(row []any, left map[string]int64) [][]byte {
	for i, at := range m.at {
		m.cells[i] = m.cells[i][:0]
		if at < 0 || row[at] == nil {
			continue
		}
		cell, ok := appendCell(m.cells[i], m.types[i], m.as[at].Type, row[at])
		if !ok {
			left[m.names[i]]++
			cell = cell[:0]
		}
		m.cells[i] = cell
	}
	return m.cells
}

// appendCell writes a value of one type as one of another, and tells whether it is
// one.
func appendCell(to []byte, want, is tables.Type, value any) ([]byte, bool) {
	switch v := value.(type) {
	case int64:
		return strconv.AppendInt(to, v, 10), want == tables.Text || want == tables.Integer || want == tables.Number
	case float64:
		if want == tables.Integer && v != float64(int64(v)) {
			return to, false
		}
		return strconv.AppendFloat(to, v, 'f', -1, 64), want == tables.Text || want == tables.Number || want == tables.Integer
	case bool:
		return strconv.AppendBool(to, v), want == tables.Text || want == tables.Boolean
	case string:
		return append(to, v...), want == tables.Text || want == is || readable(want, v)
	}
	return to, false
}

// readable tells whether a text is a value of a type.
func readable(want tables.Type, v string) bool {
	var err error
	switch want {
	case tables.Integer:
		_, err = strconv.ParseInt(v, 10, 64)
	case tables.Number:
		_, err = strconv.ParseFloat(v, 64)
	case tables.Boolean:
		return v == "true" || v == "false"
	case tables.Date:
		_, err = time.Parse(time.DateOnly, v)
	case tables.DateTime:
		_, err = time.Parse(time.RFC3339, v)
	default:
		return false
	}
	return err == nil
}
