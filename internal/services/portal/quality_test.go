package portal_test

import (
	"strings"
	"testing"

	"airial/internal/services/portal/portaltest"
)

func TestQuality(t *testing.T) {
	for id, want := range map[string]string{portaltest.Grants: "9 points sur 9", portaltest.Plain: "4 points sur 9"} {
		s := newSite()
		page := s.get(t, "/datasets/"+id).Header().Get("Location")
		if body := s.get(t, page).Body.String(); !strings.Contains(body, want) {
			i := strings.Index(body, "points sur 9")
			t.Errorf("%s: %q, want %q", id, body[max(0, i-10):max(0, i)+12], want)
		}
	}
}
