package telemetry_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/telemetry"
)

func TestRequestNumberIsInEachLine(t *testing.T) {
	var out bytes.Buffer
	log := telemetry.NewLogger(&out, telemetry.LogConfig{}).With("room", "life")
	ctx := telemetry.WithRequestID(t.Context(), "0199")
	log.InfoContext(ctx, "step", "stage", "checked")
	log.InfoContext(t.Context(), "no request")
	log.DebugContext(ctx, "too small to tell")
	var got []map[string]any
	for line := range strings.Lines(out.String()) {
		var m map[string]any
		err := json.Unmarshal([]byte(line), &m)
		if err != nil {
			t.Fatalf("not JSON: %s", line)
		}
		delete(m, "time")
		got = append(got, m)
	}
	want := []map[string]any{
		{"level": "INFO", "msg": "step", "room": "life", "stage": "checked", "request": "0199"},
		{"level": "INFO", "msg": "no request", "room": "life"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if id := telemetry.RequestID(t.Context()); id != "" {
		t.Errorf("a context of no request has number %q", id)
	}
}

func TestSecretsAreNotLogged(t *testing.T) {
	const hidden = "hunter2-hunter2"
	address, err := url.Parse("https://u:" + hidden + "@host/")
	if err != nil {
		t.Fatal(err)
	}
	secret := telemetry.Secret(hidden)
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		log := telemetry.NewLogger(&out, telemetry.LogConfig{Format: format, Level: slog.LevelDebug})
		log.Info("started",
			"key", secret,
			"password", hidden, "Token", hidden, "session-cookie", hidden, "Set-Cookie", hidden, "Authorization", hidden,
			"database", "postgres://airial:"+hidden+"@db:5432/airial?sslmode=require",
			"url", address,
			"err", fmt.Errorf("open: %w", errors.New("dial postgres://airial:"+hidden+"@db/x")),
			"header", "Bearer "+hidden,
			"dsn", "host=db password="+hidden+" user=x",
			slog.Group("inner", "token", hidden, "struct", fmt.Sprintf("%v %+v %#v", secret, struct{ S telemetry.Secret }{secret}, secret)))
		log.With("token", hidden).WithGroup("g").Warn("connect to postgres://airial:"+hidden+"@db failed", "secret", hidden)
		if strings.Contains(out.String(), hidden) {
			t.Errorf("%s: a secret was logged:\n%s", format, out.String())
		}
		for _, kept := range []string{"sslmode=require", "db:5432", "user=x", "open: dial", "started"} {
			if !strings.Contains(out.String(), kept) {
				t.Errorf("%s: %q was lost:\n%s", format, kept, out.String())
			}
		}
	}
	doc, err := json.Marshal(map[string]any{"key": secret})
	if err != nil || strings.Contains(string(doc), hidden) {
		t.Errorf("JSON shows %s, %v", doc, err)
	}
}

func TestWhatIsNoSecretStays(t *testing.T) {
	var out bytes.Buffer
	telemetry.NewLogger(&out, telemetry.LogConfig{Format: "text"}).
		Info("Jeton à vérifier", "token_id", "0199", "email", "mairie@example.fr", "at", "https://host/p@th")
	for _, kept := range []string{"token_id=0199", "mairie@example.fr", "https://host/p@th"} {
		if !strings.Contains(out.String(), kept) {
			t.Errorf("%q was lost: %s", kept, out.String())
		}
	}
}

func TestMetrics(t *testing.T) {
	r := telemetry.NewRegistry()
	telemetry.Connections(r, "writer", func() sql.DBStats { return sql.DBStats{OpenConnections: 3, WaitCount: 7} })
	telemetry.Connections(r, "readers", func() sql.DBStats { return sql.DBStats{} })
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()
			for _, l := range m.GetLabel() {
				name += " " + l.GetValue()
			}
			got[name] = m.GetGauge().GetValue() + m.GetCounter().GetValue()
		}
	}
	for name, want := range map[string]float64{
		"airial_database_connections_open writer":  3,
		"airial_database_connections_open readers": 0,
		"airial_database_waits_total writer":       7,
	} {
		if value, there := got[name]; !there || value != want {
			t.Errorf("%s is %v, want %v", name, value, want)
		}
	}
	for _, name := range []string{"process_resident_memory_bytes", "go_goroutines"} {
		if got[name] <= 0 {
			t.Errorf("%s is %v", name, got[name])
		}
	}
}
