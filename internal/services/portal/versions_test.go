package portal_test

import (
	"strings"
	"testing"

	"airial/internal/services/portal/portaltest"
)

func TestVersionsHaveTheirRecord(t *testing.T) {
	body := newSite().get(t, grants).Body.String()
	for _, want := range []string{"/versions/2/changes", "/versions/2/proof", "/versions/1/proof"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(body, "/versions/1/changes") {
		t.Error("the first version is compared with none")
	}
	// Nothing of a withdrawn dataset, and of no other version.
	for path, want := range map[string]int{
		"/datasets/" + portaltest.Withdrawn + "/versions/1/proof":       410,
		"/datasets/" + portaltest.Grants + "/versions/1/changes":        404,
		"/datasets/" + portaltest.Grants + "/versions/0/proof":          404,
		"/datasets/" + portaltest.Grants + "/versions/1/proof":          404, // no journal here
		"/datasets/" + portaltest.Grants + "/versions/1/changes?from=9": 404,
	} {
		if code := newSite().get(t, path).Code; code != want {
			t.Errorf("%s answers %d, want %d", path, code, want)
		}
	}
}
