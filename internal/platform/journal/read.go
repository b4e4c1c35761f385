package journal

import (
	"context"
	"encoding/json"
	"math"
	"strings"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
)

// Numbered is an entry of the log.
type Numbered struct {
	Seq int64
	ID  string
	// Entry's Body is json.RawMessage, or nil when it was erased.
	Entry
	Erased bool
}

// Decode reads the entry's body. It does nothing when the body was erased.
func (n Numbered) Decode(into any) error {
	raw, ok := n.Body.(json.RawMessage)
	if !ok {
		return nil
	}
	return json.Unmarshal(raw, into)
}

// Filter chooses entries; what is empty does not restrict.
type Filter struct {
	Member  string
	Subject string
	Kind    string
	// Before continues a list: entries with lower numbers. Zero is from the
	// newest. Entries of earlier logs (Restart) have numbers below zero.
	Before int64
	Limit  int // at most 1,000; default 50
}

const selectNumbered = `select l.seq, l.id, l.kind, l.member, l.subject, l.by_whom, l.at, b.body, b.erased_by
	from journal_leaf l join journal_body b on b.entry = l.id `

func scanNumbered(s database.Row) (Numbered, error) {
	var n Numbered
	var at int64
	var body, erasedBy string
	err := s.Scan(&n.Seq, &n.ID, &n.Kind, &n.Member, &n.Subject, &n.By, &at, &body, &erasedBy)
	n.At, n.Erased = clock.FromMicros(at), erasedBy != ""
	if !n.Erased {
		n.Body = json.RawMessage(body)
	}
	return n, err
}

// Entries returns entries of the log, the newest first.
func (j *Journal) Entries(ctx context.Context, tx database.Tx, f Filter) ([]Numbered, error) {
	before, limit := f.Before, f.Limit
	if before == 0 {
		before = math.MaxInt64
	}
	if limit <= 0 {
		limit = 50
	}
	where := `where l.seq < $1`
	args := []any{before, min(limit, 1000)}
	for _, c := range []struct{ column, value string }{{"subject", f.Subject}, {"member", f.Member}, {"kind", f.Kind}} {
		if c.value != "" {
			args = append(args, c.value)
			where += ` and l.` + c.column + ` = ` + database.In(1, len(args))
		}
	}
	return database.All(ctx, tx, "journal.Entries", scanNumbered,
		selectNumbered+where+` order by l.seq desc limit $2`, args...)
}

// From returns at most limit entries from a number on, in order: what a feed
// reads.
func (j *Journal) From(ctx context.Context, tx database.Tx, seq int64, limit int) ([]Numbered, error) {
	return database.All(ctx, tx, "journal.From", scanNumbered,
		selectNumbered+`where l.seq >= $1 order by l.seq limit $2`, seq, limit)
}

// Size returns how many entries have a number.
func (j *Journal) Size(ctx context.Context, tx database.Tx) (int64, error) {
	return database.Value[int64](ctx, tx, "journal.Size", `select size from journal_head where id = 1`)
}

// printable makes an error fit for a text column, which holds neither NUL nor
// broken UTF-8, and cuts it to a screenful.
func printable(err error) string {
	text := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), "\uFFFD")
	if r := []rune(text); len(r) > 1000 {
		return string(r[:1000]) + "…"
	}
	return text
}
