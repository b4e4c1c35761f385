package source

import (
	"encoding/json"
	"io"
	"math"
	"math/big"
	"slices"
	"strconv"
	gostrings "strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"airial/standards/tabular"
)

// openParquet reads the columns of a Parquet file; those within others are
// called by their path.
func (t *Table) openParquet(file io.ReaderAt, size int64, opts Options) (err error) {
	t.Format = Parquet
	defer func() { // the library trusts what it reads
		if p := recover(); p != nil {
			err = &tabular.UnreadableError{Reason: tabular.Damaged}
		}
	}()
	f, err := parquet.OpenFile(file, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	p := &parquetTable{groups: f.RowGroups(), limits: opts.Limits}
	for _, path := range f.Schema().Columns() {
		leaf, _ := f.Schema().Lookup(path...)
		name := gostrings.Join(path, ".")
		for _, tail := range []string{".list.element", ".list.item", ".array"} {
			name = gostrings.TrimSuffix(name, tail)
		}
		p.header = append(p.header, name)
		p.kinds = append(p.kinds, kindOf(leaf))
	}
	if slices.ContainsFunc(p.kinds, func(k parquetKind) bool { return k.scale > mostScale }) || len(p.header) == 0 || len(p.header) > mostColumns {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	p.lists = make([][]parquet.Value, len(p.header))
	t.Source = p
	t.close = append(t.close, p)
	return nil
}

// mostScale is how many digits may follow the mark of a decimal: more than any
// type of a database has, and few enough to be written.
const mostScale = 1000

type parquetKind struct {
	list  bool
	date  bool
	unit  time.Duration // of an instant
	scale int           // of a decimal, -1 for none
}

func kindOf(leaf parquet.LeafColumn) parquetKind {
	k := parquetKind{list: leaf.MaxRepetitionLevel > 0, scale: -1}
	logical := leaf.Node.Type().LogicalType()
	if logical == nil {
		return k
	}
	switch v := logical.Value.(type) {
	case *format.DateType:
		k.date = true
	case *format.DecimalType:
		k.scale = max(int(v.Scale), 0)
	case *format.TimestampType:
		if v.Unit.Value != nil {
			k.unit = v.Unit.Value.Duration()
		}
	}
	return k
}

type parquetTable struct {
	groups []parquet.RowGroup
	rows   parquet.Rows
	limits Limits
	header []string
	kinds  []parquetKind
	lists  [][]parquet.Value
	buf    [64]parquet.Row
	n, at  int
	row    int
	rec    tabular.Record
}

func (p *parquetTable) Header() []string           { return p.header }
func (p *parquetTable) HeaderFlags() tabular.Flags { return 0 }
func (p *parquetTable) Titles() [][]string         { return nil }
func (p *parquetTable) Dialect() tabular.Dialect {
	return tabular.Dialect{Encoding: tabular.UTF8, HeaderRow: 1}
}

// Close gives back the pages under way.
func (p *parquetTable) Close() error {
	if p.rows == nil {
		return nil
	}
	return p.rows.Close()
}

// Next gives the following record.
func (p *parquetTable) Next() (rec *tabular.Record, err error) {
	defer func() {
		if r := recover(); r != nil {
			rec, err = nil, &tabular.UnreadableError{Reason: tabular.Damaged}
		}
	}()
	for p.at >= p.n {
		if err := p.fill(); err != nil {
			return nil, err
		}
	}
	row := p.buf[p.at]
	p.at++
	p.row++
	cells := p.rec.Cells[:0]
	for range p.header {
		cells = append(cells, nil)
	}
	for i := range p.lists {
		p.lists[i] = p.lists[i][:0]
	}
	for _, v := range row {
		if c := v.Column(); c >= 0 && c < len(cells) {
			if p.kinds[c].list {
				p.lists[c] = append(p.lists[c], v)
				continue
			}
			cells[c] = p.kinds[c].text(v)
		}
	}
	for c, list := range p.lists {
		if p.kinds[c].list {
			cells[c] = p.kinds[c].listText(list)
		}
	}
	p.rec = tabular.Record{Row: p.row + 1, Cells: cells}
	return &p.rec, nil
}

func (p *parquetTable) fill() error {
	if p.rows == nil {
		if len(p.groups) == 0 {
			return io.EOF
		}
		p.rows, p.groups = p.groups[0].Rows(), p.groups[1:]
	}
	n, err := p.rows.ReadRows(p.buf[:])
	p.n, p.at = n, 0
	if err == io.EOF {
		err = p.rows.Close()
		p.rows = nil
	}
	if err != nil {
		return &tabular.UnreadableError{Reason: tabular.Damaged}
	}
	return nil
}

func (k parquetKind) text(v parquet.Value) []byte {
	if v.IsNull() {
		return nil
	}
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(nil, v.Boolean())
	case parquet.Int32, parquet.Int64:
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		switch {
		case k.date:
			return time.Unix(n*86400, 0).UTC().AppendFormat(nil, time.DateOnly)
		case k.unit > 0:
			per := int64(time.Second / k.unit)
			seconds, part := n/per, n%per
			if part < 0 {
				seconds, part = seconds-1, part+per
			}
			return time.Unix(seconds, part*int64(k.unit)).UTC().AppendFormat(nil, "2006-01-02T15:04:05.999999")
		case k.scale > 0:
			return decimalText(big.NewInt(n), k.scale)
		}
		return strconv.AppendInt(nil, n, 10)
	case parquet.Float, parquet.Double:
		bits, f := 64, v.Double()
		if v.Kind() == parquet.Float {
			bits, f = 32, float64(v.Float())
		}
		if math.IsNaN(f) || math.IsInf(f, 0) {
			return nil
		}
		return strconv.AppendFloat(nil, f, 'f', -1, bits)
	case parquet.ByteArray, parquet.FixedLenByteArray:
		b := v.ByteArray()
		if k.scale >= 0 {
			n := new(big.Int).SetBytes(b)
			if len(b) > 0 && b[0] >= 0x80 {
				n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
			}
			return decimalText(n, k.scale)
		}
		return append([]byte{}, b...)
	}
	return []byte(v.String())
}

func decimalText(n *big.Int, scale int) []byte {
	text := n.String()
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	if scale == 0 {
		return []byte(sign + text)
	}
	text = gostrings.Repeat("0", max(0, scale+1-len(text))) + text
	return []byte(sign + text[:len(text)-scale] + "." + text[len(text)-scale:])
}

func (k parquetKind) listText(values []parquet.Value) []byte {
	items := []string{}
	for _, v := range values {
		if !v.IsNull() {
			items = append(items, string(k.text(v)))
		}
	}
	if len(items) == 0 {
		return nil
	}
	out, err := json.Marshal(items)
	if err != nil {
		return nil
	}
	return out
}
