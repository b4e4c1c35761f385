package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// server is a running airial serve.
type server struct {
	URL     string
	Pid     int
	Started time.Duration // from the start of the process to its first answer
	command *exec.Cmd
	log     *bytes.Buffer
}

// client asks the server over connections that stay open, as a browser does.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: 5 * time.Minute}

// serve starts a server at a place and waits until its home page answers.
// Limits on requests are lifted: all come from one address.
func (b *bench) serve(ctx context.Context, at place) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return nil, err
	}
	s := &server{URL: "http://" + address, log: &bytes.Buffer{}}
	args := append([]string{"serve", "--listen", address, "--max-requests", "1000000", "--max-burst", "1000000",
		"--max-token-requests", "1000000", "--max-token-burst", "1000000", "--max-deposits", "1000000",
		"--max-query-requests", "1000000", "--max-query-burst", "1000000", "--max-upload", "2GB",
		"--log-level", "warn"}, at.flags()...)
	s.command = exec.CommandContext(ctx, b.binary, args...)
	s.command.Stderr = s.log
	begun := time.Now()
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	s.Pid = s.command.Process.Pid
	for {
		answer, err := http.Get(s.URL + "/")
		if err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				s.Started = time.Since(begun)
				return s, nil
			}
		}
		if time.Since(begun) > time.Minute {
			_ = s.stop()
			return nil, fmt.Errorf("no answer after a minute: %s", s.log)
		}
		time.Sleep(time.Millisecond)
	}
}

// rest waits until the server and its database have nothing to do: after its first
// start it reads what the demonstration's journal holds, and makes consolidations
// anew, for they name its address, which is another one each time. Whoever measures
// a load measures that beside it otherwise.
func (s *server) rest(ctx context.Context, p place) error {
	const idle = 50 * time.Millisecond // of processor in a second
	deadline := time.Now().Add(10 * time.Minute)
	used := func() time.Duration { return familyTime(s.Pid) + familyTime(p.server) }
	for quiet, before := 0, used(); quiet < 3; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
		now := used()
		if now-before < idle {
			quiet++
		} else {
			quiet = 0
		}
		before = now
		if time.Now().After(deadline) {
			return errors.New("the server has not come to rest within ten minutes")
		}
	}
	return nil
}

// stop ends the server as its operator does.
func (s *server) stop() error {
	client.CloseIdleConnections()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := s.command.Wait(); err != nil {
		return fmt.Errorf("%w: %s", err, s.log)
	}
	return nil
}

// airial runs a command of the program and returns what it prints.
func (b *bench) airial(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, b.binary, args...).Output()
	if err != nil {
		if e, ok := err.(*exec.ExitError); ok {
			err = fmt.Errorf("airial %s: %w: %s", args[0], err, e.Stderr)
		}
		return "", err
	}
	return strings.TrimSpace(string(out)), nil
}
