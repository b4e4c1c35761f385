package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airial/internal/client"
	"airial/internal/platform/i18n"
)

func TestTrouble(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusConflict)
		_, _ = w.Write([]byte(`{"title":"Conflict","detail":"« Subventions 2026 » est publié."}`))
	}))
	address := server.URL
	q := client.NothingRequest{Server: address, Token: "t", Member: "214003004", Schema: "scdl/subventions", Period: "2026", Lang: i18n.French}
	_, err := client.Declare(t.Context(), q)
	if !client.Conflicts(err) || err.Error() != "« Subventions 2026 » est publié." {
		t.Errorf("a conflict: %v", err)
	}
	server.Close()
	for lang, words := range map[i18n.Lang]string{i18n.French: "Aucun serveur ne répond à l’adresse " + address, i18n.English: "No server answers at the address " + address} {
		q.Lang = lang
		if _, err := client.Declare(t.Context(), q); err == nil || client.Conflicts(err) || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "nil-returns") {
			t.Errorf("nobody there: %v", err)
		}
	}
	q.Server = "localhost:8080"
	if _, err := client.Declare(t.Context(), q); err == nil || !strings.Contains(err.Error(), "Verify --server") && !strings.Contains(err.Error(), "Vérifiez --server") {
		t.Errorf("no scheme: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	q.Server = address
	if _, err := client.Declare(ctx, q); !errors.Is(err, context.Canceled) {
		t.Errorf("broken off: %v", err)
	}
}
