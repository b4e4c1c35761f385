package supervised_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"sync/atomic"
	"testing"

	"airial/internal/platform/supervised"
)

// listen is the manager's end.
func listen(t *testing.T, name string) (heard func() string) {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return func() string {
		t.Helper()
		b := make([]byte, 100)
		n, err := conn.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
}

func from(env map[string]string) supervised.Manager {
	return supervised.From(func(name string) string { return env[name] }, 42)
}

func TestTheManagerIsTold(t *testing.T) {
	for _, socket := range []string{filepath.Join(t.TempDir(), "notify"), "@airial-test-notify"} {
		heard := listen(t, socket)
		m := from(map[string]string{"NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "30000", "WATCHDOG_PID": "42"})
		if err := errors.Join(m.Ready(), m.Stopping()); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"READY=1", "STOPPING=1"} {
			if got := heard(); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		var asked atomic.Int64
		done := make(chan struct{})
		go func() {
			defer close(done)
			m.Watch(ctx, func(context.Context) error {
				if asked.Add(1) == 2 {
					return errors.New("stuck")
				}
				return nil
			})
		}()
		for range 3 {
			if got := heard(); got != "WATCHDOG=1" {
				t.Errorf("%q", got)
			}
		}
		if n := asked.Load(); n < 4 {
			t.Errorf("asked %d times for three signs of life and a silence", n)
		}
		cancel()
		<-done
	}
}

func TestNobodyListens(t *testing.T) {
	m := from(nil)
	m.Watch(t.Context(), nil) // returns
	from(map[string]string{"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "41"}).Watch(t.Context(), nil)
	if err := errors.Join(m.Ready(), m.Stopping()); err != nil {
		t.Error(err)
	}
	if err := from(map[string]string{"NOTIFY_SOCKET": filepath.Join(t.TempDir(), "gone")}).Ready(); err == nil {
		t.Error("a manager that is not there is no error")
	}
}
