package keys

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"airial/internal/platform/fault"
)

func nothing(string) string { return "" }

func ring(t *testing.T, fill byte) *Ring {
	t.Helper()
	r, err := New(bytes.Repeat([]byte{fill}, Size))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Keys made by an earlier version are those of every later one.
func TestDerivedKeysStandForEver(t *testing.T) {
	r := ring(t, 7)
	for purpose, want := range map[string]string{
		"totp": "060766c8177ea3b8f38b851eef77e1844f159bc0184ccde312210f087fe42d90",
		"":     "23081d56c5ea5a2bbd4d32fd6bfdf489df5017cb3bf8aa0c187c59d1390b51f9",
	} {
		if got := hex.EncodeToString(r.Derive(purpose)); got != want {
			t.Errorf("%q: %s, want %s", purpose, got, want)
		}
	}
	sealed, err := base64.StdEncoding.DecodeString("AdD9WqGAHth9aewWbuL7/A1n3aIz9YjVRsckgDc3/wZ9nTK+4cA3dq/tQONd")
	if err != nil {
		t.Fatal(err)
	}
	plain, err := r.Unseal("totp", sealed)
	if err != nil || string(plain) != "JBSWY3DPEHPK3PXP" {
		t.Errorf("%q, %v", plain, err)
	}
}

func TestSealedIsOpenedOnlyByItsOwnKey(t *testing.T) {
	r, other := ring(t, 7), ring(t, 8)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		purpose := rapid.String().Draw(t, "purpose")
		sealed, err := r.Seal(purpose, plain)
		if err != nil {
			t.Fatal(err)
		}
		got, err := r.Unseal(purpose, sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("%q, %v", got, err)
		}
		if len(plain) > 8 && bytes.Contains(sealed, plain) {
			t.Error("the secret stands in what was sealed")
		}
		again, _ := r.Seal(purpose, plain)
		if bytes.Equal(again, sealed) {
			t.Error("sealed twice, the same bytes")
		}
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "place")
		damaged := bytes.Clone(sealed)
		damaged[i] ^= 1
		for name, try := range map[string]func() ([]byte, error){
			"another key":     func() ([]byte, error) { return other.Unseal(purpose, sealed) },
			"another purpose": func() ([]byte, error) { return r.Unseal(purpose+"x", sealed) },
			"damaged":         func() ([]byte, error) { return r.Unseal(purpose, damaged) },
			"cut":             func() ([]byte, error) { return r.Unseal(purpose, sealed[:i]) },
		} {
			if out, err := try(); err == nil {
				t.Errorf("%s: opened as %q", name, out)
			}
		}
	})
}

func TestOpenMakesOneKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	var wait sync.WaitGroup
	prints := make([]string, 8)
	for i := range prints {
		wait.Go(func() {
			r, err := open(dir, nothing)
			if err != nil {
				t.Error(err)
				return
			}
			prints[i] = r.Fingerprint()
		})
	}
	wait.Wait()
	for _, p := range prints {
		if p != prints[0] || p == "" {
			t.Fatalf("fingerprints %v", prints)
		}
	}
	info, err := os.Stat(filepath.Join(dir, FileName))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".key-*"))
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestWhereTheKeyComesFrom(t *testing.T) {
	dir := t.TempDir()
	key := bytes.Repeat([]byte{9}, Size)
	want := ring(t, 9).Fingerprint()
	file := filepath.Join(dir, "given")
	if err := os.WriteFile(file, []byte(hex.EncodeToString(key)+"\n"), 0o444); err != nil {
		t.Fatal(err)
	}
	for name, vars := range map[string]map[string]string{
		"hexadecimal":    {"AIRIAL_MASTER_KEY": hex.EncodeToString(key)},
		"base64":         {"AIRIAL_MASTER_KEY": base64.StdEncoding.EncodeToString(key)},
		"a file":         {"AIRIAL_MASTER_KEY_FILE": file},
		"variable first": {"AIRIAL_MASTER_KEY": hex.EncodeToString(key), "AIRIAL_MASTER_KEY_FILE": "/no/such"},
	} {
		r, err := open(filepath.Join(dir, "none"), func(name string) string { return vars[name] })
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if r.Fingerprint() != want {
			t.Errorf("%s: another key", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
		t.Error("a key file was made beside the key that was given")
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	open1 := func(vars map[string]string) error {
		_, err := open(dir, func(name string) string { return vars[name] })
		return err
	}
	for name, text := range map[string]string{"short": "abcd", "words": "my dear secret that nobody shall see", "31 bytes": strings.Repeat("ab", 31)} {
		err := open1(map[string]string{"AIRIAL_MASTER_KEY": text})
		if !fault.Is(err, fault.Invalid) || strings.Contains(err.Error(), text) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := open1(map[string]string{"AIRIAL_MASTER_KEY_FILE": filepath.Join(dir, "none")}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	path := filepath.Join(dir, FileName)
	if err := os.WriteFile(path, []byte(strings.Repeat("ab", 32)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := open1(nil); !fault.Is(err, fault.Forbidden) || !strings.Contains(fault.Message(err).Fr, "chmod 600") {
		t.Errorf("readable by others: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil || os.Chmod(path, 0o600) != nil {
		t.Fatal(err)
	}
	if err := open1(nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("empty: %v", err)
	}
}
