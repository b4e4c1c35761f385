package inbound

import (
	"context"
	"encoding/json"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
	"airial/standards/portals"
)

const recordColumns = `r.id, r.source_id, r.member_id, r.body, r.mark, r.first_at, r.seen_at, r.vanished_at`

func scanRecord(r database.Row) (Record, error) {
	var x Record
	var body string
	var first, seen, vanished int64
	err := r.Scan(&x.ID, &x.SourceID, &x.MemberID, &body, &x.digest, &first, &seen, &vanished)
	if err == nil {
		err = json.Unmarshal([]byte(body), &x.Dataset)
	}
	x.First, x.Seen, x.Vanished = clock.FromMicros(first), clock.FromMicros(seen), clock.FromMicros(vanished)
	return x, err
}

// settle says what becomes of some datasets that a source lists, and writes it
// where it is to be written. common are the names that tell nothing apart.
func (s *Service) settle(ctx context.Context, tx access.Tx, x Source, list []portals.Dataset, common map[string]bool, r *Run, write bool) error {
	own, err := s.ours(ctx, tx, list)
	if err != nil {
		return err
	}
	there, err := standing(ctx, tx, x.ID, list)
	if err != nil {
		return err
	}
	others, err := named(ctx, tx, x.ID, list, common)
	if err != nil {
		return err
	}
	for _, d := range list {
		line := Line{Identifier: d.Identifier, Title: d.Title, Remarks: d.Remarks}
		old, known := there[d.Identifier]
		switch {
		case own[d.Identifier]:
			line.What, line.Why = Refused, OurOwn
		case !known && others[d.Identifier] != "":
			line.What, line.Why, line.From = Refused, Elsewhere, others[d.Identifier]
		default:
			if err := s.put(ctx, tx, x, d, old, known, common, &line, write); err != nil {
				return err
			}
		}
		r.tell(line)
	}
	return nil
}

// put writes a dataset that is taken.
func (s *Service) put(ctx context.Context, tx access.Tx, x Source, d portals.Dataset, old Record, known bool, common map[string]bool, line *Line, write bool) error {
	const op = "inbound.put"
	body, digest, err := encode(d)
	if err != nil {
		return fault.Wrap(op, err)
	}
	switch {
	case !known:
		line.What = Added
	case !old.Vanished.IsZero():
		line.What = Back
	case old.digest != digest:
		line.What = Changed
	default:
		line.What = Same
	}
	if !write {
		return nil
	}
	now := tx.Micros()
	if known && old.digest == digest {
		_, err := database.Exec(ctx, tx, op, `update harvest_record set seen_at = $1, vanished_at = 0 where id = $2`, now, old.ID)
		return err
	}
	id := old.ID
	words, key, modified := wordsOf(d, x.Name), text.SortKey(d.Title), clock.Micros(d.Modified)
	if known {
		_, err = database.Exec(ctx, tx, op, `update harvest_record set title = $1, sort_key = $2, words = $3, body = $4, mark = $5, modified_at = $6,
			seen_at = $7, sides = $8, vanished_at = 0 where id = $9`, d.Title, key, words, body, digest, modified, now, sidesOf(d), id)
		if err == nil {
			_, err = database.Exec(ctx, tx, op, `delete from harvest_name where record_id = $1`, id)
		}
	} else {
		id = tx.NewID()
		_, err = database.Exec(ctx, tx, op, `insert into harvest_record (id, source_id, member_id, foreign_key, title, sort_key, words, body, mark, modified_at, first_at, seen_at, sides, vanished_at)
			values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,0)`, id, x.ID, x.MemberID, d.Identifier, d.Title, key, words, body, digest, modified, now, now, sidesOf(d))
	}
	for _, n := range names(d) {
		if err != nil {
			return err
		}
		if !common[n] {
			_, err = database.Exec(ctx, tx, op, `insert into harvest_name (record_id, source_id, member_id, name) values ($1,$2,$3,$4)`, id, x.ID, x.MemberID, n)
		}
	}
	return err
}

// ours are the identifiers of those datasets that are published here.
func (s *Service) ours(ctx context.Context, tx access.Tx, list []portals.Dataset) (map[string]bool, error) {
	out := map[string]bool{}
	var ids []string
	for _, d := range list {
		out[d.Identifier] = s.leadsHome(d)
		ids = append(ids, ourIdentifiers(d)...)
	}
	if len(ids) == 0 || s.Own == nil {
		return out, nil
	}
	known, err := s.Own.Known(ctx, tx, ids)
	for _, d := range list {
		if slices.ContainsFunc(ourIdentifiers(d), func(id string) bool { return slices.Contains(known, id) }) {
			out[d.Identifier] = true
		}
	}
	return out, err
}

// standing are the records of a source for some datasets, by identifier.
func standing(ctx context.Context, tx access.Tx, source string, list []portals.Dataset) (map[string]Record, error) {
	out := map[string]Record{}
	args := []any{source}
	for _, d := range list {
		args = append(args, d.Identifier)
	}
	if source == "" || len(list) == 0 {
		return out, nil
	}
	err := database.Each(ctx, tx, "inbound.standing", func(r database.Row) error {
		x, err := scanRecord(r)
		out[x.Identifier] = x
		return err
	}, `select `+recordColumns+` from harvest_record r where r.source_id = $1 and r.foreign_key in (`+database.In(len(list), 2)+`)`, args...)
	return out, err
}

// named are the sources, by name, that have brought some of the datasets already,
// by the identifier here.
func named(ctx context.Context, tx access.Tx, except string, list []portals.Dataset, common map[string]bool) (map[string]string, error) {
	out, by := map[string]string{}, map[string][]string{}
	var all []string
	for _, d := range list {
		for _, n := range names(d) {
			if !common[n] {
				by[n] = append(by[n], d.Identifier)
				all = append(all, n)
			}
		}
	}
	for some := range slices.Chunk(all, 500) {
		err := database.Each(ctx, tx, "inbound.named", func(r database.Row) error {
			var n, source string
			err := r.Scan(&n, &source)
			for _, id := range by[n] {
				out[id] = source
			}
			return err
		}, `select n.name, s.name from harvest_name n join harvest_source s on s.id = n.source_id join harvest_record r on r.id = n.record_id
			where n.source_id <> $1 and r.vanished_at = 0 and n.name in (`+database.In(len(some), 2)+`)`, append([]any{except}, database.Args(some)...)...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// vanish marks what a whole harvest has not seen. Of one that found nothing at
// all nothing is believed.
func vanish(ctx context.Context, tx access.Tx, x Source, r *Run, nothing bool) error {
	const op = "inbound.vanish"
	gone, err := database.All(ctx, tx, op, scanRecord, `select `+recordColumns+` from harvest_record r
		where r.source_id = $1 and r.vanished_at = 0 and r.seen_at < $2 order by r.sort_key, r.id`, x.ID, clock.Micros(r.Begun))
	if err != nil || len(gone) == 0 {
		return err
	}
	if nothing {
		r.State = Failed
		r.Trouble = said(fault.New(fault.Unavailable, op, "La source ne liste plus aucun jeu de données. Rien n’a été marqué comme disparu\u202f: vérifiez l’adresse.",
			"The source lists no dataset any more. Nothing was marked as vanished: check the address."))
		return nil
	}
	for _, g := range gone {
		r.tell(Line{What: Vanished, Identifier: g.Identifier, Title: g.Title})
	}
	_, err = database.Exec(ctx, tx, op, `update harvest_record set vanished_at = $1 where source_id = $2 and vanished_at = 0 and seen_at < $3`,
		tx.Micros(), x.ID, clock.Micros(r.Begun))
	return err
}

// sameSource is the member's source of that address, or one without identifier.
func sameSource(ctx context.Context, tx access.Tx, member, address string) (Source, error) {
	x, err := database.One(ctx, tx, "inbound.sameSource", scanSource, `select `+sourceColumns+` from harvest_source where member_id = $1 and url = $2`, member, address)
	if fault.Is(err, fault.NotFound) {
		return Source{MemberID: member, URL: address}, nil
	}
	return x, err
}
