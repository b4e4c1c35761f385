package access

import "slices"

// Held is a role and how somebody comes to it.
type Held struct {
	Role Role
	// Lent is the delegation that gives it; its ID is "" for a role of one's
	// own.
	Lent Delegation
}

// Basis is what a right rests on: why somebody may do something.
type Basis struct {
	Held
	// Operator tells that the role is one at the operator.
	Operator bool
	// Mandate is the one without which the role would not do; its ID is "" when
	// none is needed.
	Mandate Mandate
}

// bases is the one rule of who may do what with what a member owns. here are
// the roles at the member, operator those at the operator, mandates those of
// the member that are in force. May, Only and the page "who can see what" all
// ask it, so that none can say what another does not do.
func bases(right Right, here, operator []Held, mandates []Mandate) []Basis {
	var out []Basis
	for _, h := range here {
		if slices.Contains(rights[right], h.Role) {
			out = append(out, Basis{Held: h})
		}
	}
	for _, h := range operator {
		switch r := operatorRights[right]; {
		case slices.Contains(r.free, h.Role):
			out = append(out, Basis{Held: h, Operator: true})
		case slices.Contains(r.mandated, h.Role):
			for _, m := range mandates {
				out = append(out, Basis{Held: h, Operator: true, Mandate: m})
			}
		}
	}
	return out
}

// actingBases is the same for somebody of the operator who acts for a person:
// she reads what that person reads; what that person may do needs a mandate of
// the member besides. Managing is never lent this way, nor having machines told:
// whoever could give roles or mandates in another's name could give them to
// herself.
func actingBases(right Right, here []Held, mandates []Mandate) []Basis {
	if right == Manage || right == Listen {
		return nil
	}
	own := bases(right, here, nil, nil)
	if right == See {
		return own
	}
	var out []Basis
	for _, b := range own {
		for _, m := range mandates {
			b.Mandate = m
			out = append(out, b)
		}
	}
	return out
}

// some stands for any mandate, to ask what one would change.
var some = []Mandate{{ID: "some"}}

// bases asks the rule for a scope.
func (s Scope) bases(right Right, member string, mandates []Mandate) []Basis {
	switch {
	case s.kind != person, s.limit != nil && !slices.Contains(s.limit, right):
		return nil
	case s.acting.ID != "":
		return actingBases(right, s.members[member], mandates)
	}
	return bases(right, s.members[member], s.operator, mandates)
}

// everywhere tells whether the scope holds a right at members at which it has
// no role: without a mandate, or with one.
func (s Scope) everywhere(right Right) (free, mandated bool) {
	if s.kind == system {
		return true, true
	}
	const nowhere = ""
	return len(s.bases(right, nowhere, nil)) > 0, len(s.bases(right, nowhere, some)) > 0
}
