package e2e

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestAnAccountIsErased lets somebody work as people do, erases her account by
// her own page, and looks for her name and address in every byte of the
// installation.
func TestAnAccountIsErased(t *testing.T) {
	s := start(t, opts{})
	printed := func(args ...string) string {
		t.Helper()
		r := airial(t, append(args, "--data", s.Dir)...)
		if r.code != 0 {
			t.Fatalf("%v: exit %d, %s", args, r.code, r.stderr)
		}
		return strings.TrimSpace(r.stdout)
	}
	const word = "zqxpersonnezqx"
	first := printed("user", "add", "--member", firstSiren, "--login", word, "--name", "Anne Zqxpersonnezqx", "--email", word+"@exemple.fr", "--role", "manager")
	printed("user", "add", "--member", firstSiren, "--login", "voisin", "--name", "Un Voisin", "--role", "reader")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	ask := func(path string, form url.Values) (status int, body string) {
		t.Helper()
		var answer *http.Response
		if form == nil {
			answer, err = browser.Get(s.URL + "/fr/console" + path)
		} else {
			answer, err = browser.PostForm(s.URL+"/fr/console"+path, form)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(b)
	}
	does := func(path string, form url.Values, says string) {
		t.Helper()
		if status, body := ask(path, form); status != http.StatusOK || !strings.Contains(body, says) {
			t.Fatalf("%s: %d, and does not say %q: %s", path, status, says, body)
		}
	}
	does("/login", url.Values{"login": {word}, "password": {first}}, "Anne Zqxpersonnezqx")
	_, page := ask("/account/access?at="+firstSiren, nil)
	neighbour := regexp.MustCompile(`<option value="([0-9a-f-]{36})"[^>]*>Un Voisin`).FindStringSubmatch(page)
	if neighbour == nil {
		t.Fatalf("the neighbour cannot be chosen: %s", page)
	}
	paris, err := time.LoadLocation("Europe/Paris") // where the server's days begin
	if err != nil {
		t.Fatal(err)
	}
	today := time.Now().In(paris).Format(time.DateOnly)
	role := regexp.MustCompile(`<option value="([^"]*manager)"`).FindStringSubmatch(page)
	if role == nil {
		t.Fatalf("her role cannot be lent: %s", page)
	}
	does("/account/access/delegations?at="+firstSiren, url.Values{"giver": {role[1]}, "taker": {neighbour[1]}, "from": {today}, "until": {today},
		"reason": {"absence"}, "reference": {"Note de Mme Zqxpersonnezqx"}}, "Note de Mme Zqxpersonnezqx")
	does("/help/new", url.Values{"words": {"Ici Anne Zqxpersonnezqx, " + word + "@exemple.fr : que faire ?"}}, "que faire")
	does("/members/"+firstSiren+"/export", url.Values{}, "Export")
	if len(s.holding(t, word)) == 0 {
		t.Fatal("nothing holds her name: the search below would find nothing either")
	}
	if status, body := ask("/account/erase", url.Values{"sure": {"1"}}); status != http.StatusOK || !strings.Contains(body, "Identifiant") {
		t.Fatalf("the erasure answers %d: %s", status, body)
	}
	if r := airial(t, "journal", "verify", "--data", s.Dir); r.code != 0 {
		t.Errorf("after the erasure the journal does not verify: %s%s", r.stdout, r.stderr)
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	for _, file := range s.holding(t, word) {
		t.Errorf("her name is still in %s", file)
	}
}
