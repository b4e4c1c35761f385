package app_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/user"
	"airial/internal/demo"
	"airial/internal/platform/backup"
	"airial/internal/platform/blob"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
	"airial/internal/platform/s3/s3test"
	"airial/internal/services/opendata"
)

var quiet = slog.New(slog.DiscardHandler)

// filled is a folder with a demonstration, made once and copied by each test.
var filled = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "airial-restore-")
	if err == nil {
		_, err = demo.Fill(context.Background(), demo.Options{Data: config.Data{Data: filepath.Join(dir, "data")}, Members: 2, Version: "test", Report: io.Discard})
	}
	return dir, err
})

// demonstration opens a copy of the demonstration.
func demonstration(t *testing.T) (*app.Ground, config.Data) {
	t.Helper()
	dir, err := filled()
	data := config.Data{Data: filepath.Join(t.TempDir(), "data")}
	if err == nil {
		err = os.CopyFS(data.Data, os.DirFS(filepath.Join(dir, "data")))
	}
	keys, _ := filepath.Glob(filepath.Join(data.Keys(), "*"))
	for _, key := range keys {
		err = errors.Join(err, os.Chmod(key, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return open(t, data), data
}

func open(t *testing.T, data config.Data) *app.Ground {
	t.Helper()
	g, err := app.OpenGround(t.Context(), app.GroundConfig{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.Close() })
	return g
}

func repository(t *testing.T, address string, key *backup.Key) *backup.Repository {
	t.Helper()
	r, err := backup.Open(t.Context(), backup.Config{Address: address, Key: key, Clock: clock.System{}, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func backUp(t *testing.T, g *app.Ground, r *backup.Repository) *backup.Report {
	t.Helper()
	report, err := g.Backup(t.Context(), r, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func restore(t *testing.T, c app.Restoring) *app.Restored {
	t.Helper()
	c.Log, c.Version = quiet, "test"
	r, err := app.Restore(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// elsewhere is an installation on PostgreSQL and S3, still empty.
func elsewhere(t *testing.T) config.Data {
	t.Helper()
	url := databasetest.PostgresURL(t, nil)
	bucket, _ := s3test.Bucket(t)
	return config.Data{Data: filepath.Join(t.TempDir(), "node"), Database: url, BlobStore: bucket}
}

// contents are the records of a backup by table, without the journal, which
// begins anew, and their digests.
func contents(m *backup.Manifest) map[string][]string {
	out := map[string][]string{}
	for _, t := range m.Tables {
		if strings.HasPrefix(t.Table, "journal_") && t.Table != "journal_body" {
			continue
		}
		for _, c := range t.Chunks {
			out[t.Table] = append(out[t.Table], c.Digest)
		}
	}
	for _, c := range m.Files {
		out["files"] = append(out["files"], c.Digest)
	}
	// The body of the entry that says that the log begins anew.
	delete(out, "journal_body")
	return out
}

func compareContents(want, got *backup.Manifest) string {
	return cmp.Diff(contents(want), contents(got))
}

// TestRestoredIsIdentical takes an installation from SQLite and a folder to
// PostgreSQL and S3 and back, by encrypted backups in a folder and in a bucket:
// each time every record and file is the same.
func TestRestoredIsIdentical(t *testing.T) {
	g, _ := demonstration(t)
	text, err := backup.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	key, err := backup.ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	bucket, _ := s3test.Bucket(t)
	first := repository(t, t.TempDir(), key)
	second := repository(t, strings.Replace(bucket, "?", "/backups?", 1), key)

	was := backUp(t, g, first)
	far := elsewhere(t)
	moved := restore(t, app.Restoring{Data: far, From: first})
	if moved.Journal.Past != was.Journal.Size || moved.Journal.Size == 0 {
		t.Errorf("the old log has %d entries, want %d; the new one %d", moved.Journal.Past, was.Journal.Size, moved.Journal.Size)
	}
	on := backUp(t, open(t, far), second)
	if diff := cmp.Diff(contents(was.Manifest), contents(on.Manifest)); diff != "" {
		t.Errorf("on PostgreSQL and S3 (-want +got):\n%s", diff)
	}
	near := config.Data{Data: filepath.Join(t.TempDir(), "near")}
	back := restore(t, app.Restoring{Data: near, From: second})
	if back.Journal.Past != moved.Journal.Past+moved.Journal.Size {
		t.Errorf("the old logs have %d entries, want %d", back.Journal.Past, moved.Journal.Past+moved.Journal.Size)
	}
	again := backUp(t, open(t, near), first)
	if diff := cmp.Diff(contents(was.Manifest), contents(again.Manifest)); diff != "" {
		t.Errorf("back on SQLite (-want +got):\n%s", diff)
	}
	if again.NewFiles != 0 {
		t.Errorf("%d files were copied again", again.NewFiles)
	}
	// Nothing is overwritten by mistake.
	_, err = app.Restore(t.Context(), app.Restoring{Data: near, From: first, Log: quiet})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("restoring into a folder in use: %v, want Conflict", err)
	}
	far.Data = filepath.Join(t.TempDir(), "other node")
	_, err = app.Restore(t.Context(), app.Restoring{Data: far, From: first, Log: quiet})
	if !fault.Is(err, fault.Conflict) {
		t.Errorf("restoring into a database in use: %v, want Conflict", err)
	}
}

// published returns a dataset of the demonstration that is public.
func published(t *testing.T, g *app.Ground) (id, member, siren, digest string) {
	t.Helper()
	err := g.Doors.Read(t.Context(), access.System("test"), func(tx access.Tx) error {
		return tx.QueryRow(t.Context(), `select d.piece_id, d.member_id, m.siren, e.csv_digest from dataset d
			join member m on m.id = d.member_id join edition e on e.version_id = d.version_id
			where d.state = 'published' order by d.piece_id limit 1`).Scan(&id, &member, &siren, &digest)
	})
	if err != nil {
		t.Fatal(err)
	}
	return id, member, siren, digest
}

func build(t *testing.T, g *app.Ground, data config.Data) *app.App {
	t.Helper()
	a, err := app.New(t.Context(), g, config.Serve{Data: data, Listen: "localhost:8080"}, "test", quiet, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func stateOf(t *testing.T, g *app.Ground, id string) opendata.State {
	t.Helper()
	var d opendata.Dataset
	err := g.Doors.Read(t.Context(), access.System("test"), func(tx access.Tx) (err error) {
		d, err = opendata.Get(t.Context(), tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d.State
}

// TestErasedStaysErased restores a backup from before an erasure.
func TestErasedStaysErased(t *testing.T) {
	ctx := t.Context()
	g, data := demonstration(t)
	r := repository(t, t.TempDir(), nil)
	before := backUp(t, g, r)
	id, member, _, digest := published(t, g)
	if err := build(t, g, data).OpenData.Erase(ctx, access.System("test"), id); err != nil {
		t.Fatal(err)
	}
	var clerk string
	err := g.Doors.Read(ctx, access.System("test"), func(tx access.Tx) (err error) {
		clerk, err = database.Value[string](ctx, tx, "test", `select min(user_id) from role_grant where role = 'depositor'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := build(t, g, data).Users.Erase(ctx, access.System("test"), clerk); err != nil {
		t.Fatal(err)
	}
	backUp(t, g, r)
	if err := r.Remove(ctx, backUp(t, g, r).ID); err != nil {
		t.Fatal(err)
	}
	fresh := config.Data{Data: filepath.Join(t.TempDir(), "fresh")}
	restored := restore(t, app.Restoring{Data: fresh, From: r, Backup: before.ID, Keys: data.Keys()})
	if restored.Erased != 2 || len(restored.ToErase) != 0 {
		t.Errorf("%d erasures were applied again, want 2; left %v", restored.Erased, restored.ToErase)
	}
	again := open(t, fresh)
	if s := stateOf(t, again, id); s != opendata.Erased {
		t.Errorf("the erased dataset is %s", s)
	}
	err = again.Doors.Read(ctx, access.System("test"), func(tx access.Tx) error {
		u, err := user.Get(ctx, tx, clerk)
		if err == nil && u.Name != user.Forgotten {
			t.Errorf("the erased account is that of %q", u.Name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.Blobs.Stat(ctx, member, digest); !fault.Is(err, fault.NotFound) {
		t.Errorf("its file: %v, want NotFound", err)
	}
	list, err := r.Erased(ctx)
	if err != nil || len(list) != 2 || list[0].Subject != id || list[1].Subject != clerk {
		t.Errorf("erasures known to the backups: %v, %v", list, err)
	}
}

// TestRestoreMember brings one member back in an installation that goes on.
func TestRestoreMember(t *testing.T) {
	ctx := t.Context()
	g, data := demonstration(t)
	r := repository(t, t.TempDir(), nil)
	was := backUp(t, g, r)
	id, member, siren, digest := published(t, g)
	a := build(t, g, data)
	lose := func(tx access.Tx) error {
		for _, statement := range []string{
			`delete from dataset_words where piece_id = $1`, `delete from dataset_listed where piece_id = $1`,
			`delete from dataset_address where piece_id = $1`, `delete from edition where piece_id = $1`, `delete from dataset where piece_id = $1`,
		} {
			if _, err := tx.Exec(ctx, statement, id); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `update token set revoked_at = 5 where member_id = $1`, member)
		return err
	}
	if err := a.Doors.Write(ctx, access.System("test"), lose); err != nil {
		t.Fatal(err)
	}
	if err := g.Blobs.Delete(ctx, member, digest); err != nil {
		t.Fatal(err)
	}
	done, err := app.RestoreMember(ctx, g, app.Restoring{Data: data, From: r, Backup: was.ID, Log: quiet, Version: "test"}, siren)
	if err != nil {
		t.Fatal(err)
	}
	if done.Rows == 0 || done.Files == 0 {
		t.Errorf("restored: %+v", done)
	}
	if s := stateOf(t, g, id); s != opendata.Published {
		t.Errorf("the lost dataset is %s", s)
	}
	if _, err := g.Blobs.Stat(ctx, member, digest); err != nil {
		t.Errorf("its file: %v", err)
	}
	err = g.Doors.Platform("test").Read(ctx, func(tx database.Tx) error {
		listed, err := database.Value[int](ctx, tx, "test", `select count(*) from dataset_listed where piece_id = $1`, id)
		if err != nil || listed != 1 {
			t.Errorf("it is on the list %d times, %v", listed, err)
		}
		back, err := database.Value[int](ctx, tx, "test", `select count(*) from token where member_id = $1 and revoked_at <> 5`, member)
		if err != nil || back != 0 {
			t.Errorf("%d revoked tokens are valid again, %v", back, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.NewSequencer(g.Journal, g.Doors.Platform("test"), g.Signer, quiet, journal.SequencerConfig{}).Sequence(ctx); err != nil {
		t.Fatal(err)
	}
	err = g.Doors.Platform("test").Read(ctx, func(tx database.Tx) error {
		report, err := journal.Verify(ctx, tx, journal.Check{Verifier: g.Verifier, Known: []string{was.Journal.Checkpoint}})
		if err == nil && (report.Past != 0 || report.Size <= was.Journal.Size) {
			t.Errorf("the journal went on from %d to %d, with %d entries of earlier logs", was.Journal.Size, report.Size, report.Past)
		}
		return err
	})
	if err != nil {
		t.Errorf("the journal is no continuation: %v", err)
	}
	// All others are as they were, and so is this member.
	after := backUp(t, g, r)
	want, got := contents(was.Manifest), contents(after.Manifest)
	delete(want, "token")
	delete(got, "token")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("records and files (-want +got):\n%s", diff)
	}
}

// TestBackupNamesWhatIsLost has files vanish and rot under the records.
func TestBackupNamesWhatIsLost(t *testing.T) {
	ctx := t.Context()
	g, data := demonstration(t)
	_, member, _, digest := published(t, g)
	path := filepath.Join(data.Data, "blobs", member, digest)
	if err := os.WriteFile(path, []byte("rot"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := repository(t, t.TempDir(), nil)
	report, err := g.Backup(ctx, r, "test", nil)
	if !fault.Is(err, fault.Unavailable) || report == nil || len(report.Lost) != 1 || report.Lost[0].Digest != digest {
		t.Fatalf("a rotten file: %v, want it named", err)
	}
	restored := restore(t, app.Restoring{Data: config.Data{Data: filepath.Join(t.TempDir(), "r")}, From: r, Keys: data.Keys()})
	if len(restored.Lost) != 1 || restored.Lost[0] != digest {
		t.Errorf("the restoration says that %v is lost", restored.Lost)
	}
	run, err := g.Drill(ctx, r, "test", nil)
	if err == nil || run.Sound || run.Detail.Files == 0 {
		t.Errorf("the drill finds nothing: %+v", run)
	}
}

// vanishing is a store from which a file is erased, with its record, at the
// moment at which it is copied.
type vanishing struct {
	blob.Store
	digest string
	erase  func()
}

func (v *vanishing) Open(ctx context.Context, member, digest string) (blob.Blob, error) {
	if digest == v.digest {
		v.erase()
	}
	return v.Store.Open(ctx, member, digest)
}

// TestErasedDuringBackup erases a dataset between the reading of the records
// and the copying of its files.
func TestErasedDuringBackup(t *testing.T) {
	ctx := t.Context()
	g, data := demonstration(t)
	id, _, _, digest := published(t, g)
	a := build(t, g, data)
	r := repository(t, t.TempDir(), nil)
	source, err := g.BackupSource(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	source.Blobs = &vanishing{Store: g.Blobs, digest: digest, erase: func() {
		if err := a.OpenData.Erase(ctx, access.System("test"), id); err != nil {
			t.Error(err)
		}
	}}
	report, err := r.Backup(ctx, source, nil)
	if err != nil || report.Problem() != nil || len(report.Gone) == 0 {
		t.Fatalf("backup during an erasure: %v, gone: %v", err, report.Gone)
	}
	backUp(t, g, r) // knows of the erasure
	fresh := config.Data{Data: filepath.Join(t.TempDir(), "fresh")}
	restore(t, app.Restoring{Data: fresh, From: r, Backup: report.ID, Keys: data.Keys()})
	if s := stateOf(t, open(t, fresh), id); s != opendata.Erased {
		t.Errorf("the dataset erased meanwhile is %s", s)
	}
}
