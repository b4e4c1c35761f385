// Package journal is the append-only, Merkle-hashed log of what happened.
//
// What it promises:
//
//   - An entry appended in a transaction that commits is in the log for ever,
//     and one whose transaction is rolled back never is. Append only inserts:
//     it makes no transaction wait for another.
//   - Numbers (Seq) are dense from 0 and never change. An entry gets its number
//     after its commit, from the one Sequencer that holds the lock of the head
//     row; readers see numbered entries only, so that none can appear behind
//     the place up to which they have read. An entry appended in knowledge of
//     another gets the higher number.
//   - Each batch ends with a signed checkpoint. Verify recomputes everything
//     from the leaves and names the first entry that does not fit.
//   - The body of an entry can be erased and its leaf stays. The erasure is
//     itself an entry, whose leaf commits to which bodies were erased.
//
// # Formats
//
// A leaf is the record of an entry, lines of text that Record writes:
//
//	entry/v2
//	id 01934d5e-…          the entry's identifier
//	kind piece.published
//	parties <hexadecimal>  SHA-256 of seal ‖ "member …\nsubject …\nby …\n",
//	                       where seal is 16 random bytes
//	at 2026-11-22T08:00:00.000000Z
//	body <hexadecimal>     SHA-256 of salt ‖ body
//	erases <hexadecimal>   only in the order of an erasure: SHA-256 of the
//	                       erased entries' identifiers, sorted, each followed
//	                       by a line feed
//
// Records are public (entry bundles). So they say that something of a kind
// happened, and when; whose affair it was, what it happened to and who did it
// stand behind the seal: otherwise everybody would read from the log which
// member works on what before it is published, and at what hours each agent
// works. Who is shown seal and parties, or salt and body, can check them against
// the leaf (Opening). Entries of the first form (entry/v1) have the lines
// member, subject and by in the place of parties; the bundles that hold one are
// not handed out (Bundle).
//
// Hashes follow RFC 6962 §2.1. Tiles, entry bundles and checkpoints follow the
// C2SP specifications tlog-tiles (height 8) and tlog-checkpoint; signatures are
// those of golang.org/x/mod/sumdb/note. Complete tiles are stored when they are
// complete, and never written again; incomplete ones are made from what is
// below them.
//
// # What it cannot prove alone
//
// Who holds the database and the key can make another journal. Who holds only
// the database can put back an older, shorter state with the checkpoint that
// was signed then: give Verify a checkpoint kept elsewhere (Check.Known) to
// find that out.
package journal
