package jobs

import (
	"context"

	"airial/internal/platform/database"
)

// skipLocked ends a select of rows to be taken. On PostgreSQL it locks them and
// passes over those that another process is taking; SQLite has one writer.
func skipLocked(tx database.Tx) string {
	if tx.Dialect() == database.Postgres {
		return " for update skip locked"
	}
	return ""
}

// choosing is the lock under which processes choose their jobs: any number that
// nobody else locks in this database.
const choosing = 0x6a6f6273 // "jobs"

// oneByOne has the processes choose one after the other, until the end of the
// transaction: two that looked in the same instant would together give a key
// more workers than it may have. It comes first in the transaction, so that
// nobody waits for it who holds something. SQLite has one writer.
func oneByOne(ctx context.Context, tx database.Tx) error {
	if tx.Dialect() != database.Postgres {
		return nil
	}
	return database.Later(ctx, tx, "jobs.claim", `select pg_advisory_xact_lock($1)`, choosing)
}

// insertRun begins the statement that writes jobs among those that run, with the
// lease, its end and the current instant for arguments.
const insertRun = `insert into job_run (` + columns + `, lease, lease_until, started_at)
	select id, kind, args, unique_key, fair, priority, run_at, attempt + 1, max_attempts, every, error, inserted_at, lost,
		$1, cast($2 as bigint), cast($3 as bigint) `

// takePostgres moves jobs, whose list is the fourth argument, in one journey to
// the server. It locks them first, and passes over those that another process
// is taking; one whose unique key runs stays where it is.
const takePostgres = `with mine as (select id from job where ready = 1 and id = any($4) for update skip locked),
	taken as (` + insertRun + `from job where id in (select id from mine) on conflict do nothing returning ` + columns + `, lease),
	gone as (delete from job where id in (select id from taken))
	select ` + columns + `, lease from taken`
