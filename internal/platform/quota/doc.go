// Package quota keeps the limits on callers when several processes answer
// them: an address, a token, whoever may do so many things in a time or so
// many at once.
//
// A single process counts in its memory and needs none of it. Where there are
// several, each goes on counting in its memory, and tells this room's tables
// now and then what a caller has used up (Book.Spend), which tells it in turn
// what the caller has used up everywhere. Who asks for little is never written
// down; who asks for much costs one row and one statement for many requests.
//
// It promises:
//
//   - A caller gets no more by asking several processes, but for what each of
//     them does not tell at once: web.Limiter says how much that is.
//   - What a process held when it died is free after half a minute.
//   - Callers are not kept, only digests under a key of the installation; and
//     no longer than until they have their whole allowance again, but for ten
//     minutes.
//   - When the database does not answer, each process goes on by its own count.
package quota
