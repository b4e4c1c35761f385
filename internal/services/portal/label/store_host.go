package label

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
)

const hostColumns = `id, member_id, host, token, actor_kind, actor_id, actor_name, asked_at, verified_at, checked_at, problem, failing_at`

func scanHost(r database.Row) (Host, error) {
	var h Host
	var kind string
	var asked, verified, checked, failing int64
	err := r.Scan(&h.ID, &h.MemberID, &h.Host, &h.Token, &kind, &h.Actor.ID, &h.Actor.Name, &asked, &verified, &checked, &h.Problem, &failing)
	h.Actor.Kind = access.ActorKind(kind)
	h.Asked, h.Verified, h.Checked, h.Failing = clock.FromMicros(asked), clock.FromMicros(verified), clock.FromMicros(checked), clock.FromMicros(failing)
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

// verified lists those of all members that were verified and not looked at since
// an instant.
func verified(ctx context.Context, tx access.Tx, since time.Time, limit int) ([]Host, error) {
	return database.All(ctx, tx, "label.verified", scanHost, `select `+hostColumns+` from portal_host
		where verified_at > 0 and checked_at < $1 and origin_id = member_id order by checked_at, id limit $2`, clock.Micros(since), limit)
}

// takenBy is the member whose portal a host is; "" for none.
func takenBy(ctx context.Context, tx access.Tx, host string) (string, error) {
	list, err := database.All(ctx, tx, "label.takenBy", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select member_id from portal_host where host = $1 and verified_at > 0 and (failing_at = 0 or failing_at > $2) limit 1`,
		host, clock.Micros(tx.Clock().Now().Add(-grace)))
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

type servedHost struct {
	host, slug string
	leads      bool // here, at the last look
}

// served lists the hosts that are answered. A body that is served no more keeps
// its name, and its host leads to nothing.
func served(ctx context.Context, tx access.Tx, now time.Time) ([]servedHost, error) {
	return database.All(ctx, tx, "label.served", func(r database.Row) (h servedHost, err error) {
		var problem string
		err = r.Scan(&h.host, &h.slug, &problem)
		h.leads = problem != "away"
		return h, err
	}, `select h.host, m.slug, h.problem from portal_host h join member m on m.id = h.member_id
		where h.verified_at > 0 and (h.failing_at = 0 or h.failing_at > $1) and h.origin_id = h.member_id and m.closed_at = 0`, clock.Micros(now.Add(-grace)))
}

func insertHost(ctx context.Context, tx access.Tx, h Host) error {
	_, err := database.Exec(ctx, tx, "label.insertHost", `insert into portal_host (id, member_id, origin_id, host, token, actor_kind, actor_id, actor_name, asked_at, verified_at, checked_at, problem)
		values ($1,$2,$2,$3,$4,$5,$6,$7,$8,0,0,'')`, h.ID, h.MemberID, h.Host, h.Token, string(h.Actor.Kind), h.Actor.ID, h.Actor.Name, clock.Micros(h.Asked))
	return err
}

func updateHost(ctx context.Context, tx access.Tx, h Host) error {
	_, err := database.Exec(ctx, tx, "label.updateHost", `update portal_host set verified_at = $1, checked_at = $2, problem = $3, failing_at = $4 where id = $5 and member_id = $6`,
		clock.Micros(h.Verified), clock.Micros(h.Checked), h.Problem, clock.Micros(h.Failing), h.ID, h.MemberID)
	return err
}

func dropHost(ctx context.Context, tx access.Tx, member, id string) error {
	_, err := database.Exec(ctx, tx, "label.dropHost", `delete from portal_host where id = $1 and member_id = $2`, id, member)
	return err
}
