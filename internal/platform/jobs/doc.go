// Package jobs runs work that must not be lost: rows of our own tables,
// inserted in the transaction that makes them necessary, and taken from there
// by the workers of one process or of many.
//
// What it promises:
//
//   - A job inserted in a transaction that commits runs at least once, and one
//     whose transaction is rolled back never does. A handler that completes
//     its job inside its own transaction (Job.Done) has that transaction's
//     effects exactly once, whatever dies in between.
//   - A process that dies loses nothing: its jobs are held by a lease that a
//     heartbeat renews, and are taken over when it ends. Who comes back late
//     finds Job.Done refused (ErrLost), and its transaction with it. Being lost
//     so does not count as an attempt, for it is seldom the job's fault; one
//     whose process died ten times in a row, with longer and longer pauses, is
//     given up as one that kills its process.
//   - Workers go round the fairness keys (Job.Fair): a key with a thousand jobs
//     does not delay the single one of another, and no key holds more than
//     Config.PerKey workers, of all processes together. Within a key, older jobs go first.
//     Priorities are strict: a lower one runs before all higher ones.
//   - A handler that fails is tried again, later each time. After the last
//     attempt the job is kept with its error until the operator retries or
//     forgets it.
//
// # Unique keys
//
// Of the jobs of one kind with the same Job.UniqueKey at most one waits and at
// most one runs. Insert while one waits changes only its time (the earlier of
// the two) and returns its identifier; its arguments stay. Insert while one runs
// makes a second one that waits for the first to end: the running one may have
// looked before the new thing happened, so a run always begins after the last
// Insert.
//
// # Wake-up
//
// A commit wakes the runners of the same process at once, and those of others a
// moment later where the database has signals (PostgreSQL); all look every
// Config.Poll besides. A runner with nothing to do reads one row each Poll.
//
// # Fairness between processes
//
// Each process goes round by itself, and counts what runs everywhere before it
// takes more of a key. Processes choose one after the other, so that all of
// them together give a key no more than PerKey workers.
package jobs
