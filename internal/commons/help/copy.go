package help

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// CopyOf returns what a person asked and what she was answered, for the copy of
// all that is kept of her. She may ask, and the system.
func CopyOf(ctx context.Context, tx access.Tx, account string) (any, error) {
	if s := tx.Scope(); !s.IsSystem() && asker(s) != account {
		return nil, fault.Missing("help.CopyOf")
	}
	type said struct {
		Number int64     `json:"number"`
		At     time.Time `json:"at"`
		By     string    `json:"by"`
		Words  string    `json:"words"`
	}
	return database.All(ctx, tx, "help.CopyOf", func(r database.Row) (s said, err error) {
		var at int64
		err = r.Scan(&s.Number, &at, &s.By, &s.Words)
		s.At = clock.FromMicros(at)
		return s, err
	}, `select q.number, m.at, m.author_name, m.words from help_message m join help_question q on q.id = m.question_id
		where q.asker_id = $1 order by q.number, m.at, m.id`, account)
}
