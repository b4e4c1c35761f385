package access

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// AddMandate records a member's mandate. The member's manager or the
// operator's administrator may.
func AddMandate(ctx context.Context, tx Tx, m Mandate) (Mandate, error) {
	const op = "access.AddMandate"
	if err := tx.May(ctx, Manage, m.MemberID); err != nil {
		return m, err
	}
	if _, err := time.Parse(time.DateOnly, m.From); err != nil {
		return m, fault.New(fault.Invalid, op, "Indiquez la date de début du mandat.", "Give the mandate's first day.")
	}
	if m.Until != "" {
		if _, err := time.Parse(time.DateOnly, m.Until); err != nil {
			return m, fault.New(fault.Invalid, op, "La date de fin n’est pas une date.", "The last day is no date.")
		}
	}
	if m.Until != "" && m.Until < m.From {
		return m, fault.New(fault.Invalid, op, "Le mandat se termine avant de commencer : corrigez les dates.",
			"The mandate ends before it begins: correct the dates.")
	}
	if m.Signatory == "" {
		return m, fault.New(fault.Invalid, op, "Indiquez qui a signé le mandat.", "Say who signed the mandate.")
	}
	if err := Served(ctx, tx, op, m.MemberID); err != nil {
		return m, err
	}
	m.ID, m.Recorded, m.Recorder = tx.NewID(), tx.Clock().Now(), tx.Scope().Actor().Name
	_, err := tx.Exec(ctx, `insert into mandate
		(id, member_id, from_date, until_date, signatory, reference, recorded_at, recorder, recorder_id)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		m.ID, m.MemberID, m.From, m.Until, m.Signatory, m.Reference, clock.Micros(m.Recorded), m.Recorder, tx.Scope().Actor().ID)
	if err != nil {
		return m, fault.Wrap(op, err)
	}
	return m, tx.Record(ctx, EventMandated, m.MemberID, m.ID, map[string]string{
		"from": m.From, "until": m.Until, "signatory": m.Signatory, "reference": m.Reference})
}

// EndMandate sets a mandate's last day: not before its first one, nor before
// yesterday, for what was done under it was done under it.
func EndMandate(ctx context.Context, tx Tx, id, until string) error {
	const op = "access.EndMandate"
	var member, from, last string
	err := tx.QueryRow(ctx, `select member_id, from_date, until_date from mandate where id = $1`, id).Scan(&member, &from, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return fault.Missing(op)
	}
	if err != nil {
		return fault.Wrap(op, err)
	}
	if err := tx.May(ctx, Manage, member); err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, until); err != nil {
		return fault.New(fault.Invalid, op, "Indiquez le dernier jour du mandat.", "Give the mandate’s last day.")
	}
	if until < from {
		return fault.New(fault.Invalid, op, "Le mandat ne peut pas se terminer avant son premier jour.", "The mandate cannot end before its first day.")
	}
	yesterday := i18n.Local(tx.Clock().Now()).AddDate(0, 0, -1).Format(time.DateOnly)
	if until < yesterday {
		return fault.New(fault.Invalid, op, "Un mandat se termine au plus tôt hier\u202f: ce qui a été fait avant l’a été avec lui.",
			"A mandate ends yesterday at the earliest: what was done before was done under it.")
	}
	if last != "" && last < yesterday {
		return fault.New(fault.Conflict, op, "Ce mandat est déjà terminé.", "This mandate has already ended.")
	}
	if _, err := tx.Exec(ctx, `update mandate set until_date = $1 where id = $2`, until, id); err != nil {
		return fault.Wrap(op, err)
	}
	return tx.Record(ctx, EventMandateEnded, member, id, map[string]string{"until": until})
}

// Mandates lists a member's mandates, the latest first.
func Mandates(ctx context.Context, tx Tx, member string) ([]Mandate, error) {
	const op = "access.Mandates"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, scanMandate, `select `+mandateColumns+`
		from mandate where member_id = $1 order by from_date desc, id desc`, member)
}

const mandateColumns = `id, member_id, from_date, until_date, signatory, reference, recorded_at, recorder`

func scanMandate(r database.Row) (Mandate, error) {
	var m Mandate
	var at int64
	err := r.Scan(&m.ID, &m.MemberID, &m.From, &m.Until, &m.Signatory, &m.Reference, &at, &m.Recorder)
	m.Recorded = clock.FromMicros(at)
	return m, err
}

// Mandated returns which of some members have a mandate in force today. The
// scope must see them; others are left out.
func Mandated(ctx context.Context, tx Tx, members []string) (map[string]bool, error) {
	today := Today(tx.Clock())
	args := append([]any{today, today}, database.Args(members)...)
	marks := database.In(len(members), 3)
	where, args := tx.Only("member_id", args)
	list, err := database.All(ctx, tx, "access.Mandated", func(r database.Row) (id string, err error) {
		return id, r.Scan(&id)
	}, `select distinct member_id from mandate where from_date <= $1 and (until_date = '' or until_date >= $2)
		and member_id in (`+marks+`) and `+where, args...)
	out := make(map[string]bool, len(list))
	for _, id := range list {
		out[id] = true
	}
	return out, err
}
