package madis

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/intake"
)

// rowsAtOnce is how many rows one transaction sets aside.
const rowsAtOnce = 500

// Read sets aside what a source holds for an import that has begun, and counts
// it. Whatever stood aside before is thrown away first, so that a reading that
// was cut off begins anew.
func (s *Service) Read(ctx context.Context, id string, src Source) error {
	i, err := s.get(ctx, id)
	if err != nil {
		return err
	}
	if i.State != intake.Reading {
		return nil
	}
	o, err := learn(ctx, src)
	if err != nil {
		return s.fail(ctx, i, err)
	}
	if err := s.write(ctx, func(tx access.Tx) error {
		i.Total = 0
		for _, n := range o.rows {
			i.Total += int64(n)
		}
		if err := intake.DropRows(ctx, tx, id); err != nil {
			return err
		}
		return intake.Save(ctx, tx, i)
	}); err != nil {
		return err
	}
	if err := s.setAside(ctx, &i, o, src); err != nil {
		return s.fail(ctx, i, err)
	}
	if err := s.count(ctx, &i, o); err != nil {
		return err
	}
	return s.write(ctx, func(tx access.Tx) error {
		i.State, i.Done = intake.Ready, i.Total
		i.Counts = encode(read{Whole: src.Whole(), Rows: o.rows})
		if err := intake.Save(ctx, tx, i); err != nil {
			return err
		}
		return tx.Record(ctx, intake.EventRead, i.MemberID, i.ID, map[string]any{"source": Name})
	})
}

// Name is the name of this kind of import.
const Name = "madis"

// read is what is known of the installation as a whole.
type read struct {
	Whole bool           `json:"whole"`
	Rows  map[string]int `json:"rows"`
}

func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of texts and numbers
	}
	return string(b)
}

// fail notes why an import cannot go on, if the file is at fault; other errors
// are tried again.
func (s *Service) fail(ctx context.Context, i intake.Import, cause error) error {
	if k := fault.KindOf(cause); k != fault.Invalid && k != fault.TooLarge {
		return cause
	}
	err := s.write(ctx, func(tx access.Tx) error {
		if err := intake.DropRows(ctx, tx, i.ID); err != nil {
			return err
		}
		i.State, i.Trouble = intake.Failed, fault.Message(cause)
		return intake.Save(ctx, tx, i)
	})
	if err != nil {
		return err
	}
	return cause
}

// setAside writes the rows of a source, a batch at a time.
func (s *Service) setAside(ctx context.Context, i *intake.Import, o *owners, src Source) error {
	roots := o.roots()
	var batch []intake.Row
	var seq int64
	flush := func() error {
		err := s.write(ctx, func(tx access.Tx) error {
			if err := intake.AddRows(ctx, tx, *i, seq, batch); err != nil {
				return err
			}
			next := *i
			next.Done = seq + int64(len(batch))
			return intake.Save(ctx, tx, next)
		})
		seq += int64(len(batch))
		batch = batch[:0]
		return err
	}
	err := src.Each(ctx, func(database, table string, row map[string]string) error {
		sh := shapes[table]
		if database != o.database || !sh.skip.Empty() {
			return nil
		}
		for _, c := range sh.drop {
			delete(row, c)
		}
		key := row[keyOf(table, func(c string) bool { _, ok := row[c]; return ok })]
		if table == tTreatment {
			row["_root"] = o.root(key)
			if roots[row["_root"]] {
				row["_model"] = "1"
			}
		}
		if first := o.stands(table, row); first != "" {
			row["_root"], row["_model"] = first, "1"
		}
		batch = append(batch, intake.Row{Part: o.of(table, row), Table: table, Key: key, Body: encode(row)})
		if len(batch) >= rowsAtOnce {
			return flush()
		}
		return nil
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	return err
}

// bundleOf reads what was set aside for a part.
func bundleOf(ctx context.Context, tx access.Tx, id, part string) (bundle, error) {
	rows, err := intake.Rows(ctx, tx, id, part)
	if err != nil {
		return nil, err
	}
	b := bundle{}
	for _, r := range rows {
		values := map[string]string{}
		if err := json.Unmarshal([]byte(r.Body), &values); err != nil {
			return nil, fmt.Errorf("madis: %s %s: %w", r.Table, r.Key, err)
		}
		b[r.Table] = append(b[r.Table], newRecord(r.Table, r.Key, values))
	}
	for _, list := range b { // a dump and a database give rows in orders of their own
		slices.SortStableFunc(list, func(a, b *record) int { return strings.Compare(a.key, b.key) })
	}
	return b, nil
}

// count makes the parts: the bodies, whom they are here, and what becomes of
// what each has.
func (s *Service) count(ctx context.Context, i *intake.Import, o *owners) error {
	var bodies []string
	var library bundle
	if err := s.reading(ctx, func(tx access.Tx) error {
		rows, err := intake.Parted(ctx, tx, i.ID)
		bodies = rows
		if err == nil {
			library, err = bundleOf(ctx, tx, i.ID, "")
		}
		return err
	}); err != nil {
		return err
	}
	all := questionnaires(library)
	if err := s.write(ctx, func(tx access.Tx) error {
		return intake.PutPart(ctx, tx, intake.Part{ImportID: i.ID, MemberID: i.MemberID, TargetID: i.MemberID, Decision: intake.Match, State: "waiting",
			Counts: libraryCounts(library, all, o)})
	}); err != nil {
		return err
	}
	for _, key := range bodies {
		if key == "" {
			continue
		}
		if err := s.write(ctx, func(tx access.Tx) error {
			b, err := bundleOf(ctx, tx, i.ID, key)
			if err != nil {
				return err
			}
			part, err := s.partOf(ctx, tx, *i, key, b)
			if err != nil {
				return err
			}
			part.Counts = planOf(b, library, all).counts
			if err := s.before(ctx, tx, &part); err != nil {
				return err
			}
			return intake.PutPart(ctx, tx, part)
		}); err != nil {
			return err
		}
	}
	return nil
}

func libraryCounts(library bundle, all []questionnaire, o *owners) intake.Counts {
	c := intake.Counts{}
	put := func(kind string, taken, left int) {
		if taken+left > 0 {
			c[kind] = intake.Count{Found: taken + left, Taken: taken, Left: left}
		}
	}
	put(intake.Models, len(o.roots()), 0)
	put(intake.Catalogue, o.entries(), 0)
	bad := 0
	for _, q := range all {
		if !q.problem.Empty() {
			bad++
		}
	}
	put(intake.Questionnaires, len(all)-bad, bad)
	put("documents", len(library[tDocument]), 0)
	put("assessment-models", 0, len(library["aipd_modele"]))
	unknown, orphans := 0, 0
	for t, list := range library {
		s, known := shapes[t]
		for _, r := range list {
			switch {
			case !known:
				unknown++
			case s.parent != "" && r.values[s.parent] != "":
				orphans++
			}
		}
	}
	put("unknown", 0, unknown)
	put("orphans", 0, orphans)
	return c
}

var kinds = map[string]organisation.Kind{"commune": organisation.Commune, "ccas": organisation.CCAS, "epci": organisation.EPCI, "cias": organisation.CIAS,
	"syndicat": organisation.Syndicat}

// partOf says who a body is, and which member here has its SIREN.
func (s *Service) partOf(ctx context.Context, tx access.Tx, i intake.Import, key string, b bundle) (intake.Part, error) {
	p := intake.Part{ImportID: i.ID, Key: key, MemberID: i.MemberID, Decision: intake.Choose, State: "waiting"}
	r := b.one(tStructure, key)
	if r == nil { // a row whose body was deleted
		p.Name, p.Decision = "Collectivité effacée "+short8(key), intake.Skip
		p.Trouble = i18n.T("la collectivité elle-même n’est plus dans la base", "the body itself is no longer in the database")
		return p, nil
	}
	p.Name, p.Siren, p.Kind = cut(or(oneLine(r.values["name"]), "Sans nom"), 200), sirenOf(r.values["siren"]), string(organisation.Other)
	if k, ok := kinds[r.values["type"]]; ok {
		p.Kind = string(k)
	}
	if p.Siren == "" {
		p.Trouble = i18n.T("elle n’a pas de SIREN valable dans Madis", "it has no valid SIREN in Madis")
		return p, nil
	}
	m, err := organisation.BySiren(ctx, tx, p.Siren)
	switch {
	case err == nil && m.Closed.IsZero():
		p.Decision, p.TargetID = intake.Match, m.ID
	case err == nil:
		p.Trouble = i18n.T("cet adhérent n’est plus servi", "this member is no longer served")
	case !fault.Is(err, fault.NotFound):
		return p, err
	}
	return p, nil
}

// before counts what the member of a part has now, and will have.
func (s *Service) before(ctx context.Context, tx access.Tx, p *intake.Part) error {
	if p.Counts == nil {
		p.Counts = intake.Counts{}
	}
	for kind, c := range p.Counts {
		c.Before = 0
		if h, ok := s.Holds.Of(kind); ok && h.Count != nil && p.TargetID != "" {
			n, err := h.Count(ctx, tx, p.TargetID)
			if err != nil {
				return err
			}
			c.Before = n
		}
		c.After = c.Before + c.Taken
		p.Counts[kind] = c
	}
	return nil
}
