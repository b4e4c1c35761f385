package client_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airial/internal/client"
	"airial/internal/platform/i18n"
)

// TestTheTokenGoesToTheNamedServerOnly follows a deposit on a server whose
// answers name another host, as one behind a proxy does.
func TestTheTokenGoesToTheNamedServerOnly(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("another host was asked") }))
	defer other.Close()
	polls := 0
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/token", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"member":{"siren":"200000008"}}`)
	})
	mux.HandleFunc("POST /api/v1/members/200000008/deposits", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" || r.FormValue("title") != "Titre" || r.Header.Get("Idempotency-Key") == "" {
			t.Errorf("the request is not whole: %v", r.Form)
		}
		file, _, err := r.FormFile("file")
		if err != nil {
			t.Error(err)
			return
		}
		if content, _ := io.ReadAll(file); string(content) != "a\n1\n" {
			t.Errorf("the file came as %q", content)
		}
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprintf(w, `{"id":"d1","life":%q}`, other.URL+"/api/v1/deposits/d1")
	})
	mux.HandleFunc("GET /api/v1/deposits/d1", func(w http.ResponseWriter, _ *http.Request) {
		polls++
		outcome := "running"
		if polls > 2 {
			outcome = "done"
		}
		fmt.Fprintf(w, `{"id":"d1","outcome":%q,"steps":[{"stage":"received","outcome":"passed"}],"dataset":{"page":"https://p"}}`, outcome)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	path := filepath.Join(t.TempDir(), "a.csv")
	if err := os.WriteFile(path, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var progress strings.Builder
	life, err := client.Deposit(t.Context(), client.Request{Server: server.URL + "/", Token: "secret", Title: "Titre", File: path,
		Lang: i18n.French}, &progress)
	if err != nil || !life.Well() || polls != 3 {
		t.Fatalf("%+v after %d polls: %v", life, polls, err)
	}
	if strings.Count(progress.String(), "reçu") != 1 {
		t.Errorf("progress said %q", progress.String())
	}
}

func TestAProblemIsToldInItsOwnWords(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprint(w, `{"title":"Unauthorized","detail":"Ce jeton n’existe pas."}`)
	}))
	defer server.Close()
	_, err := client.Deposit(t.Context(), client.Request{Server: server.URL, Token: "x"}, io.Discard)
	if err == nil || err.Error() != "Ce jeton n’existe pas." {
		t.Errorf("told %v", err)
	}
}
