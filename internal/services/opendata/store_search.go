package opendata

import (
	"context"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// numbered reads the datasets of rows of the list, in their order.
func numbered(ctx context.Context, tx access.Tx, rows []*listed) ([]Dataset, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	place := map[int64]int{}
	args := make([]any, len(rows))
	for i, r := range rows {
		place[r.id], args[i] = i, r.id
	}
	out := make([]Dataset, len(rows))
	// A cross join keeps SQLite to the order of the tables.
	err := database.Each(ctx, tx, "numbered", func(r database.Row) error {
		var id int64
		d, err := scanDataset(r, &id)
		out[place[id]] = d
		return err
	}, `select `+datasetColumns+`, l.id from dataset_listed l cross join dataset d
		where d.piece_id = l.piece_id and d.state = 'published' and l.id in (`+database.In(len(args), 1)+`)`, args...)
	return slices.DeleteFunc(out, func(d Dataset) bool { return d.ID == "" }), err
}

// byTitle reads a page of what all members have published, by title: the order
// that the shelf does not know, for titles would take more memory than the rest.
func byTitle(ctx context.Context, tx access.Tx, w wanted) ([]Dataset, error) {
	if w.Schema == "" {
		return titled(ctx, tx, w, `dataset d where d.state = 'published'`)
	}
	return titled(ctx, tx, w, `dataset d where d.state = 'published' and d.schema_name = $1`, w.schemaName())
}

// hitsByTitle reads a page of what was found, by title.
func hitsByTitle(ctx context.Context, tx access.Tx, w wanted, hits []hit) ([]Dataset, error) {
	var ids []byte
	for i, h := range hits {
		if i > 0 {
			ids = append(ids, ',')
		}
		ids = strconv.AppendInt(ids, h.id, 10)
	}
	return titled(ctx, tx, w, `dataset_listed l cross join dataset d
		where d.piece_id = l.piece_id and d.state = 'published' and l.id in `+listOf[tx.Dialect()], string(ids))
}

// titled reads a page by title from a clause with its arguments. What comes
// before the page is passed over in the narrow rows of an index; only the page
// is read whole.
func titled(ctx context.Context, tx access.Tx, w wanted, from string, args ...any) ([]Dataset, error) {
	n := len(args)
	return database.All(ctx, tx, "by title", func(r database.Row) (Dataset, error) { return scanDataset(r) },
		`select `+datasetColumns+` from (select d.piece_id, d.sort_key from `+from+`
			order by d.sort_key, d.piece_id limit $`+itoa(n+1)+` offset $`+itoa(n+2)+`) k
		cross join dataset d where d.piece_id = k.piece_id order by k.sort_key, k.piece_id`, append(args, w.Limit, w.Offset)...)
}
