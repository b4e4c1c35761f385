package telemetry

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"airial/internal/platform/clock"
)

// An Observer watches requests, transactions and jobs: it counts them, times
// them, and makes spans of them where somebody collects traces. Nil watches
// nothing.
type Observer struct {
	clock  clock.Clock
	tracer trace.Tracer

	requests     *prometheus.CounterVec
	requestTime  *prometheus.HistogramVec
	inFlight     prometheus.Gauge
	transactions *prometheus.CounterVec
	txTime       *prometheus.HistogramVec
	retries      prometheus.Counter
	jobs         *prometheus.CounterVec
	jobTime      *prometheus.HistogramVec
	damaged      prometheus.Counter
}

// NewObserver returns an observer that puts its figures into a registry.
// tracer nil makes no spans.
func NewObserver(r prometheus.Registerer, c clock.Clock, tracer trace.Tracer) *Observer {
	if tracer == nil {
		tracer = noTracer
	}
	fast := []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}
	slow := []float64{.005, .025, .1, .5, 1, 5, 15, 60, 300, 1800}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	times := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
	}
	o := &Observer{clock: c, tracer: tracer,
		requests:     counter("airial_http_requests_total", "Requests answered, by route and status.", "method", "route", "status"),
		requestTime:  times("airial_http_request_seconds", "How long requests took.", fast, "method", "route"),
		inFlight:     prometheus.NewGauge(prometheus.GaugeOpts{Name: "airial_http_requests_in_flight", Help: "Requests being answered."}),
		transactions: counter("airial_database_transactions_total", "Transactions, by kind and how they ended.", "kind", "outcome"),
		txTime:       times("airial_database_transaction_seconds", "How long transactions took, with their repetitions.", fast, "kind"),
		retries: prometheus.NewCounter(prometheus.CounterOpts{Name: "airial_database_retries_total",
			Help: "Transactions that were run again because another was in the way."}),
		jobs:    counter("airial_jobs_worked_total", "Attempts at jobs, by kind and how they ended.", "kind", "outcome"),
		jobTime: times("airial_job_seconds", "How long attempts at jobs took.", slow, "kind"),
		damaged: prometheus.NewCounter(prometheus.CounterOpts{Name: "airial_blobs_damaged_total", Help: "Reads that found a damaged file."}),
	}
	r.MustRegister(o.requests, o.requestTime, o.inFlight, o.transactions, o.txTime, o.retries, o.jobs, o.jobTime, o.damaged)
	return o
}

// Request watches a request to a route ("" for none). end is told what was
// answered.
func (o *Observer) Request(r *http.Request, route, id string) (ctx context.Context, end func(status int, size int64)) {
	if o == nil {
		return r.Context(), func(int, int64) {}
	}
	if route == "" {
		route = "none" // one name for all that strangers ask for
	}
	method := r.Method
	if !known[method] {
		method = "other"
	}
	ctx = propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	ctx, span := o.tracer.Start(ctx, method+" "+route, trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(
		attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.String("airial.request", id)))
	began := o.clock.Now()
	o.inFlight.Inc()
	return ctx, func(status int, size int64) {
		o.inFlight.Dec()
		o.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
		o.requestTime.WithLabelValues(method, route).Observe(o.since(began))
		span.SetAttributes(attribute.Int("http.response.status_code", status), attribute.Int64("http.response.body.size", size))
		if status >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, http.StatusText(status))
		}
		span.End()
	}
}

var known = map[string]bool{http.MethodGet: true, http.MethodHead: true, http.MethodPost: true, http.MethodPut: true,
	http.MethodDelete: true, http.MethodOptions: true, http.MethodPatch: true}

// Transaction watches a transaction, "read" or "write". end is told after how
// many attempts it ended, and with what error.
func (o *Observer) Transaction(ctx context.Context, kind string) (context.Context, func(attempts int, err error)) {
	if o == nil {
		return ctx, func(int, error) {}
	}
	ctx, span := o.tracer.Start(ctx, "transaction "+kind, trace.WithSpanKind(trace.SpanKindClient))
	began := o.clock.Now()
	return ctx, func(attempts int, err error) {
		o.transactions.WithLabelValues(kind, outcome(err)).Inc()
		o.txTime.WithLabelValues(kind).Observe(o.since(began))
		o.retries.Add(float64(max(attempts-1, 0)))
		span.SetAttributes(attribute.Int("airial.attempts", attempts))
		finish(span, err)
	}
}

// Job watches an attempt at a job.
func (o *Observer) Job(ctx context.Context, kind, id string) (context.Context, func(err error)) {
	if o == nil {
		return ctx, func(error) {}
	}
	ctx, span := o.tracer.Start(ctx, "job "+kind, trace.WithAttributes(attribute.String("airial.job", id)))
	began := o.clock.Now()
	return ctx, func(err error) {
		o.jobs.WithLabelValues(kind, outcome(err)).Inc()
		o.jobTime.WithLabelValues(kind).Observe(o.since(began))
		finish(span, err)
	}
}

// Damaged counts a read that found a damaged file.
func (o *Observer) Damaged() {
	if o != nil {
		o.damaged.Inc()
	}
}

func (o *Observer) since(began time.Time) float64 { return max(o.clock.Now().Sub(began).Seconds(), 0) }

func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "error"
}

// finish ends a span. The words of an error stay here: they may name people.
func finish(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, outcome(err))
	}
	span.End()
}
