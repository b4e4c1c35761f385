// Package people is the desk at which accounts and roles are kept: who has an
// account, which roles at which member, lent to whom and until when, who may
// therefore see and do what, and who works in whose place.
//
// It decides nothing: what may be done lies with access, what an account is
// with user. Its pages ask them, for the operator (/console/operator/people),
// for the member's manager (/console/members/{siren}/people) and for the person
// herself (/console/account/access).
package people
