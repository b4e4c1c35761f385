package doctor

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"airial/internal/platform/i18n"
)

var now = time.Date(2026, 11, 28, 8, 0, 0, 0, time.UTC)

func levels(t *testing.T, c Check) (all []Level) {
	t.Helper()
	found, _ := Run(t.Context(), []Check{c})
	for _, f := range found {
		if f.Say.Fr == "" || f.Say.En == "" || f.Level != Good && (f.Do.Fr == "" || f.Do.En == "") {
			t.Errorf("%s: a finding without words, or a worry without a remedy: %+v", c.Name, f)
		}
		all = append(all, f.Level)
	}
	return all
}

func worst(list []Level) (w Level) {
	for _, l := range list {
		w = max(w, l)
	}
	return w
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if worst(levels(t, Folder(dir))) != Bad {
		t.Error("a folder that is not there is in order")
	}
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if worst(levels(t, Folder(dir))) != Good {
		t.Error("a sound folder is not in order")
	}
	if err := os.Chmod(filepath.Join(dir, "keys"), 0o750); err != nil {
		t.Fatal(err)
	}
	if worst(levels(t, Folder(dir))) != Look {
		t.Error("keys that the group can read are in order")
	}
	if worst(levels(t, Folder("/dev/null"))) != Bad {
		t.Error("a file passes for a folder")
	}
	if len(levels(t, Disk(dir, true))) == 0 || len(levels(t, Limits())) == 0 {
		t.Error("disk and limits say nothing")
	}
}

func TestAnswers(t *testing.T) {
	status := http.StatusOK
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	remedy := i18n.T("Démarrez-le.", "Start it.")
	until := s.Certificate().NotAfter
	for _, c := range []struct {
		at   time.Time
		want Level
	}{{until.Add(-100 * day), Good}, {until.Add(-10 * day), Look}, {until.Add(-1 * day), Bad}} {
		if got := worst(levels(t, Answers("x", s.URL, s.Client(), c.at, Look, remedy))); got != c.want {
			t.Errorf("%v before its end the certificate is %v, want %v", until.Sub(c.at), got, c.want)
		}
	}
	status = http.StatusServiceUnavailable
	if worst(levels(t, Answers("x", s.URL, s.Client(), now, Look, remedy))) != Look {
		t.Error("503 is in order")
	}
	s.Close()
	if worst(levels(t, Answers("x", s.URL, s.Client(), now, Bad, remedy))) != Bad {
		t.Error("nobody answers, and that is in order")
	}
}

func TestSkew(t *testing.T) {
	for d, want := range map[time.Duration]Level{0: Good, -time.Second: Good, 10 * time.Second: Look, -time.Hour: Bad} {
		if got := Skew(i18n.T("de la base", "of the database"), d); got.Level != want {
			t.Errorf("%v is %v, want %v", d, got.Level, want)
		}
	}
}

func TestClockOfAServer(t *testing.T) {
	there := now.Add(700 * time.Millisecond)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", there.UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusForbidden) // whatever it answers, it says the time
	}))
	remedy := i18n.T("Vérifiez.", "Check.")
	for ahead, want := range map[time.Duration]Level{0: Good, time.Second: Good, 20 * time.Second: Look, -20 * time.Second: Look, -time.Hour: Bad} {
		there = now.Add(ahead)
		if got := worst(levels(t, Clock("store", s.URL, i18n.T("du stockage", "of the store"), s.Client(), func() time.Time { return now }, remedy))); got != want {
			t.Errorf("%v ahead is %v, want %v", ahead, got, want)
		}
	}
	s.Close()
	if worst(levels(t, Clock("store", s.URL, i18n.T("du stockage", "of the store"), s.Client(), func() time.Time { return now }, remedy))) != Bad {
		t.Error("nobody answers, and that is in order")
	}
}

func TestPanicIsAFinding(t *testing.T) {
	found, worst := Run(t.Context(), []Check{{"x", func(context.Context) []Finding { panic("oh") }}, {"y", func(context.Context) []Finding { return []Finding{Fine("a", "b")} }}})
	if worst != Bad || len(found) != 2 || found[1].Check != "y" {
		t.Errorf("%+v", found)
	}
}
