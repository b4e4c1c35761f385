package tables

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// metadataKey names the Parquet key-value entry that holds the columns with
// their logical types and labels, which Parquet itself has no place for.
const metadataKey = "airial.columns"

// orderedGroup is a Parquet group whose fields keep their order: the library's
// own Group is a map and sorts them by name.
type orderedGroup struct {
	parquet.Group
	fields []parquet.Field
}

func (g *orderedGroup) Fields() []parquet.Field { return g.fields }

// GoType satisfies parquet.Node; rows are written as columns of values, so no
// Go struct ever matches this schema.
func (g *orderedGroup) GoType() reflect.Type { return reflect.TypeFor[any]() }

type orderedField struct {
	parquet.Node
	name string
}

func (f *orderedField) Name() string { return f.name }

func (f *orderedField) Value(reflect.Value) reflect.Value { return reflect.Value{} }

// nodeOf returns the Parquet node of a kind. Text and numbers repeat a lot in
// public tables, so they get a dictionary; integers, dates and instants are
// often close to their neighbours, so they are kept as differences.
func nodeOf(k kind) parquet.Node {
	switch k {
	case kindInt:
		return parquet.Encoded(parquet.Leaf(parquet.Int64Type), &parquet.DeltaBinaryPacked)
	case kindFloat:
		return parquet.Encoded(parquet.Leaf(parquet.DoubleType), &parquet.RLEDictionary)
	case kindBool:
		return parquet.Leaf(parquet.BooleanType)
	case kindDate:
		return parquet.Encoded(parquet.Date(), &parquet.DeltaBinaryPacked)
	case kindStamp:
		return parquet.Encoded(parquet.Timestamp(parquet.Microsecond), &parquet.DeltaBinaryPacked)
	}
	return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
}

// codec is shared by all files: it keeps its encoders, each of which begins with
// a megabyte of tables, longer to make than a small file is to compress.
var codec = &zstd.Codec{Level: zstd.SpeedFastest}

func schemaOf(columns []Column, kinds []kind) *parquet.Schema {
	group := &orderedGroup{Group: parquet.Group{}}
	for i, c := range columns {
		node := parquet.Optional(parquet.Compressed(nodeOf(kinds[i]), codec))
		group.fields = append(group.fields, &orderedField{Node: node, name: c.Name})
		group.Group[c.Name] = node
	}
	return parquet.NewSchema("table", group)
}

// errForeign is returned for Parquet that WriteParquet did not make.
var errForeign = errors.New("tables: not a table of ours")

// columnsOf reads back the columns of a Parquet file that WriteParquet made.
func columnsOf(file *parquet.File) ([]Column, []kind, error) {
	text, ok := file.Lookup(metadataKey)
	if !ok {
		return nil, nil, errForeign
	}
	var columns []Column
	if err := json.Unmarshal([]byte(text), &columns); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errForeign, err)
	}
	kinds, err := kindsOf(columns)
	if err != nil {
		return nil, nil, err
	}
	fields := file.Root().Columns()
	if len(fields) != len(columns) {
		return nil, nil, errForeign
	}
	for i, f := range fields {
		if f.Name() != columns[i].Name || !f.Leaf() || !f.Optional() || f.Type().Kind() != nodeOf(kinds[i]).Type().Kind() {
			return nil, nil, errForeign
		}
	}
	return columns, kinds, nil
}
