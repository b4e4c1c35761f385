package explore

import (
	"context"
	"io"

	"airial/internal/platform/tables"
)

// Catalogue is what this room needs of whoever keeps the datasets. Number 0
// stands for the version that the dataset's address shows. What is not public
// is a fault of kind NotFound or Gone.
type Catalogue interface {
	Table(ctx context.Context, id string, number int) (Table, error)
}

// Table is a published table with its files.
type Table struct {
	Parquet  File
	CSV      File
	Original File
	Columns  []tables.Column
}

// File is one of the files in which a table can be had.
type File struct {
	Name   string // offered when it is saved
	Type   string // media type
	Digest string // SHA-256, hexadecimal
	Size   int64  // bytes
	Open   func(ctx context.Context) (io.ReadSeekCloser, error)
}

// queried returns the table as the query engine knows it.
func (t Table) queried() tables.Table {
	return tables.Table{Digest: t.Parquet.Digest, Open: func(ctx context.Context) (io.ReadCloser, error) {
		return t.Parquet.Open(ctx)
	}}
}
