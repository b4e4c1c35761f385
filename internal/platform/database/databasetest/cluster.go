package databasetest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"syscall"
)

// startCluster makes and starts the throw-away server if it does not run yet,
// and returns its address. It listens on a socket only, and forgoes every care
// for the disk. It stays up for the next test program.
func startCluster() (string, error) {
	bin, err := findPrograms()
	if err != nil {
		return "", err
	}
	as, err := serverUser()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(os.TempDir(), "airial-postgres-"+strconv.Itoa(os.Getuid()))
	err = os.MkdirAll(dir, 0o700)
	if err != nil {
		return "", err
	}
	err = os.Chown(dir, int(as.Uid), int(as.Gid))
	if err != nil {
		return "", err
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return "", err
	}
	defer func() { _ = lock.Close() }()
	err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	c := cluster{bin: bin, dir: dir, data: filepath.Join(dir, "data"), as: as}
	err = c.start()
	if err != nil {
		return "", err
	}
	q := url.Values{"host": {dir}, "sslmode": {"disable"}}
	return "postgres://airial@/postgres?" + q.Encode(), nil
}

type cluster struct {
	bin, dir, data string
	as             *syscall.Credential
	durable        bool // with the care for the disk that a real server takes
}

func (c cluster) start() error {
	if c.run("pg_ctl", "-D", c.data, "status") == nil {
		return nil
	}
	_, err := os.Stat(filepath.Join(c.data, "complete"))
	if err != nil {
		err = os.RemoveAll(c.data) // half made by a program that was killed
		if err != nil {
			return err
		}
		err = c.run("initdb", "-D", c.data, "-U", "airial", "-A", "trust", "-E", "UTF8", "--no-sync",
			"--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=fr")
		if err != nil {
			return err
		}
		err = os.WriteFile(filepath.Join(c.data, "complete"), nil, 0o600)
		if err != nil {
			return err
		}
	}
	settings := "-c listen_addresses='' -c unix_socket_directories='" + c.dir + "' -c max_connections=400"
	if !c.durable {
		settings += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off" +
			" -c shared_buffers=64MB -c max_wal_size=256MB -c autovacuum=off"
	}
	return c.run("pg_ctl", "-D", c.data, "-l", filepath.Join(c.dir, "log"), "-w", "-o", settings, "start")
}

func (c cluster) run(program string, args ...string) error {
	cmd := exec.Command(filepath.Join(c.bin, program), args...)
	cmd.Dir = c.dir
	// Not a pipe: the server keeps what it inherits open for as long as it
	// lives, and reading to the end would wait for it.
	out, err := os.CreateTemp("", "airial-postgres-out-")
	if err != nil {
		return err
	}
	defer func() { _ = out.Close(); _ = os.Remove(out.Name()) }()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if int(c.as.Uid) != os.Getuid() {
		cmd.SysProcAttr.Credential = c.as
	}
	err = cmd.Run()
	if err != nil {
		said, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w\n%s", program, err, said)
	}
	return nil
}

// findPrograms returns the folder of initdb and pg_ctl: the newest that Debian
// has installed, or the one on the PATH.
func findPrograms() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) > 0 {
		sort.Slice(found, func(i, j int) bool { return release(found[i]) > release(found[j]) })
		return filepath.Dir(found[0]), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("initdb is not installed")
	}
	return filepath.Dir(path), nil
}

func release(initdb string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(initdb))))
	return n
}

// serverUser returns who runs the server: PostgreSQL refuses to run as root.
func serverUser() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid())}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root cannot run PostgreSQL, and there is no user for it: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}
