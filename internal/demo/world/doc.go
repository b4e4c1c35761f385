// Package world invents the demonstration département: its operator, its
// members, their users and everything that they have deposited.
//
// It is pure: no database, no network, no clock. Everything follows from
// Options (a seed and a reference date), so that the same options always give
// the same bytes, on any machine, whatever the order or the chunks in which
// members are asked for. There is no floating-point arithmetic in what is
// generated. Member i is the same whatever the number of members: the first 24
// are written by hand (first_*.go), those that follow come in blocks of forty
// around a community of communes (territory.go).
//
// What it promises:
//
//   - nothing is real. The département ("la Garluche", code 96, which INSEE has
//     given to none), its communes, people, associations and suppliers are made
//     up; names.go says how real communes are avoided, codes.go the same for
//     INSEE codes, SIREN, RNA and UAI numbers. E-mail and web addresses end in
//     .example (RFC 2606), telephone numbers come from the ranges that Arcep
//     keeps for works of fiction;
//   - files that are meant to be valid are valid against the official SCDL
//     schemas, with SIRET numbers that pass their checksum; those that are
//     meant to be refused have exactly the faults that their Version lists;
//   - budgets follow the M57 chart and balance by section, votes add up,
//     councils meet on evenings, canteens close in the school holidays.
//
// Make builds a whole world in memory; Stream hands over one member after the
// other and holds only that one.
package world
