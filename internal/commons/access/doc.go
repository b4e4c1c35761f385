// Package access keeps the doors: who someone is for each member, what that
// allows, and the only way to open a transaction.
//
// Every reading and writing of records goes through Doors.Read or Doors.Write
// with a Scope. Stores receive a Tx, never a database: they ask the Tx which
// rows its scope may see (Tx.Only, Tx.Sees) and which acts it may do (Tx.May).
//
// There are four scopes: the public (published things only), a signed-in
// person or a token with its roles at each member, the operator's people, and
// the system with a named reason. The operator's people read every member's
// pieces, for that is their work; they act in a member's name only under a
// dated mandate that is kept for that member.
package access
