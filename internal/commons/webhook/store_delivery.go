package webhook

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// State is how a delivery stands.
type State string

// The states of a delivery.
const (
	Waiting State = "waiting" // for its first attempt, or the next
	Taken   State = "taken"   // the receiver answered 2xx
	Failed  State = "failed"  // given up
)

// Delivery is one event for one hook.
type Delivery struct {
	ID       string
	HookID   string
	MemberID string
	EventID  string // by which the receiver knows it: webhook-id
	Event    string
	Body     string
	ReplayOf string // the delivery that it sends again
	State    State
	Attempts int
	Created  time.Time
	Tried    time.Time
	Next     time.Time // of the next attempt
	Status   int       // HTTP status of the last attempt; 0 when there was no answer
	Millis   int64     // that the last attempt took
	Answer   string    // the beginning of the last answer, or what went wrong
}

const deliveryColumns = `id, webhook_id, member_id, event_id, event, body, replay_of, state, attempts, created_at, tried_at, next_at, status, millis, answer`

func scanDelivery(r database.Row) (Delivery, error) {
	var d Delivery
	var state string
	var created, tried, next int64
	err := r.Scan(&d.ID, &d.HookID, &d.MemberID, &d.EventID, &d.Event, &d.Body, &d.ReplayOf, &state, &d.Attempts, &created, &tried, &next,
		&d.Status, &d.Millis, &d.Answer)
	d.State, d.Created, d.Tried, d.Next = State(state), clock.FromMicros(created), clock.FromMicros(tried), clock.FromMicros(next)
	return d, err
}

// insertDelivery writes a delivery; fresh is false when the hook has that event
// already.
func insertDelivery(ctx context.Context, tx access.Tx, d Delivery) (fresh bool, err error) {
	n, err := database.Exec(ctx, tx, "webhook.insertDelivery", `insert into webhook_delivery (`+deliveryColumns+`)
		values ($1,$2,$3,$4,$5,$6,$7,$8,0,$9,0,0,0,0,'') on conflict (webhook_id, event_id) where replay_of = '' do nothing`,
		d.ID, d.HookID, d.MemberID, d.EventID, d.Event, d.Body, d.ReplayOf, string(d.State), clock.Micros(d.Created))
	return n == 1, err
}

func saveDelivery(ctx context.Context, tx access.Tx, d Delivery) error {
	_, err := database.Exec(ctx, tx, "webhook.saveDelivery", `update webhook_delivery set state = $1, attempts = $2, tried_at = $3, next_at = $4,
		status = $5, millis = $6, answer = $7 where id = $8`,
		string(d.State), d.Attempts, clock.Micros(d.Tried), clock.Micros(d.Next), d.Status, d.Millis, d.Answer, d.ID)
	return err
}

func delivery(ctx context.Context, tx access.Tx, op, id string) (Delivery, error) {
	return database.One(ctx, tx, op, scanDelivery, `select `+deliveryColumns+` from webhook_delivery where id = $1`, id)
}

// PageSize is how many deliveries a list shows at once.
const PageSize = 50

// Deliveries lists a hook's deliveries, the latest first, from a page on; more
// tells whether another page follows.
func Deliveries(ctx context.Context, tx access.Tx, hook string, page int) (list []Delivery, more bool, err error) {
	if _, err := Get(ctx, tx, hook); err != nil {
		return nil, false, err
	}
	list, err = database.All(ctx, tx, "webhook.Deliveries", scanDelivery, `select `+deliveryColumns+` from webhook_delivery
		where webhook_id = $1 order by created_at desc, id desc limit $2 offset $3`, hook, PageSize+1, max(0, page-1)*PageSize)
	if len(list) > PageSize {
		return list[:PageSize], true, err
	}
	return list, false, err
}

// GetDelivery returns a delivery of a hook.
func GetDelivery(ctx context.Context, tx access.Tx, hook, id string) (Delivery, error) {
	const op = "webhook.GetDelivery"
	if _, err := Get(ctx, tx, hook); err != nil {
		return Delivery{}, err
	}
	d, err := delivery(ctx, tx, op, id)
	if err == nil && d.HookID != hook {
		return Delivery{}, fault.Missing(op)
	}
	return d, err
}

// Test sends an event that means nothing, to see whether it arrives.
func (s *Service) Test(ctx context.Context, tx access.Tx, hook string) (Delivery, error) {
	h, err := Get(ctx, tx, hook)
	if err != nil {
		return Delivery{}, err
	}
	if err := on(h); err != nil {
		return Delivery{}, err
	}
	siren, err := sirenOf(ctx, tx, h.MemberID)
	if err != nil {
		return Delivery{}, err
	}
	body, err := newMessage(Ping, tx.Clock().Now(), siren, nil)
	if err != nil {
		return Delivery{}, err
	}
	return s.enter(ctx, tx, h, tx.NewID(), Ping, body, "")
}

// Replay sends a delivery again, under the same webhook-id and a new signature.
func (s *Service) Replay(ctx context.Context, tx access.Tx, hook, id string) (Delivery, error) {
	d, err := GetDelivery(ctx, tx, hook, id)
	if err != nil {
		return d, err
	}
	h, err := Get(ctx, tx, hook)
	if err == nil {
		err = on(h)
	}
	if err != nil {
		return d, err
	}
	return s.enter(ctx, tx, h, d.EventID, d.Event, d.Body, d.ID)
}

func on(h Hook) error {
	if h.Disabled.IsZero() {
		return nil
	}
	return fault.New(fault.Conflict, "webhook.on", "Ce webhook est arrêté. Remettez-le en marche d’abord.", "This webhook is off. Switch it on first.")
}

// keep is how long deliveries are remembered.
const keep = 30 * 24 * time.Hour

// Sweep forgets old deliveries.
func (s *Service) Sweep(ctx context.Context) error {
	return s.Doors.Write(ctx, access.System("webhook"), func(tx access.Tx) error {
		_, err := database.Exec(ctx, tx, "webhook.Sweep", `delete from webhook_delivery where created_at < $1 and state <> $2`,
			clock.Micros(tx.Clock().Now().Add(-keep)), string(Waiting))
		return err
	})
}
