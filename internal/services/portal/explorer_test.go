package portal_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
)

func TestFirstViewAsksNothing(t *testing.T) {
	s := newSite()
	body := s.get(t, grants).Body.String()
	if len(s.rows.Asked) > 0 {
		t.Errorf("the first view asked %v", s.rows.Asked)
	}
	for _, text := range []string{"148 lignes", "Foyer rural 0", "1\u202f550,50", "01/01/2025", "oui", `<details class="long">`, `href="` + grants + `?page=2"`} {
		if !strings.Contains(body, text) {
			t.Errorf("the page lacks %q", text)
		}
	}
	if strings.Contains(body, "2\u202f025") {
		t.Error("a year is written as a number")
	}
}

func TestViewsBecomeQueries(t *testing.T) {
	for _, c := range []struct {
		query string
		want  tables.Query
	}{
		{"page=3", tables.Query{Limit: 20, Offset: 40}},
		{"sort=montant", tables.Query{Limit: 20, Sort: []tables.Sort{{Column: "montant"}}}},
		{"sort=-montant&q=foyer", tables.Query{Limit: 20, Search: "foyer", Sort: []tables.Sort{{Column: "montant", Desc: true}}}},
		{"f.nomBeneficiaire=Foyer", tables.Query{Limit: 20, Filters: []tables.Filter{{Column: "nomBeneficiaire", Op: tables.Contains, Value: "Foyer"}}}},
		{"f.montant=%3E+1+000%2C5", tables.Query{Limit: 20, Filters: []tables.Filter{{Column: "montant", Op: tables.Gt, Value: "1000.5"}}}},
		{"f.dateConvention=01/02/2025..", tables.Query{Limit: 20, Filters: []tables.Filter{{Column: "dateConvention", Op: tables.Ge, Value: "2025-02-01"}}}},
		{"f.nature=aide+en+nature", tables.Query{Limit: 20, Filters: []tables.Filter{{Column: "nature", Op: tables.Eq, Value: "aide en nature"}}}},
		{"f.notificationUE=true&unknown=x&sort=nothing", tables.Query{Limit: 20, Filters: []tables.Filter{{Column: "notificationUE", Op: tables.Eq, Value: "true"}}}},
	} {
		s := newSite()
		s.rows.Page = tables.Page{Rows: [][]any{{"Ours", 1234.5, "2025-02-01", "aide en nature", true, int64(2025), nil}}, Total: 1}
		w := s.get(t, grants+"?"+c.query)
		if w.Code != 200 || len(s.rows.Asked) != 1 {
			t.Fatalf("%s: %d, asked %v", c.query, w.Code, s.rows.Asked)
		}
		if diff := cmp.Diff(c.want, s.rows.Asked[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.query, diff)
		}
		body := w.Body.String()
		if !strings.Contains(body, "1\u202f234,50") || !strings.Contains(body, "noindex") {
			t.Errorf("%s: the row is not shown, or the view is offered to search engines", c.query)
		}
	}
}

func TestViewLivesInItsLinks(t *testing.T) {
	s := newSite()
	s.rows.Page = tables.Page{Total: 100}
	body := s.get(t, "/fr"+grants+"?q=foyer&sort=montant&f.montant=%3E5").Body.String()
	for _, want := range []url.Values{
		{"q": {"foyer"}, "sort": {"-montant"}, "f.montant": {">5"}},
		{"q": {"foyer"}, "sort": {"objet"}, "f.montant": {">5"}},
		{"q": {"foyer"}, "sort": {"montant"}, "f.montant": {">5"}, "page": {"2"}},
	} {
		address := `href="/fr` + grants + "?" + strings.ReplaceAll(want.Encode(), "&", "&amp;") + `"`
		if !strings.Contains(body, address) {
			t.Errorf("the page lacks %s", address)
		}
	}
	if !strings.Contains(body, "montant__gt=5") {
		t.Error("the same view for machines is missing")
	}
}

func TestEmptyFieldsLeaveTheAddress(t *testing.T) {
	s := newSite()
	w := s.get(t, grants+"?q=&f.montant=&f.objet=salle&sort=")
	if w.Code != 307 || w.Header().Get("Location") != grants+"?f.objet=salle" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
}

func TestWhatIsNotUnderstoodIsSaid(t *testing.T) {
	s := newSite()
	s.rows.Err = fault.New(fault.Invalid, "x", "Il y faut un nombre.", "A number is needed.")
	w := s.get(t, grants+"?f.montant=abc")
	body := w.Body.String()
	if w.Code != 200 || !strings.Contains(body, "Il y faut un nombre.") || !strings.Contains(body, "Foyer rural 0") || !strings.Contains(body, `value="abc"`) {
		t.Errorf("%d: the page must say what is wrong, keep what was typed and show the first rows", w.Code)
	}
	s.rows.Err = fault.New(fault.Gone, "x", "Parti.", "Gone.")
	if w := s.get(t, grants+"?page=2"); w.Code != 410 {
		t.Errorf("withdrawn meanwhile: %d, want 410", w.Code)
	}
}
