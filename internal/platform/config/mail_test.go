package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMail(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("du fichier\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AIRIAL_SMTP_PASSWORD", "de l’environnement")
	for _, c := range []struct {
		file, want string
	}{{"", "de l’environnement"}, {file, "du fichier"}} {
		s, err := parse(t, "--data", "/srv/airial", "--smtp", "smtp://airial@courrier.exemple.fr", "--mail-from", "Données <ne-pas-repondre@exemple.fr>",
			"--smtp-password-file", c.file)
		if err != nil {
			t.Fatal(err)
		}
		server, err := s.Mail.Server()
		if err != nil || server.Password != c.want || server.Port != 587 || !s.Mail.On() {
			t.Errorf("with file %q: %+v, %v", c.file, server, err)
		}
	}
}

func TestWrongMailSettingsAreNamed(t *testing.T) {
	t.Setenv("AIRIAL_SMTP_PASSWORD", "")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--smtp", "smtp://courrier.exemple.fr"}, "--mail-from"},
		{[]string{"--smtp", "smtp://courrier.exemple.fr", "--mail-from", "personne"}, "--mail-from"},
		{[]string{"--smtp", "courrier.exemple.fr", "--mail-from", "a@b.fr"}, "--smtp"},
		{[]string{"--smtp", "smtp://u@courrier.exemple.fr", "--mail-from", "a@b.fr"}, "AIRIAL_SMTP_PASSWORD"},
		{[]string{"--smtp", "smtp://u@courrier.exemple.fr", "--mail-from", "a@b.fr", "--smtp-password-file", "/nulle/part"}, "--smtp-password-file"},
	} {
		_, err := parse(t, append([]string{"--data", "/srv/airial"}, c.args...)...)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v, want an error that names %s", c.args, err, c.says)
		}
	}
}
