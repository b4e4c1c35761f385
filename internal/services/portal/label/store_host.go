package label

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
)

const hostColumns = `id, member_id, host, token, actor_kind, actor_id, actor_name, asked_at, verified_at, checked_at, problem`

func scanHost(r database.Row) (Host, error) {
	var h Host
	var kind string
	var asked, verified, checked int64
	err := r.Scan(&h.ID, &h.MemberID, &h.Host, &h.Token, &kind, &h.Actor.ID, &h.Actor.Name, &asked, &verified, &checked, &h.Problem)
	h.Actor.Kind = access.ActorKind(kind)
	h.Asked, h.Verified, h.Checked = clock.FromMicros(asked), clock.FromMicros(verified), clock.FromMicros(checked)
	return h, err
}

// hosts lists those of a member, the verified ones first.
func hosts(ctx context.Context, tx access.Tx, member string) ([]Host, error) {
	where, args := tx.Only("member_id", []any{member})
	return database.All(ctx, tx, "label.hosts", scanHost, `select `+hostColumns+` from portal_host
		where member_id = $1 and origin_id = $1 and `+where+` order by verified_at desc, id`, args...)
}

func hostByID(ctx context.Context, tx access.Tx, member, id string) (Host, error) {
	const op = "label.hostByID"
	if !ident.Valid(id) {
		return Host{}, fault.Missing(op)
	}
	list, err := hosts(ctx, tx, member)
	if err != nil {
		return Host{}, err
	}
	for _, h := range list {
		if h.ID == id {
			return h, nil
		}
	}
	return Host{}, fault.Missing(op)
}

// hostOf is the verified host of a member. Everybody may know it.
func hostOf(ctx context.Context, tx access.Tx, member string) (Host, bool, error) {
	list, err := database.All(ctx, tx, "label.hostOf", scanHost, `select `+hostColumns+` from portal_host
		where member_id = $1 and origin_id = $1 and verified_at > 0 order by verified_at desc, id limit 1`, member)
	if err != nil || len(list) == 0 {
		return Host{}, false, err
	}
	return list[0], true, nil
}

// takenBy is the member whose portal a host is; "" for none.
func takenBy(ctx context.Context, tx access.Tx, host string) (string, error) {
	list, err := database.All(ctx, tx, "label.takenBy", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select member_id from portal_host where host = $1 and verified_at > 0 limit 1`, host)
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

type servedHost struct{ host, slug string }

// served lists the hosts that are answered. A body that is served no more keeps
// its name, and its host leads to nothing.
func served(ctx context.Context, tx access.Tx) ([]servedHost, error) {
	return database.All(ctx, tx, "label.served", func(r database.Row) (h servedHost, err error) { return h, r.Scan(&h.host, &h.slug) },
		`select h.host, m.slug from portal_host h join member m on m.id = h.member_id
		where h.verified_at > 0 and h.origin_id = h.member_id and m.closed_at = 0`)
}

func insertHost(ctx context.Context, tx access.Tx, h Host) error {
	_, err := database.Exec(ctx, tx, "label.insertHost", `insert into portal_host (id, member_id, origin_id, host, token, actor_kind, actor_id, actor_name, asked_at, verified_at, checked_at, problem)
		values ($1,$2,$2,$3,$4,$5,$6,$7,$8,0,0,'')`, h.ID, h.MemberID, h.Host, h.Token, string(h.Actor.Kind), h.Actor.ID, h.Actor.Name, clock.Micros(h.Asked))
	return err
}

func updateHost(ctx context.Context, tx access.Tx, h Host) error {
	_, err := database.Exec(ctx, tx, "label.updateHost", `update portal_host set verified_at = $1, checked_at = $2, problem = $3 where id = $4 and member_id = $5`,
		clock.Micros(h.Verified), clock.Micros(h.Checked), h.Problem, h.ID, h.MemberID)
	return err
}

func dropHost(ctx context.Context, tx access.Tx, member, id string) error {
	_, err := database.Exec(ctx, tx, "label.dropHost", `delete from portal_host where id = $1 and member_id = $2`, id, member)
	return err
}
