// Package database opens the database behind an installation, SQLite in the
// data folder or PostgreSQL elsewhere, and makes the two behave alike.
//
// What it promises:
//
//   - Write runs its function as if no other Write ran at the same time, on
//     both databases: SQLite has one writer, PostgreSQL runs it serializable
//     and repeats it when another got in the way. The function may therefore
//     run more than once: it changes nothing but the database, and leaves what
//     must follow to AfterCommit. (Relaxed is the exception, for the queue and
//     the log, which lock the rows they take; and Snapshot, where all who are
//     concerned write the same row.)
//   - Read sees one unchanging state of the whole database and cannot write.
//   - What a committed Write has written survives a power cut, unless the caller
//     would do it again and says so (Lazy).
//   - A transaction inside a transaction is refused with an error (on SQLite
//     it would wait for itself for ever).
//
// # Portable SQL
//
// Parameters are $1, $2…; "on conflict" and "returning" work on both. Columns
// are
//
//	text                  identifiers, documents (JSON), digests
//	text collate "C"      whatever is sorted, compared with < or searched by
//	                      prefix: bytes decide the order, on both databases
//	bigint                instants (microseconds UTC, clock.Micros), counts, cents
//	integer               truth values, 0 or 1: write Bool(b), scan into a bool
//	double precision      measures
//	bytea                 bytes
//
// A statement that fails ends a PostgreSQL transaction: to try an insert and go
// on, use "on conflict do nothing" and look at the rows affected.
package database
