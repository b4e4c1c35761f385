// Package designation says who answers for the personal data of each legal
// entity: the data-protection officer whom it has designated (GDPR, art. 37),
// the controller (its mayor or president) and its referent. A CCAS is not its
// commune: each body has its own.
//
// Each of them is an office: somebody holds it from a day, until a day, and the
// history stays. When the shared officer changes, or after elections, offices
// of many members change hands in one act (Replace, Renew), which can be undone
// whatever came after it: what was touched since is left as it is, and counted.
//
// The room lies under the others of the register: they ask it whom notices,
// public pages and forms name (Of), and which bodies have nobody (Missing).
package designation
