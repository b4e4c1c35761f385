package organisation_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/web"
)

func TestMembersAPI(t *testing.T) {
	organisationtest.Each(t, nil, func(t *testing.T, g *organisationtest.Ground) {
		var routes web.Routes
		api := web.NewAPI(&routes, "Airial", "test", "http://localhost")
		organisation.API(api, g.Doors)
		h := web.NewRouter(web.Config{PublicURL: "http://localhost", Clock: g.Clock}, &routes)
		for _, c := range []struct {
			target string
			status int
			names  []string
			total  int
		}{
			{"/api/v1/members", 200, []string{"CCAS de Saint-Élix", "Données des Grandes Landes", "Saint-Élix", "Ychoux-sur-Lande"}, 4},
			{"/api/v1/members?limit=1&offset=2", 200, []string{"Saint-Élix"}, 4},
			{"/api/v1/members?q=saint+elix", 200, []string{"CCAS de Saint-Élix", "Saint-Élix"}, 2},
			{"/api/v1/members?q=214000010", 200, []string{"Ychoux-sur-Lande"}, 1},
			{"/api/v1/members?q=%25", 200, nil, 0},
			{"/api/v1/members?limit=101", 422, nil, 0},
			{"/api/v1/members?offset=-1", 422, nil, 0},
			{"/api/v1/members/213999999", 404, nil, 0},
			{"/api/v1/members/xyz", 422, nil, 0},
		} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.target, nil))
			if w.Code != c.status {
				t.Errorf("%s: %d, want %d: %s", c.target, w.Code, c.status, w.Body)
				continue
			}
			if c.status != 200 {
				if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
					t.Errorf("%s: %s", c.target, got)
				}
				continue
			}
			var got organisation.MembersJSON
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, m := range got.Items {
				names = append(names, m.Name)
			}
			if diff := cmp.Diff(c.names, names); diff != "" || got.Total != c.total {
				t.Errorf("%s: total %d, want %d (-want +got):\n%s", c.target, got.Total, c.total, diff)
			}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/members/214000028", nil))
		var got organisation.MemberJSON
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		want := organisation.MemberJSON{Siren: "214000028", Name: "Saint-Élix", Kind: "commune", Population: 120, Slug: "saint-elix"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("member (-want +got):\n%s", diff)
		}
	})
}
