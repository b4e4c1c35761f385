package access

import (
	"strings"
	"time"

	"airial/internal/platform/i18n"
)

// ActingFor bounds how long somebody of the operator acts for a person.
const ActingFor = 30 * time.Minute

// Acting is a time in which somebody of the operator works as a person sees
// it, to help her. Every act of that time names both.
type Acting struct {
	ID        string
	AgentID   string // who acts, of the operator
	AgentName string
	UserID    string // for whom
	UserName  string
	Reason    string
	Begun     time.Time
	Ends      time.Time // at the latest
	Ended     time.Time // zero while it lasts, or when its time ran out
}

// Over tells whether the time is over.
func (a Acting) Over(now time.Time) bool { return !a.Ended.IsZero() || !now.Before(a.Ends) }

// End returns when it ended, or will at the latest.
func (a Acting) End() time.Time {
	if !a.Ended.IsZero() {
		return a.Ended
	}
	return a.Ends
}

// by joins the two identifiers of an acting person's actor: her for whom, and
// who acts.
const by = "/by:"

// actor names both: in the journal, in every step, and where a name shows. It
// is never the same as either of them alone, so that nothing that is a person's
// own (her password, her sessions) is open to who acts for her.
func (a Acting) actor() Actor {
	return Actor{Kind: Person, ID: a.UserID + by + a.AgentID,
		Name: a.AgentName + forWhom + a.UserName + ")"}
}

// forWhom joins the two names.
const forWhom = " (p/o "

// Relabel returns the name of an actor with a label in place of that of one of
// the persons behind it.
func Relabel(id, name, person, label string) string {
	who := Persons(strings.TrimPrefix(id, "user:"))
	agent, user, both := strings.Cut(strings.TrimSuffix(name, ")"), forWhom)
	switch {
	case len(who) == 1 || !both:
		return label
	case who[0] == person:
		return agent + forWhom + label + ")"
	}
	return label + forWhom + user + ")"
}

// Persons returns the identifiers of the people behind an actor, or behind the
// part of a journal's reference after "user:": the one for whom first, then who
// acted for her.
func Persons(id string) []string { return strings.Split(id, by) }

// SamePerson tells whether one human being, or one token, stands behind both
// actors: somebody who acts for another counts as both of them.
func SamePerson(a, b Actor) bool {
	if a.Kind != b.Kind {
		return false
	}
	for _, one := range Persons(a.ID) {
		for _, other := range Persons(b.ID) {
			if one == other {
				return true
			}
		}
	}
	return false
}

// Acting returns for whom the scope acts, and whether it acts for anybody.
func (s Scope) Acting() (Acting, bool) { return s.acting, s.acting.ID != "" }

// readOnly is what somebody reads who acts for a person at a member without a
// mandate.
var readOnly = i18n.T(
	"Vous agissez pour quelqu’un d’autre\u202f: sans mandat en cours de cette collectivité, vous pouvez seulement lire. Les comptes, les jetons et les mandats restent à leur gestionnaire.",
	"You act for somebody else: without a mandate in force of this member you can only read. Accounts, tokens and mandates remain with its manager.")
