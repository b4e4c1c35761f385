package organisation

import (
	"context"
	"slices"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// What the journal says of a member's attributes.
const (
	EventChanged   = "member.changed"   // from a day on it is something else
	EventCorrected = "member.corrected" // what was written was wrong
	EventCancelled = "member.change-cancelled"
	EventApplied   = "member.change-applied" // the day of a change has come
)

// Change makes a member something else from a day on, past or to come. What
// later records do not themselves change carries on through them. deed is the
// act that makes it so, or "". Only the operator's administrator and the
// system may.
//
// A change whose day is still to come waits in the history until ApplyDue.
func Change(ctx context.Context, tx access.Tx, member, from string, to Attributes, deed string) (Member, error) {
	const op = "organisation.Change"
	m, list, err := changing(ctx, tx, op, member, &to)
	if err != nil {
		return m, err
	}
	if !validDay(from) {
		return m, fault.New(fault.Invalid, op, "Indiquez la date d’effet, par exemple 2027-01-01.", "Give the day of effect, for instance 2027-01-01.")
	}
	base, at := list[0], -1
	for i, d := range list {
		if d.From <= from {
			base = d
		}
		if d.From == from {
			at = i
		}
	}
	names := base.Differences(to)
	if len(names) == 0 {
		return m, fault.New(fault.Invalid, op, "Rien ne change\u202f: à cette date, la fiche dit déjà cela.",
			"Nothing changes: on that day the record says so already.")
	}
	row := base
	row.From, row.Attributes, row.Deed, row.Corrected = from, to, deed, time.Time{}
	row.Recorder, row.By, row.Recorded = tx.Scope().Actor().Name, tx.Scope().Actor().ID, tx.Clock().Now()
	row.Applied = from <= access.Today(tx.Clock())
	if at < 0 {
		list = append(list, row)
		slices.SortFunc(list, func(a, b Dated) int { return strings.Compare(a.From, b.From) })
	} else {
		list[at] = row
	}
	return finish(ctx, tx, op, m, list, from, base.Attributes, names, EventChanged, map[string]any{"deed": deed})
}

// Correct mends what a record of a member's history says: it was never so.
// from is the day of the record.
func Correct(ctx context.Context, tx access.Tx, member, from string, to Attributes, why string) (Member, error) {
	const op = "organisation.Correct"
	m, list, err := changing(ctx, tx, op, member, &to)
	if err != nil {
		return m, err
	}
	at := slices.IndexFunc(list, func(d Dated) bool { return d.From == from })
	if at < 0 {
		return m, fault.Missing(op)
	}
	was := list[at].Attributes
	names := was.Differences(to)
	if len(names) == 0 {
		return m, fault.New(fault.Invalid, op, "Rien n’est corrigé\u202f: la fiche dit déjà cela.", "Nothing is corrected: the record says so already.")
	}
	list[at].Attributes, list[at].Corrected = to, tx.Clock().Now()
	return finish(ctx, tx, op, m, list, from, was, names, EventCorrected, map[string]any{"why": why})
}

// Cancel takes back a change whose day is still to come.
func Cancel(ctx context.Context, tx access.Tx, member, from string) error {
	const op = "organisation.Cancel"
	m, err := forAdministrator(ctx, tx, op, member)
	if err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `delete from member_history where member_id = $1 and from_date = $2 and applied = 0`, m.ID, from)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, op, "Ce changement a déjà pris effet, ou n’est plus prévu. Enregistrez un autre changement, ou corrigez la fiche.",
			"This change has taken effect, or is no longer planned. Record another change, or correct the record.")
	}
	return tx.Record(ctx, EventCancelled, m.ID, m.ID, map[string]any{"from": from})
}

// changing returns the member and its history, the earliest first, for
// somebody who may change it into what is asked.
func changing(ctx context.Context, tx access.Tx, op, member string, to *Attributes) (Member, []Dated, error) {
	m, err := forAdministrator(ctx, tx, op, member)
	if err != nil {
		return m, nil, err
	}
	*to = to.clean()
	if err := to.valid(op); err != nil {
		return m, nil, err
	}
	if (to.Kind == Operateur) != m.IsOperator {
		return m, nil, fault.New(fault.Invalid, op, "L’opérateur reste l’opérateur, et lui seul.", "The operator stays the operator, and it alone.")
	}
	if to.GroupID != "" && to.GroupID != m.GroupID {
		group, err := Get(ctx, tx, to.GroupID)
		if err != nil {
			return m, nil, err
		}
		if group.ID == m.ID || group.GroupID == m.ID {
			return m, nil, fault.New(fault.Invalid, op, "Une collectivité ne peut pas être rattachée à elle-même, ni à l’une des siennes.",
				"A body cannot belong to itself, nor to one of its own.")
		}
	}
	list, err := History(ctx, tx, m.ID)
	if err == nil && len(list) == 0 {
		err = fault.Missing(op)
	}
	slices.Reverse(list)
	return m, list, err
}

func forAdministrator(ctx context.Context, tx access.Tx, op, member string) (Member, error) {
	if s := tx.Scope(); !s.IsSystem() && !s.Has(access.Administrator) {
		return Member{}, fault.New(fault.Forbidden, op, "Seul l’administrateur de l’opérateur modifie la fiche d’un adhérent.",
			"Only the operator’s administrator changes a member’s record.")
	}
	return Get(ctx, tx, member)
}

// finish carries what changed on a day through the later records, writes them,
// and brings the member to what it is today.
func finish(ctx context.Context, tx access.Tx, op string, m Member, list []Dated, from string, was Attributes,
	names []string, event string, body map[string]any) (Member, error) {
	at := slices.IndexFunc(list, func(d Dated) bool { return d.From == from })
	to := list[at].Attributes
	if err := putDated(ctx, tx, m.ID, list[at]); err != nil {
		return m, err
	}
	carried := slices.Clone(names)
	for i := at + 1; i < len(list) && len(carried) > 0; i++ {
		// A record that changed an attribute itself ends what is carried of it.
		differs := list[i].Differences(was)
		carried = slices.DeleteFunc(carried, func(n string) bool { return slices.Contains(differs, n) })
		list[i].take(to, carried)
		if err := putDated(ctx, tx, m.ID, list[i]); err != nil {
			return m, err
		}
	}
	body["from"], body["was"], body["is"] = from, was.values(names), to.values(names)
	if err := tx.Record(ctx, event, m.ID, m.ID, body); err != nil {
		return m, err
	}
	today := access.Today(tx.Clock())
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].From <= today {
			return become(ctx, tx, op, m, list[i].Attributes)
		}
	}
	return m, nil
}

// ApplyDue brings members to what they are today: changes that were planned
// and whose day has come. It returns how many there were.
func ApplyDue(ctx context.Context, tx access.Tx) (int, error) {
	const op = "organisation.ApplyDue"
	type due struct {
		member string
		Dated
	}
	list, err := database.All(ctx, tx, op, func(r database.Row) (d due, err error) {
		return d, r.Scan(&d.member, &d.From)
	}, `select member_id, from_date from member_history where applied = 0 and from_date <= $1 order by from_date, member_id`,
		access.Today(tx.Clock()))
	if err != nil {
		return 0, err
	}
	for _, d := range list {
		m, err := Get(ctx, tx, d.member)
		if err != nil {
			return 0, err
		}
		to, err := AsOf(ctx, tx, d.member, d.From)
		if err != nil {
			return 0, err
		}
		if _, err := database.Exec(ctx, tx, op, `update member_history set applied = 1 where member_id = $1 and from_date = $2`, d.member, d.From); err != nil {
			return 0, err
		}
		if _, err := become(ctx, tx, op, m, to); err != nil {
			return 0, err
		}
		if err := tx.Record(ctx, EventApplied, m.ID, m.ID, map[string]any{"from": d.From}); err != nil {
			return 0, err
		}
	}
	return len(list), nil
}
