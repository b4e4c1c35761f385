package access

import (
	"context"
	"strconv"

	"airial/internal/platform/database"
)

// standing is one role that a person has somewhere today.
type standing struct {
	user       string
	member     string
	atOperator bool
	Held
}

// standings reads the roles of people today: their own, then those lent to
// them. grants and lent are conditions on role_grant g and delegation d, with
// the same arguments, $1 onwards.
//
// Who has which role is a part of the rule: it is read whatever the scope sees.
func standings(ctx context.Context, tx Tx, op, grants, lent string, args ...any) ([]standing, error) {
	tx = tx.Elevated("roles")
	own, err := database.All(ctx, tx, op, func(r database.Row) (standing, error) {
		var s standing
		var role string
		err := r.Scan(&s.user, &s.member, &role, &s.atOperator)
		s.Role = Role(role)
		return s, err
	}, `select g.user_id, g.member_id, g.role, m.is_operator from role_grant g join member m on m.id = g.member_id
		where `+grants+` order by g.user_id, g.member_id, g.role`, args...)
	if err != nil {
		return nil, err
	}
	today := Today(tx.doors.clock)
	// Two more arguments come behind those of the condition.
	n := len(args)
	borrowed, err := database.All(ctx, tx, op, func(r database.Row) (standing, error) {
		var s standing
		d, err := scanDelegation(alsoBool{r, &s.atOperator})
		s.user, s.member, s.Held = d.TakerID, d.MemberID, Held{Role: d.Role, Lent: d}
		return s, err
	}, `select `+delegationColumns+`, m.is_operator from delegation d join member m on m.id = d.member_id
		join role_grant g on g.user_id = d.giver_id and g.member_id = d.member_id and g.role = d.role
		where `+lent+` and d.revoked_at = 0 and d.from_date <= $`+strconv.Itoa(n+1)+` and d.until_date >= $`+strconv.Itoa(n+2)+`
		order by d.taker_id, d.member_id, d.role, d.id`, append(args[:n:n], today, today)...)
	return append(own, borrowed...), err
}

// RolesToday is a query for who has which role today, her own or lent to her
// (user_id, role), and its arguments, which come after so many others. It is for
// rules that hold of everybody; what one may do is for ScopeOf.
func RolesToday(tx Tx, others int) (string, []any) {
	today := Today(tx.doors.clock)
	return `(select g.user_id, g.role from role_grant g union select d.taker_id, d.role from delegation d
		join role_grant g on g.user_id = d.giver_id and g.member_id = d.member_id and g.role = d.role
		where d.revoked_at = 0 and d.from_date <= $` + strconv.Itoa(others+1) + ` and d.until_date >= $` + strconv.Itoa(others+2) + `)`, []any{today, today}
}

// alsoBool scans one more column behind those of a scan function.
type alsoBool struct {
	database.Row
	last *bool
}

func (a alsoBool) Scan(dest ...any) error { return a.Row.Scan(append(dest, a.last)...) }

// scopeOf makes the scope of a person of her roles. The operator's roles count
// at the operator only.
func scopeOf(actor Actor, list []standing) Scope {
	s := Scope{kind: person, actor: actor, members: map[string][]Held{}}
	for _, one := range list {
		switch {
		case !one.Role.OfOperator():
			s.members[one.member] = append(s.members[one.member], one.Held)
		case one.atOperator:
			s.operator = append(s.operator, one.Held)
		}
	}
	return s
}

// ScopeOf returns the scope of a person, from the roles granted to it and those
// lent to it today.
func ScopeOf(ctx context.Context, tx Tx, actor Actor) (Scope, error) {
	list, err := standings(ctx, tx, "access.ScopeOf", `g.user_id = $1`, `d.taker_id = $1`, actor.ID)
	return scopeOf(actor, list), err
}

// Holder is somebody who may do something with what a member owns, and why.
type Holder struct {
	Actor  Actor // a person (without its name: this room knows no accounts) or a token
	Rights map[Right][]Basis
	Token  Token // of a token
}

// Holders lists everybody who may see or do something at a member today, people
// first. It asks the same rule, of scopes made the same way, as May and Only
// do. Those who see the member may ask. Whether a person's account is open is
// for the caller to say.
func Holders(ctx context.Context, tx Tx, member string) ([]Holder, error) {
	const op = "access.Holders"
	if err := tx.Sees(op, member); err != nil {
		return nil, err
	}
	list, err := standings(ctx, tx, op,
		`(g.member_id = $1 or g.member_id in (select id from member where is_operator = 1))`,
		`(d.member_id = $1 or d.member_id in (select id from member where is_operator = 1))`, member)
	if err != nil {
		return nil, err
	}
	mandates, err := inForce(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	byUser := map[string][]standing{}
	var order []string
	for _, s := range list {
		if byUser[s.user] == nil {
			order = append(order, s.user)
		}
		byUser[s.user] = append(byUser[s.user], s)
	}
	var out []Holder
	add := func(s Scope, t Token) {
		h := Holder{Actor: s.actor, Rights: map[Right][]Basis{}, Token: t}
		for right := range rights {
			if why := s.bases(right, member, mandates); len(why) > 0 {
				h.Rights[right] = why
			}
		}
		if len(h.Rights) > 0 {
			out = append(out, h)
		}
	}
	for _, user := range order {
		add(scopeOf(Actor{Kind: Person, ID: user}, byUser[user]), Token{})
	}
	tokens, err := liveTokens(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	for _, t := range tokens {
		add(t.scope(), t)
	}
	return out, nil
}

// liveTokens are the tokens of a member that open a door now.
func liveTokens(ctx context.Context, tx Tx, member string) ([]Token, error) {
	return database.All(ctx, tx, "access.liveTokens", scanToken, `select `+tokenColumns+` from token
		where member_id = $1 and revoked_at = 0 and (expires_at = 0 or expires_at > $2) order by id`, member, tx.Micros())
}
