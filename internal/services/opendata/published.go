package opendata

import (
	"context"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/ident"
	"airial/standards/dcat"
)

// Figures count what is published, by everybody.
type Figures struct {
	Datasets int
	Members  int // that have published something
	Rows     int64
}

// Count counts what is published.
func (s *Service) Count(ctx context.Context, tx access.Tx) (f Figures, err error) {
	l, err := s.shelf.at(ctx, tx)
	if err != nil {
		return f, err
	}
	c := l.count(wanted{sides: anything(), kinds: l.kinds.all()})
	return Figures{Datasets: c.total, Members: c.publishing, Rows: c.rows}, nil
}

// Output is what a member has published.
type Output struct {
	Datasets int
	Latest   time.Time // of the last publication
}

// OutputOf counts what each of some members has published. A member that has
// published nothing is not in the map.
func OutputOf(ctx context.Context, tx access.Tx, members []string) (map[string]Output, error) {
	out := map[string]Output{}
	err := database.Each(ctx, tx, "opendata.OutputOf", func(r database.Row) error {
		var member string
		var o Output
		var latest int64
		err := r.Scan(&member, &o.Datasets, &latest)
		o.Latest = clock.FromMicros(latest)
		out[member] = o
		return err
	}, `select member_id, count(*), max(modified_at) from dataset where state = 'published'
		and member_id in (`+database.In(len(members), 1)+`) group by member_id`, database.Args(members)...)
	return out, err
}

// Lookup returns the identifier of the dataset to which an address within a
// member's portal leads: its readable one, one that it once had, or its
// identifier.
func (s *Service) Lookup(ctx context.Context, tx access.Tx, member, address string) (string, error) {
	if ident.Valid(address) {
		return address, nil
	}
	return s.byAddress(ctx, tx, member, address)
}

// Entry is a published dataset with the files that its address gives, as
// catalogues list it.
type Entry struct {
	Dataset
	FileName               string // of the original
	Original, CSV, Parquet File
	Spans                  Span // the days that its dates span
	SpansColumn            string
	Extent                 *Extent // where its places lie; nil for none, or not known yet
}

// Period is the period that the dataset covers.
func (e Entry) Period() Period {
	return PeriodOf(e.Dataset, Edition{Spans: e.Spans, SpansColumn: e.SpansColumn})
}

// Entries lists published datasets, of one member or of all (""), in the order
// in which they came: a page stays the same when others are added behind. What
// comes before the page is passed over in an index of the list.
func Entries(ctx context.Context, tx access.Tx, member string, limit, offset int) ([]Entry, error) {
	where, args := "", []any{limit, offset}
	if member != "" {
		where, args = "where member_id = $3", append(args, member)
	}
	return entries(ctx, tx, where, args)
}

// EntriesOn is Entries of all members on a theme, and how many there are in all.
// It goes by what the list has packed (shelf_sides.go), which stays in the order
// of identifiers where the shelf has that of publication.
func EntriesOn(ctx context.Context, tx access.Tx, on dcat.Theme, limit, offset int) ([]Entry, int, error) {
	pattern := `%|%|%` + string(on) + `%|%`
	total, err := database.Value[int](ctx, tx, "opendata.EntriesOn", `select count(*) from dataset_listed where facets like $1`, pattern)
	if err != nil {
		return nil, 0, err
	}
	list, err := entries(ctx, tx, `where facets like $3`, []any{limit, offset, pattern})
	return list, total, err
}

// EntryOf returns a published dataset, of a member or of any (""); false when
// there is none.
func EntryOf(ctx context.Context, tx access.Tx, member, id string) (Entry, bool, error) {
	where, args := "where piece_id = $3", []any{1, 0, id}
	if member != "" {
		where, args = where+" and member_id = $4", append(args, member)
	}
	list, err := entries(ctx, tx, where, args)
	if err != nil || len(list) == 0 {
		return Entry{}, false, err
	}
	return list[0], true, nil
}

func entries(ctx context.Context, tx access.Tx, where string, args []any) ([]Entry, error) {
	return database.All(ctx, tx, "opendata.Entries", func(r database.Row) (Entry, error) {
		var e Entry
		var extent string
		var err error
		e.Dataset, err = scanDataset(r, &e.FileName, &e.Original.Digest, &e.Original.Size, &e.CSV.Digest, &e.CSV.Size,
			&e.Parquet.Digest, &e.Parquet.Size, &e.Spans.From, &e.Spans.Until, &e.SpansColumn, &extent)
		e.Extent = extentOf(extent)
		return e, err
	}, `select `+datasetColumns+`, e.file_name, e.digest, e.size, e.csv_digest, e.csv_size, e.parquet_digest, e.parquet_size,
		e.spans_from, e.spans_until, e.spans_column, e.extent
		from (select piece_id from dataset_listed `+where+` order by piece_id limit $1 offset $2) l
		cross join dataset d cross join edition e
		where d.piece_id = l.piece_id and d.state = 'published' and e.version_id = d.version_id order by d.piece_id`, args...)
}

// Known returns those of the identifiers that are of datasets, published or not.
func Known(ctx context.Context, tx access.Tx, ids []string) (out []string, err error) {
	for some := range slices.Chunk(ids, 500) {
		found, err := database.All(ctx, tx, "opendata.Known", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
			`select piece_id from dataset where piece_id in (`+database.In(len(some), 1)+`)`, database.Args(some)...)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// PublishedUnder lists what is published under a schema, by one member or by
// all (""), in the order of their identifiers.
func PublishedUnder(ctx context.Context, tx access.Tx, schema, member string) ([]Dataset, error) {
	return database.All(ctx, tx, "opendata.PublishedUnder", func(r database.Row) (Dataset, error) { return scanDataset(r) },
		`select `+datasetColumns+` from dataset d where d.schema_name = $1 and d.state = 'published' and ($2 = '' or d.member_id = $2)
		order by d.piece_id`, schema, member)
}

// Titled is a published dataset in a few words.
type Titled struct {
	MemberID string
	Slug     string
	Title    string
	Schema   string // its name; "" for none
	Modified time.Time
}

// Titles lists what is published by one member or by all (""), in the order of
// their identifiers: no more of it than its name, for who goes through all.
func Titles(ctx context.Context, tx access.Tx, member string) ([]Titled, error) {
	return database.All(ctx, tx, "opendata.Titles", func(r database.Row) (Titled, error) {
		var t Titled
		var at int64
		err := r.Scan(&t.MemberID, &t.Slug, &t.Title, &t.Schema, &at)
		t.Modified = clock.FromMicros(at)
		return t, err
	}, `select member_id, slug, title, schema_name, modified_at from dataset
		where state = 'published' and ($1 = '' or member_id = $1) order by piece_id`, member)
}
