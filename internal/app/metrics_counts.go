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
	"airial/internal/platform/backup"
	"airial/internal/platform/database"
	"airial/internal/platform/doctor"
	"airial/internal/platform/telemetry"
	"airial/internal/services/opendata"
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
	if err != nil {
		return err
	}
	if err := r.backups(ctx, tx, g); err != nil {
		return err
	}
	swept, err := opendata.LastSweep(ctx, tx)
	g.put("airial_blobs_strays", "Files that no record names, which wait to be destroyed.", float64(swept.Strays))
	if free, _, ok := doctor.Space(r.a.Dir); ok {
		g.put("airial_disk_free_bytes", "Bytes free on the disk of the folder of this process.", float64(free))
	}
	cached, size := r.a.Tables.Cached()
	g.put("airial_cache_files", "Query files in the cache of this process.", float64(cached))
	g.put("airial_cache_bytes", "Their bytes.", float64(size))
	return err
}

// backups says when each kind of run last went well. Before the first there is
// no figure, which an alarm can ask for with absent().
func (r recordFigures) backups(ctx context.Context, tx database.Tx, g gauges) error {
	for _, kind := range []string{backup.RunBackup, backup.RunDrill} {
		run, ok, err := backup.LastSound(ctx, tx, kind)
		if err != nil {
			return err
		}
		if ok {
			g.put("airial_backup_last_success_age_seconds", "How long ago a backup, or the drill of one, last went well.", r.age(run.Ended), "kind", kind)
			g.put("airial_backup_bytes", "Bytes of the files in it.", float64(run.Detail.Bytes), "kind", kind)
		}
	}
	return nil
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
