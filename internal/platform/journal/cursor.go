package journal

import (
	"context"
	"errors"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A Cursor says how far a subscriber has read.
type Cursor struct {
	Name     string
	Next     int64 // number of the entry it reads next
	Failures int   // in a row
	Error    string
	Moved    time.Time
}

// Cursors returns how far every subscriber has read, by name.
func (j *Journal) Cursors(ctx context.Context, tx database.Tx) ([]Cursor, error) {
	return database.All(ctx, tx, "journal.Cursors", func(s database.Row) (Cursor, error) {
		var c Cursor
		var at int64
		err := s.Scan(&c.Name, &c.Next, &c.Failures, &c.Error, &at)
		c.Moved = clock.FromMicros(at)
		return c, err
	}, `select name, next, failures, error, moved_at from journal_cursor order by name collate "C"`)
}

// Rewind has a subscriber read again from a number on, to rebuild what it made.
func (j *Journal) Rewind(ctx context.Context, tx database.Tx, name string, next int64) error {
	if next < 0 {
		return errors.New("journal.Rewind: there is no entry before the first")
	}
	n, err := database.Exec(ctx, tx, "journal.Rewind",
		`update journal_cursor set next = $1, failures = 0, error = '' where name = $2`, next, name)
	if err == nil && n == 0 {
		return fault.Missing("journal.Rewind")
	}
	tx.AfterCommit(j.numbered.Ring)
	return err
}
