package app

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"airial/internal/commons/life/lifetest"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
)

// A kind of job that some room handles has words on the page of jobs.
func TestEveryKindOfJobHasWords(t *testing.T) {
	data := config.Data{Data: t.TempDir()}
	ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Clock: clock.NewManual(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)), Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	c := config.Serve{Data: data, Listen: "localhost:8080"}
	c.Backup.To, c.Backup.Every, c.Backup.Drill = t.TempDir(), config.Days(time.Hour), config.Days(time.Hour)
	a, err := New(t.Context(), ground, c, "test", slog.New(slog.NewTextHandler(io.Discard, nil)), &lifetest.Queue{})
	if err != nil {
		t.Fatal(err)
	}
	runner, err := a.runner()
	if err != nil {
		t.Fatal(err)
	}
	kinds := runner.Kinds()
	if len(kinds) < 15 {
		t.Errorf("only %d kinds are handled", len(kinds))
	}
	for _, kind := range kinds {
		if jobKinds[kind].Empty() {
			t.Errorf("%s: say what it does in jobKinds (operations.go)", kind)
		}
	}
}
