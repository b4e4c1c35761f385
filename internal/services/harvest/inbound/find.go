package inbound

import (
	"context"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// Query chooses harvested datasets.
type Query struct {
	Text     string // words; "" for all
	MemberID string // "" for all
	SourceID string // "" for all
	AreaID   string // an EPCI: what stands in its catalogue, in those of its communes and of their bodies; "" for all
	Vanished bool   // also what the source lists no longer
	Narrow
	ByTitle bool // else the latest changed come first
	// TitleFirst puts those before all others whose title has the words.
	TitleFirst bool
	Limit      int
	Offset     int
}

// Narrowed tells whether anything but words leaves datasets out: without it there may
// be others to count.
func (q Query) Narrowed() bool {
	return q.MemberID != "" || q.SourceID != "" || q.AreaID != "" || q.Narrow != Narrow{}
}

// Found is a harvested dataset with the source that it comes from.
type Found struct {
	Record
	Source  string // its name
	Host    string
	InTitle bool // its title has the words that were looked for
}

// public is met by what everybody may find: of members that are served, from
// sources that are not removed.
const public = ` from harvest_record r join harvest_source s on s.id = r.source_id join member m on m.id = r.member_id where m.closed_at = 0`

// Find answers the public. Words are looked for as in our own datasets: folded
// and stemmed, by their beginning.
func Find(ctx context.Context, tx access.Tx, q Query) ([]Found, int, error) {
	const op = "inbound.Find"
	where, args, ok := q.condition()
	if !ok {
		return nil, 0, nil
	}
	total, err := database.Value[int](ctx, tx, op, `select count(*)`+public+where, args...)
	if err != nil || total == 0 || q.Limit == 0 {
		return nil, total, err
	}
	titled, titleArgs := q.titled(len(args))
	args = append(args, titleArgs...)
	order := `r.modified_at desc, r.id desc`
	switch {
	case q.ByTitle:
		order = `r.sort_key collate "C", r.id`
	case q.TitleFirst:
		order = `in_title desc, ` + order
	}
	args = append(args, q.Limit, q.Offset)
	list, err := database.All(ctx, tx, op, scanFound, `select `+recordColumns+`, s.name, s.url, `+titled+` as in_title`+public+where+
		fmt.Sprintf(` order by `+order+` limit $%d offset $%d`, len(args)-1, len(args)), args...)
	return list, total, err
}

// Get returns a harvested dataset to the public, also one that has vanished.
func Get(ctx context.Context, tx access.Tx, id string) (Found, error) {
	return database.One(ctx, tx, "inbound.Get", scanFound, `select `+recordColumns+`, s.name, s.url, 0`+public+` and r.id = $1`, id)
}

func scanFound(r database.Row) (Found, error) {
	var f Found
	var address string
	var inTitle int
	x, err := scanRecord(rowMore{r, []any{&f.Source, &address, &inTitle}})
	f.Record, f.Host, f.InTitle = x, host(address), inTitle == 1
	return f, err
}

// rowMore scans further columns behind those of a record.
type rowMore struct {
	database.Row
	more []any
}

func (r rowMore) Scan(into ...any) error { return r.Row.Scan(append(into, r.more...)...) }
