package deploy

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestContainerfile: what it copies is there, and it does not run as root. It is
// not built here, for want of an engine.
func TestContainerfile(t *testing.T) {
	text := read(t, "container/Containerfile")
	copies := regexp.MustCompile(`(?m)^COPY (?:--from=(\S+) )?(.+) (\S+)$`).FindAllStringSubmatch(text, -1)
	if len(copies) < 5 {
		t.Fatalf("%d COPY lines", len(copies))
	}
	for _, c := range copies {
		if c[1] != "" {
			if !strings.Contains(text, " AS "+c[1]+"\n") {
				t.Errorf("it copies from the stage %s, which is not there", c[1])
			}
			continue
		}
		for _, source := range strings.Fields(c[2]) {
			if _, err := os.Stat(filepath.Join("..", source)); err != nil {
				t.Errorf("COPY %s: %v", source, err)
			}
		}
	}
	if !regexp.MustCompile(`(?m)^USER [1-9]\d*:[1-9]\d*$`).MatchString(text[strings.LastIndex(text, "\nFROM"):]) {
		t.Error("it runs as root")
	}
	goVersion := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(read(t, "../go.mod"))[1]
	if !strings.Contains(text, "golang:"+goVersion+"-") {
		t.Errorf("it builds with another Go than go.mod's %s", goVersion)
	}
}

// TestPackage: what the Debian package holds is there, its settings are ones,
// and its scripts are sound.
func TestPackage(t *testing.T) {
	text := read(t, "deb/nfpm.yaml")
	sources := regexp.MustCompile(`(?m)(?:src|postinstall|preremove|postremove): (\S+)$`).FindAllStringSubmatch(text, -1)
	for _, s := range sources {
		if strings.HasPrefix(s[1], "$") || strings.HasPrefix(s[1], "dist/") {
			continue // made by build
		}
		if _, err := os.Stat(filepath.Join("..", s[1])); err != nil {
			t.Error(err)
		}
	}
	for _, conffile := range []string{"/etc/airial/airial.toml", "/etc/airial/airial.env"} {
		if !strings.Contains(text, conffile+"\n    type: config|noreplace") {
			t.Errorf("an upgrade would overwrite %s", conffile)
		}
	}
	if !strings.Contains(text, "dst: /etc/airial/airial.toml\n    type: config|noreplace\n    file_info: { mode: 0640 }") {
		t.Error("everybody may read the settings, which may come to hold a password: the server would warn at each start")
	}
	settings := read(t, "../docs/settings.md")
	keys := regexp.MustCompile(`(?m)^(?:# )?([a-z-]+) = `).FindAllStringSubmatch(read(t, "deb/airial.toml"), -1)
	if len(keys) < 3 {
		t.Errorf("%d settings in airial.toml", len(keys))
	}
	for _, k := range keys {
		if !strings.Contains(settings, "| `--"+k[1]+"` |") {
			t.Errorf("airial.toml: there is no setting %s", k[1])
		}
	}
	for _, script := range []string{"postinst", "prerm", "postrm"} {
		body := read(t, "deb/"+script)
		if !strings.HasPrefix(body, "#!/bin/sh\n") || !strings.Contains(body, "\nset -e\n") || strings.Contains(body, "rm -rf") {
			t.Errorf("%s is not a careful script", script)
		}
	}
}

// TestUnits: what systemd starts exists, as a user who is not root, shut in.
func TestUnits(t *testing.T) {
	commands := read(t, "../cmd/airial/main.go")
	for _, unit := range []string{"systemd/airial.service", "systemd/airial-witness.service"} {
		text := read(t, unit)
		for _, line := range regexp.MustCompile(`(?m)^ExecStart\S*=-?/usr/bin/airial (\w+)`).FindAllStringSubmatch(text, -1) {
			if !strings.Contains(commands, "\t"+strings.ToUpper(line[1][:1])+line[1][1:]+" ") {
				t.Errorf("%s starts “airial %s”, which is no command", unit, line[1])
			}
		}
		for _, wall := range []string{"NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateDevices=yes", "CapabilityBoundingSet=\n", "SystemCallFilter=@system-service"} {
			if !strings.Contains(text, wall) {
				t.Errorf("%s lacks %s", unit, strings.TrimSpace(wall))
			}
		}
		if !regexp.MustCompile(`(?m)^(User=airial|DynamicUser=yes)$`).MatchString(text) {
			t.Errorf("%s runs as root", unit)
		}
	}
}
