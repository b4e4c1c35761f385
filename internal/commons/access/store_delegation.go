package access

import (
	"context"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

const delegationColumns = `d.id, d.member_id, d.role, d.giver_id, d.taker_id, d.from_date, d.until_date, d.reason,
	d.reference, d.recorded_at, d.recorder, d.revoked_at`

func scanDelegation(r database.Row) (Delegation, error) {
	var d Delegation
	var role, reason string
	var recorded, revoked int64
	err := r.Scan(&d.ID, &d.MemberID, &role, &d.GiverID, &d.TakerID, &d.From, &d.Until, &reason, &d.Reference,
		&recorded, &d.Recorder, &revoked)
	d.Role, d.Reason = Role(role), Reason(reason)
	d.Recorded, d.Revoked = clock.FromMicros(recorded), clock.FromMicros(revoked)
	return d, err
}

// Delegate lends a role. Whose role it is may lend it; the member's manager or
// the operator's administrator may record it for her. The operator's roles are
// lent by its administrator alone.
func Delegate(ctx context.Context, tx Tx, d Delegation) (Delegation, error) {
	const op = "access.Delegate"
	if err := mayLend(ctx, tx, op, d); err != nil {
		return d, err
	}
	if err := checkDelegation(op, d, Today(tx.doors.clock)); err != nil {
		return d, err
	}
	n, err := database.Value[int](ctx, tx, op, `select count(*) from role_grant where user_id = $1 and member_id = $2 and role = $3`,
		d.GiverID, d.MemberID, string(d.Role))
	if err != nil {
		return d, err
	}
	if n == 0 {
		return d, fault.New(fault.Invalid, op, "La personne qui délègue n’a pas elle-même le rôle « %[1]s »\u202f: on ne délègue que ce que l’on a.",
			"Whoever delegates does not have the role “%[1]s” herself: one lends only what one has.", d.Role.Label().Fr)
	}
	twice, err := database.Value[int](ctx, tx, op, `select count(*) from delegation where giver_id = $1 and taker_id = $2
		and member_id = $3 and role = $4 and revoked_at = 0 and from_date <= $5 and until_date >= $6`,
		d.GiverID, d.TakerID, d.MemberID, string(d.Role), d.Until, d.From)
	if err != nil {
		return d, err
	}
	if twice > 0 {
		return d, fault.New(fault.Conflict, op, "Une délégation de ce rôle entre ces deux personnes couvre déjà une partie de ces dates. Révoquez-la d’abord, ou changez les dates.",
			"A delegation of this role between these two people already covers some of these dates. Revoke it first, or change the dates.")
	}
	d.ID, d.Recorded, d.Recorder = tx.NewID(), tx.Clock().Now(), tx.Scope().Actor().Name
	_, err = database.Exec(ctx, tx, op, `insert into delegation (id, member_id, role, giver_id, taker_id, from_date, until_date,
		reason, reference, recorded_at, recorder, recorder_id, revoked_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,0)`,
		d.ID, d.MemberID, string(d.Role), d.GiverID, d.TakerID, d.From, d.Until, string(d.Reason), d.Reference,
		clock.Micros(d.Recorded), d.Recorder, tx.Scope().Actor().ID)
	if err != nil {
		return d, err
	}
	return d, tx.Record(ctx, EventDelegated, d.MemberID, d.ID, map[string]string{"role": string(d.Role), "giver": d.GiverID,
		"taker": d.TakerID, "from": d.From, "until": d.Until, "reason": string(d.Reason), "reference": d.Reference})
}

// mayLend guards who lends a role: the person whose own it is, or who manages
// the member.
func mayLend(ctx context.Context, tx Tx, op string, d Delegation) error {
	if !d.Role.Known() {
		return fault.New(fault.Invalid, op, "Choisissez le rôle délégué.", "Choose the role that is lent.")
	}
	if a := tx.Scope().Actor(); a.Kind == Person && a.ID == d.GiverID && !d.Role.OfOperator() {
		return tx.Sees(op, d.MemberID)
	}
	if err := tx.May(ctx, Manage, d.MemberID); err != nil {
		return err
	}
	return ofOperator(ctx, tx, op, d.MemberID, d.Role)
}

func checkDelegation(op string, d Delegation, today string) error {
	for _, day := range []string{d.From, d.Until} {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return fault.New(fault.Invalid, op, "Indiquez le premier et le dernier jour de la délégation.",
				"Give the first and the last day of the delegation.")
		}
	}
	switch {
	case d.Until < d.From:
		return fault.New(fault.Invalid, op, "Le dernier jour vient avant le premier. Corrigez l’une des deux dates.",
			"The last day comes before the first. Correct one of the two dates.")
	case d.Until < today:
		return fault.New(fault.Invalid, op, "Cette période est déjà passée\u202f: la délégation n’aurait aucun effet. Corrigez les dates.",
			"This period is over: the delegation would have no effect. Correct the dates.")
	case d.TakerID == "" || d.GiverID == "":
		return fault.New(fault.Invalid, op, "Choisissez qui délègue et à qui.", "Choose who delegates, and to whom.")
	case d.TakerID == d.GiverID:
		return fault.New(fault.Invalid, op, "On ne délègue pas à soi-même\u202f: choisissez une autre personne.",
			"One does not delegate to oneself: choose another person.")
	case !d.Reason.Known():
		return fault.New(fault.Invalid, op, "Choisissez le motif de la délégation.", "Choose the reason for the delegation.")
	}
	return nil
}

// Undelegate revokes a delegation at once: the one who gave it, the member's
// manager or the operator's administrator may.
func Undelegate(ctx context.Context, tx Tx, id string) error {
	const op = "access.Undelegate"
	d, err := database.One(ctx, tx, op, scanDelegation, `select `+delegationColumns+` from delegation d where d.id = $1`, id)
	if err != nil {
		return err
	}
	if err := mayLend(ctx, tx, op, d); err != nil {
		return err
	}
	if today := Today(tx.doors.clock); d.Until < today {
		return fault.New(fault.Conflict, op, "Cette délégation est déjà terminée.", "This delegation has already ended.")
	}
	n, err := database.Exec(ctx, tx, op, `update delegation set revoked_at = $1 where id = $2 and revoked_at = 0`, tx.Micros(), id)
	if err != nil || n == 0 {
		return err
	}
	return tx.Record(ctx, EventUndelegated, d.MemberID, d.ID, nil)
}

// LentRole is a delegation with how it stands.
type LentRole struct {
	Delegation
	// Held tells whether the giver still has the role: without it nothing is
	// lent, whatever the dates say.
	Held bool
}

// InForce tells whether the role is lent on a day.
func (l LentRole) InForce(day string) bool { return l.Held && l.Covers(day) }

const lentRoles = `select ` + delegationColumns + `, case when exists (select 1 from role_grant g where g.user_id = d.giver_id
	and g.member_id = d.member_id and g.role = d.role) then 1 else 0 end from delegation d where `

func scanLent(r database.Row) (LentRole, error) {
	var l LentRole
	var err error
	l.Delegation, err = scanDelegation(alsoBool{r, &l.Held})
	return l, err
}

// Delegations lists those of a member, the latest first. Those who see the
// member may ask.
func Delegations(ctx context.Context, tx Tx, member string) ([]LentRole, error) {
	const op = "access.Delegations"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	return database.All(ctx, tx, op, scanLent, lentRoles+`d.member_id = $1 order by d.from_date desc, d.id desc`, member)
}

// DelegationsOf lists those that a person gave or received, the latest first.
// She may ask, and the operator's people.
func DelegationsOf(ctx context.Context, tx Tx, user string) ([]LentRole, error) {
	const op = "access.DelegationsOf"
	s := tx.Scope()
	if !s.IsSystem() && !s.OfOperator() && !(s.Actor().Kind == Person && Persons(s.Actor().ID)[0] == user) {
		return nil, fault.Missing(op)
	}
	// They are hers also where she has no role any more.
	return database.All(ctx, tx.Elevated("one's own delegations"), op, scanLent, lentRoles+`d.giver_id = $1 or d.taker_id = $2 order by d.from_date desc, d.id desc`, user, user)
}

// Day writes an instant's day as laws count it.
func Day(t time.Time) string { return i18n.Local(t).Format(time.DateOnly) }
