package app

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal/openlog"
	"airial/internal/platform/telemetry"
)

// watch has requests, transactions, jobs and files watched, if anybody wants to
// know of them.
func (a *App) watch(ctx context.Context) error {
	t := a.Config.Telemetry
	if t.Metrics == "" && t.OTLP == "" {
		return nil
	}
	a.registry = telemetry.NewRegistry()
	var traces *telemetry.Traces
	if t.OTLP != "" {
		address, err := hostPort(t.OTLP)
		if err != nil {
			return err
		}
		a.Outbound.Declare(address, i18n.T("traces (OTLP)", "traces (OTLP)"))
		if traces, err = telemetry.OpenTraces(ctx, t.OTLP, a.Version, a.Outbound.Client("traces", 10*time.Second)); err != nil {
			return err
		}
		a.closers = append(a.closers, traces)
	}
	a.observer = telemetry.NewObserver(a.registry, a.Clock, tracerOf(traces))
	a.DB.Watch(a.observer.Transaction)
	a.Blobs = watchedBlobs{a.Blobs, blob.Watched{Store: a.Blobs, Tell: func(d *blob.Damaged) {
		a.observer.Damaged()
		a.Log.Error("blob: a file is damaged; restore it from a backup", "member", d.Member, "digest", d.Digest, "block", d.Block)
	}}}
	telemetry.Connections(a.registry, "writer", func() s { w, _ := a.DB.Stats(); return w })
	telemetry.Connections(a.registry, "readers", func() s { _, r := a.DB.Stats(); return r })
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "airial_build_info", Help: "Always 1; the labels say which program this is.",
		ConstLabels: prometheus.Labels{"version": a.Version, "go": runtime.Version()}})
	build.Set(1)
	a.registry.MustRegister(build, recordFigures{a})
	return nil
}

// watchedBlobs keeps what else the store can do.
type watchedBlobs struct {
	Blobs
	watched blob.Watched
}

func (w watchedBlobs) Open(ctx context.Context, member, digest string) (blob.Blob, error) {
	return w.watched.Open(ctx, member, digest)
}

// serveMetrics answers Prometheus on a listener of its own until the context
// ends.
func (a *App) serveMetrics(ctx context.Context, l net.Listener) {
	server := &http.Server{Handler: a.metricsHandler(), ReadTimeout: 10 * time.Second, WriteTimeout: 20 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	_ = server.Serve(l)
}

func (a *App) metricsHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.registry, promhttp.HandlerOpts{Timeout: 10 * time.Second, MaxRequestsInFlight: 4,
		ErrorHandling: promhttp.ContinueOnError, ErrorLog: scrapeLog{a}}))
	return mux
}

type scrapeLog struct{ a *App }

func (s scrapeLog) Println(v ...any) { s.a.Log.Warn("metrics: a scrape is incomplete", "error", v) }

// recordFigures are the figures that are read from the records at each scrape.
type recordFigures struct{ a *App }

// Describe implements prometheus.Collector: the figures are not known before.
func (recordFigures) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (r recordFigures) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	g := gauges{out}
	g.put("airial_outbound_contacts", "Hosts contacted since the start.", float64(len(r.a.Outbound.Contacts())))
	err := r.a.Doors.Read(ctx, access.System("metrics"), func(tx access.Tx) error {
		for _, read := range []func(context.Context, database.Tx, gauges) error{r.jobs, r.journal, r.counts} {
			if err := read(ctx, tx, g); err != nil {
				return err
			}
		}
		return nil
	})
	up := 1.0
	if err != nil {
		r.a.Log.Warn("metrics: the records cannot be read", "error", err)
		up = 0
	}
	g.put("airial_database_up", "1 when the records could be read for this scrape.", up)
}

type gauges struct{ out chan<- prometheus.Metric }

// put adds a figure; labels are pairs of name and value.
func (g gauges) put(name, help string, value float64, labels ...string) {
	var names, values []string
	for i := 0; i+1 < len(labels); i += 2 {
		names, values = append(names, labels[i]), append(values, labels[i+1])
	}
	g.out <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, names, nil), prometheus.GaugeValue, value, values...)
}

func (r recordFigures) age(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return max(r.a.Clock.Now().Sub(t).Seconds(), 0)
}

func (r recordFigures) jobs(ctx context.Context, tx database.Tx, g gauges) error {
	counts, err := r.a.Queue.Counts(ctx, tx)
	if err != nil {
		return err
	}
	total := map[jobs.State]int64{jobs.Waiting: 0, jobs.Ready: 0, jobs.Running: 0, jobs.Failed: 0, jobs.Cancelled: 0}
	for _, c := range counts {
		total[c.State] += c.Jobs
		g.put("airial_jobs", "Jobs by kind and state; those that are done are no longer there.", float64(c.Jobs), "kind", c.Kind, "state", string(c.State))
	}
	for state, n := range total {
		g.put("airial_jobs_by_state", "Jobs by state, all kinds together.", float64(n), "state", string(state))
	}
	oldest, err := r.a.Queue.Oldest(ctx, tx)
	longest := 0.0
	for kind, at := range oldest {
		longest = max(longest, r.age(at))
		g.put("airial_jobs_oldest_seconds", "How long the oldest job of a kind has waited for a worker.", r.age(at), "kind", kind)
	}
	g.put("airial_jobs_longest_wait_seconds", "How long the oldest job of all has waited for a worker.", longest)
	return err
}

func (r recordFigures) journal(ctx context.Context, tx database.Tx, g gauges) error {
	name := ""
	if r.a.witness != nil {
		name = r.a.witness.Name()
	}
	st, err := openlog.StateOf(ctx, tx, r.a.Journal, name)
	if err != nil {
		return err
	}
	g.put("airial_journal_entries", "Entries of the journal that have their number.", float64(st.Head.Size))
	g.put("airial_journal_checkpoint_age_seconds", "How long ago the newest checkpoint was signed.", r.age(st.Head.At))
	g.put("airial_journal_witness_lag_entries", "Entries that no witness has countersigned; 0 without a witness.", lag(name, st))
	g.put("airial_journal_witness_late_seconds", "How long entries have waited for the witness.", r.age(st.LateSince))
	pending, oldest, err := r.a.Journal.Pending(ctx, tx)
	g.put("airial_journal_unsequenced", "Committed entries that wait for their number.", float64(pending))
	g.put("airial_journal_unsequenced_age_seconds", "How long the oldest of them has waited.", r.age(oldest))
	return err
}

func lag(witness string, st openlog.State) float64 {
	if witness == "" {
		return 0
	}
	return float64(st.Head.Size - st.Witness.Size)
}
