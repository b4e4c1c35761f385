package app

import (
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/config"
	"airial/internal/platform/web"
)

var update = flag.Bool("update", false, "write the golden files anew")

func assembled(t *testing.T) *App {
	t.Helper()
	data := config.Data{Data: t.TempDir()}
	ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	a, err := New(t.Context(), ground, config.Serve{Data: data, Listen: "localhost:8080", Check: openCheck}, "test", slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Handler(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// openCheck opens the counter where anybody has a file checked.
var openCheck = config.Check{CheckSize: 1 << 20, CheckRows: 1000, CheckTime: time.Minute, CheckTogether: 2, CheckPerAddress: 2,
	CheckKept: time.Hour, CheckShared: 24 * time.Hour}

// TestRoutes keeps the list of routes, and who may pass, where a change of it
// cannot be overlooked.
func TestRoutes(t *testing.T) {
	var b strings.Builder
	for _, r := range assembled(t).Routes.All() {
		fmt.Fprintf(&b, "%-6s %-60s %-8s %s\n", r.Method, r.Pattern, r.Kind, r.Guard.Name())
	}
	golden := filepath.Join("testdata", "routes.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("the list of routes has changed; if that is meant, run go test -update (-want +got):\n%s", diff)
	}
}

func TestEveryOperationIsDocumented(t *testing.T) {
	a := assembled(t)
	for _, route := range web.Undocumented(a.Routes, a.Interface) {
		t.Errorf("%s is not in the OpenAPI document", route)
	}
}

// TestClosedDoors says which doors a stranger finds open: reading what is
// public, logging in, and nothing else.
func TestClosedDoors(t *testing.T) {
	for _, r := range assembled(t).Routes.All() {
		open := r.Guard.Name() == web.Everyone.Name() || r.Guard.Name() == "everyone or token"
		login := strings.HasPrefix(r.Pattern, "/console/login")
		// A check changes nothing that is anybody's; a report obeys its maker alone.
		// A request about one's rights asks for no account (RGPD, art. 12.2).
		// What the public writes about a dataset is seen by nobody before its address is
		// confirmed and a person has approved it.
		rights := r.Pattern == "/p/{member}/rights" || r.Pattern == "/p/{member}/datasets/{slug}/ask/{kind}" || r.Pattern == "/p/{member}/voices/{voice}/{secret}"
		checks := r.Pattern == "/api/v1/check" || r.Pattern == "/check" || strings.HasPrefix(r.Pattern, "/check/")
		// An address that asks to be told is written to once, and told nothing before it
		// has said yes; it says no without an account too.
		rights = rights || r.Pattern == "/alerts" || strings.HasPrefix(r.Pattern, "/alerts/{token}/")
		// A question of CSW comes in a body, and changes nothing.
		rights = rights || strings.HasSuffix(r.Pattern, "/csw")
		switch {
		case strings.HasPrefix(r.Pattern, "/console") && open && !login:
			t.Errorf("%s %s: the console is open to everyone", r.Method, r.Pattern)
		case r.Method != http.MethodGet && open && !login && !checks && !rights:
			t.Errorf("%s %s: everyone may change something", r.Method, r.Pattern)
		case !strings.HasPrefix(r.Pattern, "/console") && r.Kind == web.Page && !open:
			t.Errorf("%s %s: a page outside the console needs a session", r.Method, r.Pattern)
		}
	}
}
