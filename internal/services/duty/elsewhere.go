package duty

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Elsewhere is what a member says that it publishes at another place.
type Elsewhere struct {
	ID       string
	MemberID string
	Rule     string
	Period   string
	Address  string // https://…
	Actor    access.Actor
	Said     time.Time
}

const elsewhereColumns = `id, member_id, rule, period, address, actor_kind, actor_id, actor_name, said_at`

func scanElsewhere(r database.Row) (Elsewhere, error) {
	var e Elsewhere
	var kind string
	var at int64
	err := r.Scan(&e.ID, &e.MemberID, &e.Rule, &e.Period, &e.Address, &kind, &e.Actor.ID, &e.Actor.Name, &at)
	e.Actor.Kind, e.Said = access.ActorKind(kind), clock.FromMicros(at)
	return e, err
}

// elsewheres lists what stands, of one member or of all ("").
func elsewheres(ctx context.Context, tx access.Tx, member string) ([]Elsewhere, error) {
	return database.All(ctx, tx, "duty.elsewheres", scanElsewhere, `select `+elsewhereColumns+` from duty_elsewhere
		where undone_at = 0 and ($1 = '' or member_id = $1) order by said_at desc, id`, member)
}

// Say records that a member publishes something elsewhere, for a rule and, for
// yearly ones, a year. Saying it again takes the new address.
func (s *Service) Say(ctx context.Context, tx access.Tx, member, rule, period, address string) (Elsewhere, error) {
	const op = "duty.Say"
	if err := tx.May(ctx, access.Publish, member); err != nil {
		return Elsewhere{}, err
	}
	r := s.book.Rule(rule)
	if r == nil {
		return Elsewhere{}, fault.New(fault.Invalid, op, "Cette obligation n’existe pas.", "There is no such duty.")
	}
	now := tx.Clock().Now()
	year, err := strconv.Atoi(period)
	switch {
	case !r.Yearly() && period != "":
		return Elsewhere{}, fault.New(fault.Invalid, op, "Cette obligation n’a pas d’année.", "This duty has no year.")
	case r.Yearly() && (err != nil || len(period) != 4 || year < 2016 || year > now.Year()):
		return Elsewhere{}, fault.New(fault.Invalid, op, "Donnez une année, de 2016 à %[1]d.", "Give a year, from 2016 to %[1]d.", now.Year())
	}
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(address) > 500 {
		return Elsewhere{}, fault.New(fault.Invalid, op, "Donnez l’adresse de la page où c’est publié, par exemple https://www.ma-commune.fr/donnees.",
			"Give the address of the page where it is published, for instance https://www.ma-commune.fr/donnees.")
	}
	e := Elsewhere{ID: tx.NewID(), MemberID: member, Rule: rule, Period: period, Address: address, Actor: tx.Scope().Actor(), Said: now}
	if _, err := database.Exec(ctx, tx, op, `update duty_elsewhere set undone_at = $1, undone_by = $2
		where member_id = $3 and rule = $4 and period = $5 and undone_at = 0`, tx.Micros(), e.Actor.Ref(), member, rule, period); err != nil {
		return e, err
	}
	if _, err := database.Exec(ctx, tx, op, `insert into duty_elsewhere (`+elsewhereColumns+`, undone_at, undone_by)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9,0,'')`, e.ID, e.MemberID, e.Rule, e.Period, e.Address, string(e.Actor.Kind), e.Actor.ID, e.Actor.Name, clock.Micros(e.Said)); err != nil {
		return e, err
	}
	s.forget()
	return e, tx.Record(ctx, "duty.elsewhere", member, e.ID, map[string]any{"rule": rule, "period": period, "address": address})
}

// Unsay takes it back. What does not stand any more is a Conflict.
func (s *Service) Unsay(ctx context.Context, tx access.Tx, id string) error {
	const op = "duty.Unsay"
	where, args := tx.Only("member_id", []any{id})
	list, err := database.All(ctx, tx, op, scanElsewhere, `select `+elsewhereColumns+` from duty_elsewhere where id = $1 and `+where, args...)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.Missing(op)
	}
	if err := tx.May(ctx, access.Publish, list[0].MemberID); err != nil {
		return err
	}
	n, err := database.Exec(ctx, tx, op, `update duty_elsewhere set undone_at = $1, undone_by = $2 where id = $3 and undone_at = 0`, tx.Micros(), tx.Scope().Actor().Ref(), id)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, op, "C’était déjà annulé.", "It was undone already.")
	}
	s.forget()
	return tx.Record(ctx, "duty.unsaid", list[0].MemberID, id, nil)
}

// Shown tells whether the member shows its page to the public.
func Shown(ctx context.Context, tx access.Tx, member string) (bool, error) {
	n, err := database.Value[int](ctx, tx, "duty.Shown", `select count(*) from duty_shown where member_id = $1 and shown = 1`, member)
	return n > 0, err
}

// Show sets whether the member shows its page to the public.
func (s *Service) Show(ctx context.Context, tx access.Tx, member string, shown bool) error {
	const op = "duty.Show"
	if err := tx.May(ctx, access.Publish, member); err != nil {
		return err
	}
	if _, err := database.Exec(ctx, tx, op, `insert into duty_shown (member_id, shown, changed_at, changed_by) values ($1,$2,$3,$4)
		on conflict (member_id) do update set shown = excluded.shown, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
		member, database.Bool(shown), tx.Micros(), tx.Scope().Actor().Ref()); err != nil {
		return err
	}
	return tx.Record(ctx, "duty.shown", member, member, map[string]any{"shown": shown})
}
