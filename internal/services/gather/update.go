package gather

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
)

// look is what there is to be gathered, and what was.
type look struct {
	Gathering
	model   Model
	columns []Column
	parts   []part // as they stand
	before  []Taken
	sources []Source
	kept    bool // the state shown is one that stays
}

// Update makes the consolidated dataset of a schema what it should be: it computes
// that from what is public, writes the parts that differ, and shows the whole. It
// does nothing where nothing differs. again writes all parts anew.
func (s *Service) Update(ctx context.Context, schema string, again bool) error {
	err := s.update(ctx, schema, again)
	if err != nil && ctx.Err() == nil {
		s.remember(ctx, schema, err)
	}
	return fault.Wrap("gather.Update", err)
}

func (s *Service) update(ctx context.Context, schema string, again bool) error {
	model, ok := s.p.Schemas.Known(schema)
	if !ok {
		return nil // a schema of which nobody knows the columns any more
	}
	began := s.p.Doors.Clock().Now()
	l, err := s.look(ctx, model)
	if err != nil || l.Member == "" || l.Stopped || l.Dataset == "" && len(l.sources) == 0 {
		return err
	}
	written, all, dropped, err := s.make(ctx, l, again)
	if err != nil {
		return err
	}
	if len(written) > 0 || len(dropped) > 0 || l.Dataset == "" || l.Problem != "" {
		if err := s.show(ctx, l, written, all, dropped, began); err != nil {
			return err
		}
	}
	return s.afterwards(ctx, l)
}

// look reads, as the public sees it, what there is.
func (s *Service) look(ctx context.Context, model Model) (l look, err error) {
	l.model, l.columns = model, columnsOf(model)
	err = s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
		operator, err := organisation.Operator(ctx, tx)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if l.Gathering, err = Get(ctx, tx, model.Name); err != nil {
			return err
		}
		l.Member = operator.ID
		if l.parts, err = parts(ctx, tx, model.Name); err != nil {
			return err
		}
		if l.before, err = Sources(ctx, tx, model.Name); err != nil {
			return err
		}
		if l.kept, err = isKept(ctx, tx, l.Version); err != nil {
			return err
		}
		sources, err := s.p.Shelf.Sources(ctx, tx, model.Name)
		// It does not gather itself.
		l.sources = slices.DeleteFunc(sources, func(x Source) bool { return x.Dataset == l.Dataset })
		return err
	})
	return l, err
}

// make writes the parts that differ from what stands. all are the parts of the
// whole, in their order.
func (s *Service) make(ctx context.Context, l look, again bool) (written, all []part, dropped []int, err error) {
	standing := map[int]part{}
	for _, p := range l.parts {
		standing[p.No] = p
	}
	for no, list := range deal(l.sources) {
		p, there := standing[no]
		switch {
		case len(list) == 0 && there:
			dropped = append(dropped, no)
		case len(list) == 0:
		case there && !again && p.Recipe == recipe(l.columns, s.p.PublicURL, list):
			all = append(all, p)
		default:
			if p, err = s.write(ctx, l.Member, l.model, l.columns, s.p.PublicURL, no, list); err != nil {
				return nil, nil, nil, err
			}
			written, all = append(written, p), append(all, p)
		}
	}
	return written, all, dropped, nil
}

// show puts the parts together and shows them.
func (s *Service) show(ctx context.Context, l look, written, all []part, dropped []int, began time.Time) error {
	state, err := s.whole(ctx, l.Member, l.columns, all)
	if err != nil {
		return err
	}
	s.describe(&state, l)
	if l.Parquet != "" && l.Parquet != state.Parquet.Digest {
		if err := s.revise(ctx, l, state, written, all); err != nil {
			// The table is then made of its Parquet, when somebody asks.
			s.p.Log.WarnContext(ctx, "consolidation: the query table is made anew", "schema", l.Schema, "error", err)
		}
	}
	return s.p.Doors.Write(ctx, access.System("gather"), func(tx access.Tx) error {
		return s.record(ctx, tx, l, state, written, all, dropped, began)
	})
}

// record writes a state into the records and shows it.
func (s *Service) record(ctx context.Context, tx access.Tx, l look, state State, written, all []part, dropped []int, began time.Time) error {
	now, err := Get(ctx, tx, l.Schema)
	if err != nil {
		return err
	}
	if now.Version != l.Version || now.Stopped {
		return fault.New(fault.Conflict, "gather.record", "La consolidation vient de changer. Recommencez.", "The consolidation has just changed. Try again.")
	}
	g := l.Gathering
	g.Sources, g.Rows, g.LeftCells, g.PartsMade, g.Problem = len(l.sources), state.Rows, 0, len(written), ""
	var fresh []string
	for _, p := range written {
		fresh = append(fresh, p.CSV.Digest, p.Parquet.Digest)
	}
	if len(fresh) > 0 {
		if err := s.p.Files.Claim(ctx, tx, l.Member, fresh); err != nil {
			return err
		}
	}
	changed := l.CSV != state.CSV.Digest || l.Parquet != state.Parquet.Digest
	if changed || g.Dataset == "" {
		shown, err := s.p.Shelf.Show(ctx, tx, g.Dataset, state, l.kept)
		if err != nil {
			return err
		}
		g.Dataset, g.Version, g.Number = shown.Dataset, shown.Version, shown.Number
		g.CSV, g.Parquet, g.Updated = state.CSV.Digest, state.Parquet.Digest, tx.Clock().Now()
	}
	columns, err := json.Marshal(queried(l.columns))
	if err != nil {
		return err
	}
	g.columns = string(columns)
	if err := saveParts(ctx, tx, g, written, dropped); err != nil {
		return err
	}
	if g.LeftCells, g.Members, err = counted(ctx, tx, g.Schema); err != nil {
		return err
	}
	g.Took = tx.Clock().Now().Sub(began)
	if err := g.save(ctx, tx); err != nil || !changed {
		return err
	}
	if err := s.let(ctx, tx, l, all); err != nil {
		return err
	}
	return tx.Record(ctx, EventGathered, g.Member, g.Dataset, map[string]any{"schema": g.Schema, "version": g.Number, "datasets": g.Sources,
		"members": g.Members, "rows": g.Rows, "parts": len(written), "csv": g.CSV, "parquet": g.Parquet})
}

// let notes the files that the state before had and this one has not.
func (s *Service) let(ctx context.Context, tx access.Tx, l look, all []part) error {
	still := map[string]bool{}
	for _, p := range all {
		still[p.CSV.Digest], still[p.Parquet.Digest] = true, true
	}
	csv, parquet := []string{}, []string{}
	for _, p := range l.parts {
		csv, parquet = append(csv, p.CSV.Digest), append(parquet, p.Parquet.Digest)
	}
	if l.CSV != "" && !l.kept {
		csv, parquet = append(csv, l.CSV), append(parquet, l.Parquet)
	}
	gone := func(d string) bool { return still[d] }
	if err := replaced(ctx, tx, l.Member, slices.DeleteFunc(csv, gone), false); err != nil {
		return err
	}
	return replaced(ctx, tx, l.Member, slices.DeleteFunc(parquet, gone), true)
}

// counted counts the cells that were left out, and the members.
func counted(ctx context.Context, tx access.Tx, schema string) (left int64, members int, err error) {
	list, err := Sources(ctx, tx, schema)
	seen := map[string]bool{}
	for _, t := range list {
		left += t.Left.Count()
		seen[t.Member] = true
	}
	return left, len(seen), err
}

// revise makes the query table out of the one before.
func (s *Service) revise(ctx context.Context, l look, state State, written, all []part) error {
	var before []tables.Column
	if json.Unmarshal([]byte(l.Gathering.columns), &before) != nil || !slices.Equal(before, queried(l.columns)) {
		return nil
	}
	from := map[int]int64{}
	var at int64
	for _, p := range l.parts {
		from[p.No] = at
		at += p.Rows
	}
	fresh := map[int]bool{}
	for _, p := range written {
		fresh[p.No] = true
	}
	var stretches []tables.Stretch
	for _, p := range all {
		if !fresh[p.No] {
			stretches = append(stretches, tables.Stretch{From: from[p.No], To: from[p.No] + p.Rows})
			continue
		}
		stretches = append(stretches, tables.Stretch{Fresh: func(ctx context.Context) (io.ReadCloser, error) {
			return s.p.Blobs.Open(ctx, l.Member, p.Parquet.Digest)
		}})
	}
	_, err := s.p.Tables.Revise(ctx, state.Parquet.Digest, l.Parquet, stretches)
	return err
}

// remember keeps what failed, for the operator to read.
func (s *Service) remember(ctx context.Context, schema string, problem error) {
	err := s.p.Doors.Write(ctx, access.System("gather"), func(tx access.Tx) error {
		g, err := Get(ctx, tx, schema)
		if err != nil || g.Dataset == "" {
			return err
		}
		g.Problem = fault.Message(problem).Fr
		return g.save(ctx, tx)
	})
	if err != nil {
		s.p.Log.WarnContext(ctx, "consolidation: what failed is not kept", "schema", schema, "error", err)
	}
}
