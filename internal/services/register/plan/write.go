package plan

import (
	"context"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/services/register/model"
)

// The most that a plan may hold, in characters.
const (
	maxOwner  = 120
	maxRemark = 4000
	maxCost   = 1_000_000_000_00 // cents
)

func wrong(what, fr, en string) error { return fault.New(fault.Invalid, "plan."+what, fr, en) }

// check refuses a plan that cannot be meant, and puts the owner's name in.
func (p *Plan) check(ctx context.Context, tx access.Tx, member string) error {
	p.OwnerName, p.Remark = strings.Join(strings.Fields(p.OwnerName), " "), strings.TrimSpace(p.Remark)
	switch {
	case !p.State.Known():
		return wrong("state", "Cet état n’existe pas.", "There is no such state.")
	case p.Due != "" && !validDay(p.Due):
		return wrong("due", "L’échéance est une date, par exemple 2027-03-31.", "The due day is a date, such as 2027-03-31.")
	case p.Cost < Unknown || p.Cost > maxCost:
		return wrong("cost", "Ce coût n’est pas possible.", "This cost is not possible.")
	case len([]rune(p.OwnerName)) > maxOwner:
		return wrong("owner", "Le nom du responsable dépasse 120 caractères.", "The name of who does it exceeds 120 characters.")
	case len([]rune(p.Remark)) > maxRemark:
		return wrong("remark", "Le commentaire dépasse 4 000 caractères.", "The remark exceeds 4,000 characters.")
	}
	if p.OwnerID == "" {
		return nil
	}
	list, err := Owners(ctx, tx, member)
	if err != nil {
		return err
	}
	for _, u := range list {
		if u.ID == p.OwnerID {
			p.OwnerName = u.Name
			return nil
		}
	}
	return wrong("owner", "Cette personne n’a pas de rôle dans la collectivité.", "This person has no role at the member.")
}

// Owners are the people who may be given an action of a member: those with a role
// there, and the operator's officers.
func Owners(ctx context.Context, tx access.Tx, member string) ([]user.User, error) {
	if err := tx.Sees("plan.Owners", member); err != nil {
		return nil, err
	}
	inside := tx.Elevated("action-owners")
	list, err := user.OfMember(ctx, inside, member)
	if err != nil {
		return nil, err
	}
	officers, err := Officers(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []user.User
	seen := map[string]bool{}
	for _, u := range list {
		if u.Disabled.IsZero() && !seen[u.ID] {
			seen[u.ID] = true
			out = append(out, u.User)
		}
	}
	for _, u := range officers {
		if !seen[u.ID] {
			out = append(out, u)
		}
	}
	return out, nil
}

// Officers are the operator's data-protection officers.
func Officers(ctx context.Context, tx access.Tx) ([]user.User, error) {
	inside := tx.Elevated("action-owners")
	ids, err := database.All(ctx, inside, "plan.Officers", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select distinct g.user_id from role_grant g join member m on m.id = g.member_id where m.is_operator = 1 and g.role = $1`, string(access.ProtectionOfficer))
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	byID, err := user.ByIDs(ctx, inside, ids)
	var out []user.User
	for _, id := range ids {
		if u, ok := byID[id]; ok && u.Disabled.IsZero() {
			out = append(out, u)
		}
	}
	return out, err
}

// Wanted is an action to be created.
type Wanted struct {
	MemberID string
	ModelID  string // of the operator's; "" for one of the member's own
	Record   model.Record
	Plan
	Links []Link
}

// Create gives a member an action.
func Create(ctx context.Context, tx access.Tx, n Wanted) (Action, error) {
	const op = "plan.Create"
	if n.State == "" {
		n.State = ToDo
	}
	if err := tx.May(ctx, access.Register, n.MemberID); err != nil {
		return Action{}, err
	}
	if err := n.check(ctx, tx, n.MemberID); err != nil {
		return Action{}, err
	}
	i, err := model.Create(ctx, tx, Spec, n.MemberID, n.ModelID, n.Record)
	if err != nil {
		return Action{}, err
	}
	f, err := model.Read(ctx, tx, i.ID)
	if err != nil {
		return Action{}, err
	}
	if n.Due == "" && n.ModelID != "" {
		n.Due = dueAfter(f.Record, access.Today(tx.Clock()))
	}
	done := ""
	if n.State == Done {
		done = access.Today(tx.Clock())
	}
	_, err = database.Exec(ctx, tx, op, `insert into register_action (`+stored+`) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$13)`,
		i.ID, n.MemberID, kindOf(f.Record), priorityOf(f.Record), string(n.State), database.Bool(n.State.Open()), n.Due, n.OwnerID, n.OwnerName, n.Cost,
		n.Remark, done, tx.Micros())
	for _, l := range n.Links {
		if err == nil {
			err = addLink(ctx, tx, n.MemberID, i.ID, l)
		}
	}
	if err != nil {
		return Action{}, err
	}
	return Get(ctx, tx, i.ID)
}

// Change writes what an action says and how the member goes about it. rev is the
// one that its writer has seen; another one since is a Conflict, and nothing is
// written.
func Change(ctx context.Context, tx access.Tx, id string, rev int, record model.Record, p Plan) (Action, error) {
	const op = "plan.Change"
	a, err := Get(ctx, tx, id)
	if err != nil {
		return a, err
	}
	if err := tx.May(ctx, access.Register, a.MemberID); err != nil {
		return a, err
	}
	if a.Rev != rev {
		return a, changedSince(op)
	}
	if err := p.keep(ctx, tx, a); err != nil {
		return a, err
	}
	f, err := model.Edit(ctx, tx, Spec, id, rev, record)
	if err != nil {
		return a, err
	}
	if f.Rev == rev { // the record stands as it was
		if err := model.Touch(ctx, tx, id); err != nil {
			return a, err
		}
	}
	return replan(ctx, tx, a, f.Record, p)
}

// keep is check for a plan that stands: who does it may have left since.
func (p *Plan) keep(ctx context.Context, tx access.Tx, a Action) error {
	if p.OwnerID != "" && p.OwnerID == a.OwnerID {
		q := *p
		q.OwnerID, q.OwnerName = "", a.OwnerName
		err := q.check(ctx, tx, a.MemberID)
		p.OwnerName, p.Remark = a.OwnerName, q.Remark
		return err
	}
	return p.check(ctx, tx, a.MemberID)
}

func changedSince(op string) error {
	return fault.New(fault.Conflict, op, "Cette action a été modifiée entre-temps. Comparez, puis enregistrez de nouveau.",
		"This action was changed in the meantime. Compare, then save again.")
}

// replan writes a plan and tells what of it has changed.
func replan(ctx context.Context, tx access.Tx, a Action, r model.Record, p Plan) (Action, error) {
	const op = "plan.replan"
	done := a.DoneOn
	if p.State != a.State {
		done = ""
		if p.State == Done {
			done = access.Today(tx.Clock())
		}
	}
	if _, err := database.Exec(ctx, tx, op, `update register_action set kind = $1, priority = $2, state = $3, is_open = $4, due_on = $5, owner_id = $6,
		owner_name = $7, cost = $8, remark = $9, done_on = $10, changed_at = $11 where id = $12`, kindOf(r), priorityOf(r), string(p.State),
		database.Bool(p.State.Open()), p.Due, p.OwnerID, p.OwnerName, p.Cost, p.Remark, done, tx.Micros(), a.ID); err != nil {
		return a, err
	}
	var what []string
	for _, c := range []struct{ name, before, after string }{{"state", string(a.State), string(p.State)}, {"due", a.Due, p.Due},
		{"owner", a.OwnerName, p.OwnerName}, {"cost", costText(a.Cost), costText(p.Cost)}, {"remark", a.Remark, p.Remark}} {
		if c.before == c.after {
			continue
		}
		if c.name != "state" {
			what = append(what, c.name)
		}
		if err := note(ctx, tx, a, c.name, c.before, c.after); err != nil {
			return a, err
		}
	}
	if p.State != a.State {
		if err := tx.Record(ctx, EventMoved, a.MemberID, a.ID, map[string]any{"from": a.State, "to": p.State}); err != nil {
			return a, err
		}
	}
	if len(what) > 0 {
		if err := tx.Record(ctx, EventPlanned, a.MemberID, a.ID, map[string]any{"fields": what}); err != nil {
			return a, err
		}
	}
	return Get(ctx, tx, a.ID)
}

func note(ctx context.Context, tx access.Tx, a Action, what, before, after string) error {
	by := tx.Scope().Actor()
	if by.Kind == access.Itself {
		by.Name = ""
	}
	_, err := database.Exec(ctx, tx, "plan.note", `insert into register_action_step (id, action_id, member_id, what, before, after, actor_id, actor_name, at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, tx.NewID(), a.ID, a.MemberID, what, before, after, by.ID, by.Name, tx.Micros())
	return err
}

// MayMove tells whether the scope may say how an action stands: who keeps the
// register, and who is to do it.
func MayMove(ctx context.Context, tx access.Tx, a Action) error {
	if by := tx.Scope().Actor(); by.Kind == access.Person && by.ID == a.OwnerID && a.OwnerID != "" {
		return tx.Sees("plan.MayMove", a.MemberID)
	}
	return tx.May(ctx, access.Register, a.MemberID)
}

// Move says how an action stands.
func Move(ctx context.Context, tx access.Tx, id string, to State) (Action, error) {
	return plan(ctx, tx, id, func(p *Plan) { p.State = to })
}

// plan changes a part of an action's plan, whatever else was changed meanwhile.
func plan(ctx context.Context, tx access.Tx, id string, change func(p *Plan)) (Action, error) {
	a, err := Get(ctx, tx, id)
	if err != nil {
		return a, err
	}
	if err := MayMove(ctx, tx, a); err != nil {
		return a, err
	}
	p := a.Plan
	if change(&p); p == a.Plan {
		return a, nil
	}
	if err := p.keep(ctx, tx, a); err != nil {
		return a, err
	}
	f, err := model.Read(ctx, tx, id)
	if err != nil {
		return a, err
	}
	if err := model.Touch(ctx, tx, id); err != nil {
		return a, err
	}
	return replan(ctx, tx, a, f.Record, p)
}

// Assign gives an action to somebody, or to nobody.
func Assign(ctx context.Context, tx access.Tx, id, owner string) (Action, error) {
	if err := keeps(ctx, tx, id); err != nil {
		return Action{}, err
	}
	return plan(ctx, tx, id, func(p *Plan) { p.OwnerID, p.OwnerName = owner, "" })
}

// Postpone sets the day on which an action is due.
func Postpone(ctx context.Context, tx access.Tx, id, due string) (Action, error) {
	if err := keeps(ctx, tx, id); err != nil {
		return Action{}, err
	}
	return plan(ctx, tx, id, func(p *Plan) { p.Due = due })
}

// keeps tells whether the scope keeps the register of an action's member.
func keeps(ctx context.Context, tx access.Tx, id string) error {
	a, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	return tx.May(ctx, access.Register, a.MemberID)
}

func addLink(ctx context.Context, tx access.Tx, member, action string, l Link) error {
	if l.Kind == "" || l.Target == "" || len(l.Kind) > 40 || len(l.Target) > 200 {
		return wrong("link", "Choisissez ce à quoi relier l’action.", "Choose what to link the action to.")
	}
	_, err := database.Exec(ctx, tx, "plan.addLink", `insert into register_action_link (action_id, member_id, kind, target) values ($1,$2,$3,$4)
		on conflict do nothing`, action, member, l.Kind, l.Target)
	return err
}

// SetLink links an action to something, or takes a link off.
func SetLink(ctx context.Context, tx access.Tx, id string, l Link, there bool) error {
	a, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := tx.May(ctx, access.Register, a.MemberID); err != nil {
		return err
	}
	if err := model.Touch(ctx, tx, id); err != nil {
		return err
	}
	if there {
		return addLink(ctx, tx, a.MemberID, id, l)
	}
	_, err = database.Exec(ctx, tx, "plan.SetLink", `delete from register_action_link where action_id = $1 and kind = $2 and target = $3`, id, l.Kind, l.Target)
	return err
}
