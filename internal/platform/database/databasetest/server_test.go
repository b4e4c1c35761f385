package databasetest

import (
	"context"
	"testing"

	"airial/internal/platform/database"
	"airial/standards/standardstest"
)

// TestServer stops a server of one's own and starts it again.
func TestServer(t *testing.T) {
	s, err := NewServer(false)
	if err != nil {
		standardstest.Missing(t, err.Error())
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	db := open(t, database.Config{URL: s.URL})
	ctx := context.Background()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if db.Ping(ctx) == nil {
		t.Error("a server that was stopped answers")
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(ctx); err != nil {
		t.Errorf("started again, it does not answer: %v", err)
	}
}
