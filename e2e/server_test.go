package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// opts say how to start a server.
type opts struct {
	dir   string   // its folder; "" for a bare installation of the test's own
	flags []string // of "airial serve", beside --data and --listen
}

// server is a running "airial serve".
type server struct {
	URL string // where it listens, without a slash at its end
	Dir string

	cmd  *exec.Cmd
	log  *lines
	said *lines
	done chan error
}

// start starts a server that ends with the test. A server that ends badly, or
// that logs an error nobody expects, fails the test.
func start(t testing.TB, o opts) *server {
	t.Helper()
	if o.dir == "" {
		o.dir = bareCopy(t)
	}
	s, err := launch(o.dir, o.flags)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.stop(); err != nil {
			t.Errorf("the server did not end well: %v", err)
		}
		for _, line := range s.log.all() {
			if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, "panic") {
				t.Errorf("the server logged: %s", line)
			}
		}
	})
	return s
}

// startDemo starts a server on a copy of the demonstration.
func startDemo(t testing.TB, flags ...string) *server {
	t.Helper()
	return start(t, opts{dir: demoCopy(t), flags: flags})
}

// launch starts a server and waits until it answers.
func launch(dir string, flags []string) (*server, error) {
	address, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &server{URL: "http://" + address, Dir: dir, log: &lines{}, said: &lines{}, done: make(chan error, 1)}
	args := []string{"serve", "--data", dir, "--listen", address, "--log-format", "json"}
	for _, flag := range flags { // a flag may name the port: --public-url=http://localhost:{port}
		args = append(args, strings.ReplaceAll(flag, "{port}", address[strings.LastIndexByte(address, ':')+1:]))
	}
	cmd := exec.Command(binary, args...)
	cmd.Env = environment(args)
	cmd.Stdout, cmd.Stderr = s.said, s.log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s.cmd = cmd
	go func() { s.done <- cmd.Wait() }()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-s.done:
			return nil, fmt.Errorf("the server ended: %v\n%s", err, strings.Join(s.log.all(), "\n"))
		default:
		}
		answer, err := http.Get(s.URL + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return s, nil
			}
		}
		if time.Now().After(deadline) {
			s.kill()
			return nil, fmt.Errorf("the server does not answer: %v\n%s", err, strings.Join(s.log.all(), "\n"))
		}
	}
}

// patience is how long anything may take before a test gives up. No test
// measures: a slow machine only makes it wait.
const patience = 60 * time.Second

// stop asks the server to end, as systemd does, and waits. It may be called
// twice.
func (s *server) stop() error {
	if s.cmd == nil {
		return nil
	}
	cmd := s.cmd
	s.cmd = nil
	_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	select {
	case err := <-s.done:
		return err
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		return fmt.Errorf("it did not end when told to: %v", <-s.done)
	}
}

// kill ends the server in the middle of whatever it does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	<-s.done
	s.cmd = nil
}

// pid is the process of the server.
func (s *server) pid() int { return s.cmd.Process.Pid }

// freePort is an address on this machine on which nobody listens.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// lines keeps what a process writes.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	text := strings.TrimSpace(l.b.String())
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// result is what a command left behind.
type result struct {
	code           int
	stdout, stderr string
}

// airial runs a command to its end, without the environment's own settings.
func airial(t testing.TB, args ...string) result { t.Helper(); return airialWith(t, nil, args...) }

// airialWith is airial with bytes on standard input.
func airialWith(t testing.TB, stdin []byte, args ...string) result {
	t.Helper()
	var out, said bytes.Buffer
	c := exec.Command(binary, args...)
	c.Env = append(environment(args), "LC_ALL=fr_FR.UTF-8")
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(stdin), &out, &said
	err := c.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		t.Fatalf("airial %v: %v", args, err)
	}
	return result{c.ProcessState.ExitCode(), out.String(), said.String()}
}

// token makes a token for a member, beside the running server.
func (s *server) token(t testing.TB, siren, role string) string {
	t.Helper()
	r := airial(t, "token", "create", "--data", s.Dir, "--member", siren, "--name", "essai "+role, "--role", role)
	if r.code != 0 {
		t.Fatalf("token create: exit %d: %s", r.code, r.stderr)
	}
	return strings.TrimSuffix(r.stdout, "\n")
}

// write puts a file into a folder of the test's own.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
