package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"airial/internal/platform/backup"
	"airial/internal/platform/blob"
	"airial/internal/platform/blob/blobtest"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/platform/s3/s3test"
)

var schema = database.Schema{Room: "papers", Tables: []database.Table{{Name: "paper", Member: "member_id", Files: []string{"digest"}}},
	Files: fstest.MapFS{"schema/0001_paper.sql": {Data: []byte(`-- +goose Up
create table paper (id text collate "C" primary key, member_id text not null, digest text not null, words text not null);
`)}}}

// house is an installation with papers.
type house struct {
	db    *database.DB
	blobs *blob.Folder
	clock *clock.Manual
}

func newHouse(t testing.TB) *house {
	t.Helper()
	f, err := blob.OpenFolder(blob.FolderConfig{Dir: t.TempDir(), NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return &house{databasetest.SQLite(t, []database.Schema{schema}), f, clock.NewManual(time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC))}
}

func (h *house) add(t testing.TB, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		ref := blobtest.Put(t, h.blobs, "m", blobtest.Bytes(100+i*1000, uint64(i)))
		err := h.db.Write(t.Context(), func(tx database.Tx) error {
			_, err := tx.Exec(t.Context(), `insert into paper values ($1,'m',$2,$3)`, fmt.Sprintf("%04d", i), ref.Digest, strings.Repeat("mot ", i))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (h *house) source() backup.Source {
	return backup.Source{DB: h.db, Tables: schema.Tables, Schemas: map[string]int64{"papers": 1}, Blobs: h.blobs, Program: "test"}
}

func (h *house) open(t testing.TB, address string, key *backup.Key) *backup.Repository {
	t.Helper()
	r, err := backup.Open(t.Context(), backup.Config{Address: address, Key: key, Clock: h.clock, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func (h *house) backUp(t testing.TB, r *backup.Repository) *backup.Report {
	t.Helper()
	report, err := r.Backup(t.Context(), h.source(), nil)
	if err == nil {
		err = report.Problem()
	}
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func newKey(t testing.TB) *backup.Key {
	t.Helper()
	text, err := backup.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := backup.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// everywhere runs a test on a folder and on a bucket, with a key and without.
func everywhere(t *testing.T, test func(t *testing.T, address string, key *backup.Key)) {
	t.Run("folder", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "b"), nil) })
	t.Run("folder, encrypted", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "b"), newKey(t)) })
	t.Run("bucket, encrypted", func(t *testing.T) {
		address, _ := s3test.Bucket(t)
		test(t, address, newKey(t))
	})
}

func TestOnlyWhatIsNewIsCopied(t *testing.T) {
	everywhere(t, func(t *testing.T, address string, key *backup.Key) {
		h := newHouse(t)
		r := h.open(t, address, key)
		h.add(t, 0, 10)
		if first := h.backUp(t, r); first.NewFiles != 10 || first.Count != 10 || first.Rows() != 10 {
			t.Errorf("the first backup: %+v", first)
		}
		h.clock.Advance(time.Hour)
		if second := h.backUp(t, r); second.NewFiles != 0 || second.NewChunks != 0 || second.Count != 10 {
			t.Errorf("nothing is new, and the backup copies %d files and %d chunks", second.NewFiles, second.NewChunks)
		}
		h.add(t, 10, 12)
		h.clock.Advance(time.Hour)
		if third := h.backUp(t, r); third.NewFiles != 2 || third.Count != 12 {
			t.Errorf("two are new, and the backup copies %d of %d files", third.NewFiles, third.Count)
		}
		list, err := r.List(t.Context())
		if err != nil || len(list) != 3 || list[0].Files != 12 || list[2].Files != 10 || list[0].Checked == nil || !list[0].Whole {
			t.Errorf("the list: %+v, %v", list, err)
		}
		m, err := r.Manifest(t.Context(), list[2].ID)
		if err != nil {
			t.Fatal(err)
		}
		into := newHouse(t)
		n, err := r.RestoreFiles(t.Context(), m, "", into.blobs, nil)
		if err != nil || n != 10 {
			t.Errorf("%d files are restored, %v", n, err)
		}
		err = into.db.Write(t.Context(), func(tx database.Tx) error { return r.RestoreRecords(t.Context(), tx, m, schema.Tables, nil) })
		if err != nil {
			t.Fatal(err)
		}
		if again := into.backUp(t, r); again.NewFiles != 0 || again.NewChunks != 0 || again.Rows() != 10 {
			t.Errorf("what was restored differs: %d new files, %d new chunks", again.NewFiles, again.NewChunks)
		}
	})
}

func TestKeys(t *testing.T) {
	h := newHouse(t)
	h.add(t, 0, 3)
	closed, plain := t.TempDir(), t.TempDir()
	h.backUp(t, h.open(t, closed, newKey(t)))
	h.backUp(t, h.open(t, plain, nil))
	for what, c := range map[string]backup.Config{
		"another key":           {Address: closed, Key: newKey(t)},
		"no key":                {Address: closed},
		"a key where none is":   {Address: plain, Key: newKey(t)},
		"an empty folder":       {Address: t.TempDir()},
		"no folder":             {Address: filepath.Join(plain, "none")},
		"an address of no form": {Address: "s3://nowhere"},
	} {
		c.Clock = h.clock
		_, err := backup.Open(t.Context(), c)
		if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v, want words about it", what, err)
		}
	}
	// An encrypted place shows neither words nor members nor digests.
	err := filepath.WalkDir(closed, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if bytes.Contains(text, []byte("mot mot")) || strings.Contains(path, "paper") || strings.Contains(path, "/m/") {
			t.Errorf("%s tells something", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestDamageIsNamed cuts, changes and removes each object of a backup: a check
// that reads back names it, and nothing wrong is restored.
func TestDamageIsNamed(t *testing.T) {
	for name, key := range map[string]*backup.Key{"plain": nil, "encrypted": newKey(t)} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.add(t, 0, 3)
			dir := t.TempDir()
			r := h.open(t, dir, key)
			h.backUp(t, r)
			for _, object := range objects(t, dir) {
				path := filepath.Join(dir, object)
				whole, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				flipped := bytes.Clone(whole)
				flipped[len(flipped)/2] ^= 1
				for harm, bad := range map[string][]byte{"cut": whole[:len(whole)-1], "halved": whole[:len(whole)/2], "a bit": flipped, "emptied": {}} {
					if err := os.WriteFile(path, bad, 0o600); err != nil {
						t.Fatal(err)
					}
					if found := problems(t, h, r); !strings.Contains(found, filepath.Base(object)) {
						t.Errorf("%s: %s is not found: %s", object, harm, found)
					}
				}
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
				if found := problems(t, h, r); found == "" {
					t.Errorf("%s is missing, and that is not found", object)
				}
				if err := os.WriteFile(path, whole, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if found := problems(t, h, r); found != "" {
				t.Errorf("all is well again, and the check says %s", found)
			}
		})
	}
}

// objects lists what holds a backup's content.
func objects(t *testing.T, dir string) (names []string) {
	for _, sub := range []string{"files", "records", "manifests"} {
		err := filepath.WalkDir(filepath.Join(dir, sub), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, strings.TrimPrefix(path, dir+"/"))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// problems checks the latest backup and restores it into nothing.
func problems(t *testing.T, h *house, r *backup.Repository) string {
	t.Helper()
	ctx := t.Context()
	m, err := r.Manifest(ctx, "")
	if err != nil {
		return err.Error()
	}
	c, err := r.Check(ctx, m, backup.ReadBack, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := strings.Join(c.Problems, "; ")
	into := newHouse(t)
	_, files := r.RestoreFiles(ctx, m, "", into.blobs, nil)
	rows := into.db.Write(ctx, func(tx database.Tx) error { return r.RestoreRecords(ctx, tx, m, schema.Tables, nil) })
	if err := errors.Join(files, rows); (err == nil) != (found == "") {
		t.Errorf("the check says %q, restoring %v", found, err)
	}
	return found
}

func TestStructureAndReadBackAreToldApart(t *testing.T) {
	h := newHouse(t)
	h.add(t, 0, 1)
	dir := t.TempDir()
	r := h.open(t, dir, nil)
	m := h.backUp(t, r).Manifest
	names := objects(t, dir)
	i := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(n, "files/") })
	if err := os.WriteFile(filepath.Join(dir, names[i]), []byte("rotten"), 0o600); err != nil {
		t.Fatal(err)
	}
	structure, err := r.Check(t.Context(), m, backup.Structure, nil)
	if err != nil || !structure.Sound() || structure.Read != 0 {
		t.Errorf("structure: %+v, %v", structure, err)
	}
	read, err := r.Check(t.Context(), m, backup.ReadBack, nil)
	if err != nil || read.Sound() || read.Read != read.Objects {
		t.Errorf("read back: %+v, %v", read, err)
	}
}

func TestForget(t *testing.T) {
	everywhere(t, func(t *testing.T, address string, key *backup.Key) {
		ctx := t.Context()
		h := newHouse(t)
		h.clock.Set(time.Now()) // objects have the machine's times
		r := h.open(t, address, key)
		h.add(t, 0, 3)
		old := h.backUp(t, r)
		err := h.db.Write(ctx, func(tx database.Tx) error { _, err := tx.Exec(ctx, `delete from paper where id < '0002'`); return err })
		if err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(40 * 24 * time.Hour)
		latest := h.backUp(t, r)
		f, err := r.Forget(ctx, backup.Keep{For: 30 * 24 * time.Hour})
		if err != nil || !slices.Equal(f.Backups, []string{old.ID}) || f.Objects < 2 {
			t.Errorf("forgotten: %+v, %v", f, err)
		}
		f, err = r.Forget(ctx, backup.Keep{For: time.Hour})
		if err != nil || len(f.Backups) != 0 || f.Objects != 0 {
			t.Errorf("the latest stays, yet: %+v, %v", f, err)
		}
		c, err := r.Check(ctx, latest.Manifest, backup.ReadBack, nil)
		if err != nil || !c.Sound() {
			t.Errorf("what stays: %+v, %v", c, err)
		}
	})
}

func TestNotesOfErasures(t *testing.T) {
	everywhere(t, func(t *testing.T, address string, key *backup.Key) {
		h := newHouse(t)
		r := h.open(t, address, key)
		list := []backup.Erasure{{Kind: "paper.erased", Subject: "1", Member: "m", At: h.clock.Now()}, {Kind: "paper.erased", Subject: "2", Member: "m", At: h.clock.Now()}}
		for _, want := range []int{2, 0} {
			n, err := r.NoteErased(t.Context(), list)
			if err != nil || n != want {
				t.Errorf("%d notes are new, %v; want %d", n, err, want)
			}
		}
		got, err := r.Erased(t.Context())
		if err != nil || !slices.Equal(got, list) {
			t.Errorf("noted %v, %v", got, err)
		}
	})
}

// TestMain lets the test program be the backup that TestKilled kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv("AIRIAL_TEST_BACKUP"); dir != "" {
		backUpUntilKilled(dir)
	}
	os.Exit(m.Run())
}

func backUpUntilKilled(dir string) {
	ctx := context.Background()
	db, err := database.Open(ctx, database.Config{URL: "sqlite:" + filepath.Join(dir, "papers.db"), NoSync: true})
	if err != nil {
		panic(err)
	}
	f, err := blob.OpenFolder(blob.FolderConfig{Dir: filepath.Join(dir, "blobs")})
	if err != nil {
		panic(err)
	}
	h := &house{db: db, blobs: f, clock: clock.NewManual(time.Unix(1_800_000_000, 0))}
	r, err := backup.Open(ctx, backup.Config{Address: filepath.Join(dir, "backups"), Clock: clock.System{}, Create: true})
	if err != nil {
		panic(err)
	}
	fmt.Println("ready")
	_, err = r.Backup(ctx, h.source(), nil)
	if err != nil {
		panic(err)
	}
	fmt.Println("done")
	os.Exit(0)
}

// TestKilled kills backups at random moments: what is seen of them is whole,
// and the next one needs no care.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	db, err := database.Open(t.Context(), database.Config{URL: "sqlite:" + filepath.Join(dir, "papers.db"), NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Migrate(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
	f, err := blob.OpenFolder(blob.FolderConfig{Dir: filepath.Join(dir, "blobs"), NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	h := &house{db: db, blobs: f, clock: clock.NewManual(time.Unix(1_800_000_000, 0))}
	h.add(t, 0, 60)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "AIRIAL_TEST_BACKUP="+dir)
		out, err := cmd.StdoutPipe()
		if err == nil {
			err = cmd.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = out.Read(make([]byte, 6))
		time.Sleep(time.Duration(random.IntN(40)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	r := h.open(t, filepath.Join(dir, "backups"), nil)
	ids, err := r.IDs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range append(ids, h.backUp(t, r).ID) {
		m, err := r.Manifest(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		c, err := r.Check(t.Context(), m, backup.ReadBack, nil)
		if err != nil || !c.Sound() || m.Count != 60 {
			t.Errorf("%s: %d files, %+v, %v", id, m.Count, c, err)
		}
	}
}
