package designation

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Appoint puts somebody into an office at a member, from a day. Who holds it
// then ends the day before.
func Appoint(ctx context.Context, tx access.Tx, o Office) (Office, error) {
	if err := tx.May(ctx, access.Register, o.MemberID); err != nil {
		return o, err
	}
	if err := o.check(); err != nil {
		return o, err
	}
	if err := o.free(ctx, tx); err != nil {
		return o, err
	}
	if err := closeBefore(ctx, tx, o.MemberID, o.Post, o.From, ""); err != nil {
		return o, err
	}
	o.ID = tx.NewID()
	if err := insert(ctx, tx, o); err != nil {
		return o, err
	}
	return o, tx.Record(ctx, EventAppointed, o.MemberID, o.ID, map[string]any{"post": o.Post, "from": o.From})
}

// free refuses a second holder who begins on the same day or later: the first
// is to be changed, or removed.
func (o Office) free(ctx context.Context, tx access.Tx) error {
	other, err := database.One(ctx, tx, "designation.free", scan, `select `+columns+` from register_office o where o.member_id = $1 and o.post = $2 and o.id <> $3
		and o.from_on >= $4 order by o.from_on limit 1`, o.MemberID, string(o.Post), o.ID, o.From)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err == nil && (o.Until == "" || o.Until >= other.From) {
		err = wrong("from", "%[1]s exerce cette fonction à partir du %[2]s. Modifiez cette ligne, ou donnez une date postérieure.",
			"%[1]s holds this office from %[2]s. Change that line, or give a later day.", other.Holder, other.From)
	}
	return err
}

// Change corrects an office, or ends it. rev is the one that its writer has
// seen.
func Change(ctx context.Context, tx access.Tx, id string, rev int, to Office) (Office, error) {
	const op = "designation.Change"
	was, err := Get(ctx, tx, id)
	if err != nil {
		return was, err
	}
	if err := tx.May(ctx, access.Register, was.MemberID); err != nil {
		return was, err
	}
	if rev >= 0 && was.Rev != rev {
		return was, fault.New(fault.Conflict, op, "%[1]s a modifié cette ligne entre-temps. Relisez-la, puis recommencez.",
			"%[1]s changed this line in the meantime. Read it again, then start over.", was.By)
	}
	to.ID, to.MemberID, to.Post = was.ID, was.MemberID, was.Post
	if err := to.check(); err != nil {
		return was, err
	}
	if err := to.free(ctx, tx); err != nil {
		return was, err
	}
	by := tx.Scope().Actor()
	if _, err := database.Exec(ctx, tx, op, `update register_office set holder = $1, title = $2, body = $3, form = $4, email = $5, phone = $6, address = $7, reference = $8,
		referenced_on = $9, act = $10, act_on = $11, from_on = $12, until_on = $13, batch_id = '', rev = rev + 1, changed_at = $14, by_id = $15, by_name = $16 where id = $17`,
		to.Holder, to.Title, to.Body, string(to.Form), to.Email, to.Phone, to.Address, to.Reference, to.ReferencedOn, to.Act, to.ActOn, to.From, to.Until,
		tx.Micros(), by.ID, by.Name, id); err != nil {
		return was, err
	}
	if err := tx.Record(ctx, EventChanged, was.MemberID, id, map[string]any{"post": was.Post}); err != nil {
		return was, err
	}
	return Get(ctx, tx, id)
}

// Remove takes away an office that was entered by mistake. Who held it before
// holds it again, if that one ended to make place for it.
func Remove(ctx context.Context, tx access.Tx, id string) (Office, error) {
	const op = "designation.Remove"
	o, err := Get(ctx, tx, id)
	if err != nil {
		return o, err
	}
	if err := tx.May(ctx, access.Register, o.MemberID); err != nil {
		return o, err
	}
	if _, err := database.Exec(ctx, tx, op, `update register_office set until_on = ended_was, ended_was = '', ended_batch = '', rev = rev + 1, changed_at = $1
		where member_id = $2 and post = $3 and until_on = $4 and id <> $5`, tx.Micros(), o.MemberID, string(o.Post), dayBefore(o.From), id); err != nil {
		return o, err
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_office where id = $1`, id); err != nil {
		return o, err
	}
	return o, tx.Record(ctx, EventRemoved, o.MemberID, id, map[string]any{"post": o.Post})
}
