package madistest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Server is a MariaDB that is thrown away after the test.
type Server struct {
	Socket string
	t      testing.TB
}

// Start starts a MariaDB, or skips the test where there is none.
func Start(t testing.TB) *Server {
	t.Helper()
	daemon, err := exec.LookPath("mariadbd")
	if err != nil {
		daemon = "/usr/sbin/mariadbd"
	}
	if _, err := os.Stat(daemon); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("there is no MariaDB: .ci/tools installs it (Debian package mariadb-server)")
		}
		t.Skip("there is no MariaDB here: install the Debian package mariadb-server (make tools)")
	}
	dir, err := os.MkdirTemp("", "airial-mariadb-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	who := "root"
	if me, err := user.Current(); err == nil {
		who = me.Username
	}
	args := []string{"--no-defaults", "--datadir=" + dir + "/data", "--user=" + who}
	if out, err := exec.Command("mariadb-install-db", append(args, "--auth-root-authentication-method=normal", "--skip-test-db")...).CombinedOutput(); err != nil {
		t.Fatalf("mariadb-install-db: %v\n%s", err, out)
	}
	s := &Server{Socket: filepath.Join(dir, "s"), t: t}
	run := exec.Command(daemon, append(args, "--socket="+s.Socket, "--skip-networking", "--pid-file="+dir+"/pid", "--innodb-flush-log-at-trx-commit=0",
		"--innodb-buffer-pool-size=32M", "--character-set-server=utf8mb4")...)
	run.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	log, err := os.Create(dir + "/log")
	if err != nil {
		t.Fatal(err)
	}
	run.Stderr = log
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.Process.Signal(syscall.SIGTERM); _ = run.Wait(); _ = log.Close() })
	for n := 0; ; n++ {
		if exec.Command("mariadb-admin", "--no-defaults", "--socket="+s.Socket, "-uroot", "ping").Run() == nil {
			return s
		}
		if n == 300 {
			said, _ := os.ReadFile(dir + "/log")
			t.Fatalf("MariaDB does not answer\n%s", said)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// Load fills a new database.
func (s *Server) Load(name, sql string) {
	s.t.Helper()
	s.run("mariadb", "CREATE DATABASE `"+name+"` CHARACTER SET utf8mb4; USE `"+name+"`; SET NAMES utf8mb4;\n"+sql)
}

// Dump writes a database as mariadb-dump does.
func (s *Server) Dump(name string, options ...string) string {
	s.t.Helper()
	return s.run("mariadb-dump", "", append(options, "--single-transaction", name)...)
}

// Address is where the database answers.
func (s *Server) Address(name string) string {
	return fmt.Sprintf("mysql://root@localhost/%s?socket=%s", name, s.Socket)
}

func (s *Server) run(program, in string, args ...string) string {
	s.t.Helper()
	c := exec.Command(program, append([]string{"--no-defaults", "--socket=" + s.Socket, "-uroot", "--default-character-set=utf8mb4"}, args...)...)
	c.Stdin = strings.NewReader(in)
	var said strings.Builder
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		s.t.Fatalf("%s: %v\n%s", program, err, said.String()[:min(2000, said.Len())])
	}
	return string(out)
}

// Name is a database of its own for a test.
func Name(n int) string { return "madis" + strconv.Itoa(n) }
