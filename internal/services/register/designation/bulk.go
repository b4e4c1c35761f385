package designation

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Deed is what was done to many members at once.
type Deed string

// The deeds.
const (
	Replacing Deed = "replace" // the officer
	Renewing  Deed = "renew"   // controllers, after elections
)

// A Batch is an act over many members.
type Batch struct {
	ID     string
	Deed   Deed
	Holder string // the new officer
	From   string
	Note   string
	Count  int
	Made   time.Time
	By     string
	Undone time.Time // zero while it stands
	Left   int       // what was left as it is when it was undone
}

// forOfficer says who acts on many members: the operator's officer.
func forOfficer(tx access.Tx, op string) error {
	if s := tx.Scope(); s.IsSystem() || s.Has(access.ProtectionOfficer) {
		return nil
	}
	return fault.New(fault.Forbidden, op, "Ce geste est celui du délégué à la protection des données de l’opérateur.", "This is for the operator’s data-protection officer.")
}

func begin(ctx context.Context, tx access.Tx, b Batch) (Batch, error) {
	b.ID, b.Made = tx.NewID(), tx.Clock().Now()
	by := tx.Scope().Actor()
	_, err := database.Exec(ctx, tx, "designation.begin", `insert into register_office_batch (id, deed, holder, from_on, note, count, made_at, by_id, by_name, undone_at, left_alone)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,0,0)`, b.ID, string(b.Deed), b.Holder, b.From, b.Note, b.Count, clock.Micros(b.Made), by.ID, by.Name)
	if err != nil {
		return b, err
	}
	return b, tx.Record(ctx, EventReplaced, "", b.ID, map[string]any{"deed": b.Deed, "members": b.Count, "from": b.From})
}

// Replace designates one officer at members, from a day, in one act. Those who
// have somebody from that day or later already are refused, all of them: the
// act happens whole or not at all.
func Replace(ctx context.Context, tx access.Tx, o Office, members []string, note string) (Batch, error) {
	const op = "designation.Replace"
	o.Post = Officer
	b := Batch{Deed: Replacing, Holder: o.Holder, From: o.From, Note: note, Count: len(members)}
	if err := forOfficer(tx, op); err != nil {
		return b, err
	}
	if err := o.check(); err != nil {
		return b, err
	}
	if len(members) == 0 {
		return b, wrong("members", "Choisissez au moins une collectivité.", "Choose at least one body.")
	}
	list := make([]Office, len(members))
	for n, m := range members {
		list[n] = o
		list[n].MemberID, list[n].Reference, list[n].ReferencedOn, list[n].Until = m, "", "", ""
	}
	return put(ctx, tx, b, list)
}

// Renew puts controllers into office at their members, in one act.
func Renew(ctx context.Context, tx access.Tx, list []Office, note string) (Batch, error) {
	const op = "designation.Renew"
	b := Batch{Deed: Renewing, Note: note, Count: len(list)}
	if err := forOfficer(tx, op); err != nil {
		return b, err
	}
	if len(list) == 0 {
		return b, wrong("lines", "Aucune ligne à enregistrer.", "No line to be saved.")
	}
	return put(ctx, tx, b, list)
}

func put(ctx context.Context, tx access.Tx, b Batch, list []Office) (Batch, error) {
	b, err := begin(ctx, tx, b)
	if err != nil {
		return b, err
	}
	for _, o := range list {
		o.BatchID, o.Until = b.ID, ""
		if err := o.check(); err != nil {
			return b, err
		}
		if err := o.free(ctx, tx); err != nil {
			m, e := organisation.Get(ctx, tx, o.MemberID)
			if e != nil || !fault.Is(err, fault.Invalid) {
				return b, err
			}
			return b, wrong("members", "%[1]s\u202f: quelqu’un y exerce déjà cette fonction à partir de ce jour ou plus tard. Retirez cette collectivité du choix, ou corrigez sa fiche.",
				"%[1]s: somebody holds this office there from that day or later already. Leave this body out, or correct its record.", m.Name)
		}
		if err := closeBefore(ctx, tx, o.MemberID, o.Post, o.From, b.ID); err != nil {
			return b, err
		}
		o.ID = tx.NewID()
		if err := insert(ctx, tx, o); err != nil {
			return b, err
		}
		if err := tx.Record(ctx, EventAppointed, o.MemberID, o.ID, map[string]any{"post": o.Post, "from": o.From, "batch": b.ID}); err != nil {
			return b, err
		}
	}
	return b, nil
}

// A Number is the CNIL's number of a designation.
type Number struct{ MemberID, Reference, On string }

// SetNumbers writes the CNIL's numbers into the designations of today, in one
// act, and tells how many members have none to write them into.
func SetNumbers(ctx context.Context, tx access.Tx, list []Number) (written, without int, err error) {
	const op = "designation.SetNumbers"
	if err := forOfficer(tx, op); err != nil {
		return 0, 0, err
	}
	for _, n := range list {
		o, ok, err := Of(ctx, tx, n.MemberID, Officer)
		if err != nil {
			return written, without, err
		}
		if !ok {
			without++
			continue
		}
		if o.Reference == n.Reference && o.ReferencedOn == n.On {
			continue
		}
		o.Reference, o.ReferencedOn = n.Reference, n.On
		if _, err := Change(ctx, tx, o.ID, -1, o); err != nil {
			return written, without, err
		}
		written++
	}
	return written, without, nil
}

// Batches lists the acts over many members, the latest first.
func Batches(ctx context.Context, tx access.Tx, limit int) ([]Batch, error) {
	return database.All(ctx, tx, "designation.Batches", scanBatch, `select `+batchColumns+` from register_office_batch order by made_at desc, id desc limit $1`, limit)
}

const batchColumns = `id, deed, holder, from_on, note, count, made_at, by_name, undone_at, left_alone`

func scanBatch(r database.Row) (b Batch, err error) {
	var deed string
	var made, undone int64
	err = r.Scan(&b.ID, &deed, &b.Holder, &b.From, &b.Note, &b.Count, &made, &b.By, &undone, &b.Left)
	b.Deed, b.Made = Deed(deed), clock.FromMicros(made)
	if undone > 0 {
		b.Undone = clock.FromMicros(undone)
	}
	return b, err
}

// takeOut removes what an act has put in, and gives the time that it took to who
// held the office before. Somebody who came later stays.
func takeOut(ctx context.Context, tx access.Tx, b Batch, o Office) error {
	const op = "designation.takeOut"
	if _, err := database.Exec(ctx, tx, op, `delete from register_office where id = $1`, o.ID); err != nil {
		return err
	}
	set, args := `until_on = ended_was, ended_was = '', ended_batch = ''`, []any{tx.Micros(), b.ID, o.MemberID, string(o.Post), dayBefore(o.From)}
	if o.Until != "" {
		set = `until_on = $6, ended_batch = $7`
		args = append(args, o.Until, o.endedBatch)
	}
	if _, err := database.Exec(ctx, tx, op, `update register_office set `+set+`, rev = rev + 1, changed_at = $1
		where ended_batch = $2 and member_id = $3 and post = $4 and until_on = $5`, args...); err != nil {
		return err
	}
	return tx.Record(ctx, EventRemoved, o.MemberID, o.ID, map[string]any{"post": o.Post, "batch": b.ID})
}

// Undo takes an act back, whatever came after it: whom it put in goes, whom it
// ended holds the office again. Lines that somebody corrected since are left as
// they are and counted.
func Undo(ctx context.Context, tx access.Tx, id string) (Batch, error) {
	const op = "designation.Undo"
	if err := forOfficer(tx, op); err != nil {
		return Batch{}, err
	}
	b, err := database.One(ctx, tx, op, scanBatch, `select `+batchColumns+` from register_office_batch where id = $1`, id)
	if err != nil {
		return b, err
	}
	if !b.Undone.IsZero() {
		return b, fault.New(fault.Conflict, op, "Cet acte est déjà annulé.", "This act is undone already.")
	}
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_office o where o.batch_id = $1 order by o.id`, id)
	if err != nil {
		return b, err
	}
	b.Left = b.Count - len(list)
	for _, o := range list {
		if err := takeOut(ctx, tx, b, o); err != nil {
			return b, err
		}
	}
	b.Undone = tx.Clock().Now()
	if _, err := database.Exec(ctx, tx, op, `update register_office_batch set undone_at = $1, left_alone = $2 where id = $3`, clock.Micros(b.Undone), b.Left, id); err != nil {
		return b, err
	}
	return b, tx.Record(ctx, EventUndone, "", id, map[string]any{"deed": b.Deed, "left": b.Left})
}
