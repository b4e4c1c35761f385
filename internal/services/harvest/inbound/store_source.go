package inbound

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/standards/portals"
)

const sourceColumns = `id, member_id, name, url, kind, pace, paused, created_at, created_by, next_at`

func scanSource(r database.Row) (Source, error) {
	var s Source
	var kind, pace string
	var created, next int64
	err := r.Scan(&s.ID, &s.MemberID, &s.Name, &s.URL, &kind, &pace, &s.Paused, &created, &s.By, &next)
	s.Kind, s.Pace, s.Created, s.Next = portals.Kind(kind), Pace(pace), clock.FromMicros(created), clock.FromMicros(next)
	return s, err
}

// Add makes a source and asks for its first run. kind must be known by then
// (Detect). The same address twice at one member is a Conflict.
func (s *Service) Add(ctx context.Context, tx access.Tx, member string, d Draft) (Source, error) {
	const op = "inbound.Add"
	if err := tx.May(ctx, access.Publish, member); err != nil {
		return Source{}, err
	}
	if err := access.Served(ctx, tx, op, member); err != nil {
		return Source{}, err
	}
	d, err := s.clean(d)
	if err != nil {
		return Source{}, err
	}
	if d.Kind == "" {
		return Source{}, fault.New(fault.Invalid, op, "Dites de quelle sorte est ce catalogue.", "Say of which kind this catalogue is.")
	}
	list, err := Sources(ctx, tx, member)
	if err != nil {
		return Source{}, err
	}
	if len(list) >= MaxSources {
		return Source{}, fault.New(fault.Conflict, op, "Cette collectivité a déjà %[1]d sources. Supprimez-en une d’abord.",
			"This body has %[1]d sources already. Remove one first.", len(list))
	}
	for _, other := range list {
		if other.URL == d.URL {
			return Source{}, fault.New(fault.Conflict, op, "Cette adresse est déjà moissonnée, sous le nom «\u00a0%[1]s\u00a0».",
				"This address is harvested already, as “%[1]s”.", other.Name)
		}
	}
	now := tx.Clock().Now()
	x := Source{ID: tx.NewID(), MemberID: member, Name: d.Name, URL: d.URL, Kind: d.Kind, Pace: d.Pace, Created: now, By: tx.Scope().Actor().ID, Next: d.Pace.after(now)}
	_, err = database.Exec(ctx, tx, op, `insert into harvest_source (`+sourceColumns+`) values ($1,$2,$3,$4,$5,$6,0,$7,$8,$9)`,
		x.ID, x.MemberID, x.Name, x.URL, string(x.Kind), string(x.Pace), clock.Micros(now), x.By, clock.Micros(x.Next))
	if err != nil {
		return Source{}, err
	}
	if err := s.enqueue(ctx, tx, x); err != nil {
		return Source{}, err
	}
	return x, tx.Record(ctx, EventAdded, member, x.ID, map[string]any{"host": x.Host(), "kind": x.Kind, "pace": x.Pace})
}

// Sources lists a member's sources to those who see it.
func Sources(ctx context.Context, tx access.Tx, member string) ([]Source, error) {
	const op = "inbound.Sources"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, scanSource, `select `+sourceColumns+` from harvest_source where member_id = $1 order by id`, member)
}

// AllSources lists the sources of all members whom the scope sees.
func AllSources(ctx context.Context, tx access.Tx) ([]Source, error) {
	where, args := tx.Only("member_id", nil)
	return database.All(ctx, tx, "inbound.AllSources", scanSource, `select `+sourceColumns+` from harvest_source where `+where+` order by member_id, id`, args...)
}

func source(ctx context.Context, tx access.Tx, op, id string) (Source, error) {
	return database.One(ctx, tx, op, scanSource, `select `+sourceColumns+` from harvest_source where id = $1`, id)
}

// GetSource returns a source to those who see its member.
func GetSource(ctx context.Context, tx access.Tx, id string) (Source, error) {
	const op = "inbound.GetSource"
	x, err := source(ctx, tx, op, id)
	if err == nil {
		err = tx.Sees(op, x.MemberID)
	}
	if err != nil {
		return Source{}, err
	}
	return x, nil
}

// mine is GetSource for somebody who may change it.
func mine(ctx context.Context, tx access.Tx, id string) (Source, error) {
	x, err := GetSource(ctx, tx, id)
	if err == nil {
		err = tx.May(ctx, access.Publish, x.MemberID)
	}
	if err != nil {
		return Source{}, err
	}
	return x, nil
}

// Change gives a source another name or pace, or pauses it. Its address and kind
// stay: another catalogue is another source.
func (s *Service) Change(ctx context.Context, tx access.Tx, id, name string, pace Pace, paused bool) (Source, error) {
	const op = "inbound.Change"
	x, err := mine(ctx, tx, id)
	if err != nil {
		return x, err
	}
	d, err := s.clean(Draft{Name: name, URL: x.URL, Kind: x.Kind, Pace: pace})
	if err != nil && !paused { // a source whose host is allowed no longer may still be paused
		return x, err
	}
	x.Name, x.Pace, x.Paused, x.Next = d.Name, d.Pace, paused, d.Pace.after(tx.Clock().Now())
	if x.Name == "" || x.Pace == "" {
		x.Name, x.Pace = name, pace
	}
	if paused {
		x.Next = clock.FromMicros(0)
	}
	if _, err = database.Exec(ctx, tx, op, `update harvest_source set name = $1, pace = $2, paused = $3, next_at = $4 where id = $5`,
		x.Name, string(x.Pace), database.Bool(paused), clock.Micros(x.Next), id); err != nil {
		return x, err
	}
	return x, tx.Record(ctx, EventChanged, x.MemberID, x.ID, map[string]any{"pace": x.Pace, "paused": paused})
}

// Remove deletes a source with all that was harvested from it.
func (s *Service) Remove(ctx context.Context, tx access.Tx, id string) (Source, error) {
	const op = "inbound.Remove"
	x, err := mine(ctx, tx, id)
	if err != nil {
		return x, err
	}
	for _, q := range []string{`delete from harvest_name where source_id = $1`, `delete from harvest_record where source_id = $1`,
		`delete from harvest_run where source_id = $1`, `delete from harvest_source where id = $1`} {
		if _, err := database.Exec(ctx, tx, op, q, id); err != nil {
			return x, err
		}
	}
	return x, tx.Record(ctx, EventRemoved, x.MemberID, x.ID, map[string]any{"host": x.Host()})
}

// Ask asks for a run now.
func (s *Service) Ask(ctx context.Context, tx access.Tx, id string) (Source, error) {
	x, err := mine(ctx, tx, id)
	if err == nil {
		_, err = s.cleanURL(x.URL)
	}
	if err == nil {
		err = access.Served(ctx, tx, "inbound.Ask", x.MemberID)
	}
	if err != nil {
		return x, err
	}
	return x, s.enqueue(ctx, tx, x)
}

// dueSources are those of members that are served whose time has come.
func dueSources(ctx context.Context, tx access.Tx) ([]Source, error) {
	return database.All(ctx, tx, "inbound.due", scanSource, `select `+sourceColumns+` from harvest_source
		where next_at > 0 and next_at <= $1 and paused = 0 and member_id in (select id from member where closed_at = 0) order by next_at limit 500`, tx.Micros())
}
