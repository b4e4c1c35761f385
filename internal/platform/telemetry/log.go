package telemetry

import (
	"context"
	"io"
	"log/slog"
	"os"
)

// LogConfig says how to log.
type LogConfig struct {
	Level slog.Level // the least to be logged; zero is Info
	// Format is "text", "json", or "" for text on a terminal and JSON
	// elsewhere.
	Format string
}

// NewLogger returns a logger that writes to w.
func NewLogger(w io.Writer, c LogConfig) *slog.Logger {
	opts := &slog.HandlerOptions{Level: c.Level, ReplaceAttr: blot}
	var h slog.Handler
	if c.Format == "text" || c.Format == "" && isTerminal(w) {
		h = slog.NewTextHandler(w, opts)
	} else {
		h = slog.NewJSONHandler(w, opts)
	}
	return slog.New(handler{h})
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

type requestKey struct{}

// WithRequestID returns a context that carries the number of a request.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestID returns the number of the request that the context belongs to, or
// "".
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

type jobKey struct{}

// WithJob returns a context that carries the identifier of a job.
func WithJob(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, jobKey{}, id)
}

// handler adds the number of the request, or of the job, to each line.
type handler struct{ slog.Handler }

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	id := RequestID(ctx)
	if id != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("request", id))
	}
	if job, _ := ctx.Value(jobKey{}).(string); job != "" {
		r = r.Clone()
		r.AddAttrs(slog.String("work", job))
	}
	return h.Handler.Handle(ctx, r)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

func (h handler) WithGroup(name string) slog.Handler {
	return handler{h.Handler.WithGroup(name)}
}
