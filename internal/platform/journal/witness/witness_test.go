package witness_test

import (
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/journal"
	"airial/internal/platform/journal/witness"
)

var (
	discard = slog.New(slog.DiscardHandler)
	start   = time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)
)

// logbook is a log of its own, under a key that several may share.
type logbook struct {
	t         *testing.T
	db        *database.DB
	clock     *clock.Manual
	journal   *journal.Journal
	sequencer *journal.Sequencer
}

func newLog(t *testing.T, db *database.DB, signer note.Signer) *logbook {
	c := clock.NewManual(start)
	j := journal.New(c, ident.New(c, nil), nil)
	return &logbook{t, db, c, j, journal.NewSequencer(j, db, signer, discard, journal.SequencerConfig{})}
}

func (l *logbook) grow(n int) {
	l.t.Helper()
	err := l.db.Write(l.t.Context(), func(tx database.Tx) error {
		for range n {
			if _, err := l.journal.Append(l.t.Context(), tx, journal.Entry{Kind: "piece.received", Subject: "s"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = l.sequencer.Sequence(l.t.Context())
	}
	if err != nil {
		l.t.Fatal(err)
	}
}

// request asks to countersign the newest checkpoint, proven from an older size.
func (l *logbook) request(old int64) (r witness.Request) {
	l.t.Helper()
	err := l.db.Read(l.t.Context(), func(tx database.Tx) error {
		head, err := l.journal.Head(l.t.Context(), tx)
		r = witness.Request{Old: old, Checkpoint: head.Note}
		if err == nil && old > 0 && old <= head.Size {
			r.Proof, err = l.journal.ProveConsistency(l.t.Context(), tx, old, head.Size)
		}
		return err
	})
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

type stand struct {
	url, key string
	client   *witness.Client
}

func serve(t *testing.T, folder, private string, logs ...string) stand {
	t.Helper()
	s, err := witness.NewServer(witness.Config{Key: private, Logs: logs, Folder: folder, Log: discard})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(server.Close)
	c, err := witness.NewClient(server.URL, s.Key(), server.Client())
	if err != nil {
		t.Fatal(err)
	}
	return stand{server.URL, s.Key(), c}
}

func keyPair(t *testing.T, name string) (private, public string, signer note.Signer) {
	t.Helper()
	private, public, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	signer, _, err = journal.ParseKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return private, public, signer
}

// post returns the status and the answer to a request.
func (s stand) post(t *testing.T, body string) (int, string) {
	t.Helper()
	res, err := http.Post(s.url+"/add-checkpoint", "", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, _ := io.ReadAll(res.Body)
	return res.StatusCode, string(answer)
}

// TestWitness goes through the statuses of the specification, with a log and a
// fork of it under the same key.
func TestWitness(t *testing.T) {
	folder := t.TempDir()
	_, logKey, signer := keyPair(t, "donnees.example/journal")
	_, otherKey, otherSigner := keyPair(t, "ailleurs.example/journal")
	private, _, _ := keyPair(t, "temoin.example")
	honest, forked, stranger := newLog(t, sqlite(t), signer), newLog(t, sqlite(t), signer), newLog(t, sqlite(t), otherSigner)
	w := serve(t, folder, private, logKey)

	honest.grow(300)
	forked.grow(310)
	stranger.grow(1)
	ask := func(what string, r witness.Request, status int, says string) string {
		t.Helper()
		got, answer := w.post(t, string(r.Marshal()))
		if got != status || !strings.Contains(answer, says) {
			t.Errorf("%s: %d %q, want %d %q", what, got, answer, status, says)
		}
		return answer
	}
	ask("a log that nobody named", stranger.request(0), 404, "")
	ask("an old size that is wrong", honest.request(7), 409, "0\n")
	ask("a proof where none is due", witness.Request{Proof: honest.request(7).Proof, Checkpoint: honest.request(0).Checkpoint}, 422, "")
	forged := honest.request(0)
	forged.Checkpoint = strings.Replace(forged.Checkpoint, "\n300\n", "\n301\n", 1)
	ask("a signature that does not fit", forged, 403, "")
	lines := ask("the first checkpoint", honest.request(0), 200, "— temoin.example ")
	verifier, err := witness.Verifier(w.key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := witness.Countersignature(honest.request(0).Checkpoint+lines, verifier); err != nil {
		t.Errorf("the countersignature: %v", err)
	}
	if _, err := note.Open([]byte(honest.request(0).Checkpoint+lines), note.VerifierList(verifier, mustVerifier(t, logKey))); err != nil {
		t.Errorf("both signatures on one note: %v", err)
	}
	ask("the same again", honest.request(300), 200, "— temoin.example ")
	ask("a fork, as it would be proven", forked.request(300), 422, "")
	ask("a fork from nothing", forked.request(0), 409, "300\n")
	honest.grow(50)
	ask("with a proof of something else", witness.Request{Old: 300, Proof: honest.request(299).Proof, Checkpoint: honest.request(300).Checkpoint}, 422, "")
	ask("more than the checkpoint holds", honest.request(400), 400, "")
	// What was countersigned outlives the process.
	w = serve(t, folder, private, otherKey, logKey)
	ask("after a new start, as if new", honest.request(0), 409, "300\n")
	ask("the growth", honest.request(300), 200, "— temoin.example ")
	ask("an earlier state", witness.Request{Old: 350, Checkpoint: forged.Checkpoint}, 403, "")
	ask("the other log", stranger.request(0), 200, "— temoin.example ")
	for _, body := range []string{"", "old 1\n", "old 01\n\nx\n", "old -1\n\nx\n", "old 0\nno hash\n\ndonnees.example/journal\n", "old 0\n" + strings.Repeat("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 64) + "\nx\n"} {
		if status, _ := w.post(t, body); status != 400 {
			t.Errorf("%.40q: status %d", body, status)
		}
	}
	if status, _ := w.post(t, strings.Repeat("x", 70<<10)); status != 413 {
		t.Errorf("a long request: status %d", status)
	}
}

func sqlite(t *testing.T) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), database.Config{URL: "sqlite:" + t.TempDir() + "/log.db", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context(), journal.Schema); err != nil {
		t.Fatal(err)
	}
	return db
}

func mustVerifier(t *testing.T, key string) note.Verifier {
	t.Helper()
	v, err := note.NewVerifier(key)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// that is away, one that knows more than we noted, and a state put back.
func TestCosigner(t *testing.T) {
	databasetest.Each(t, []database.Schema{journal.Schema}, func(t *testing.T, db *database.DB) {
		_, logKey, signer := keyPair(t, "donnees.example/journal")
		private, _, _ := keyPair(t, "temoin.example")
		folder := t.TempDir()
		w := serve(t, folder, private, logKey)
		l := newLog(t, db, signer)
		cosigner := witness.NewCosigner(l.journal, db, w.client, l.clock, discard)
		state := func() (c journal.Cosigned) {
			t.Helper()
			err := db.Read(t.Context(), func(tx database.Tx) (err error) {
				c, err = l.journal.CosignedBy(t.Context(), tx, w.client.Name())
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		must := func(size int64) {
			t.Helper()
			if err := cosigner.Ask(t.Context()); err != nil {
				t.Fatal(err)
			}
			if c := state(); c.Size != size || c.Failures != 0 || size > 0 && !strings.Contains(c.Note, "— temoin.example ") {
				t.Fatalf("size %d: %+v", size, c)
			}
			l.clock.Advance(time.Minute)
		}
		must(0) // an empty log
		l.grow(3)
		must(3)
		must(3)
		l.grow(500)
		must(503)

		// Away, then there again.
		l.grow(1)
		away := witness.NewCosigner(l.journal, db, unreachable(t, w.key), l.clock, discard)
		if err := away.Ask(t.Context()); err == nil {
			t.Error("nobody answered, and all is well")
		}
		if c := state(); c.Size != 503 || c.Failures != 1 || c.Error == "" {
			t.Errorf("after a failure: %+v", c)
		}
		if err := cosigner.Ask(t.Context()); err != nil || state().Size != 503 {
			t.Errorf("asked again at once: %v, %+v", err, state())
		}
		l.clock.Advance(time.Hour)
		must(504)

		// It knows more than we noted: the answer was lost.
		l.grow(10)
		if _, _, err := w.client.Add(t.Context(), l.request(504)); err != nil {
			t.Fatal(err)
		}
		l.grow(10)
		must(524)

		// The database is put back to an earlier state.
		set(t, db, `delete from journal_checkpoint where size > 504`)
		set(t, db, `update journal_witness set size = 0`)
		err := cosigner.Ask(t.Context())
		if err == nil || !strings.Contains(err.Error(), "put back") {
			t.Errorf("an earlier state: %v", err)
		}
	})
}

func set(t *testing.T, db *database.DB, sql string) {
	t.Helper()
	err := db.Write(t.Context(), func(tx database.Tx) error {
		_, err := tx.Exec(t.Context(), sql)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func unreachable(t *testing.T, key string) *witness.Client {
	t.Helper()
	c, err := witness.NewClient("http://witness.invalid", key, &http.Client{Transport: broken{}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

type broken struct{}

func (broken) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no such host")
}

func FuzzRequest(f *testing.F) {
	f.Add([]byte("old 0\n\nlog\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— log x\n"))
	f.Add([]byte("old 5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nlog\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := witness.ParseRequest(body)
		if err == nil && string(r.Marshal()) != string(body) {
			t.Errorf("%q is read as %q", body, r.Marshal())
		}
	})
}
