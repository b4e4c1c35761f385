package gather

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Kept is a past state that stays at its address.
type Kept struct {
	Version   string
	Schema    string
	Dataset   string
	Number    int
	At        time.Time
	Why       string // "month" or "asked"
	CSV       string // digests of its files
	Parquet   string
	Taken     int       // datasets that were taken back since, and are not in it any more
	Rewritten time.Time // when its files were last written anew; zero for never
	recipe    keptRecipe
}

// keptRecipe is all that a past state was made of.
type keptRecipe struct {
	Columns []Column `json:"columns"`
	Known   int      `json:"known"`   // how many of the columns are those of the schema
	Address string   `json:"address"` // of the site, under which its rows lead to their originals
	Sources []Source `json:"sources"`
	Missing []string `json:"missing"` // versions that are not in it any more
}

const keptColumns = `version_id, schema_name, piece_id, number, kept_at, why, csv_digest, parquet_digest, recipe, taken, rewritten_at`

func scanKept(r database.Row) (k Kept, err error) {
	var at, rewritten int64
	var made string
	err = r.Scan(&k.Version, &k.Schema, &k.Dataset, &k.Number, &at, &k.Why, &k.CSV, &k.Parquet, &made, &k.Taken, &rewritten)
	k.At, k.Rewritten = clock.FromMicros(at), clock.FromMicros(rewritten)
	if err == nil {
		err = json.Unmarshal([]byte(made), &k.recipe)
	}
	return k, err
}

// KeptOf lists the past states of a schema that stay, the latest first.
func KeptOf(ctx context.Context, tx access.Tx, schema string) ([]Kept, error) {
	return database.All(ctx, tx, "gather.KeptOf", scanKept, `select `+keptColumns+` from gather_kept where schema_name = $1 order by number desc`, schema)
}

// Passes tells whether a version is the state of a consolidation that gives way
// to the next one: a citation of it leads nowhere then.
func Passes(ctx context.Context, tx access.Tx, version string) (bool, error) {
	const op = "gather.Passes"
	n, err := database.Value[int](ctx, tx, op, `select count(*) from gather where version_id = $1`, version)
	if err != nil || n == 0 {
		return false, err
	}
	kept, err := isKept(ctx, tx, version)
	return !kept, err
}

func isKept(ctx context.Context, tx access.Tx, version string) (bool, error) {
	n, err := database.Value[int](ctx, tx, "gather.isKept", `select count(*) from gather_kept where version_id = $1`, version)
	return n > 0, err
}

// Keep has the state that is shown stay at its address. fresh is false when it
// stays already.
func (s *Service) Keep(ctx context.Context, tx access.Tx, schema, why string) (g Gathering, fresh bool, err error) {
	const op = "gather.Keep"
	if g, err = Get(ctx, tx, schema); err != nil {
		return g, false, err
	}
	if g.Version == "" {
		return g, false, fault.Missing(op)
	}
	if there, err := isKept(ctx, tx, g.Version); there || err != nil {
		return g, false, err
	}
	model, ok := s.p.Schemas.Known(schema)
	if !ok {
		return g, false, fault.Missing(op)
	}
	list, err := Sources(ctx, tx, schema)
	if err != nil {
		return g, false, err
	}
	made := keptRecipe{Columns: columnsOf(model), Known: len(model.Columns), Address: s.p.PublicURL}
	for _, t := range list {
		made.Sources = append(made.Sources, t.Source)
	}
	text, err := json.Marshal(made)
	if err != nil {
		return g, false, fault.Wrap(op, err)
	}
	if _, err := database.Exec(ctx, tx, op, `insert into gather_kept (`+keptColumns+`, member_id) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,0,0,$10)`,
		g.Version, g.Schema, g.Dataset, g.Number, tx.Micros(), why, g.CSV, g.Parquet, string(text), g.Member); err != nil {
		return g, false, err
	}
	return g, true, tx.Record(ctx, EventKept, g.Member, g.Dataset, map[string]any{"schema": g.Schema, "version": g.Number, "why": why,
		"csv": g.CSV, "parquet": g.Parquet})
}

// KeepMonth keeps the first state of each month, of all schemas.
func (s *Service) KeepMonth(ctx context.Context) error {
	return s.p.Doors.Write(ctx, access.System("gather"), func(tx access.Tx) error {
		list, err := List(ctx, tx)
		if err != nil {
			return err
		}
		month := i18n.Local(tx.Clock().Now()).Format("2006-01")
		for _, g := range list {
			kept, err := KeptOf(ctx, tx, g.Schema)
			if err != nil {
				return err
			}
			done := slices.ContainsFunc(kept, func(k Kept) bool { return k.Why == "month" && i18n.Local(k.At).Format("2006-01") == month })
			if g.Stopped || g.Version == "" || done {
				continue
			}
			if _, _, err := s.Keep(ctx, tx, g.Schema, "month"); err != nil {
				return err
			}
		}
		return nil
	})
}

// mend brings the states that were kept in line with what is public today: what
// was taken back leaves them, with its bytes; what was brought back is in them
// again.
func (s *Service) mend(ctx context.Context, schema string) error {
	var kept []Kept
	standing := map[string]Source{}
	err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		if kept, err = KeptOf(ctx, tx, schema); err != nil {
			return err
		}
		var versions []string
		for _, k := range kept {
			for _, x := range k.recipe.Sources {
				if _, asked := standing[x.Version]; !asked {
					standing[x.Version] = Source{}
					versions = append(versions, x.Version)
				}
			}
		}
		standing, err = s.p.Shelf.Standing(ctx, tx, versions)
		return err
	})
	for _, k := range kept {
		if err == nil {
			err = s.mendOne(ctx, k, standing)
		}
	}
	return err
}

func (s *Service) mendOne(ctx context.Context, k Kept, standing map[string]Source) error {
	missing := []string{}
	var left []Source
	for _, x := range k.recipe.Sources {
		if _, ok := standing[x.Version]; ok {
			left = append(left, x)
		} else {
			missing = append(missing, x.Version)
		}
	}
	if slices.Equal(missing, k.recipe.Missing) || len(missing) == 0 && len(k.recipe.Missing) == 0 {
		return nil
	}
	owner, model, err := s.owner(ctx, k)
	if err != nil {
		return err
	}
	var all []part
	for no, list := range deal(left) {
		if len(list) == 0 {
			continue
		}
		for i := range list { // the member may have merged since
			list[i].Member = standing[list[i].Version].Member
		}
		p, err := s.write(ctx, owner, model, k.recipe.Columns, k.recipe.Address, no, list)
		if err != nil {
			return err
		}
		all = append(all, p)
	}
	state, err := s.whole(ctx, owner, k.recipe.Columns, all)
	if err != nil {
		return err
	}
	if err := s.p.Doors.Write(ctx, access.System("gather"), func(tx access.Tx) error { return s.mended(ctx, tx, k, owner, missing, state) }); err != nil {
		return err
	}
	gone := []string{k.CSV, k.Parquet}
	for _, p := range all { // the parts served to make the whole
		gone = append(gone, p.CSV.Digest, p.Parquet.Digest)
	}
	if k.Parquet != state.Parquet.Digest {
		if err := s.p.Tables.Forget(ctx, k.Parquet); err != nil {
			return err
		}
	}
	return s.p.Files.Free(ctx, owner, gone)
}

func (s *Service) mended(ctx context.Context, tx access.Tx, k Kept, owner string, missing []string, state State) error {
	const op = "gather.mended"
	if err := s.p.Shelf.Mend(ctx, tx, k.Version, state); err != nil {
		return err
	}
	k.recipe.Missing = missing
	text, err := json.Marshal(k.recipe)
	if err != nil {
		return fault.Wrap(op, err)
	}
	if _, err := database.Exec(ctx, tx, op, `update gather_kept set csv_digest = $1, parquet_digest = $2, recipe = $3, taken = $4, rewritten_at = $5
		where version_id = $6`, state.CSV.Digest, state.Parquet.Digest, string(text), len(missing), tx.Micros(), k.Version); err != nil {
		return err
	}
	// It may be the one that is shown.
	if _, err := database.Exec(ctx, tx, op, `update gather set csv_digest = $1, parquet_digest = $2 where version_id = $3`,
		state.CSV.Digest, state.Parquet.Digest, k.Version); err != nil {
		return err
	}
	return tx.Record(ctx, EventMended, owner, k.Dataset, map[string]any{"schema": k.Schema, "version": k.Number, "taken": len(missing),
		"csv": state.CSV.Digest, "parquet": state.Parquet.Digest})
}

// owner returns whose a past state is, and its schema as it was then.
func (s *Service) owner(ctx context.Context, k Kept) (owner string, m Model, err error) {
	err = s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) (err error) {
		owner, err = database.Value[string](ctx, tx, "gather.owner", `select member_id from gather_kept where version_id = $1`, k.Version)
		return err
	})
	return owner, Model{Name: k.Schema, Columns: k.recipe.Columns[:k.recipe.Known]}, err
}
