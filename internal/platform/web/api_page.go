package web

import (
	"encoding/json"
	"net/http"

	"airial/internal/platform/fault"
)

func (a *Interface) serveDocument(w http.ResponseWriter, r *http.Request) error {
	b, err := json.Marshal(a.OpenAPI())
	if err != nil {
		return fault.Wrap("web.OpenAPI", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	_, _ = w.Write(b)
	return nil
}

func (a *Interface) servePage(w http.ResponseWriter, r *http.Request) error {
	return fault.Missing("web.APIPage")
}
