package telemetry

import (
	"database/sql"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// NewRegistry returns a Prometheus registry with the figures of the process
// (memory, CPU, open files) and of the Go runtime.
func NewRegistry() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return r
}

// Connections adds the figures of a pool of database connections. pool is the
// label that tells the pools apart; stats is asked at each scrape.
func Connections(r prometheus.Registerer, pool string, stats func() sql.DBStats) {
	labels := prometheus.Labels{"pool": pool}
	gauge := func(name, help string, read func(sql.DBStats) float64) {
		r.MustRegister(prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels},
			func() float64 { return read(stats()) }))
	}
	counter := func(name, help string, read func(sql.DBStats) float64) {
		r.MustRegister(prometheus.NewCounterFunc(
			prometheus.CounterOpts{Name: name, Help: help, ConstLabels: labels},
			func() float64 { return read(stats()) }))
	}
	gauge("airial_database_connections_open", "Connections to the database that are open.",
		func(s sql.DBStats) float64 { return float64(s.OpenConnections) })
	gauge("airial_database_connections_busy", "Connections to the database with a transaction under way.",
		func(s sql.DBStats) float64 { return float64(s.InUse) })
	counter("airial_database_waits_total", "Transactions that had to wait for a connection.",
		func(s sql.DBStats) float64 { return float64(s.WaitCount) })
	counter("airial_database_wait_seconds_total", "Time spent waiting for a connection.",
		func(s sql.DBStats) float64 { return s.WaitDuration.Seconds() })
}
