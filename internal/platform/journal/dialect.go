package journal

import (
	"context"
	"slices"

	"airial/internal/platform/database"
)

// forUpdate ends a select of a row that others must not change until commit,
// and waits for those that hold it. SQLite has one writer.
func forUpdate(tx database.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " for update"
	}
	return ""
}

// skipLocked is forUpdate that passes over a row somebody else holds.
func skipLocked(tx database.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " for update skip locked"
	}
	return ""
}

// insertEntry writes an entry that waits for its number, and its body. PostgreSQL
// is a journey away for each statement, and takes both in one.
func insertEntry(ctx context.Context, tx database.Tx, l leaf, salt []byte, body string) error {
	const op = "journal.Append"
	const intoBody = `insert into journal_body (entry, salt, body) values ($1, $2, $3)`
	const intoInbox = `insert into journal_inbox (` + leafColumns + `) values `
	if tx.Dialect() == database.Postgres {
		return database.Later(ctx, tx, op, `with told as (`+intoBody+`) `+intoInbox+`($1, $4, $5, $6, $7, $8, $9, $10, $11)`,
			append([]any{l.id, salt, body}, l.values()[1:]...)...)
	}
	if _, err := database.Exec(ctx, tx, op, intoBody, l.id, salt, body); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, intoInbox+`($1, $2, $3, $4, $5, $6, $7, $8, $9)`, l.values()...)
	return err
}

// insertLeaves writes entries that got their numbers. PostgreSQL is a journey
// away for each statement, and takes all in one, a list for each column; SQLite
// is not, and its driver's work grows with the square of the parameters
// (measured: 24,000 rows a second one by one, 10,000 by 32).
func insertLeaves(ctx context.Context, tx database.Tx, list []numberedLeaf) error {
	const op = "journal.number"
	const into = `insert into journal_leaf (` + leafColumns + `, seq, hash) `
	if tx.Dialect() != database.Postgres {
		for _, l := range list {
			if _, err := database.Exec(ctx, tx, op, into+`values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
				append(l.values(), l.seq, l.stored)...); err != nil {
				return err
			}
		}
		return nil
	}
	var ids, kinds, members, subjects, by []string
	var at, seq []int64
	var digests, erases, seals, hashes [][]byte
	for _, l := range list {
		ids, kinds, members = append(ids, l.id), append(kinds, l.kind), append(members, l.member)
		subjects, by, at = append(subjects, l.subject), append(by, l.by), append(at, l.at)
		digests, erases, seals = append(digests, l.digest), append(erases, orEmpty(l.erases)), append(seals, orEmpty(l.seal))
		seq, hashes = append(seq, l.seq), append(hashes, l.stored)
	}
	return database.Later(ctx, tx, op, into+`select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
		$6::bigint[], $7::bytea[], $8::bytea[], $9::bytea[], $10::bigint[], $11::bytea[])`,
		ids, kinds, members, subjects, by, at, digests, erases, seals, seq, hashes)
}

// deleteAtOnce is how many rows one statement of SQLite deletes.
const deleteAtOnce = 64

// deleteWaiting takes entries out of the inbox by their positions, one by one:
// another transaction may at this moment commit an entry with a lower one.
func deleteWaiting(ctx context.Context, tx database.Tx, positions []int64) error {
	const op = "journal.number"
	if tx.Dialect() == database.Postgres {
		return database.Later(ctx, tx, op, `delete from journal_inbox where position = any($1)`, positions)
	}
	for part := range slices.Chunk(positions, deleteAtOnce) {
		_, err := database.Exec(ctx, tx, op, `delete from journal_inbox where position in (`+database.In(len(part), 1)+`)`, database.Args(part)...)
		if err != nil {
			return err
		}
	}
	return nil
}
