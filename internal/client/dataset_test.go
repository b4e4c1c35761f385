package client_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airial/internal/client"
	"airial/internal/platform/i18n"
)

func TestDatasets(t *testing.T) {
	mux := http.NewServeMux()
	var put map[string]string
	took := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer secret" || r.Header.Get("Accept-Language") != "fr" {
				t.Errorf("%s %s: %v", r.Method, r.URL, r.Header)
			}
			put = map[string]string{}
			_ = json.NewDecoder(r.Body).Decode(&put)
			if answer == "" {
				w.WriteHeader(http.StatusNoContent)
			}
			_, _ = io.WriteString(w, answer)
		}
	}
	mux.HandleFunc("GET /api/v1/token", took(`{"member":{"siren":"200000008"}}`))
	mux.HandleFunc("GET /api/v1/members/200000008/deposits/activities", took(`{"items":[{"id":"usual/social","name":"Action sociale","sensitive":true}]}`))
	mux.HandleFunc("PUT /api/v1/datasets/d1/activity", took(`{"id":"usual/social","name":"Action sociale","sensitive":true}`))
	mux.HandleFunc("PUT /api/v1/datasets/d1/plan", took(`{"number":2,"active":true,"plan":"version: 1\n"}`))
	mux.HandleFunc("DELETE /api/v1/datasets/d1/plan", took(""))
	mux.HandleFunc("GET /api/v1/datasets/d1/plan", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprint(w, `{"title":"Introuvable","detail":"Ce jeu de données n’a pas de plan."}`)
	})
	mux.HandleFunc("POST /api/v1/datasets/d1/plan/runs", took(`{"id":"v2","version":2}`))
	mux.HandleFunc("GET /api/v1/deposits/v2", took(`{"id":"v2","outcome":"done","steps":[]}`))
	server := httptest.NewServer(mux)
	defer server.Close()
	s, ctx := client.Server{URL: server.URL + "/", Token: "secret", Lang: i18n.French}, t.Context()

	if list, err := s.Activities(ctx, ""); err != nil || len(list) != 1 || !list[0].Sensitive {
		t.Errorf("activities %+v, %v", list, err)
	}
	if a, err := s.SetActivity(ctx, "d1", "usual/social"); err != nil || a.ID != "usual/social" || put["activity"] != "usual/social" {
		t.Errorf("activity %+v, %v, sent %v", a, err, put)
	}
	if p, err := s.SetPlan(ctx, "d1", "version: 1\n"); err != nil || p.Number != 2 || put["plan"] != "version: 1\n" {
		t.Errorf("plan %+v, %v, sent %v", p, err, put)
	}
	if err := s.StopPlan(ctx, "d1"); err != nil {
		t.Error(err)
	}
	if _, err := s.Plan(ctx, "d1"); err == nil || !strings.Contains(err.Error(), "pas de plan") {
		t.Errorf("no plan: %v", err)
	}
	if l, err := s.RunPlan(ctx, "d1", io.Discard); err != nil || l.ID != "v2" || !l.Well() {
		t.Errorf("run %+v, %v", l, err)
	}
}
