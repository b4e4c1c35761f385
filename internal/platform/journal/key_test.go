package journal_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/journal"
)

func TestLoadKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.key")
	var mu sync.Mutex
	names := map[string]int{}
	var wg sync.WaitGroup
	for range 8 { // several processes start at once
		wg.Go(func() {
			signer, verifier, err := journal.LoadKey(path, "data.example.org/journal")
			if err != nil {
				t.Error(err)
				return
			}
			signed, err := note.Sign(&note.Note{Text: "text\n"}, signer)
			if err == nil {
				_, err = note.Open(signed, note.VerifierList(verifier))
			}
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			names[string(signed)]++
		})
	}
	wg.Wait()
	if len(names) != 1 {
		t.Errorf("%d different keys were used", len(names))
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".key-*"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	signer, _, err := journal.LoadKey(path, "another.example.org")
	if err != nil || signer.Name() != "data.example.org/journal" {
		t.Errorf("a key that is there keeps its name: %v, %v", signer, err)
	}
}

func TestLoadKeyRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		err := os.WriteFile(path, []byte(text), mode)
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filepath.Join(dir, "good")
	_, _, err := journal.LoadKey(good, "example.org")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"readable by others": write("open", string(text), 0o644),
		"empty":              write("empty", "", 0o600),
		"cut":                write("cut", string(text[:40]), 0o600),
		"no folder":          filepath.Join(dir, "none", "key"),
	} {
		_, _, err := journal.LoadKey(path, "example.org")
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), string(text[40:60])) {
			t.Errorf("%s: the error repeats the key", name)
		}
	}
	_, _, err = journal.LoadKey(filepath.Join(dir, "new"), "a name with spaces")
	if err == nil {
		t.Error("a name with spaces is accepted")
	}
}

func TestDerivedKey(t *testing.T) {
	secret := []byte(strings.Repeat("s", 32))
	signer, verifier, err := journal.DeriveKey(secret, "airial/journal")
	if err != nil {
		t.Fatal(err)
	}
	_, same, err := journal.DeriveKey(secret, "airial/journal")
	if err != nil || same.KeyHash() != verifier.KeyHash() || signer.KeyHash() != verifier.KeyHash() {
		t.Errorf("derived twice: %v, %d and %d", err, same.KeyHash(), verifier.KeyHash())
	}
	signed, err := note.Sign(&note.Note{Text: "text\n"}, signer)
	if err == nil {
		_, err = note.Open(signed, note.VerifierList(same))
	}
	if err != nil {
		t.Error(err)
	}
	if _, _, err := journal.DeriveKey(secret[1:], "airial/journal"); err == nil {
		t.Error("a short secret was taken")
	}
}
