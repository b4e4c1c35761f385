package app

import (
	"io"
	"log/slog"

	"airial/internal/platform/config"
	"airial/internal/platform/telemetry"
)

var levels = map[string]slog.Level{"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn,
	"error": slog.LevelError}

// NewLogger returns the logger that the settings of a server ask for.
func NewLogger(w io.Writer, c config.Serve) *slog.Logger {
	format := c.LogFormat
	if format == "auto" {
		format = ""
	}
	return telemetry.NewLogger(w, telemetry.LogConfig{Level: levels[c.LogLevel], Format: format})
}
