package gather

import (
	"context"
	"encoding/json"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Gathering is the consolidated dataset of a schema and how it was made last.
type Gathering struct {
	Schema    string
	Member    string // the operator's
	Dataset   string // "" before the first time
	Version   string
	Number    int
	CSV       string // digests of the state shown
	Parquet   string
	Sources   int // datasets in it
	Members   int // whose they are
	Rows      int64
	LeftCells int64         // that did not fit
	Updated   time.Time     // when it last changed
	Took      time.Duration // the making of it
	PartsMade int           // parts that were written
	Problem   string        // what failed last; "" when nothing did
	Stopped   bool          // the operator wants no consolidation of this
	columns   string        // JSON of the columns
}

const gatherColumns = `schema_name, member_id, piece_id, version_id, number, csv_digest, parquet_digest, columns, sources, members,
	row_count, left_cells, updated_at, took, parts_made, problem, stopped`

func scanGathering(r database.Row) (Gathering, error) {
	var g Gathering
	var updated, took, stopped int64
	err := r.Scan(&g.Schema, &g.Member, &g.Dataset, &g.Version, &g.Number, &g.CSV, &g.Parquet, &g.columns, &g.Sources, &g.Members,
		&g.Rows, &g.LeftCells, &updated, &took, &g.PartsMade, &g.Problem, &stopped)
	g.Updated, g.Took, g.Stopped = clock.FromMicros(updated), time.Duration(took)*time.Microsecond, stopped == 1
	return g, err
}

// List returns what is gathered, by schema. Everybody may read it.
func List(ctx context.Context, tx access.Tx) ([]Gathering, error) {
	return database.All(ctx, tx, "gather.List", scanGathering, `select `+gatherColumns+` from gather order by schema_name`)
}

// Get returns the gathering of a schema; its Dataset is "" where there is none yet.
func Get(ctx context.Context, tx access.Tx, schema string) (Gathering, error) {
	list, err := database.All(ctx, tx, "gather.Get", scanGathering, `select `+gatherColumns+` from gather where schema_name = $1`, schema)
	if err != nil || len(list) == 0 {
		return Gathering{Schema: schema}, err
	}
	return list[0], nil
}

func (g Gathering) save(ctx context.Context, tx access.Tx) error {
	_, err := database.Exec(ctx, tx, "gather.save", `insert into gather (`+gatherColumns+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)
		on conflict (schema_name) do update set member_id = excluded.member_id, piece_id = excluded.piece_id, version_id = excluded.version_id,
			number = excluded.number, csv_digest = excluded.csv_digest, parquet_digest = excluded.parquet_digest, columns = excluded.columns,
			sources = excluded.sources, members = excluded.members, row_count = excluded.row_count, left_cells = excluded.left_cells,
			updated_at = excluded.updated_at, took = excluded.took, parts_made = excluded.parts_made, problem = excluded.problem,
			stopped = excluded.stopped`,
		g.Schema, g.Member, g.Dataset, g.Version, g.Number, g.CSV, g.Parquet, g.columns, g.Sources, g.Members, g.Rows, g.LeftCells,
		clock.Micros(g.Updated), g.Took.Microseconds(), g.PartsMade, g.Problem, database.Bool(g.Stopped))
	return err
}

// parts returns the parts of a consolidation, by number, in their order.
func parts(ctx context.Context, tx access.Tx, schema string) ([]part, error) {
	return database.All(ctx, tx, "gather.parts", func(r database.Row) (p part, err error) {
		var preview string
		err = r.Scan(&p.No, &p.Recipe, &p.Rows, &p.CSV.Digest, &p.CSV.Size, &p.Parquet.Digest, &p.Parquet.Size, &preview)
		if err == nil {
			err = json.Unmarshal([]byte(preview), &p.Preview)
		}
		return p, err
	}, `select part, recipe, row_count, csv_digest, csv_size, parquet_digest, parquet_size, preview from gather_part
		where schema_name = $1 order by part`, schema)
}

// saveParts replaces the parts that were written or dropped, with their sources.
func saveParts(ctx context.Context, tx access.Tx, g Gathering, written []part, dropped []int) error {
	const op = "gather.saveParts"
	for _, p := range written {
		dropped = append(dropped, p.No)
	}
	for _, no := range dropped {
		for _, table := range []string{"gather_part", "gather_source"} {
			if _, err := database.Exec(ctx, tx, op, `delete from `+table+` where schema_name = $1 and part = $2`, g.Schema, no); err != nil {
				return err
			}
		}
	}
	for _, p := range written {
		preview, err := json.Marshal(p.Preview)
		if err != nil {
			return fault.Wrap(op, err)
		}
		if _, err := database.Exec(ctx, tx, op, `insert into gather_part (schema_name, part, member_id, recipe, row_count, csv_digest, csv_size,
			parquet_digest, parquet_size, preview) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`, g.Schema, p.No, g.Member, p.Recipe, p.Rows,
			p.CSV.Digest, p.CSV.Size, p.Parquet.Digest, p.Parquet.Size, string(preview)); err != nil {
			return err
		}
		for _, t := range p.sources {
			if err := saveSource(ctx, tx, g, p.No, t); err != nil {
				return err
			}
		}
	}
	return nil
}

func saveSource(ctx context.Context, tx access.Tx, g Gathering, part int, t taken) error {
	const op = "gather.saveSource"
	source, err := json.Marshal(t.Source)
	if err != nil {
		return fault.Wrap(op, err)
	}
	left, err := json.Marshal(t.Left)
	if err != nil {
		return fault.Wrap(op, err)
	}
	// A dataset that has passed to another member may still stand in its old part.
	_, err = database.Exec(ctx, tx, op, `insert into gather_source (schema_name, dataset_id, part, member_id, source_member, version_id, number,
			row_count, source, left_out) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)
		on conflict (schema_name, dataset_id) do update set part = excluded.part, source_member = excluded.source_member,
			version_id = excluded.version_id, number = excluded.number, row_count = excluded.row_count, source = excluded.source,
			left_out = excluded.left_out`,
		g.Schema, t.Dataset, part, g.Member, t.Member, t.Version, t.Number, t.Rows, string(source), string(left))
	return err
}

// Taken is a dataset that is in a consolidation.
type Taken struct {
	Source
	Rows int64
	Left LeftOut
}

// Sources lists the datasets that are in a consolidation, in the order of their
// members' names.
func Sources(ctx context.Context, tx access.Tx, schema string) ([]Taken, error) {
	return database.All(ctx, tx, "gather.Sources", func(r database.Row) (t Taken, err error) {
		var source, left string
		if err = r.Scan(&source, &left, &t.Rows); err == nil {
			err = json.Unmarshal([]byte(source), &t.Source)
		}
		if err == nil {
			err = json.Unmarshal([]byte(left), &t.Left)
		}
		return t, err
	}, `select source, left_out, row_count from gather_source where schema_name = $1 order by dataset_id`, schema)
}

// schemasOf lists the consolidations in which a dataset, or anything of a member,
// stands.
func schemasOf(ctx context.Context, tx access.Tx, column, id string) ([]string, error) {
	return database.All(ctx, tx, "gather.schemasOf", func(r database.Row) (s string, err error) { return s, r.Scan(&s) },
		`select distinct schema_name from gather_source where `+column+` = $1 order by schema_name`, id)
}

// replaced notes files of a state that was replaced.
func replaced(ctx context.Context, tx access.Tx, member string, digests []string, parquet bool) error {
	for _, d := range digests {
		if _, err := database.Exec(ctx, tx, "gather.replaced", `insert into gather_replaced (member_id, digest, parquet, at) values ($1,$2,$3,$4)
			on conflict (member_id, digest) do update set at = excluded.at`, member, d, database.Bool(parquet), tx.Micros()); err != nil {
			return err
		}
	}
	return nil
}

// old is a file of a state that was replaced.
type old struct {
	member, digest string
	parquet        bool
}

// replacedUntil lists files that were replaced until an instant.
func replacedUntil(ctx context.Context, tx access.Tx, at time.Time) ([]old, error) {
	return database.All(ctx, tx, "gather.replacedUntil", func(r database.Row) (o old, err error) {
		var parquet int64
		err = r.Scan(&o.member, &o.digest, &parquet)
		o.parquet = parquet == 1
		return o, err
	}, `select member_id, digest, parquet from gather_replaced where at <= $1 order by digest`, clock.Micros(at))
}
