package measure

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
)

func sortKeys[K any](list []K, of func(K) string) {
	slices.SortFunc(list, func(a, b K) int { return strings.Compare(of(a), of(b)) })
}

// Counts is how often, by kind.
type Counts map[Kind]int64

// Line is what was counted on a day of a dataset.
type Line struct {
	Day, Kind, Member, Dataset string
	N                          int64
}

// Filter chooses lines.
type Filter struct {
	Member      string // its id; "" for all
	From, Until string // days, both included
}

func (f Filter) where() (string, []any) {
	where, args := `day >= $1 and day <= $2`, []any{f.From, f.Until}
	if f.Member != "" {
		where += ` and member_id = $3`
		args = append(args, f.Member)
	}
	return where, args
}

// ByMonth sums up by month, "2026-11".
func ByMonth(ctx context.Context, tx access.Tx, f Filter) (map[string]Counts, error) {
	out := map[string]Counts{}
	where, args := f.where()
	err := database.Each(ctx, tx, "measure.ByMonth", func(r database.Row) error {
		var month string
		var k Kind
		var n int64
		err := r.Scan(&month, &k, &n)
		if out[month] == nil {
			out[month] = Counts{}
		}
		out[month][k] = n
		return err
	}, `select substr(day, 1, 7), kind, sum(n) from measure_day where `+where+` group by substr(day, 1, 7), kind`, args...)
	return out, err
}

// DatasetCounts is how often one dataset was used.
type DatasetCounts struct {
	Dataset, Title, Path string
	Counts               Counts
}

func (d DatasetCounts) all() int64 { return d.Counts[Download] + d.Counts[Visit] + d.Counts[Call] }

// ByDataset sums up by dataset, those first that are used most; only datasets
// that everybody may see.
func (s *Service) ByDataset(ctx context.Context, tx access.Tx, f Filter, most int) ([]DatasetCounts, error) {
	where, args := f.where()
	sums := map[string]Counts{}
	err := database.Each(ctx, tx, "measure.ByDataset", func(r database.Row) error {
		var id string
		var k Kind
		var n int64
		err := r.Scan(&id, &k, &n)
		if sums[id] == nil {
			sums[id] = Counts{}
		}
		sums[id][k] = n
		return err
	}, `select dataset_id, kind, sum(n) from measure_day where dataset_id <> '' and `+where+` group by dataset_id, kind`, args...)
	if err != nil {
		return nil, err
	}
	var out []DatasetCounts
	for id, c := range sums {
		out = append(out, DatasetCounts{Dataset: id, Counts: c})
	}
	slices.SortFunc(out, func(a, b DatasetCounts) int {
		if a.all() != b.all() {
			return int(b.all() - a.all())
		}
		return strings.Compare(a.Dataset, b.Dataset)
	})
	out = out[:min(len(out), most*2)] // some may no longer be public
	ids := make([]string, len(out))
	for i, d := range out {
		ids[i] = d.Dataset
	}
	titles, err := s.Catalogue.Titles(ctx, tx, ids)
	var shown []DatasetCounts
	for _, d := range out {
		if t, ok := titles[d.Dataset]; ok && len(shown) < most {
			d.Title, d.Path = t.Title, t.Path
			shown = append(shown, d)
		}
	}
	return shown, err
}

// Days calls fn with each line, by day.
func Days(ctx context.Context, tx access.Tx, f Filter, fn func(Line) error) error {
	where, args := f.where()
	return database.Each(ctx, tx, "measure.Days", func(r database.Row) error {
		var l Line
		if err := r.Scan(&l.Day, &l.Kind, &l.Member, &l.Dataset, &l.N); err != nil {
			return err
		}
		return fn(l)
	}, `select day, kind, member_id, dataset_id, n from measure_day where `+where+` order by day, kind, member_id, dataset_id`, args...)
}

// months lists the latest twelve, the oldest first.
func months(now time.Time) (out []string) {
	t := i18n.Local(now)
	first := time.Date(t.Year(), t.Month(), 1, 12, 0, 0, 0, time.UTC)
	for i := 11; i >= 0; i-- {
		out = append(out, first.AddDate(0, -i, 0).Format("2006-01"))
	}
	return out
}

// lastYear is the filter of those months.
func lastYear(now time.Time, member string) Filter {
	return Filter{Member: member, From: months(now)[0] + "-01", Until: day(now)}
}

// Row is one body in the yearly table of an observatory of open data.
type Row struct {
	Member    organisation.Member
	Published Published
	Counts    Counts
}

// Observatory is what a yearly survey of open data asks of every body: how
// large it is, what it publishes, under which schemas, and how that is used.
// The questionnaires of the surveys change and are to be verified each year.
func (s *Service) Observatory(ctx context.Context, tx access.Tx, year int) ([]Row, error) {
	sums := map[string]Counts{}
	y := strconv.Itoa(year)
	err := database.Each(ctx, tx, "measure.Observatory", func(r database.Row) error {
		var id string
		var k Kind
		var n int64
		err := r.Scan(&id, &k, &n)
		if sums[id] == nil {
			sums[id] = Counts{}
		}
		sums[id][k] = n
		return err
	}, `select member_id, kind, sum(n) from measure_day where day >= $1 and day <= $2 group by member_id, kind`, y+"-01-01", y+"-12-31")
	if err != nil {
		return nil, err
	}
	members, _, err := organisation.List(ctx, tx, organisation.Filter{}, 100_000, 0)
	var out []Row
	for _, m := range members {
		if err != nil {
			return nil, err
		}
		row := Row{Member: m, Counts: sums[m.ID]}
		row.Published, err = s.Catalogue.Figures(ctx, tx, m.ID)
		out = append(out, row)
	}
	return out, err
}
