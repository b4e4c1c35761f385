package portal_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"airial/internal/platform/clock"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/services/portal"
	"airial/internal/services/portal/portaltest"
)

const public = "https://donnees.example.fr"

// site is the portal behind the real router, on fakes.
type site struct {
	handler   http.Handler
	rows      *portaltest.Rows
	catalogue *portaltest.Catalogue
}

func newSite() site {
	rows, catalogue := &portaltest.Rows{}, portaltest.NewCatalogue()
	service := portal.New(portal.Parts{Catalogue: catalogue, Rows: rows, Schemas: portaltest.Schemas{},
		Clock: clock.NewManual(portaltest.Now), Operator: portaltest.Operator,
		Licences: []portal.Licence{{Key: "lov2", Label: i18n.T("Licence Ouverte 2.0", "Open Licence 2.0")}}})
	var routes web.Routes
	service.Register(&routes)
	return site{web.NewRouter(web.Config{PublicURL: public, Shell: service.Frame}, &routes), rows, catalogue}
}

func (s site) get(t *testing.T, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}
