package journal

import (
	"context"
	"crypto/sha256"
	"hash"
	"io"
	"slices"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// Erasure says whose bodies are erased: those of a subject's entries, and those
// of the entries with the given identifiers.
type Erasure struct {
	Subject string
	IDs     []string
}

// Erase destroys the bodies and salts of entries, numbered or not, and appends
// the order to do so, whose leaf commits to which entries they were. Their
// leaves stay: what happened and when is still proven, but nobody can tell any
// more whether a text is the one that was erased. It returns how many bodies it
// erased; what was erased before stays with its own order. Nothing to erase
// leaves the order in the journal all the same.
func (j *Journal) Erase(ctx context.Context, tx database.Tx, order Entry, what Erasure) (erased int, err error) {
	const op = "journal.Erase"
	var ids []string
	if what.Subject != "" {
		ids, err = database.All(ctx, tx, op, scanText, `select entry from journal_body where erased_by = '' and entry in
			(select id from journal_leaf where subject = $1 union all select id from journal_inbox where subject = $1)`,
			what.Subject)
		if err != nil {
			return 0, err
		}
	}
	for part := range slices.Chunk(what.IDs, 100) {
		found, err := database.All(ctx, tx, op, scanText,
			`select entry from journal_body where erased_by = '' and entry in (`+database.In(len(part), 1)+`)`,
			database.Args(part)...)
		if err != nil {
			return 0, err
		}
		ids = append(ids, found...)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	orderID := j.ids.New()
	commits := newErased()
	for _, id := range ids {
		commits.add(id)
	}
	for part := range slices.Chunk(ids, 100) {
		args := append([]any{orderID, []byte{}}, database.Args(part)...)
		_, err = database.Exec(ctx, tx, op, `update journal_body set erased_by = $1, salt = $2, body = ''
			where entry in (`+database.In(len(part), 3)+`)`, args...)
		if err != nil {
			return 0, err
		}
	}
	_, err = j.append(ctx, tx, orderID, order, commits.sum())
	return len(ids), fault.Wrap(op, err)
}

// erasedSet is what the leaf of an erasure's order commits to.
type erasedSet struct {
	h hash.Hash
	n int
}

func newErased() *erasedSet { return &erasedSet{h: sha256.New()} }

func (e *erasedSet) add(id string) {
	_, _ = io.WriteString(e.h, id+"\n")
	e.n++
}

// sum is empty for an order that found nothing to erase.
func (e *erasedSet) sum() []byte {
	if e.n == 0 {
		return []byte{}
	}
	return e.h.Sum(nil)
}

func scanText(s database.Row) (string, error) {
	var text string
	return text, s.Scan(&text)
}
