package address

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// Line is where a commune stands with its addresses.
type Line struct {
	Member    organisation.Member
	Rows      int // positions of numbers
	Certified int
	Consent   string
	Last      Sending // the latest; of it the state and the time
}

// Overview lists the communes that have begun an address base, by name.
func Overview(ctx context.Context, tx access.Tx) ([]Line, error) {
	type row struct {
		id   string
		line Line
	}
	rows, err := database.All(ctx, tx, "address.Overview", func(r database.Row) (row, error) {
		var one row
		var sent int64
		err := r.Scan(&one.id, &one.line.Rows, &one.line.Certified, &one.line.Consent, &one.line.Last.State, &sent)
		one.line.Last.Sent = clock.FromMicros(sent)
		return one, err
	}, `select b.member_id, (select count(*) from address_row r where r.member_id = b.member_id and r.gone_in = '' and r.number <> 99999),
		(select count(*) from address_row r where r.member_id = b.member_id and r.gone_in = '' and r.number <> 99999 and r.certified = 1),
		b.consent_state, coalesce(s.state, ''), coalesce(s.sent_at, 0)
		from address_base b join member m on m.id = b.member_id
		left join address_sending s on s.id = (select l.id from address_sending l where l.member_id = b.member_id order by l.sent_at desc, l.id desc limit 1)
		where m.closed_at = 0 order by m.sort_key, m.id limit 2000`)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, one := range rows {
		ids[i] = one.id
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	out := make([]Line, len(rows))
	for i, one := range rows {
		one.line.Member = members[one.id]
		out[i] = one.line
	}
	return out, err
}
