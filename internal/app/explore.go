package app

import (
	"context"
	"io"
	"path"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/internal/services/opendata"
)

// exploreCatalogue tells the room of queries which public table stands behind
// an address.
type exploreCatalogue struct {
	doors *access.Doors
	blobs blob.Store
}

func (c exploreCatalogue) Table(ctx context.Context, id string, number int) (explore.Table, error) {
	var d opendata.Dataset
	var e opendata.Edition
	err := c.doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		d, e, err = opendata.EditionOf(ctx, tx, id, number)
		return err
	})
	if err != nil {
		return explore.Table{}, err
	}
	return c.table(d, e), nil
}

func (c exploreCatalogue) table(d opendata.Dataset, e opendata.Edition) explore.Table {
	base := d.Slug
	file := func(name, mediaType string, f opendata.File) explore.File {
		return explore.File{Name: name, Type: mediaType, Digest: f.Digest, Size: f.Size,
			Open: func(ctx context.Context) (io.ReadSeekCloser, error) { return c.blobs.Open(ctx, e.MemberID, f.Digest) }}
	}
	return explore.Table{
		Parquet:  file(base+".parquet", "application/vnd.apache.parquet", e.Parquet),
		CSV:      file(base+".csv", "text/csv; charset=utf-8", e.CSV),
		Original: file(e.FileName, originalType(e.FileName), e.Original),
		Columns:  queriedColumns(e.Columns),
	}
}

// originalType is the media type of an original, by the ending of its name:
// the bytes go out as they came in.
func originalType(name string) string {
	if strings.EqualFold(path.Ext(name), ".csv") {
		return "text/csv"
	}
	return "application/octet-stream"
}

func queriedColumns(columns []opendata.Column) []tables.Column {
	out := make([]tables.Column, len(columns))
	for i, c := range columns {
		out[i] = tables.Column{Name: c.Name, Type: tables.Type(c.Type), Label: c.Title.Fr}
	}
	return out
}
