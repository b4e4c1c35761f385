package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"airial/internal/commons/access"
	"airial/internal/commons/life/lifetest"
	"airial/internal/commons/organisation"
	"airial/internal/platform/backup"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/jobs"
)

// spans is a collector that keeps the names of what it receives.
type spans struct {
	mu    sync.Mutex
	names []string
	ids   map[string]int // spans by trace
}

func (s *spans) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	var sent collector.ExportTraceServiceRequest
	if r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &sent) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, resource := range sent.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, span := range scope.Spans {
				s.names = append(s.names, span.Name)
				s.ids[string(span.TraceId)]++
			}
		}
	}
	w.Header().Set("Content-Type", "application/x-protobuf")
}

// TestTelemetry asks the program a few things, then scrapes it and reads what a
// collector received. Every name of the Grafana dashboard must be in the scrape.
func TestTelemetry(t *testing.T) {
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		seen := &spans{ids: map[string]int{}}
		there := httptest.NewServer(seen)
		defer there.Close()
		data := config.Data{Data: t.TempDir()}
		o := &office{t: t, clock: clock.NewManual(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)), queue: &lifetest.Queue{}, sessions: &signedIn{}}
		ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Clock: o.clock, Bulk: true})
		if err != nil {
			t.Fatal(err)
		}
		ground.DB, ground.Doors = db, access.New(db, ground.Clock, ground.Ident)
		ground.Doors.Tell(ground.Journal)
		a, err := New(t.Context(), ground, config.Serve{Data: data, Listen: "localhost:8080",
			Limits:    config.Limits{Upload: 1 << 20, Columns: 100, Record: 1 << 20, Requests: 1e6, Burst: 1e6},
			Telemetry: config.Telemetry{Metrics: "localhost:0", OTLP: there.URL}}, "test", slog.New(slog.DiscardHandler), o.queue)
		if err != nil {
			t.Fatal(err)
		}
		handler, err := a.Handler(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/", "/datasets/none", "/no/such/page"} {
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
		}
		o.app = a
		checked(o, o.member("200000008", "Sainte-Pinède", organisation.Commune), "Subventions")
		a.someWork(t)

		scrape := a.scrape(t)
		for _, name := range dashboardNames(t) {
			if !regexp.MustCompile(`(?m)^` + name + `(\{| )`).MatchString(scrape) {
				t.Errorf("the dashboard shows %s, which is not in a scrape", name)
			}
		}
		for _, line := range []string{
			`airial_http_requests_total{method="GET",route="/datasets/{id}",status="404"} 1`,
			`airial_http_requests_total{method="GET",route="none",status="404"} 1`,
			`airial_jobs{kind="test.broken",state="failed"} 1`,
			`airial_jobs_worked_total{kind="test.broken",outcome="error"} 1`,
			`airial_database_up 1`,
			`airial_members 1`,
			`airial_backup_last_success_age_seconds{kind="backup"} 3600`,
		} {
			if !strings.Contains(scrape, line) {
				t.Errorf("the scrape lacks %s", line)
			}
		}
		if err := ground.Close(); err != nil {
			t.Error(err)
		}
		seen.mu.Lock()
		defer seen.mu.Unlock()
		all := strings.Join(seen.names, "\n")
		for _, name := range []string{"GET /datasets/{id}", "job test.broken", "transaction read", "transaction write"} {
			if !strings.Contains(all, name) {
				t.Errorf("the collector received no span %q", name)
			}
		}
		if len(seen.ids) >= len(seen.names) {
			t.Error("no two spans are of one trace: transactions hang under nothing")
		}
	})
}

// someWork leaves jobs that wait and one that failed.
func (a *App) someWork(t *testing.T) {
	t.Helper()
	err := a.Doors.Write(t.Context(), access.System("test"), func(tx access.Tx) error {
		_, err := a.Queue.Insert(t.Context(), tx, jobs.Job{Kind: "test.broken", MaxAttempts: 1})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	runner := jobs.NewRunner(a.Doors.Platform("jobs"), a.Queue, a.Log, jobs.Config{Watch: a.observer.Job, Alone: true})
	runner.Handle("test.broken", func(context.Context, jobs.Job) error { return errors.New("nobody's name stands here") })
	if err := runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = a.Doors.Write(t.Context(), access.System("test"), func(tx access.Tx) error {
		if _, err := a.Queue.Insert(t.Context(), tx, jobs.Job{Kind: "test.waits"}); err != nil {
			return err
		}
		return backup.SaveRun(t.Context(), tx, backup.Run{ID: "r", Kind: backup.RunBackup, Ended: a.Clock.Now().Add(-time.Hour), Sound: true})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (a *App) scrape(t *testing.T) string {
	t.Helper()
	w := httptest.NewRecorder()
	a.metricsHandler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// dashboardNames are the metrics that deploy/grafana/airial.json asks for.
func dashboardNames(t *testing.T) (names []string) {
	t.Helper()
	text, err := os.ReadFile("../../deploy/grafana/airial.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct {
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &board); err != nil {
		t.Fatal(err)
	}
	for _, p := range board.Panels {
		for _, target := range p.Targets {
			names = append(names, regexp.MustCompile(`\b(?:airial|go|process)_[a-z_]+`).FindAllString(target.Expr, -1)...)
		}
	}
	if len(names) < 40 {
		t.Fatalf("the dashboard names %d metrics only", len(names))
	}
	return names
}
