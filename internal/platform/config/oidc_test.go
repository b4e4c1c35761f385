package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/internal/platform/config"
)

func TestOIDC(t *testing.T) {
	t.Setenv("AIRIAL_OIDC_CLIENT_SECRET", "")
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from the file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := config.OIDC{Issuer: "https://id.example.fr/api/v2", ClientID: "airial", SecretFile: file, Label: "ProConnect", ACR: []string{"eidas1"}}
	if err := good.Validate(); err != nil || good.Address() != "id.example.fr:443" {
		t.Errorf("%v, %s", err, good.Address())
	}
	if s, err := good.Secret(); err != nil || string(s) != "from the file" {
		t.Errorf("%q, %v", string(s), err)
	}
	for want, change := range map[string]func(*config.OIDC){
		"--oidc-issuer https":       func(o *config.OIDC) { o.Issuer = "http://id.example.fr" },
		"--oidc-issuer half a set":  func(o *config.OIDC) { o.Issuer = "" },
		"--oidc-issuer a query":     func(o *config.OIDC) { o.Issuer += "?a=b" },
		"--oidc-client-id":          func(o *config.OIDC) { o.ClientID = "" },
		"--oidc-client-secret-file": func(o *config.OIDC) { o.SecretFile = "" },
		"--oidc-label":              func(o *config.OIDC) { o.Label = " " },
		"--oidc-acr":                func(o *config.OIDC) { o.ACR = []string{"eidas1 eidas2"} },
	} {
		o := good
		change(&o)
		flag, _, _ := strings.Cut(want, " ")
		if err := o.Validate(); err == nil || !strings.Contains(err.Error(), flag) {
			t.Errorf("%s: %v", want, err)
		}
	}
	if err := (config.OIDC{Label: "ProConnect"}).Validate(); err != nil {
		t.Errorf("no provider: %v", err)
	}
	if err := (config.OIDC{Issuer: "http://127.0.0.1:9000", ClientID: "a", SecretFile: file, Label: "x"}).Validate(); err != nil {
		t.Errorf("a provider of this machine: %v", err)
	}
}
