package databasetest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Server is a PostgreSQL server of one's own, for what cannot share one: to stop
// it in the midst of the work, or to measure one that takes care of its disk.
type Server struct {
	c   cluster
	URL string // of its database "airial"
}

// NewServer makes a server with one empty database, on a socket in a folder
// that is made, and starts it. Durable waits for the disk as a server with its
// default settings does; without it nothing would survive a power cut. Close
// removes it.
func NewServer(durable bool) (*Server, error) {
	bin, err := findPrograms()
	if err != nil {
		return nil, err
	}
	as, err := serverUser()
	if err != nil {
		return nil, err
	}
	// A socket's path is short: 107 bytes at most.
	dir, err := os.MkdirTemp("", "airial-pg-")
	if err != nil {
		return nil, err
	}
	s := &Server{c: cluster{bin: bin, dir: dir, data: filepath.Join(dir, "data"), as: as, durable: durable}}
	err = os.Chown(dir, int(as.Uid), int(as.Gid))
	if err == nil {
		err = s.c.start()
	}
	if err == nil {
		err = s.c.run("createdb", "-h", dir, "-U", "airial", "airial")
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	q := url.Values{"host": {dir}, "sslmode": {"disable"}}
	s.URL = "postgres://airial@/airial?" + q.Encode()
	return s, nil
}

// Stop ends the server as a failure of its machine would: without a word to
// those connected.
func (s *Server) Stop() error {
	return s.c.run("pg_ctl", "-D", s.c.data, "-m", "immediate", "-w", "stop")
}

// Start starts it again.
func (s *Server) Start() error { return s.c.start() }

// Pid is the server's first process, whose children the others are; 0 while it is
// stopped.
func (s *Server) Pid() int {
	text, err := os.ReadFile(filepath.Join(s.c.data, "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(first)
	return pid
}

// Close ends the server and removes all of it.
func (s *Server) Close() error {
	err := s.c.run("pg_ctl", "-D", s.c.data, "status")
	if err == nil {
		err = s.Stop()
	} else {
		err = nil
	}
	err = errors.Join(err, os.RemoveAll(s.c.dir))
	if err != nil {
		return fmt.Errorf("databasetest: %w", err)
	}
	return nil
}
