package address

import (
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/standards/bal"
)

// Base is a commune's address base.
type Base struct {
	MemberID     string
	Begun        time.Time
	Consent      string // the habilitation at the national base; "" for none asked
	ConsentState string // pending, accepted, rejected
	ConsentMail  string // where its code was sent
	Dataset      string // the piece it was published as
}

// Of returns a member's base; false before it is begun.
func Of(ctx context.Context, tx access.Tx, member string) (Base, bool, error) {
	list, err := database.All(ctx, tx, "address.Of", func(r database.Row) (Base, error) {
		var b Base
		var at int64
		err := r.Scan(&b.MemberID, &at, &b.Consent, &b.ConsentState, &b.ConsentMail, &b.Dataset)
		b.Begun = clock.FromMicros(at)
		return b, err
	}, `select member_id, begun_at, consent, consent_state, consent_mail, dataset from address_base where member_id = $1`, member)
	if err != nil || len(list) == 0 {
		return Base{}, false, err
	}
	return list[0], true, nil
}

func begin(ctx context.Context, tx access.Tx, member string) error {
	_, err := database.Exec(ctx, tx, "address.begin", `insert into address_base (member_id, begun_at, begun_by, consent, consent_state, consent_mail, dataset)
		values ($1,$2,$3,'','','','') on conflict (member_id) do nothing`, member, tx.Micros(), tx.Scope().Actor().Ref())
	return err
}

// Rows returns what stands, by street and number; of one street, or all ("").
func Rows(ctx context.Context, tx access.Tx, member, street string) ([]Row, error) {
	where, args := ``, []any{member}
	if street != "" {
		where, args = ` and name = $2 and name_key = $3`, append(args, street, bal.Fold(street))
	}
	return database.All(ctx, tx, "address.Rows", scanRow, `select `+rowColumns+` from address_row
		where member_id = $1 and gone_in = ''`+where+` order by name_key, name, number, suffix, position, id`, args...)
}

// Street is a street or place, with what it holds.
type Street struct {
	Name      string
	Numbers   int // positions of numbers
	Certified int
	Lost      int // numbers without a position
	Place     bool
}

// Streets lists the streets and places, by name.
func Streets(ctx context.Context, tx access.Tx, member string) ([]Street, error) {
	return database.All(ctx, tx, "address.Streets", func(r database.Row) (Street, error) {
		var s Street
		var places int
		err := r.Scan(&s.Name, &s.Numbers, &s.Certified, &s.Lost, &places)
		s.Place = places > 0
		return s, err
	}, `select name, sum(case when number <> 99999 then 1 else 0 end), sum(case when number <> 99999 then certified else 0 end),
		sum(case when number <> 99999 and located = 0 then 1 else 0 end), sum(case when number = 99999 then 1 else 0 end)
		from address_row where member_id = $1 and gone_in = '' group by name_key, name order by name_key, name`, member)
}

func insertRow(ctx context.Context, tx access.Tx, member, change string, r Row) error {
	_, err := database.Exec(ctx, tx, "address.insertRow", `insert into address_row (id, member_id, address, born_in, gone_in, name, name_key, number, suffix, position, located, lon, lat,
		complement, parcels, certified, changed, commune_id, street_id, address_id, street_code, former_insee, former_commune, names, complements)
		values ($1,$2,$3,$4,'',$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24)`, r.values(member, change)...)
	return err
}

// Change is something that was done to the base.
type Change struct {
	ID, MemberID string
	Kind         string // import, write, rename, certify, remove
	About        string // the street; the file
	Actor        access.Actor
	Made         time.Time
	Undone       time.Time
}

// Changes lists the latest.
func Changes(ctx context.Context, tx access.Tx, member string, limit int) ([]Change, error) {
	return database.All(ctx, tx, "address.Changes", scanChange, `select id, member_id, kind, about, actor_kind, actor_id, actor_name, made_at, undone_at from address_change
		where member_id = $1 order by made_at desc, id desc limit $2`, member, limit)
}

func scanChange(r database.Row) (Change, error) {
	var c Change
	var kind string
	var made, undone int64
	err := r.Scan(&c.ID, &c.MemberID, &c.Kind, &c.About, &kind, &c.Actor.ID, &c.Actor.Name, &made, &undone)
	c.Actor.Kind, c.Made, c.Undone = access.ActorKind(kind), clock.FromMicros(made), clock.FromMicros(undone)
	return c, err
}

func putChange(ctx context.Context, tx access.Tx, member, kind, about string) (Change, error) {
	c := Change{ID: tx.NewID(), MemberID: member, Kind: kind, About: about, Actor: tx.Scope().Actor(), Made: tx.Clock().Now()}
	_, err := database.Exec(ctx, tx, "address.putChange", `insert into address_change (id, member_id, kind, about, actor_kind, actor_id, actor_name, made_at, undone_at, undone_by)
		values ($1,$2,$3,$4,$5,$6,$7,$8,0,'')`, c.ID, member, kind, about, string(c.Actor.Kind), c.Actor.ID, c.Actor.Name, clock.Micros(c.Made))
	return c, err
}

// Undo takes a change back: what it wrote is gone, what it ended lives again. It
// is a Conflict when a later change has touched the same rows.
func Undo(ctx context.Context, tx access.Tx, id string) (Change, error) {
	const op = "address.Undo"
	where, args := tx.Only("member_id", []any{id})
	list, err := database.All(ctx, tx, op, scanChange, `select id, member_id, kind, about, actor_kind, actor_id, actor_name, made_at, undone_at from address_change where id = $1 and `+where, args...)
	if err != nil {
		return Change{}, err
	}
	if len(list) == 0 {
		return Change{}, fault.Missing(op)
	}
	c := list[0]
	if err := tx.May(ctx, access.Deposit, c.MemberID); err != nil {
		return c, err
	}
	if !c.Undone.IsZero() {
		return c, fault.New(fault.Conflict, op, "C’est déjà annulé.", "It is undone already.")
	}
	touched, err := database.Value[int](ctx, tx, op, `select count(*) from address_row where born_in = $1 and gone_in <> ''`, id)
	if err == nil && touched == 0 { // what it ended may have been written anew under the same address
		touched, err = database.Value[int](ctx, tx, op, `select count(*) from address_row g join address_row n on n.member_id = g.member_id and n.address = g.address
			where g.gone_in = $1 and n.gone_in = '' and n.born_in <> $1`, id)
	}
	if err != nil {
		return c, err
	}
	if touched > 0 {
		return c, fault.New(fault.Conflict, op, "Ces adresses ont été modifiées depuis\u202f: annulez d’abord ce qui a suivi.", "These addresses were changed since: undo what followed first.")
	}
	for _, q := range []struct {
		query string
		args  []any
	}{
		{`delete from address_row where born_in = $1`, []any{id}},
		{`update address_row set gone_in = '' where gone_in = $1`, []any{id}},
		{`update address_change set undone_at = $1, undone_by = $2 where id = $3`, []any{tx.Micros(), tx.Scope().Actor().Ref(), id}},
	} {
		if _, err := database.Exec(ctx, tx, op, q.query, q.args...); err != nil {
			return c, fmt.Errorf("%s: %w", op, err)
		}
	}
	return c, tx.Record(ctx, "address.undone", c.MemberID, c.ID, map[string]any{"kind": c.Kind})
}
