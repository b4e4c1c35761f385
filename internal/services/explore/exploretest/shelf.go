// Package exploretest has a small made-up shelf of datasets for tests of the
// query interfaces.
package exploretest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"testing"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/services/explore"
)

// Shelf is an explore.Shelf in memory.
type Shelf struct {
	Sets   []explore.Dataset
	Hidden map[string]bool // identifiers of those that were withdrawn
}

// Identifiers of the samples.
const (
	Places = "01934d5e-0000-7000-8000-000000000001" // has coordinates, dates, truth
	Grants = "01934d5e-0000-7000-8000-000000000002" // has neither
)

// Town publishes the samples.
var Town = organisation.Member{ID: "m1", Name: "Dax", Slug: "dax", Siren: "214000887", Insee: "40088", Kind: organisation.Commune}

// PlaceColumns and PlaceRows are the table Places.
var (
	PlaceColumns = []tables.Column{{Name: "nom", Type: tables.Text}, {Name: "kind", Type: tables.Text}, {Name: "capacite", Type: tables.Integer},
		{Name: "surface", Type: tables.Number}, {Name: "ouvert", Type: tables.Boolean}, {Name: "depuis", Type: tables.Date},
		{Name: "releve", Type: tables.DateTime}, {Name: "latitude", Type: tables.Number}, {Name: "longitude", Type: tables.Number}, {Name: "lieu dit", Type: tables.Text}}
	PlaceRows = [][]string{
		{"Arènes", "sport", "8000", "5000.5", "true", "1913-05-11", "2026-01-01T10:00:00Z", "43.7102", "-1.0533", "Parc"},
		{"Médiathèque", "culture", "300", "1200", "true", "2005-09-01", "2026-01-02T23:30:00Z", "43.7079", "-1.0521", ""},
		{"Piscine", "sport", "450", "", "false", "1972-07-14", "2026-02-01T08:00:00Z", "43.7150", "-1.0400", "Le Sablar; « l’île »"},
		{"Théâtre", "culture", "600", "900", "", "2005-01-15", "", "43.7061", "-1.0510", "centre"},
		{"Gymnase", "sport", "", "700.25", "true", "", "2026-03-01T08:00:00Z", "", "", "Gond"},
	}
)

// New holds the samples.
func New(t testing.TB) *Shelf {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	places := explore.Dataset{ID: Places, Slug: "equipements", Title: "Équipements publics", Description: "Où aller.", Keywords: []string{"sport", "culture"},
		Licence: explore.Licence{Key: "lov2", Label: i18n.T("Licence Ouverte 2.0", "Open Licence 2.0"), URI: "https://example.org/lov2"}, Frequency: "Annuelle",
		Schema: "scdl/equipements", Version: "1.0.0", Number: 2, Rows: int64(len(PlaceRows)), Issued: now.AddDate(-1, 0, 0), Modified: now, Member: Town,
		Table: Table(t, "equipements", PlaceColumns, PlaceRows), Preview: PlaceRows, Words: make([]explore.Words, len(PlaceColumns))}
	places.Words[0] = explore.Words{Title: i18n.T("Nom", "Name")}
	places.Words[1] = explore.Words{Title: i18n.T("Genre", "Kind"), Values: []string{"sport", "culture"}}
	columns := []tables.Column{{Name: "annee", Type: tables.Year}, {Name: "montant", Type: tables.Number}}
	rows := [][]string{{"2024", "10.5"}, {"2025", "20"}, {"2025", "30"}}
	grants := explore.Dataset{ID: Grants, Slug: "subventions", Title: "Subventions versées", Keywords: []string{"subvention"}, Licence: places.Licence,
		Number: 1, Rows: 3, Issued: now.AddDate(0, -1, 0), Modified: now.AddDate(0, -1, 0), Member: Town, Table: Table(t, "subventions", columns, rows),
		Preview: rows, Words: make([]explore.Words, len(columns))}
	return &Shelf{Sets: []explore.Dataset{places, grants}, Hidden: map[string]bool{}}
}

// Table makes a table of text cells.
func Table(t testing.TB, name string, columns []tables.Column, rows [][]string) explore.Table {
	t.Helper()
	var parquet, plain bytes.Buffer
	w := csv.NewWriter(&plain)
	var head []string
	for _, c := range columns {
		head = append(head, c.Name)
	}
	_ = w.Write(head)
	next := 0
	_, err := tables.WriteParquet(t.Context(), &parquet, columns, tables.SourceFunc(func() ([][]byte, error) {
		if next == len(rows) {
			return nil, io.EOF
		}
		var cells [][]byte
		for _, c := range rows[next] {
			cells = append(cells, []byte(c))
		}
		_ = w.Write(rows[next])
		next++
		return cells, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	w.Flush()
	return explore.Table{Columns: columns, Parquet: file(name+".parquet", "application/vnd.apache.parquet", parquet.Bytes()),
		CSV: file(name+".csv", "text/csv; charset=utf-8", plain.Bytes()), Original: file(name+".csv", "text/csv", plain.Bytes())}
}

func file(name, media string, b []byte) explore.File {
	sum := sha256.Sum256(b)
	return explore.File{Name: name, Type: media, Digest: hex.EncodeToString(sum[:]), Size: int64(len(b)),
		Open: func(context.Context) (io.ReadSeekCloser, error) { return closer{bytes.NewReader(b)}, nil }}
}

type closer struct{ io.ReadSeeker }

func (closer) Close() error { return nil }

// Dataset implements explore.Shelf.
func (s *Shelf) Dataset(_ context.Context, address string, number int) (explore.Dataset, error) {
	for _, d := range s.Sets {
		if address != d.ID && address != d.Slug+"@"+d.Member.Slug {
			continue
		}
		if s.Hidden[d.ID] {
			return explore.Dataset{}, &fault.Error{Kind: fault.Gone, Op: "exploretest"}
		}
		if number == 0 || number == d.Number {
			return d, nil
		}
	}
	return explore.Dataset{}, fault.Missing("exploretest")
}

// Page implements explore.Shelf.
func (s *Shelf) Page(_ context.Context, limit, offset int) (out []explore.Dataset, err error) {
	for _, d := range s.Sets {
		if !s.Hidden[d.ID] {
			out = append(out, d)
		}
	}
	out = out[min(offset, len(out)):]
	return out[:min(limit, len(out))], nil
}

// Find implements explore.Shelf.
func (s *Shelf) Find(ctx context.Context, ids []string) (out []explore.Dataset, err error) {
	for _, id := range ids {
		if d, err := s.Dataset(ctx, id, 0); err == nil {
			out = append(out, d)
		}
	}
	return out, nil
}
