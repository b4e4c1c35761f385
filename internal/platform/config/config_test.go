package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/command"
	"airial/internal/platform/config"
)

func parse(t *testing.T, args ...string) (config.Serve, error) {
	t.Helper()
	var s config.Serve
	_, err := command.New(&s, "serve", "").Parse(args)
	return s, err
}

func TestDefaults(t *testing.T) {
	got, err := parse(t, "--data", "/srv/airial")
	if err != nil {
		t.Fatal(err)
	}
	want := config.Serve{
		Data: config.Data{Data: "/srv/airial"}, Listen: "localhost:8080", LogLevel: "info", LogFormat: "auto",
		TLS: config.TLS{ACMEDirectory: "https://acme-v02.api.letsencrypt.org/directory", ProxyHeader: "x-forwarded-for"},
		Limits: config.Limits{Upload: 200e6, Columns: 2000, Rows: 20_000_000, Record: 16 << 20, Cell: 4 << 20, Requests: 100, Burst: 1000, Deposits: 2000, Tokens: config.Tokens{TokenRequests: 20, TokenBurst: 600},
			Queries: config.Queries{QueryRequests: 50, QueryBurst: 2000}},
		Advice:   config.Advice{OpinionDays: 15},
		Identity: config.Identity{LockAfter: 15 * time.Minute, Notice: true},
		Backup:   config.Backup{Every: config.Days(24 * time.Hour), Keep: config.Days(30 * 24 * time.Hour), Drill: config.Days(7 * 24 * time.Hour)},
		Help:     config.Help{Kept: 730},
		Cached:   config.Cache{Size: 4e9, QueryMemory: 128e6},
		OIDC:     config.OIDC{Label: "ProConnect"},
		Check: config.Check{CheckSize: 100e6, CheckRows: 5_000_000, CheckTime: 10 * time.Minute, CheckTogether: 8, CheckPerAddress: 2,
			CheckKept: time.Hour, CheckShared: 7 * 24 * time.Hour},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	paths := []string{got.DatabaseURL(), got.Blobs(), got.Cache()}
	if diff := cmp.Diff([]string{"sqlite:/srv/airial/airial.db", "/srv/airial/blobs", "/srv/airial/cache"}, paths); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

func TestEnvironment(t *testing.T) {
	t.Setenv("AIRIAL_DATA", "/srv/env")
	t.Setenv("AIRIAL_LISTEN", ":80")
	t.Setenv("AIRIAL_MAX_UPLOAD", "1 GiB")
	got, err := parse(t, "--listen", ":81")
	if err != nil || got.Data.Data != "/srv/env" || got.Listen != ":81" || got.Limits.Upload != 1<<30 {
		t.Errorf("settings are %+v, %v; a flag goes before the environment", got, err)
	}
}

func TestRecordsAndFilesElsewhere(t *testing.T) {
	t.Setenv("AIRIAL_DATABASE", "postgres://airial:secret@db/airial")
	t.Setenv("AIRIAL_DATABASE_OWNER", "postgres://owner@db/airial")
	for _, c := range []struct{ given, want string }{
		{"", "/srv/a/blobs"}, {"/mnt/files", "/mnt/files"}, {"file:///mnt/files", "/mnt/files"}, {"s3://host/bucket", "s3://host/bucket"},
	} {
		got, err := parse(t, "--data", "/srv/a", "--blobs", c.given)
		if err != nil || got.Embedded() || got.DatabaseURL() != "postgres://airial:secret@db/airial" || got.Data.Blobs() != c.want {
			t.Errorf("--blobs %q: %s, %s, %v", c.given, got.DatabaseURL(), got.Data.Blobs(), err)
		}
	}
	_, err := parse(t, "--data", "/srv/a", "--database", "postgres://airial:secret@[::1/airial")
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("a wrong address with a password: %v", err)
	}
}

func TestBase(t *testing.T) {
	for _, c := range []struct{ listen, public, want string }{
		{"localhost:8080", "", "http://localhost:8080"},
		{":8080", "", "http://localhost:8080"},
		{"0.0.0.0:80", "", "http://localhost:80"},
		{"[::]:80", "", "http://localhost:80"},
		{"[::1]:80", "", "http://[::1]:80"},
		{":80", "https://Donnees.exemple.fr/", "https://donnees.exemple.fr"},
		{":80", "http://localhost:9000", "http://localhost:9000"},
	} {
		s := config.Serve{Listen: c.listen, PublicURL: c.public}
		got, err := s.Base()
		if err != nil || got != c.want {
			t.Errorf("listen %q, public %q: %q, %v; want %q", c.listen, c.public, got, err, c.want)
		}
	}
}

func TestWrongSettingsAreNamed(t *testing.T) {
	for _, c := range []struct{ flag, value, says string }{
		{"--data", " ", "--data"},
		{"--listen", "8080", "--listen"},
		{"--listen", "localhost:http", "--listen"},
		{"--listen", "localhost:70000", "--listen"},
		{"--public-url", "donnees.exemple.fr", "--public-url"},
		{"--public-url", "ftp://exemple.fr", "--public-url"},
		{"--public-url", "https://", "--public-url"},
		{"--public-url", "https://exemple.fr/portail", "--public-url"},
		{"--public-url", "https://u:p@exemple.fr", "--public-url"},
		{"--public-url", "https://exemple.fr?x", "--public-url"},
		{"--max-upload", "much", "--max-upload"},
		{"--max-upload", "-1MB", "--max-upload"},
		{"--max-upload", "0", "--max-upload"},
		{"--max-columns", "0", "--max-columns"},
		{"--max-cell", "0", "--max-cell"},
		{"--check-rows", "0", "--check-rows"},
		{"--check-together", "-1", "--check-together"},
		{"--check-kept", "1s", "--check-kept"},
		{"--check-hosts", "a b", "--check-hosts"},
		{"--max-requests", "NaN", "--max-requests"},
		{"--backup-every", "soon", "--backup-every"},
		{"--backup-every", "1s", "--backup-every"},
		{"--backup-keep", "1h", "--backup-keep"},
		{"--cache-size", "0", "--cache-size"},
		{"--log-level", "loud", "--log-level"},
		{"--max-deposits", "0", "--max-deposits"},
		{"--outbound", "https://a.fr", "--outbound"},
		{"--outbound-networks", "10.0.0.0", "--outbound-networks"},
		{"--trusted-proxies", "nginx", "--trusted-proxies"},
		{"--tls-cert", "cert.pem", "--tls-key"},
		{"--tls-key", "key.pem", "--tls-key"},
		{"--acme", "true", "--public-url"},
		{"--listen-http", ":80", "--listen-http"},
		{"--max-jobs-per-member", "-1", "--max-jobs-per-member"},
		{"--drain", "-1s", "--drain"},
		{"--drain", "1h", "--drain"},
		{"--database", "mysql://host/name", "--database"},
		{"--database", "sqlite:airial.db", "--database"},
		{"--database", "postgres://host", "--database"},
		{"--database-owner", "postgres://host/name", "--database"},
		{"--blobs", "ftp://host/name", "--blobs"},
		{"--lock-after", "1s", "--lock-after"},
		{"--lock-after", "13h", "--lock-after"},
	} {
		_, err := parse(t, "--data", "/srv/airial", c.flag+"="+c.value)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s=%q: %v, want an error that names the setting", c.flag, c.value, err)
		}
	}
}

func TestSize(t *testing.T) {
	for text, want := range map[string]config.Size{
		"0": 0, "17": 17, "17 B": 17, "17o": 17, "1kB": 1000, "1.5MB": 1_500_000, "1,5 Mo": 1_500_000,
		"2GiB": 2 << 30, "3To": 3e12, "1KIB": 1024,
	} {
		var got config.Size
		err := got.UnmarshalText([]byte(text))
		if err != nil || got != want {
			t.Errorf("%q is %d, %v; want %d", text, got, err, want)
		}
		var back config.Size
		err = back.UnmarshalText([]byte(want.String()))
		if err != nil || back != want {
			t.Errorf("%d is written %q, which reads %d, %v", want, want, back, err)
		}
	}
	for _, text := range []string{"", "MB", "1XB", "-1", "NaN", "1e30", "1 2"} {
		var got config.Size
		if got.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}
