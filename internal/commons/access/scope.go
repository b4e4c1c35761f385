package access

import (
	"context"
	"maps"
	"slices"

	"airial/internal/platform/database"
)

// ActorKind tells what sort of actor stands behind a scope.
type ActorKind string

// The kinds of actor.
const (
	Anonymous ActorKind = "anonymous"
	Person    ActorKind = "person"
	Machine   ActorKind = "token"
	Itself    ActorKind = "system"
)

// Actor is who acts: a person, a token, Airial itself, or nobody known. It is
// written into steps and the journal.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitempty"`
	Name string    `json:"name,omitempty"`
}

type scopeKind int

const (
	public scopeKind = iota
	person
	system
)

// Scope is what a transaction may see and do. The zero value is the public.
type Scope struct {
	kind     scopeKind
	actor    Actor
	members  map[string][]Held // member id → roles
	operator []Held
	acting   Acting  // zero but for who acts for another person
	limit    []Right // nil for all that the roles give; else these of them alone
}

// Public is the scope of anybody: published things only.
func Public() Scope { return Scope{actor: Actor{Kind: Anonymous}} }

// For is the scope of a person or a token with its roles: members maps a
// member's id to the roles there, operator lists those at the operator.
func For(actor Actor, members map[string][]Role, operator []Role) Scope {
	s := Scope{kind: person, actor: actor, members: make(map[string][]Held, len(members)), operator: own(operator)}
	for id, list := range members {
		s.members[id] = own(list)
	}
	return s
}

// own are roles that somebody has herself.
func own(list []Role) []Held {
	var out []Held
	for _, role := range list {
		out = append(out, Held{Role: role})
	}
	return out
}

// rolesOf lists the roles held, each once.
func rolesOf(list []Held) []Role {
	var out []Role
	for _, h := range list {
		if !slices.Contains(out, h.Role) {
			out = append(out, h.Role)
		}
	}
	return out
}

// System is the scope of Airial itself, for a named reason ("life", "journal").
// It sees everything; the reason is written wherever it acts.
func System(reason string) Scope {
	return Scope{kind: system, actor: Actor{Kind: Itself, Name: reason}}
}

// Actor returns who acts.
func (s Scope) Actor() Actor { return s.actor }

// IsPublic tells whether nobody in particular acts.
func (s Scope) IsPublic() bool { return s.kind == public }

// IsSystem tells whether Airial itself acts.
func (s Scope) IsSystem() bool { return s.kind == system }

// OfOperator tells whether the actor has a role at the operator.
func (s Scope) OfOperator() bool { return len(s.operator) > 0 }

// OperatorRoles returns the actor's roles at the operator.
func (s Scope) OperatorRoles() []Role { return rolesOf(s.operator) }

// Has tells whether the actor has one of the operator's roles.
func (s Scope) Has(roles ...Role) bool {
	return slices.ContainsFunc(s.operator, func(h Held) bool { return slices.Contains(roles, h.Role) })
}

// Members returns the ids of the members at which the actor has a role, in
// order.
func (s Scope) Members() []string { return slices.Sorted(maps.Keys(s.members)) }

// RolesAt returns the actor's roles at a member.
func (s Scope) RolesAt(member string) []Role { return rolesOf(s.members[member]) }

// HeldAt returns the actor's roles at a member with how it comes to each.
func (s Scope) HeldAt(member string) []Held { return s.members[member] }

// HeldAtOperator is HeldAt for the operator's roles.
func (s Scope) HeldAtOperator() []Held { return s.operator }

// Sees tells whether what belongs to the member, published or not, may be read.
func (s Scope) Sees(member string) bool {
	return s.kind == system || len(s.bases(See, member, nil)) > 0
}

// seesAll tells whether the scope reads every member.
func (s Scope) seesAll() bool {
	free, _ := s.everywhere(See)
	return free
}

// sight is what the database's own lock lets the scope see: no less than the
// conditions of Only, and no member's more.
func (s Scope) sight() database.Sight {
	switch {
	case s.seesAll():
		return database.SeeAll()
	case s.kind == person:
		return database.SeeMembers(s.MembersWith(See))
	}
	return database.SeePublic()
}

// MembersWith returns the ids of the members at which the actor's own roles
// (not a mandate) hold a right.
func (s Scope) MembersWith(right Right) []string {
	return s.membersWith(right, nil)
}

// membersWith are the members at which the actor has a role that holds a right,
// given some mandates.
func (s Scope) membersWith(right Right, mandates []Mandate) []string {
	local := s
	local.operator = nil
	var out []string
	for _, id := range s.Members() {
		if len(local.bases(right, id, mandates)) > 0 {
			out = append(out, id)
		}
	}
	return out
}

// MandatedRights returns the rights that a mandate of a member would give the
// actor.
func (s Scope) MandatedRights() []Right {
	var out []Right
	for right := range rights {
		free, mandated := s.everywhere(right)
		if mandated && !free || len(s.membersWith(right, some)) > len(s.MembersWith(right)) {
			out = append(out, right)
		}
	}
	slices.Sort(out)
	return out
}

type scopeKey struct{}

// With returns a context that carries a scope; guards put it there.
func With(ctx context.Context, s Scope) context.Context {
	return context.WithValue(ctx, scopeKey{}, s)
}

// From returns the scope of a context, the public's when there is none.
func From(ctx context.Context) Scope {
	if s, ok := ctx.Value(scopeKey{}).(Scope); ok {
		return s
	}
	return Public()
}
