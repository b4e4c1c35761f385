package supervised

import (
	"context"
	"net"
	"strconv"
	"time"
)

// Manager is the service manager that started the process. The zero value is
// none.
type Manager struct {
	socket   string
	watchdog time.Duration // it ends a process that is silent for so long; 0 for never
}

// From returns the manager that an environment names. pid is that of this
// process: the watchdog may be another's.
func From(get func(string) string, pid int) Manager {
	m := Manager{socket: get("NOTIFY_SOCKET")}
	micros, err := strconv.ParseInt(get("WATCHDOG_USEC"), 10, 64)
	if whose := get("WATCHDOG_PID"); err == nil && micros > 0 && (whose == "" || whose == strconv.Itoa(pid)) {
		m.watchdog = time.Duration(micros) * time.Microsecond
	}
	return m
}

// Ready says that the process answers.
func (m Manager) Ready() error { return m.send("READY=1") }

// Stopping says that the process was told to stop, and does.
func (m Manager) Stopping() error { return m.send("STOPPING=1") }

// Watch says that the process is alive, as often as the manager wants to hear
// it and as long as alive returns nil, until the context ends.
func (m Manager) Watch(ctx context.Context, alive func(context.Context) error) {
	if m.socket == "" || m.watchdog <= 0 {
		return
	}
	ticker := time.NewTicker(m.watchdog / 3)
	defer ticker.Stop()
	for {
		asking, cancel := context.WithTimeout(ctx, m.watchdog/3)
		if alive(asking) == nil {
			_ = m.send("WATCHDOG=1") // not sent is a silence, which is what it means
		}
		cancel()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func (m Manager) send(state string) error {
	if m.socket == "" {
		return nil
	}
	name := m.socket
	if name[0] == '@' { // a socket without a file
		name = "\x00" + name[1:]
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Write([]byte(state))
	return err
}
