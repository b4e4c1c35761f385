package e2e

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoSecretIsToldAnywhere gives a server secrets in every way there is, at
// the most talkative level of its log, and looks for each of them in all that it
// says and keeps.
func TestNoSecretIsToldAnywhere(t *testing.T) {
	secrets := map[string]string{"mail password": "SecretDuCourriel-4711", "wrong password": "MotDePasseFaux-4711",
		"new password": "NouveauMotDePasse-4711-pin", "wrong token": "airial_JetonInvente4711JetonInvente4711JetonInv",
		"wrong cookie": "TemoinInvente4711TemoinInvente4711", "in the address": "SecretDansLAdresse-4711"}
	t.Setenv("AIRIAL_SMTP_PASSWORD", secrets["mail password"])
	s := start(t, opts{flags: []string{"--log-level", "debug", "--smtp", "smtp://airial@127.0.0.1:1", "--mail-from", "a@example.fr", "--outbound", "*"}})
	printed := func(args ...string) string {
		r := airial(t, append(args, "--data", s.Dir)...)
		if r.code != 0 || strings.Contains(r.stderr, strings.TrimSpace(r.stdout)) {
			t.Fatalf("%v: exit %d, %s", args, r.code, r.stderr)
		}
		return strings.TrimSpace(r.stdout)
	}
	secrets["first password"] = printed("user", "add", "--member", firstSiren, "--login", "gestion", "--name", "Une personne", "--email", "b@example.fr", "--role", "manager")
	secrets["token"] = printed("token", "create", "--member", firstSiren, "--name", "logiciel", "--rights", "deposit,publish,listen")

	var pages bytes.Buffer // what was answered, but where a secret is shown on purpose
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar}
	ask := func(method, path string, form url.Values, header http.Header) string {
		r, err := http.NewRequest(method, s.URL+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		if header != nil {
			r.Header = header
		}
		if form != nil {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		answer, err := browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		answer.Header.Del("Set-Cookie") // is meant for the browser
		fmt.Fprintf(&pages, "%s %d %v\n%s\n", path, answer.StatusCode, answer.Header, body)
		return string(body)
	}
	ask("POST", "/fr/console/login", url.Values{"login": {"gestion"}, "password": {secrets["wrong password"]}}, nil)
	ask("POST", "/fr/console/login", url.Values{"login": {"personne"}, "password": {secrets["wrong password"]}}, nil)
	home := ask("POST", "/fr/console/login", url.Values{"login": {"gestion"}, "password": {secrets["first password"]}}, nil)
	if !strings.Contains(home, "Une personne") {
		t.Fatalf("not logged in: %s", home)
	}
	public, _ := url.Parse(s.URL + "/console")
	for _, c := range jar.Cookies(public) {
		secrets["cookie "+c.Name] = c.Value
	}
	if len(jar.Cookies(public)) == 0 {
		t.Fatal("there is no cookie to look for")
	}
	pages.Reset()
	ask("POST", "/fr/console/account/password", url.Values{"present": {secrets["wrong password"]}, "fresh": {secrets["new password"]}, "again": {secrets["new password"]}}, nil)
	ask("POST", "/fr/console/account/password", url.Values{"present": {secrets["first password"]}, "fresh": {secrets["new password"]}, "again": {secrets["new password"]}}, nil)
	ask("GET", "/api/v1/token", nil, http.Header{"Authorization": {"Bearer " + secrets["token"]}})
	ask("GET", "/api/v1/token", nil, http.Header{"Authorization": {"Bearer " + secrets["wrong token"]}})
	ask("GET", "/fr/nowhere?token="+secrets["in the address"], nil, http.Header{"Authorization": {"Basic " + secrets["wrong token"]}})
	ask("GET", "/fr/console/deposits?password="+secrets["in the address"], nil, http.Header{"Cookie": {"airial=" + secrets["wrong cookie"]}, "Referer": {s.URL + "/?" + secrets["in the address"]}})
	kept := pages.String()

	made := ask("POST", "/fr/console/members/"+firstSiren+"/webhooks", url.Values{"name": {"Site"}, "url": {"https://192.0.2.1/" + secrets["in the address"]}, "event": {"dataset.published"}}, nil)
	if secrets["webhook secret"] = regexp.MustCompile(`whsec_[A-Za-z0-9+/=]+`).FindString(made); secrets["webhook secret"] == "" {
		// The page refuses the address, which is no public one: a name then.
		made = ask("POST", "/fr/console/members/"+firstSiren+"/webhooks", url.Values{"name": {"Site"}, "url": {"https://hooks.invalid/"}, "event": {"dataset.published"}}, nil)
		secrets["webhook secret"] = regexp.MustCompile(`whsec_[A-Za-z0-9+/=]+`).FindString(made)
	}
	hook := regexp.MustCompile(`/console/webhooks/([0-9a-f-]{36})/test`).FindStringSubmatch(made)
	if secrets["webhook secret"] == "" || hook == nil {
		t.Fatalf("no webhook was made: %s", made)
	}
	pages.Reset()
	ask("POST", "/fr/console/webhooks/"+hook[1]+"/test", url.Values{}, nil)
	kept += pages.String()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}

	places := map[string]string{"the log": strings.Join(append(s.log.all(), s.said.all()...), "\n"), "pages": kept}
	for _, name := range []string{"airial.db", "airial.db-wal"} { // accounts, sessions, jobs and the journal
		b, err := os.ReadFile(filepath.Join(s.Dir, name))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		places[name] = string(b)
	}
	if !strings.Contains(places["the log"], `"level":"DEBUG"`) || !strings.Contains(places["airial.db"], "gestion") {
		t.Error("the log is not at its most talkative, or the database is not where it was: this test looks at nothing")
	}
	for where, text := range places {
		for what, secret := range secrets {
			if what == "in the address" && where == "pages" {
				continue // a page links to itself in the other language
			}
			if strings.Contains(text, secret) {
				t.Errorf("%s holds the %s", where, what)
			}
		}
	}
}
