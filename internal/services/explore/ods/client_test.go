package ods_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"airial/internal/services/explore/exploretest"
)

// TestTheirClientWorksUnchanged runs questions through @opendatasoft/api-client,
// as their users write them.
func TestTheirClientWorksUnchanged(t *testing.T) {
	modules, err := filepath.Abs(filepath.Join("..", "..", "..", "..", "web", "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	missing := func(why string) {
		if os.Getenv("CI") == "true" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing("node is not installed")
	}
	if _, err := os.Stat(filepath.Join(modules, "@opendatasoft", "api-client")); err != nil {
		missing("@opendatasoft/api-client is not installed: cd web && npm ci")
	}
	server := httptest.NewServer(newHouse(t, nil))
	t.Cleanup(server.Close)
	command := exec.CommandContext(t.Context(), node, filepath.Join("testdata", "client.cjs"), server.URL, exploretest.Places)
	command.Env = append(os.Environ(), "NODE_PATH="+modules)
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
