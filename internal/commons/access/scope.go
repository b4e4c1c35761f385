package access

import (
	"context"
	"maps"
	"slices"
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
	members  map[string][]Role // member id → roles
	operator []Role
}

// Public is the scope of anybody: published things only.
func Public() Scope { return Scope{actor: Actor{Kind: Anonymous}} }

// For is the scope of a person or a token with its roles: members maps a
// member's id to the roles there, operator lists those at the operator.
func For(actor Actor, members map[string][]Role, operator []Role) Scope {
	return Scope{kind: person, actor: actor, members: members, operator: operator}
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
func (s Scope) OperatorRoles() []Role { return s.operator }

// Has tells whether the actor has one of the operator's roles.
func (s Scope) Has(roles ...Role) bool { return anyOf(s.operator, roles) }

// Members returns the ids of the members at which the actor has a role, in
// order.
func (s Scope) Members() []string { return slices.Sorted(maps.Keys(s.members)) }

// RolesAt returns the actor's roles at a member.
func (s Scope) RolesAt(member string) []Role { return s.members[member] }

// Sees tells whether what belongs to the member, published or not, may be read.
func (s Scope) Sees(member string) bool {
	switch s.kind {
	case system:
		return true
	case person:
		return anyOf(s.operator, operatorRights[See].free) || anyOf(s.members[member], rights[See])
	}
	return false
}

// seesAll tells whether the scope reads every member.
func (s Scope) seesAll() bool {
	return s.kind == system || s.kind == person && anyOf(s.operator, operatorRights[See].free)
}

// MembersWith returns the ids of the members at which the actor's own roles
// (not a mandate) hold a right.
func (s Scope) MembersWith(right Right) []string {
	var out []string
	for _, id := range s.Members() {
		if anyOf(s.members[id], rights[right]) {
			out = append(out, id)
		}
	}
	return out
}

// MandatedRights returns the rights that a mandate of a member would give the
// actor.
func (s Scope) MandatedRights() []Right {
	var out []Right
	for right, r := range operatorRights {
		if anyOf(s.operator, r.mandated) {
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
