package opendata

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// Search chooses published datasets.
type Search struct {
	Query    string   // words
	MemberID string   // "" for all
	Members  []string // any of these, when not nil
	Schema   string   // a schema's name, "none" for tables without, "" for all
	Alone    bool     // other members are not counted: the search is within the members' own site
	Sort     string   // "" or "relevance", "recent", "title"
	Limit    int
	Offset   int
}

// Found is what a search gives.
type Found struct {
	Datasets []Dataset // from Offset on, at most Limit
	Total    int
	// Schemas counts by schema whatever schema was asked for, Members by
	// member whatever members were: what choosing another would leave. The
	// largest counts come first; of members, the first MostFacets, and those
	// that were asked for.
	Schemas []Facet
	Members []Facet
	// Publishing is how many members there are in all by which to narrow.
	Publishing int
}

// MostFacets is how many members a search is counted by.
const MostFacets = 13

// Facet is one value by which a search can be narrowed, and how many datasets
// it would leave.
type Facet struct {
	Value string
	Count int
}

// Find returns published datasets and how many there are. It answers the
// public: whoever asks, nothing else is found. Datasets whose title has the
// words come first, then the most recent; both databases answer alike.
func Find(ctx context.Context, tx access.Tx, q Search) ([]Dataset, int, error) {
	found, err := q.run(ctx, tx, nil)
	return found.Datasets, found.Total, fault.Wrap("opendata.Find", err)
}

// Survey is Find with the counts by schema and by member.
func (s *Service) Survey(ctx context.Context, tx access.Tx, q Search) (Found, error) {
	found, err := q.run(ctx, tx, &s.shelf)
	return found, fault.Wrap("opendata.Survey", err)
}

// run answers a search, with counts where there is a shelf to count on.
func (q Search) run(ctx context.Context, tx access.Tx, sh *shelf) (Found, error) {
	if strings.TrimSpace(q.Query) == "" {
		return q.browse(ctx, tx, sh)
	}
	words := text.Words(q.Query)
	if len(words) == 0 { // only stop words or signs: nothing can be meant by them
		return Found{}, nil
	}
	return q.look(ctx, tx, words, sh)
}

// schemaName is the schema as the records have it, of one that is asked for.
func (q Search) schemaName() string {
	if q.Schema == "none" {
		return ""
	}
	return q.Schema
}

// where returns the conditions of a search, but for its words, on the columns
// of a table; their arguments come after so many others.
func (q Search) where(table string, others int) (string, []any) {
	conditions := []string{"1=1"}
	var args []any
	add := func(column string, values ...any) {
		conditions = append(conditions, table+column+" in ("+database.In(len(values), others+len(args)+1)+")")
		args = append(args, values...)
	}
	if q.MemberID != "" {
		add(".member_id", q.MemberID)
	}
	if q.Members != nil {
		add(".member_id", database.Args(q.Members)...)
	}
	if q.Schema != "" {
		add(".schema_name", q.schemaName())
	}
	return " where " + strings.Join(conditions, " and "), args
}

// browse answers a search without words. The page follows an index; what there
// is in all is counted on the shelf, where there is one.
func (q Search) browse(ctx context.Context, tx access.Tx, sh *shelf) (f Found, err error) {
	where, args := q.where("l", 0)
	if sh != nil {
		l, err := sh.at(ctx, tx)
		if err != nil {
			return f, err
		}
		f = l.survey(q)
	} else if f.Total, err = database.Value[int](ctx, tx, "count", `select count(*) from dataset_listed l`+where, args...); err != nil {
		return f, err
	}
	if q.Limit == 0 || q.Offset >= f.Total {
		return f, nil
	}
	// A cross join keeps SQLite to the order of the tables.
	query := `select ` + datasetColumns + ` from dataset_listed l cross join dataset d` + where +
		` and d.piece_id = l.piece_id and d.state = 'published' order by l.modified_at desc, l.id desc`
	if q.Sort == "title" {
		where, args = q.where("d", 0)
		query = `select ` + datasetColumns + ` from dataset d` + where + ` and d.state = 'published' order by d.sort_key, d.piece_id`
	}
	query += ` limit $` + itoa(len(args)+1) + ` offset $` + itoa(len(args)+2)
	f.Datasets, err = database.All(ctx, tx, "list", func(r database.Row) (Dataset, error) { return scanDataset(r) },
		query, append(args, q.Limit, q.Offset)...)
	return f, err
}
