package portal_test

import (
	"encoding/json"
	"strings"
	"testing"

	"airial/internal/services/portal/portaltest"
)

func TestCitations(t *testing.T) {
	s := newSite()
	path := "/datasets/" + portaltest.Grants + "/versions/1/citation/"
	bib := s.get(t, path+"bib").Body.String()
	for _, want := range []string{"@misc{subventions-aux-associations-2025-v1,", "author = {{Saint-Airial-des-Pins}}", "version = {1}", "/versions/1}", "SHA-256 1b1b"} {
		if !strings.Contains(bib, want) {
			t.Errorf("BibTeX lacks %q:\n%s", want, bib)
		}
	}
	var items []map[string]any
	if err := json.Unmarshal(s.get(t, path+"csl.json").Body.Bytes(), &items); err != nil || len(items) != 1 || items[0]["type"] != "dataset" || items[0]["version"] != "1" {
		t.Errorf("CSL-JSON: %v, %v", items, err)
	}
	for _, gone := range []string{path + "ris", "/datasets/" + portaltest.Withdrawn + "/versions/1/citation/bib"} {
		if code := s.get(t, gone).Code; code != 404 {
			t.Errorf("%s answers %d", gone, code)
		}
	}
	// What others wrote does not end a field.
	if bib = s.get(t, "/datasets/"+portaltest.Markup+"/versions/1/citation/bib").Body.String(); strings.Count(bib, "{") != strings.Count(bib, "}") {
		t.Errorf("unbalanced:\n%s", bib)
	}
}

// A state of a consolidation that the next one replaces is not cited as if it
// stayed: the page names the one before that does.
func TestCitationOfAPassingState(t *testing.T) {
	s := newSite()
	if body := s.get(t, grants).Body.String(); !strings.Contains(body, "reste téléchargeable à la même adresse") || strings.Contains(body, "citez un état conservé") {
		t.Error("the page of a version that stays does not say so")
	}
	s.catalogue.Sets[0].Passing = true
	body := s.get(t, grants).Body.String()
	if strings.Contains(body, "reste téléchargeable à la même adresse") || !strings.Contains(body, "citez un état conservé") || !strings.Contains(body, `/versions/1#cite"`) {
		t.Error("the page promises that a passing state stays, or does not say which does")
	}
	if bib := s.get(t, "/datasets/"+portaltest.Grants+"/versions/2/citation/bib").Body.String(); !strings.Contains(bib, "état passager") {
		t.Errorf("the citation does not say that it passes:\n%s", bib)
	}
}

func TestHiddenColumns(t *testing.T) {
	body := newSite().get(t, grants+"?hide=objet&hide=montant&hide=nobody").Body.String()
	table := body[strings.Index(body, "<table"):]
	table = table[:strings.Index(table, "</table>")]
	if strings.Contains(table, "Objet") || strings.Contains(table, "1\u202f550,50") || !strings.Contains(table, "Foyer rural 0") {
		t.Error("the table shows what is hidden, or hides what is not")
	}
	for _, want := range []string{"/rows/xlsx?column=nomBeneficiaire&amp;column=dateConvention", "noindex"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	all := "?hide=nomBeneficiaire&hide=montant&hide=dateConvention&hide=nature&hide=notificationUE&hide=annee&hide=objet"
	if body = newSite().get(t, grants+all).Body.String(); !strings.Contains(body, "Foyer rural 0") {
		t.Error("who hides everything sees nothing")
	}
}
