package e2e

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// everything asks a server for all that machines can know of it, in one text.
func everything(c caller) string {
	c.t.Helper()
	var b strings.Builder
	add := func(address string) {
		a := c.get(address)
		a.wants(c.t, http.StatusOK)
		fmt.Fprintf(&b, "%s\n%s\n", address, a.body)
	}
	add("/api/v1/members?limit=100")
	total := 1
	for offset := 0; offset < total; offset += 100 {
		var list struct {
			Total int
			Items []addresses
		}
		address := fmt.Sprintf("/api/v1/datasets?limit=100&offset=%d", offset)
		c.read(address, &list)
		total = list.Total
		add(address)
		for i, d := range list.Items {
			if i%10 == 0 { // the digests of its files stand in its record
				add("/api/v1/datasets/" + d.ID)
				add("/api/v1/datasets/" + d.ID + "/rows?limit=3")
			}
		}
	}
	add("/catalog.jsonld")
	return b.String()
}

// TestDemoIsDeterministic makes the demonstration twice: both answer alike, to
// the last identifier. Where the suite runs on PostgreSQL, one of them is on
// SQLite all the same.
func TestDemoIsDeterministic(t *testing.T) {
	other := filepath.Join(t.TempDir(), "other")
	if r := airial(t, "demo", "--data", other); r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.stderr)
	}
	// Under the address that it was made for: nothing is written anew, and dated, meanwhile.
	one := everything(start(t, opts{dir: demoCopy(t), flags: []string{madeFor}}).public(t))
	two := everything(start(t, opts{dir: other, flags: []string{madeFor}}).public(t))
	if one == two {
		return
	}
	a, b := strings.Split(one, "\n"), strings.Split(two, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			at := 0
			for at < min(len(a[i]), len(b[i])) && a[i][at] == b[i][at] {
				at++
			}
			t.Fatalf("the answers differ in line %d: …%.120q, …%.120q", i+1, a[i][max(0, at-60):], b[i][max(0, at-60):])
		}
	}
	t.Fatal("the answers differ in length")
}

// TestDemoTwice begins the demonstration where it is already.
func TestDemoTwice(t *testing.T) {
	dir := demoCopy(t)
	journal := airial(t, "journal", "verify", "--data", dir)
	before, err := os.ReadFile(filepath.Join(dir, "airial.db"))
	if err != nil && !onPostgres() {
		t.Fatal(err)
	}
	r := airial(t, "demo", "--data", dir)
	if r.code != 0 || r.stderr == "" {
		t.Errorf("exit %d: %s", r.code, r.stderr)
	}
	if now := airial(t, "journal", "verify", "--data", dir); journal.code != 0 || journal.stdout == "" || now.stdout != journal.stdout {
		t.Errorf("the second time wrote into the journal: %+v, %+v", journal, now)
	}
	if onPostgres() {
		return
	}
	after, err := os.ReadFile(filepath.Join(dir, "airial.db"))
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("the second time changed the database: %v", err)
	}
}

// TestDemoIsWhatItPromises counts what the demonstration shows.
func TestDemoIsWhatItPromises(t *testing.T) {
	s := startDemo(t)
	c := s.public(t)
	var members struct {
		Total int
		Items []struct {
			Siren, Kind, Slug string
			Population        int
		}
	}
	c.read("/api/v1/members?limit=100", &members)
	kinds, silent, smallest := map[string]int{}, 0, 1<<30
	for _, m := range members.Items {
		kinds[m.Kind]++
		if m.Kind == "commune" {
			smallest = min(smallest, m.Population)
		}
		var own struct{ Total int }
		if c.read("/api/v1/datasets?limit=1&member="+m.Siren, &own); own.Total == 0 {
			silent++
			c.page("/p/"+m.Slug, http.StatusOK)
		}
	}
	if members.Total != 25 || kinds["operateur"] != 1 || kinds["epci"] != 2 || kinds["ccas"] < 1 || kinds["syndicat"] < 1 ||
		kinds["commune-nouvelle"] != 1 || smallest != 120 || silent == 0 {
		t.Errorf("%d members, %v, the smallest of %d people, %d publish nothing", members.Total, kinds, smallest, silent)
	}
	// Three communes were members before they became Les Trois-Airiaux.
	for from, to := range map[string]string{"/p/garlussan": "/p/les-trois-airiaux",
		"/p/garlussan/datasets/equipements-publics-de-garlussan": "/p/les-trois-airiaux/datasets/equipements-publics-de-garlussan"} {
		r := c.get(from)
		if r.status != http.StatusPermanentRedirect || !strings.HasSuffix(r.header.Get("Location"), to) {
			t.Errorf("%s: status %d, leads to %q, want %s", from, r.status, r.header.Get("Location"), to)
		}
	}
	for _, schema := range []string{"budget", "catalogue", "deliberations", "equipements", "menus-collectifs", "plats-menus-collectifs", "prenoms", "subventions"} {
		var found struct{ Total int }
		if c.read("/api/v1/datasets?limit=1&schema=scdl/"+schema, &found); found.Total == 0 {
			t.Errorf("nothing is published under scdl/%s", schema)
		}
	}
	if r := airial(t, "journal", "verify", "--data", s.Dir); r.code != 0 {
		t.Errorf("its journal does not verify: %s%s", r.stdout, r.stderr)
	}
}

// TestDemoAccounts logs in as each of those whom the server names when it
// starts, with the password that it prints.
func TestDemoAccounts(t *testing.T) {
	s := startDemo(t)
	var logins []string
	password := ""
	for _, line := range s.said.all() {
		if rest, ok := strings.CutPrefix(line, "mot de passe de tous"); ok {
			password = strings.TrimSpace(rest)
		} else if name, _, _ := strings.Cut(line, " "); password != "" && strings.Contains(name, ".") {
			logins = append(logins, name)
		}
	}
	if len(logins) < 5 {
		t.Fatalf("the server names %d people to log in as", len(logins))
	}
	for _, login := range append(logins, "nobody.atall") {
		entered := s.public(t).do(http.MethodPost, "/console/login", strings.NewReader(url.Values{"login": {login}, "password": {password}}.Encode()),
			"application/x-www-form-urlencoded")
		// One cookie for the session, one by which this browser is known again.
		var cookies []string
		for _, set := range entered.header.Values("Set-Cookie") {
			cookie, _, _ := strings.Cut(set, ";")
			cookies = append(cookies, cookie)
		}
		console := s.public(t).with("Cookie", strings.Join(cookies, "; ")).get("/console")
		if known := login != "nobody.atall"; (entered.status == http.StatusSeeOther) != known || (console.status == http.StatusOK) != known {
			t.Errorf("%s: logging in answers %d, the console %d", login, entered.status, console.status)
		}
		if console.status == http.StatusOK && console.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("the console may be kept: %q", console.header.Get("Cache-Control"))
		}
	}
}

// TestDemoOfSixty is a larger one, in a server that was never started before.
func TestDemoOfSixty(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sixty")
	if r := airial(t, "demo", "--data", dir, "--members", "60"); r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.stderr)
	}
	c := start(t, opts{dir: dir}).public(t)
	seen := map[string]bool{}
	for offset := 0; offset < 70; offset += 7 {
		var list struct {
			Total, Limit, Offset int
			Items                []struct{ Siren string }
		}
		c.read(fmt.Sprintf("/api/v1/members?limit=7&offset=%d", offset), &list)
		if list.Total != 61 || list.Limit != 7 || list.Offset != offset {
			t.Errorf("offset %d: total %d, limit %d, offset %d", offset, list.Total, list.Limit, list.Offset)
		}
		for _, m := range list.Items {
			if seen[m.Siren] {
				t.Errorf("%s stands on two pages", m.Siren)
			}
			seen[m.Siren] = true
		}
	}
	if len(seen) != 61 {
		t.Errorf("the pages list %d members, want 61", len(seen))
	}
	if listed := len(c.catalog("/catalog.jsonld").datasets); listed < 200 {
		t.Errorf("only %d datasets are in the catalogue of 60 members", listed)
	}
}
