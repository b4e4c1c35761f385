package web

import (
	"log/slog"
	"net/http"
	"time"
)

// NewServer makes the HTTP server of a handler. Routes bound the time of their
// own requests; here stands what holds before a route is known.
func NewServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelDebug),
	}
}
