package designation

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const columns = `o.id, o.member_id, o.post, o.holder, o.title, o.body, o.form, o.email, o.phone, o.address, o.reference, o.referenced_on, o.act, o.act_on,
	o.from_on, o.until_on, o.batch_id, o.ended_batch, o.rev, o.made_at, o.changed_at, o.by_name`

func scan(r database.Row) (o Office, err error) {
	var post, form string
	var made, changed int64
	err = r.Scan(&o.ID, &o.MemberID, &post, &o.Holder, &o.Title, &o.Body, &form, &o.Email, &o.Phone, &o.Address, &o.Reference, &o.ReferencedOn, &o.Act, &o.ActOn,
		&o.From, &o.Until, &o.BatchID, &o.endedBatch, &o.Rev, &made, &changed, &o.By)
	o.Post, o.Form, o.Made, o.Changed = Post(post), Form(form), clock.FromMicros(made), clock.FromMicros(changed)
	return o, err
}

// held is the condition under which an office is held on the day $1.
const held = `o.from_on <= $1 and (o.until_on = '' or o.until_on >= $1)`

// Of returns who holds an office at a member today. ok is false where nobody
// does.
func Of(ctx context.Context, tx access.Tx, member string, post Post) (o Office, ok bool, err error) {
	o, err = database.One(ctx, tx, "designation.Of", scan, `select `+columns+` from register_office o where `+held+` and o.member_id = $2 and o.post = $3
		order by o.from_on desc, o.made_at desc, o.id desc limit 1`, access.Today(tx.Clock()), member, string(post))
	if fault.Is(err, fault.NotFound) {
		return Office{}, false, nil
	}
	return o, err == nil, err
}

// ContactOf is how notices and forms of a member name its officer; "" where it
// has none.
func ContactOf(ctx context.Context, tx access.Tx, member string) (string, error) {
	o, ok, err := Of(ctx, tx, member, Officer)
	if err != nil || !ok {
		return "", err
	}
	return o.Contact(), nil
}

// History lists all who held an office at a member, the latest first.
func History(ctx context.Context, tx access.Tx, member string) ([]Office, error) {
	const op = "designation.History"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, scan, `select `+columns+` from register_office o where o.member_id = $1 order by o.post, o.from_on desc, o.made_at desc, o.id desc`, member)
}

// Get returns an office of a member that the scope sees.
func Get(ctx context.Context, tx access.Tx, id string) (Office, error) {
	const op = "designation.Get"
	o, err := database.One(ctx, tx, op, scan, `select `+columns+` from register_office o where o.id = $1`, id)
	if err != nil {
		return o, err
	}
	return o, tx.Sees(op, o.MemberID)
}

func insert(ctx context.Context, tx access.Tx, o Office) error {
	by := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "designation.insert", `insert into register_office (id, member_id, post, holder, title, body, form, email, phone, address,
		reference, referenced_on, act, act_on, from_on, until_on, batch_id, ended_batch, ended_was, rev, made_at, changed_at, by_id, by_name)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,'','',1,$18,$18,$19,$20)`, o.ID, o.MemberID, string(o.Post), o.Holder, o.Title, o.Body,
		string(o.Form), o.Email, o.Phone, o.Address, o.Reference, o.ReferencedOn, o.Act, o.ActOn, o.From, o.Until, o.BatchID, tx.Micros(), by.ID, by.Name)
	return err
}

// closeBefore ends, on the day before another, what is held then at a member.
// batch is the act that does so, "" for one at a single member.
func closeBefore(ctx context.Context, tx access.Tx, member string, post Post, day, batch string) error {
	_, err := database.Exec(ctx, tx, "designation.closeBefore", `update register_office set ended_was = until_on, ended_batch = $1, until_on = $2, rev = rev + 1, changed_at = $3
		where member_id = $4 and post = $5 and from_on < $6 and (until_on = '' or until_on >= $6)`, batch, dayBefore(day), tx.Micros(), member, string(post), day)
	return err
}
