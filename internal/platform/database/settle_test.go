package database_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/standards/standardstest"
)

// durable is a server of one's own that waits for the disk where it is asked to,
// and else does not go there for ten seconds.
func durable(t *testing.T) (s *databasetest.Server, open func() *database.DB) {
	t.Helper()
	s, err := databasetest.NewServer(true)
	if err != nil {
		standardstest.Missing(t, err.Error())
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	admin, err := sql.Open("pgx", s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	for _, statement := range []string{"alter system set wal_writer_delay = '10s'", "select pg_reload_conf()"} {
		if _, err := admin.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	open = func() *database.DB {
		db, err := database.Open(t.Context(), database.Config{URL: s.URL + "&options=" + url.QueryEscape("-c airial.scope=all")})
		if err != nil {
			t.Fatal(err)
		}
		return db
	}
	db := open()
	if err := db.Migrate(t.Context(), notes...); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return s, open
}

// TestInTurnIsSafe has a server fail in the midst of many Writes in turn: what
// was said to be done is there when it is back, and what was begun on the old
// server is not taken for done by the new one.
func TestInTurnIsSafe(t *testing.T) {
	s, open := durable(t)
	db := open()
	defer db.Close()
	ctx := database.InTurn(t.Context())
	var n, done atomic.Int64
	enough := make(chan struct{})
	var said sync.Map
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			for {
				id := fmt.Sprint(n.Add(1))
				if err := db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, id, "") }); err != nil {
					return // the server has failed
				}
				said.Store(id, true)
				if done.Add(1) == 100 {
					close(enough)
				}
			}
		})
	}
	<-enough
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	err := db.Read(t.Context(), func(tx database.Tx) error {
		return database.Each(t.Context(), tx, "read", func(r database.Row) error {
			var id string
			err := r.Scan(&id)
			there[id] = true
			return err
		}, `select id from note`)
	})
	if err != nil {
		t.Fatal(err)
	}
	said.Range(func(id, _ any) bool {
		if !there[id.(string)] {
			t.Errorf("%v was said to be done, and is gone", id)
		}
		return true
	})
	if err := db.Write(ctx, func(tx database.Tx) error { return insert(ctx, tx, "after", "") }); err != nil {
		t.Errorf("after the server is back: %v", err)
	}
}

// TestInTurnWaitsTogether has Writes in turn commit without holding the turn
// while the disk is waited for.
func TestInTurnWaitsTogether(t *testing.T) {
	_, open := durable(t)
	db := open()
	defer db.Close()
	show := func(ctx context.Context) (value string) {
		err := db.Write(ctx, func(tx database.Tx) (err error) {
			value, err = database.Value[string](ctx, tx, "show", `show synchronous_commit`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
	if alone, inTurn := show(t.Context()), show(database.InTurn(t.Context())); alone != "on" || inTurn != "off" {
		t.Errorf("alone %s, in turn %s", alone, inTurn)
	}
}
