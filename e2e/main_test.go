package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"airial/standards/standardstest"
)

var (
	// binary is the program under test.
	binary string
	// scratch is the folder of what is made once for all tests.
	scratch string
)

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	binary = os.Getenv("AIRIAL_BIN")
	if binary == "" {
		binary = filepath.Join("..", "bin", "airial")
	}
	var err error
	if binary, err = filepath.Abs(binary); err == nil {
		_, err = os.Stat(binary)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "e2e: the program to be tested is missing (%v): run \"make build\", or name it in AIRIAL_BIN\n", err)
		return 1
	}
	if scratch, err = os.MkdirTemp("", "airial-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(scratch)
	return m.Run()
}

// The operator and the two members of a bare installation.
const (
	operatorSiren = "259600005"
	firstSiren    = "219600202"
	secondSiren   = "219600103"
	// nobodySiren is a well-formed SIREN that belongs to no member.
	nobodySiren = "219699998"
)

// madeFor has a server answer under the address that the demonstration was made
// for: under another one its consolidations are written anew, for each of their
// rows says where its original is.
const madeFor = "--public-url=http://localhost:8080"

// demoFolder is a folder with the demonstration, made once. It is only copied.
var demoFolder = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "demo")
	return dir, fromCommand("demo", "--data", dir)
})

// bareFolder is a folder with an operator and two members that have nothing,
// made once. It is only copied.
var bareFolder = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(scratch, "bare")
	return dir, fillBare(dir)
})

// fillBare puts an operator and two members into an empty installation.
func fillBare(dir string) error {
	s, err := launch(dir, nil)
	if err != nil {
		return err
	}
	for _, args := range [][]string{
		{"--siren", operatorSiren, "--name", "Essais Numériques", "--kind", "operateur"},
		{"--siren", firstSiren, "--name", "Première", "--population", "812", "--insee", "96002"},
		{"--siren", secondSiren, "--name", "Seconde-sur-Essai", "--population", "30000"},
	} {
		if err := fromCommand(append([]string{"member", "add", "--data", dir}, args...)...); err != nil {
			return err
		}
	}
	return s.stop()
}

func fromCommand(args ...string) error {
	var said bytes.Buffer
	c := exec.Command(binary, args...)
	c.Env = environment(args)
	c.Stderr = &said
	err := c.Run()
	if err != nil {
		err = fmt.Errorf("airial %v: %w\n%s", args, err, said.Bytes())
	}
	return err
}

// copyFolder copies an installation that no process has open.
func copyFolder(from, to string) error {
	return filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		target := filepath.Join(to, name)
		if d.IsDir() {
			return os.MkdirAll(target, info.Mode().Perm())
		}
		b, err := os.ReadFile(path)
		return errors.Join(err, os.WriteFile(target, b, info.Mode().Perm()))
	})
}

// demoCopy is a folder of the test's own with the demonstration in it.
func demoCopy(t testing.TB) string {
	if onPostgres() {
		dir := elsewhere(t)
		if err := fromCommand("demo", "--data", dir); err != nil {
			t.Fatal(err)
		}
		return dir
	}
	return folderCopy(t, demoFolder)
}

// bareCopy is a folder of the test's own with an operator and two members.
func bareCopy(t testing.TB) string {
	if onPostgres() {
		return barePostgres(t)
	}
	return folderCopy(t, bareFolder)
}

func folderCopy(t testing.TB, made func() (string, error)) string {
	t.Helper()
	from, err := made()
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "data")
	if err := copyFolder(from, to); err != nil {
		t.Fatal(err)
	}
	return to
}

// tables is the folder of the tables of others.
func tables(t testing.TB) string {
	t.Helper()
	return filepath.Join(standardstest.Others(t), "tables")
}
