package webhook

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

const hookColumns = `id, member_id, everyone, name, url, events, old_until, created_at, created_by, failing_since, disabled_at, disabled_reason`

func scanHook(r database.Row) (Hook, error) {
	var h Hook
	var events string
	var old, created, failing, disabled int64
	err := r.Scan(&h.ID, &h.MemberID, &h.Everyone, &h.Name, &h.URL, &events, &old, &created, &h.By, &failing, &disabled, &h.Why)
	h.Events = strings.Split(events, ",")
	h.rotating, h.Created = clock.FromMicros(old), clock.FromMicros(created)
	h.Failing, h.Disabled = clock.FromMicros(failing), clock.FromMicros(disabled)
	return h, err
}

// may asks whether the scope manages a hook of a member; one for everybody is
// the operator's administrator's.
func may(ctx context.Context, tx access.Tx, op, member string, everyone bool) error {
	if s := tx.Scope(); everyone && !s.IsSystem() && !s.Has(access.Administrator) {
		return fault.Missing(op)
	}
	return tx.May(ctx, access.Listen, member)
}

// Create makes a hook and returns its secret, which is not shown again.
func (s *Service) Create(ctx context.Context, tx access.Tx, member string, everyone bool, d Draft) (Hook, string, error) {
	const op = "webhook.Create"
	if err := may(ctx, tx, op, member, everyone); err != nil {
		return Hook{}, "", err
	}
	if err := access.Served(ctx, tx, op, member); err != nil {
		return Hook{}, "", err
	}
	d, err := s.clean(d)
	if err != nil {
		return Hook{}, "", err
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from webhook where member_id = $1`, member)
	if err != nil {
		return Hook{}, "", err
	}
	if n >= MaxHooks {
		return Hook{}, "", fault.New(fault.Conflict, op, "Cette collectivité a déjà %[1]d webhooks. Supprimez-en un d’abord.",
			"This body has %[1]d webhooks already. Delete one first.", n)
	}
	secret := newSecret()
	sealed, err := s.seal(secret)
	if err != nil {
		return Hook{}, "", fault.Wrap(op, err)
	}
	h := Hook{ID: tx.NewID(), MemberID: member, Everyone: everyone, Name: d.Name, URL: d.URL, Events: d.Events,
		Created: tx.Clock().Now(), By: tx.Scope().Actor().ID}
	_, err = database.Exec(ctx, tx, op, `insert into webhook (`+hookColumns+`, secret, old_secret)
		values ($1,$2,$3,$4,$5,$6,0,$7,$8,0,0,'',$9,'')`, h.ID, h.MemberID, database.Bool(h.Everyone), h.Name, h.URL,
		strings.Join(h.Events, ","), clock.Micros(h.Created), h.By, sealed)
	if err != nil {
		return Hook{}, "", err
	}
	return h, secret, tx.Record(ctx, EventCreated, member, h.ID, map[string]any{"host": h.Host(), "events": h.Events, "everyone": everyone})
}

// Hooks lists a member's hooks, or those of the operator for everybody.
func Hooks(ctx context.Context, tx access.Tx, member string, everyone bool) ([]Hook, error) {
	const op = "webhook.Hooks"
	if err := may(ctx, tx, op, member, everyone); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, scanHook, `select `+hookColumns+` from webhook where member_id = $1 and everyone = $2 order by id`,
		member, database.Bool(everyone))
}

// Get returns a hook to somebody who manages it.
func Get(ctx context.Context, tx access.Tx, id string) (Hook, error) {
	const op = "webhook.Get"
	h, err := database.One(ctx, tx, op, scanHook, `select `+hookColumns+` from webhook where id = $1`, id)
	if err == nil {
		err = may(ctx, tx, op, h.MemberID, h.Everyone)
	}
	if err != nil {
		return Hook{}, err
	}
	return h, nil
}

// Change gives a hook another name, address or events.
func (s *Service) Change(ctx context.Context, tx access.Tx, id string, d Draft) (Hook, error) {
	const op = "webhook.Change"
	h, err := Get(ctx, tx, id)
	if err != nil {
		return h, err
	}
	if d, err = s.clean(d); err != nil {
		return h, err
	}
	h.Name, h.URL, h.Events = d.Name, d.URL, d.Events
	_, err = database.Exec(ctx, tx, op, `update webhook set name = $1, url = $2, events = $3, failing_since = 0 where id = $4`,
		h.Name, h.URL, strings.Join(h.Events, ","), id)
	if err != nil {
		return h, err
	}
	return h, tx.Record(ctx, EventChanged, h.MemberID, h.ID, map[string]any{"host": h.Host(), "events": h.Events})
}

// Rotate gives a hook another secret and returns it. The one before signs
// beside it for a day.
func (s *Service) Rotate(ctx context.Context, tx access.Tx, id string) (Hook, string, error) {
	const op = "webhook.Rotate"
	h, err := Get(ctx, tx, id)
	if err != nil {
		return h, "", err
	}
	secret := newSecret()
	sealed, err := s.seal(secret)
	if err != nil {
		return h, "", fault.Wrap(op, err)
	}
	h.rotating = tx.Clock().Now().Add(rotation)
	before := "secret"
	if s.signs(ctx, tx, h) != nil { // nobody can sign with the one before
		before, h.rotating = "''", time.Time{}
	}
	_, err = database.Exec(ctx, tx, op, `update webhook set old_secret = `+before+`, old_until = $1, secret = $2 where id = $3`,
		clock.Micros(h.rotating), sealed, id)
	if err != nil {
		return h, "", err
	}
	return h, secret, tx.Record(ctx, EventRotated, h.MemberID, h.ID, nil)
}

// secrets returns those with which a hook signs now, the newest first.
func (s *Service) secrets(ctx context.Context, tx access.Tx, h Hook) ([]string, error) {
	const op = "webhook.secrets"
	var now, old string
	_, err := database.One(ctx, tx, op, func(r database.Row) (bool, error) { return true, r.Scan(&now, &old) },
		`select secret, old_secret from webhook where id = $1`, h.ID)
	if err != nil {
		return nil, err
	}
	first, err := s.unseal(now)
	if err != nil || old == "" || !tx.Clock().Now().Before(h.rotating) {
		return []string{first}, err
	}
	second, err := s.unseal(old)
	return []string{first, second}, err
}

// Switch turns a hook on or off. What waits when it is turned off does not go
// out; it can be sent again by hand.
func (s *Service) Switch(ctx context.Context, tx access.Tx, id string, on bool) (Hook, error) {
	h, err := Get(ctx, tx, id)
	if err != nil || h.Disabled.IsZero() == on {
		return h, err
	}
	if on {
		if err := s.signs(ctx, tx, h); err != nil {
			return h, err
		}
		h.Disabled, h.Why, h.Failing = time.Time{}, "", time.Time{}
		_, err = database.Exec(ctx, tx, "webhook.Switch", `update webhook set disabled_at = 0, disabled_reason = '', failing_since = 0 where id = $1`, id)
		if err != nil {
			return h, err
		}
		return h, tx.Record(ctx, EventEnabled, h.MemberID, h.ID, nil)
	}
	return h, disable(ctx, tx, &h, DisabledByHand)
}

func disable(ctx context.Context, tx access.Tx, h *Hook, why string) error {
	const op = "webhook.disable"
	h.Disabled, h.Why = tx.Clock().Now(), why
	_, err := database.Exec(ctx, tx, op, `update webhook set disabled_at = $1, disabled_reason = $2 where id = $3`,
		clock.Micros(h.Disabled), why, h.ID)
	if err == nil {
		_, err = database.Exec(ctx, tx, op, `update webhook_delivery set state = $1, next_at = 0 where webhook_id = $2 and state = $3`,
			string(Failed), h.ID, string(Waiting))
	}
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventDisabled, h.MemberID, h.ID, map[string]string{"reason": why})
}

// Delete removes a hook with all that is known of its deliveries.
func Delete(ctx context.Context, tx access.Tx, id string) (Hook, error) {
	const op = "webhook.Delete"
	h, err := Get(ctx, tx, id)
	if err != nil {
		return h, err
	}
	for _, q := range []string{`delete from webhook_delivery where webhook_id = $1`, `delete from webhook where id = $1`} {
		if _, err := database.Exec(ctx, tx, op, q, id); err != nil {
			return h, err
		}
	}
	return h, tx.Record(ctx, EventDeleted, h.MemberID, h.ID, nil)
}

// active lists the hooks that are on, for the feed.
func active(ctx context.Context, tx access.Tx) ([]Hook, error) {
	return database.All(ctx, tx, "webhook.active", scanHook, `select `+hookColumns+` from webhook where disabled_at = 0 order by id`)
}

func sirenOf(ctx context.Context, tx access.Tx, member string) (string, error) {
	return database.Value[string](ctx, tx, "webhook.member", `select siren from member where id = $1`, member)
}
