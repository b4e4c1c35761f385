package databasetest

import (
	"context"
	"os"
	"testing"

	"airial/internal/platform/database"
)

// TestServer stops a server of one's own and starts it again.
func TestServer(t *testing.T) {
	s, err := NewServer(false)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED WITHOUT POSTGRESQL: %v", err)
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
