package app

import (
	"context"
	"database/sql"
	"net"
	"net/url"

	"go.opentelemetry.io/otel/trace"

	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/telemetry"
)

type s = sql.DBStats

// counts are what the rooms count of their own records.
func (r recordFigures) counts(ctx context.Context, tx database.Tx, g gauges) error {
	lives, err := life.Counts(ctx, tx)
	if err != nil {
		return err
	}
	for _, l := range lives {
		g.put("airial_deposits", "Versions by kind, stage and how it stands there.", float64(l.Versions), "kind", l.Kind, "stage", l.Stage, "outcome", l.Outcome)
	}
	files, bytes, err := piece.Stored(ctx, tx)
	if err != nil {
		return err
	}
	g.put("airial_blobs_originals", "Files that were deposited.", float64(files))
	g.put("airial_blobs_original_bytes", "Their bytes.", float64(bytes))
	sessions, err := user.CountSessions(ctx, tx, r.a.Clock)
	if err != nil {
		return err
	}
	g.put("airial_sessions", "Sessions of people that have not ended.", float64(sessions))
	members, err := organisation.Count(ctx, tx)
	g.put("airial_members", "Members of the installation.", float64(members))
	cached, size := r.a.Tables.Cached()
	g.put("airial_cache_files", "Query files in the cache of this process.", float64(cached))
	g.put("airial_cache_bytes", "Their bytes.", float64(size))
	return err
}

func tracerOf(t *telemetry.Traces) trace.Tracer {
	if t == nil {
		return nil
	}
	return t.Tracer()
}

// hostPort is what an address of the web dials.
func hostPort(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port), nil
}
