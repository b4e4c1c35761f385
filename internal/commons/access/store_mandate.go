package access

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
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
	if m.Until != "" && m.Until < m.From {
		return m, fault.New(fault.Invalid, op, "Le mandat se termine avant de commencer : corrigez les dates.",
			"The mandate ends before it begins: correct the dates.")
	}
	if m.Signatory == "" {
		return m, fault.New(fault.Invalid, op, "Indiquez qui a signé le mandat.", "Say who signed the mandate.")
	}
	m.ID, m.Recorded, m.Recorder = tx.NewID(), tx.Clock().Now(), tx.Scope().Actor().Name
	_, err := tx.Exec(ctx, `insert into mandate
		(id, member_id, from_date, until_date, signatory, reference, recorded_at, recorder)
		values ($1,$2,$3,$4,$5,$6,$7,$8)`,
		m.ID, m.MemberID, m.From, m.Until, m.Signatory, m.Reference, clock.Micros(m.Recorded), m.Recorder)
	return m, fault.Wrap(op, err)
}

// EndMandate sets a mandate's last day.
func EndMandate(ctx context.Context, tx Tx, id, until string) error {
	const op = "access.EndMandate"
	var member string
	if err := tx.QueryRow(ctx, `select member_id from mandate where id = $1`, id).Scan(&member); err != nil {
		return fault.Missing(op)
	}
	if err := tx.May(ctx, Manage, member); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `update mandate set until_date = $1 where id = $2`, until, id)
	return fault.Wrap(op, err)
}

// Mandates lists a member's mandates, the latest first.
func Mandates(ctx context.Context, tx Tx, member string) ([]Mandate, error) {
	const op = "access.Mandates"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `select id, member_id, from_date, until_date, signatory, reference, recorded_at, recorder
		from mandate where member_id = $1 order by from_date desc, id desc`, member)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	defer rows.Close()
	var out []Mandate
	for rows.Next() {
		var m Mandate
		var at int64
		if err := rows.Scan(&m.ID, &m.MemberID, &m.From, &m.Until, &m.Signatory, &m.Reference, &at, &m.Recorder); err != nil {
			return nil, fault.Wrap(op, err)
		}
		m.Recorded = clock.FromMicros(at)
		out = append(out, m)
	}
	return out, fault.Wrap(op, rows.Err())
}
