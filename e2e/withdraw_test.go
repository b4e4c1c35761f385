package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// remove withdraws a dataset, or erases it.
func (c caller) remove(id, query string) answer {
	c.t.Helper()
	return c.do(http.MethodDelete, "/api/v1/datasets/"+id+"?"+query, nil, "")
}

// every lists all the addresses that a dataset ever had, of n versions:
// interfaces and files, then pages.
func every(l life, n string) (machines, pages []string) {
	id := l.Dataset.ID
	machines = []string{l.Dataset.API, l.Dataset.API + "/rows", l.Dataset.API + "/rows?version=1", l.Dataset.CSV, l.Dataset.Parquet, l.Dataset.Original}
	for _, name := range []string{"original", "data.csv", "data.parquet"} {
		machines = append(machines, "/datasets/"+id+"/versions/1/"+name, "/datasets/"+id+"/versions/"+n+"/"+name)
	}
	pages = []string{l.Dataset.Page, l.Dataset.Page + "/versions/1", "/datasets/" + id, "/p/" + firstSiren + "/datasets/" + id}
	return machines, pages
}

// TestWithdrawal hides a dataset at once, says so, and brings it back.
func TestWithdrawal(t *testing.T) {
	s := start(t, opts{})
	c, nobody := s.as(t, s.token(t, firstSiren, "depositor")), s.public(t)
	l := c.publish(firstSiren, form{title: "Retrait pivert", content: table("pivert")})
	stays := c.publish(firstSiren, form{title: "Reste pivert", content: table("reste")})
	nobody.get(l.Dataset.API+"/rows").wants(t, http.StatusOK) // the query file is there

	c.remove(l.Piece, "").problem(t, http.StatusUnprocessableEntity)
	c.remove(l.Piece, "reason=").problem(t, http.StatusUnprocessableEntity)
	c.remove(l.Piece, "reason=error").wants(t, http.StatusNoContent)
	machines, pages := every(l, "1")
	for _, address := range machines {
		nobody.get(address).problem(t, http.StatusGone)
	}
	for _, address := range pages {
		p := nobody.page(address, http.StatusGone)
		if !p.says("retiré") || !p.says("erreur") {
			t.Errorf("%s says neither that the dataset was withdrawn nor why", address)
		}
	}
	if !nobody.page("/en"+strings.TrimPrefix(l.Dataset.Page, s.URL), http.StatusGone).says("withdrew") {
		t.Error("the English page does not say that it was withdrawn")
	}
	listed(t, nobody, l, false)
	listed(t, nobody, stays, true)
	c.remove(l.Piece, "reason=error").problem(t, http.StatusConflict)
	if life := c.await(s.URL + "/api/v1/deposits/" + l.ID); life.Dataset != nil {
		t.Error("the life still gives the addresses of what is hidden")
	}

	c.do(http.MethodPost, "/api/v1/datasets/"+l.Piece+"/restore", nil, "").wants(t, http.StatusNoContent)
	for _, address := range machines {
		nobody.get(address).wants(t, http.StatusOK)
	}
	nobody.page(l.Dataset.Page, http.StatusOK)
	listed(t, nobody, l, true)
	c.do(http.MethodPost, "/api/v1/datasets/"+l.Piece+"/restore", nil, "").problem(t, http.StatusConflict)

	c.remove(l.Piece, "reason="+url.QueryEscape("Le conseil a changé d’avis")).wants(t, http.StatusNoContent)
	if !nobody.page(l.Dataset.Page, http.StatusGone).says("Le conseil a changé d’avis") {
		t.Error("the page does not give the reason that was said")
	}
}

// listed fails the test unless search and catalogues agree on whether a dataset
// is public.
func listed(t *testing.T, nobody caller, l life, want bool) {
	t.Helper()
	id := l.Piece
	where := map[string]bool{}
	var list struct{ Items []struct{ ID string } }
	nobody.read("/api/v1/datasets?q=pivert", &list)
	for _, one := range list.Items {
		where["the interface's search"] = where["the interface's search"] || one.ID == id
	}
	slug := "/datasets/retrait-pivert"
	if strings.Contains(l.Dataset.Page, "reste") {
		slug = "/datasets/reste-pivert"
	}
	where["the portal's search"] = nobody.page("/datasets?q=pivert", http.StatusOK).leads(slug)
	where["the member's search"] = nobody.page("/p/premiere/datasets?q=pivert", http.StatusOK).leads(slug)
	for _, name := range []string{"/catalog.jsonld", "/p/" + firstSiren + "/catalog.jsonld"} {
		where[name] = nobody.catalog(name).datasets[nobody.base+"/datasets/"+id] != nil
	}
	for _, name := range []string{"/catalog.ttl", "/p/" + firstSiren + "/catalog.ttl"} {
		where[name] = nobody.turtle(name, id)
	}
	for _, name := range []string{"the interface's search", "the portal's search", "the member's search", "/catalog.jsonld", "/p/" + firstSiren + "/catalog.jsonld",
		"/catalog.ttl", "/p/" + firstSiren + "/catalog.ttl"} {
		if where[name] != want {
			t.Errorf("%s lists %s: %t, want %t", name, id, where[name], want)
		}
	}
}
