package s3test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"airial/standards/standardstest"
)

// Key and Secret open the server.
const (
	Key    = "airial-test"
	Secret = "only-for-tests-on-this-machine"
)

// Bucket makes a bucket for one test. It returns its address, with the secret
// in it, and the folder in which the server keeps its objects as files.
func Bucket(t testing.TB) (address, dir string) {
	t.Helper()
	s, err := theServer()
	if err != nil {
		standardstest.Missing(t, fmt.Sprintf("S3: %v. Run .ci/tools, which installs a server.", err))
	}
	dir, err = os.MkdirTemp(s.dir, "test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return "s3://" + Key + ":" + Secret + "@" + s.host + "/" + filepath.Base(dir) + "?tls=off", dir
}

type server struct{ host, dir string }

// theServer starts the server, once for each program.
var theServer = sync.OnceValues(func() (*server, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := root()
	if err != nil {
		return nil, err
	}
	host, err := freePort()
	if err != nil {
		return nil, err
	}
	s := &server{host: host, dir: filepath.Join(dir, "buckets")}
	err = os.Mkdir(s.dir, 0o700)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(program, "--port", host, "--access", Key, "--secret", Secret, "--quiet", "posix", s.dir)
	said := &tail{}
	cmd.Stdout, cmd.Stderr = said, said
	// It must not outlive the tests, however they end.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	started := make(chan error, 1)
	ended := make(chan error, 1)
	go func() {
		// The signal is sent when the thread that started it ends: this one
		// lasts as long as the program.
		runtime.LockOSThread()
		started <- cmd.Start()
		ended <- cmd.Wait()
		select {}
	}()
	err = <-started
	if err != nil {
		return nil, err
	}
	for range 200 {
		answer, err := http.Get("http://" + host + "/")
		if err == nil {
			_ = answer.Body.Close()
			return s, nil
		}
		select {
		case err := <-ended:
			return nil, fmt.Errorf("the S3 server ended: %w\n%s", err, said)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil, fmt.Errorf("the S3 server does not answer\n%s", said)
})

func find() (string, error) {
	path, err := exec.LookPath("versitygw")
	if err == nil {
		return path, nil
	}
	gopath, err := exec.Command("go", "env", "GOPATH").Output()
	if err == nil {
		path = filepath.Join(strings.TrimSpace(string(gopath)), "bin", "versitygw")
		_, err = os.Stat(path)
	}
	if err != nil {
		return "", errors.New("versitygw is not installed")
	}
	return path, nil
}

// root makes the folder of this program and removes those of programs that are
// gone.
func root() (string, error) {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "airial-s3-*-*"))
	for _, dir := range old {
		var pid int
		_, err := fmt.Sscanf(filepath.Base(dir), "airial-s3-%d-", &pid)
		if err == nil && syscall.Kill(pid, 0) == syscall.ESRCH {
			_ = os.RemoveAll(dir)
		}
	}
	return os.MkdirTemp("", fmt.Sprintf("airial-s3-%d-", os.Getpid()))
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// tail keeps the last words of a program.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	t.text = t.text[max(0, len(t.text)-4000):]
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
