package openlog_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/journal"
	"airial/internal/platform/journal/openlog"
	"airial/internal/platform/journal/remote"
	"airial/internal/platform/journal/witness"
	"airial/internal/platform/web"
)

var discard = slog.New(slog.DiscardHandler)

// site is an installation's log, served.
type site struct {
	t         *testing.T
	db        *database.DB
	clock     *clock.Manual
	journal   *journal.Journal
	sequencer *journal.Sequencer
	verifier  note.Verifier
	url       string
}

func newSite(t *testing.T, db *database.DB, private string, w *witness.Client, witnessKey string) *site {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC))
	signer, verifier, err := journal.ParseKey(private)
	if err != nil {
		t.Fatal(err)
	}
	j := journal.New(c, ident.New(c, nil), nil)
	s := &site{t: t, db: db, clock: c, journal: j, verifier: verifier,
		sequencer: journal.NewSequencer(j, db, signer, discard, journal.SequencerConfig{})}
	parts := openlog.Parts{Journal: j, DB: db, Clock: c, Key: journal.KeyOf(verifier)}
	if w != nil {
		parts.Witness, parts.WitnessKey = w.Name(), witnessKey
	}
	routes := &web.Routes{}
	api := web.NewAPI(routes, "test", "0", "http://localhost")
	openlog.New(parts).Register(routes, api)
	server := httptest.NewServer(web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: c}, routes))
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *site) grow(n int) {
	s.t.Helper()
	err := s.db.Write(s.t.Context(), func(tx database.Tx) error {
		for i := range n {
			_, err := s.journal.Append(s.t.Context(), tx, journal.Entry{Kind: "piece.received", Member: "zq-member",
				Subject: fmt.Sprintf("zq-subject-%d", i), By: "user:zq-person", Body: map[string]string{"reason": "zq-reason"}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = s.sequencer.Sequence(s.t.Context())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) get(path string) (*http.Response, string) {
	s.t.Helper()
	req, _ := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	req.Header.Set("Accept-Language", "en")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res, string(body)
}

func (s *site) read(path string, into any) {
	s.t.Helper()
	res, body := s.get(path)
	if res.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, res.StatusCode, body)
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		s.t.Fatal(err)
	}
}

func newKey(t *testing.T, name string) string {
	t.Helper()
	private, _, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	return private
}

// TestFromOutside knows the log by HTTP alone: it verifies everything, keeps a
// checkpoint, and verifies again when the log has grown.
func TestFromOutside(t *testing.T) {
	databasetest.Each(t, []database.Schema{journal.Schema}, func(t *testing.T, db *database.DB) {
		s := newSite(t, db, newKey(t, "donnees.example/journal"), nil, "")
		if res, _ := s.get("/journal/checkpoint"); res.StatusCode != http.StatusNotFound {
			t.Errorf("the checkpoint of an empty log: %d", res.StatusCode)
		}
		if res, body := s.get("/journal"); res.StatusCode != http.StatusOK || !strings.Contains(body, "The journal is empty") {
			t.Errorf("the page of an empty log: %d", res.StatusCode)
		}
		s.grow(300)
		verify := func(known ...string) (remote.Report, error) {
			return remote.Open(t.Context(), s.url, http.DefaultClient).Verify(remote.Check{Verifier: s.verifier, Known: known})
		}
		first, err := verify()
		if err != nil || first.Size != 300 || first.Entries != 300 || first.Withheld != 0 {
			t.Fatalf("%+v, %v", first, err)
		}
		s.grow(500)
		second, err := verify(first.Note)
		if err != nil || second.Size != 800 {
			t.Fatalf("%+v, %v", second, err)
		}
		s.checkProofs(second.Checkpoint, first.Checkpoint)
		s.checkAnswers()
		s.checkNothingLeaks()

		// History written anew, by who holds the key: other entries from 100 on.
		s.exec(`update journal_leaf set kind = 'piece.refused' where seq = 100`)
		if _, err := verify(); !isMismatch(err) {
			t.Errorf("a changed record: %v", err)
		}
		s.exec(`update journal_leaf set kind = 'piece.received' where seq = 100`)
		s.exec(`delete from journal_checkpoint where size > 300`)
		if _, err := verify(second.Note); !isMismatch(err) {
			t.Errorf("a log put back: %v", err)
		}
	})
}

func isMismatch(err error) bool {
	var m *remote.Mismatch
	return errors.As(err, &m)
}

func (s *site) exec(sql string) {
	s.t.Helper()
	err := s.db.Write(s.t.Context(), func(tx database.Tx) error {
		_, err := tx.Exec(s.t.Context(), sql)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// checkProofs checks the answers of the machine interface with tlog.
func (s *site) checkProofs(now, before journal.Checkpoint) {
	s.t.Helper()
	var log openlog.LogJSON
	s.read("/api/v1/journal", &log)
	if log.Size != now.Size || log.Root != now.Root.String() || log.Key != journal.KeyOf(s.verifier) || log.Witness != nil {
		s.t.Errorf("the log says of itself %+v", log)
	}
	for _, entry := range []int64{0, 255, 256, 799} {
		var p openlog.ProofJSON
		s.read(fmt.Sprintf("/api/v1/journal/proof?entry=%d", entry), &p)
		hash := tlog.RecordHash([]byte(p.Record))
		if hash.String() != p.Hash || p.Root != now.Root.String() {
			s.t.Errorf("entry %d: hash %s of %q", entry, p.Hash, p.Record)
		}
		if err := tlog.CheckRecord(s.hashes(p.Proof), now.Size, now.Root, entry, hash); err != nil {
			s.t.Errorf("entry %d: %v", entry, err)
		}
		var same openlog.ProofJSON
		s.read("/api/v1/journal/proof?id="+p.ID+"&size=800", &same)
		if same.Entry != entry {
			s.t.Errorf("by its identifier it is entry %d, not %d", same.Entry, entry)
		}
	}
	var c openlog.ConsistencyJSON
	s.read("/api/v1/journal/consistency?from=300", &c)
	if err := tlog.CheckTree(s.hashes(c.Proof), now.Size, now.Root, before.Size, before.Root); err != nil || c.FromRoot != before.Root.String() {
		s.t.Errorf("consistency: %v", err)
	}
	for path, status := range map[string]int{
		"/api/v1/journal/proof": 422, "/api/v1/journal/proof?entry=800": 404, "/api/v1/journal/proof?entry=1&id=x": 422,
		"/api/v1/journal/proof?entry=5&size=5": 404, "/api/v1/journal/proof?id=x": 404, "/api/v1/journal/proof?entry=-2": 422,
		"/api/v1/journal/consistency": 422, "/api/v1/journal/consistency?from=900": 404, "/api/v1/journal/consistency?from=9&size=8": 404,
	} {
		if res, body := s.get(path); res.StatusCode != status {
			s.t.Errorf("%s: %d %s, want %d", path, res.StatusCode, body, status)
		}
	}
}

func (s *site) hashes(list []string) (out []tlog.Hash) {
	s.t.Helper()
	for _, text := range list {
		h, err := tlog.ParseHash(text)
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, h)
	}
	return out
}

// checkAnswers looks at statuses, types and caching.
func (s *site) checkAnswers() {
	s.t.Helper()
	for _, c := range []struct {
		path   string
		status int
		size   int
		kind   string
		cache  string
	}{
		{"/journal/checkpoint", 200, -1, "text/plain; charset=utf-8", "no-cache"},
		{"/journal/tile/0/000", 200, 256 * 32, "application/octet-stream", "public, max-age=604800, immutable"},
		{"/journal/tile/0/003.p/32", 200, 32 * 32, "application/octet-stream", "public, max-age=604800, immutable"},
		{"/journal/tile/1/000.p/3", 200, 3 * 32, "application/octet-stream", "public, max-age=604800, immutable"},
		{"/journal/tile/entries/003.p/32", 200, -1, "application/octet-stream", "public, max-age=604800, immutable"},
		{"/journal/tile/0/003", 404, -1, "application/problem+json", "no-store"},
		{"/journal/tile/0/0", 404, -1, "application/problem+json", "no-store"},
		{"/journal/tile/9/000", 404, -1, "application/problem+json", "no-store"},
		{"/journal/tile/entries/004.p/1", 404, -1, "application/problem+json", "no-store"},
		{"/journal", 200, -1, "text/html; charset=utf-8", "no-cache"},
		{"/fr/journal?entry=5&from=300", 200, -1, "text/html; charset=utf-8", "no-cache"},
		{"/journal?entry=x&from=9000", 200, -1, "text/html; charset=utf-8", "no-cache"},
	} {
		res, body := s.get(c.path)
		h := res.Header
		if res.StatusCode != c.status || c.size >= 0 && len(body) != c.size || h.Get("Content-Type") != c.kind || h.Get("Cache-Control") != c.cache {
			s.t.Errorf("%s: %d, %d bytes, %s, %s", c.path, res.StatusCode, len(body), h.Get("Content-Type"), h.Get("Cache-Control"))
		}
	}
}

// checkNothingLeaks reads all that anybody can.
func (s *site) checkNothingLeaks() {
	s.t.Helper()
	var all strings.Builder
	for _, path := range []string{"/journal/checkpoint", "/journal/tile/entries/000", "/journal/tile/entries/003.p/32", "/journal?entry=7&from=8",
		"/api/v1/journal", "/api/v1/journal/proof?entry=7", "/api/v1/journal/consistency?from=8"} {
		_, body := s.get(path)
		all.WriteString(body)
	}
	if !strings.Contains(all.String(), "piece.received") || strings.Contains(all.String(), "zq-") {
		s.t.Error("what anybody may read tells whose affair an entry is, or does not tell its kind")
	}
}

// TestWithWitness: what goes out is what the witness has countersigned, and the
// page says when it is late.
func TestWithWitness(t *testing.T) {
	databasetest.Each(t, []database.Schema{journal.Schema}, func(t *testing.T, db *database.DB) {
		private := newKey(t, "donnees.example/journal")
		_, v, err := journal.ParseKey(private)
		if err != nil {
			t.Fatal(err)
		}
		server, err := witness.NewServer(witness.Config{Key: newKey(t, "temoin.example"), Logs: []string{journal.KeyOf(v)}, Folder: t.TempDir(), Log: discard})
		if err != nil {
			t.Fatal(err)
		}
		there := httptest.NewServer(server.Handler())
		t.Cleanup(there.Close)
		client, err := witness.NewClient(there.URL, server.Key(), there.Client())
		if err != nil {
			t.Fatal(err)
		}
		s := newSite(t, db, private, client, server.Key())
		cosigner := witness.NewCosigner(s.journal, db, client, s.clock, discard)
		seen, err := witness.Verifier(server.Key())
		if err != nil {
			t.Fatal(err)
		}
		verify := func() (remote.Report, error) {
			return remote.Open(t.Context(), s.url, http.DefaultClient).Verify(remote.Check{Verifier: s.verifier, Witness: seen})
		}
		s.grow(3)
		if _, err := verify(); !isMismatch(err) {
			t.Errorf("before the first countersignature: %v", err)
		}
		ask := func() {
			t.Helper()
			s.clock.Advance(time.Minute)
			if err := cosigner.Ask(context.WithoutCancel(t.Context())); err != nil {
				t.Fatal(err)
			}
		}
		ask()
		report, err := verify()
		if err != nil || report.Size != 3 || report.Signed.IsZero() {
			t.Fatalf("%+v, %v", report, err)
		}
		s.grow(4)
		if report, err = verify(); err != nil || report.Size != 3 {
			t.Errorf("what goes out before the next countersignature: %+v, %v", report, err)
		}
		late := func() bool {
			_, body := s.get("/journal")
			return strings.Contains(body, "The witness is late")
		}
		if late() {
			t.Error("the witness is late at once")
		}
		s.clock.Advance(time.Hour)
		if !late() {
			t.Error("after an hour the page does not say that the witness is late")
		}
		ask()
		if report, err = verify(); err != nil || report.Size != 7 || late() {
			t.Errorf("after the next: %+v, %v", report, err)
		}
		var log openlog.LogJSON
		s.read("/api/v1/journal", &log)
		if log.Witness == nil || log.Witness.Size != 7 || log.Witness.LateSince != nil || log.Witness.Key != server.Key() {
			t.Errorf("the log says of its witness %+v", log.Witness)
		}
	})
}
