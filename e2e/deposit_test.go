package e2e

import (
	"crypto/sha256"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestTokens tells who may do what with a token, and who may not.
func TestTokens(t *testing.T) {
	s := start(t, opts{})
	mine, other := s.as(t, s.token(t, firstSiren, "depositor")), s.as(t, s.token(t, secondSiren, "approver"))
	nobody, liar := s.public(t), s.as(t, "airial_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f := form{title: "Jetons", content: table("jeton")}
	l := mine.publish(firstSiren, f)
	at := "/api/v1/deposits/" + l.ID
	for _, c := range []caller{nobody, liar} {
		a := c.send(firstSiren, f)
		a.problem(t, http.StatusUnauthorized)
		if !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer") {
			t.Errorf("401 without saying how to do better: %q", a.header.Get("WWW-Authenticate"))
		}
		c.get(at).problem(t, http.StatusUnauthorized)
		c.do(http.MethodDelete, l.Dataset.API+"?reason=error", nil, "").problem(t, http.StatusUnauthorized)
	}
	// Elsewhere there is nothing for a token to be seen: neither the member's
	// door, nor whether something stands behind it.
	other.send(firstSiren, f).problem(t, http.StatusNotFound)
	other.send(nobodySiren, f).problem(t, http.StatusNotFound)
	other.get(at).problem(t, http.StatusNotFound)
	other.send(secondSiren, form{title: "Ailleurs", piece: l.Piece, content: table("ailleurs")}).problem(t, http.StatusNotFound)
	other.do(http.MethodDelete, l.Dataset.API+"?reason=error", nil, "").problem(t, http.StatusNotFound)
	other.decide(l.ID, "undo", "essai").problem(t, http.StatusNotFound)
	mine.get(at+"0").problem(t, http.StatusNotFound)

	var own struct {
		Role   string
		Member struct{ Siren string }
	}
	mine.read("/api/v1/token", &own)
	if own.Role != "depositor" || own.Member.Siren != firstSiren {
		t.Errorf("the token says it is %+v", own)
	}
	// A token that was revoked is nobody's any more.
	ended := s.as(t, s.token(t, firstSiren, "approver"))
	ended.get(at).wants(t, http.StatusOK)
	change(t, s.Dir+"/airial.db", `update token set revoked_at = 1 where id = (select max(id) from token)`)
	ended.get(at).problem(t, http.StatusUnauthorized)
	// A depositor does not decide what the gates leave open.
	mine.decide(l.ID, "undo", "essai").problem(t, http.StatusForbidden)
	mine.do(http.MethodDelete, l.Dataset.API+"?reason=personal-data&erase=true", nil, "").problem(t, http.StatusForbidden)
}

// decide gives a deposit a decision.
func (c caller) decide(id, verb, reason string) answer {
	c.t.Helper()
	return c.do(http.MethodPost, "/api/v1/deposits/"+id+"/decisions",
		strings.NewReader(`{"decision":"`+verb+`","reason":"`+reason+`"}`), "application/json")
}

// TestDepositIsOne repeats deposits: the same request, the same bytes.
func TestDepositIsOne(t *testing.T) {
	s := start(t, opts{})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	f := form{title: "Une fois", content: table("une")}

	keyed := c.with("Idempotency-Key", "bordereau-2026-17")
	first := keyed.deposit(firstSiren, f)
	if again := keyed.deposit(firstSiren, f); again != first {
		t.Errorf("the same request gave %+v, then %+v", first, again)
	}
	changed := f
	changed.content = table("deux")
	keyed.send(firstSiren, changed).problem(t, http.StatusConflict)
	c.await(first.Life)

	// Many at once, as a client does that has lost patience.
	many := c.with("Idempotency-Key", "bordereau-2026-18")
	others := form{title: "En même temps", content: table("même")}
	var mu sync.Mutex
	seen := map[accepted]int{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			body, contentType := others.encode(t)
			a, err := many.try(http.MethodPost, "/api/v1/members/"+firstSiren+"/deposits", body, contentType)
			if err != nil || a.status != http.StatusAccepted {
				t.Errorf("%d, %v", a.status, err)
				return
			}
			var one accepted
			a.decode(t, &one)
			mu.Lock()
			defer mu.Unlock()
			seen[one]++
		})
	}
	wg.Wait()
	if len(seen) != 1 {
		t.Errorf("one request sent 8 times made %d deposits", len(seen))
	}

	// The same bytes with the same schema are the latest version itself.
	same := f
	same.piece = first.Piece
	if again := c.deposit(firstSiren, same); again.ID != first.ID || again.Version != 1 {
		t.Errorf("the same bytes made version %d", again.Version)
	}
	same.schema = "none"
	if again := c.deposit(firstSiren, same); again.ID == first.ID || again.Version != 2 || again.Piece != first.Piece {
		t.Errorf("the same bytes under another schema made version %d", again.Version)
	}
	// No longer the latest: the first bytes are news again.
	same.schema = ""
	if again := c.deposit(firstSiren, same); again.Version != 3 {
		t.Errorf("the bytes of an older version made version %d, want 3", again.Version)
	}
}

// TestVersions adds versions to a dataset: a good one, and one that is refused.
func TestVersions(t *testing.T) {
	s := start(t, opts{})
	c, nobody := s.as(t, s.token(t, firstSiren, "depositor")), s.public(t)
	one, two := table("ancien"), table("nouveau")
	l := c.publish(firstSiren, form{title: "Versions", file: "un.csv", content: one})
	oldOriginal := s.URL + "/datasets/" + l.Piece + "/versions/1/original"
	second := c.publish(firstSiren, form{title: "Versions", piece: l.Piece, file: "deux.csv", content: two})
	if second.Version != 2 || second.Piece != l.Piece || second.Dataset.ID != l.Dataset.ID {
		t.Errorf("the second version is version %d of %s", second.Version, second.Piece)
	}
	third := c.await(c.deposit(firstSiren, form{title: "Versions", piece: l.Piece, content: []byte("a,a\n1,2\n")}).Life)
	if third.Outcome != "refused" || third.Version != 3 || third.Dataset != nil {
		t.Fatalf("a bad version is %s", third.Outcome)
	}
	for address, want := range map[string][]byte{l.Dataset.Original: two, oldOriginal: one, s.URL + "/datasets/" + l.Piece + "/versions/2/original": two} {
		a := nobody.get(address)
		a.wants(t, http.StatusOK)
		if string(a.body) != string(want) {
			t.Errorf("%s gives another version's bytes", address)
		}
	}
	nobody.get(s.URL+"/datasets/"+l.Piece+"/versions/3/original").problem(t, http.StatusNotFound)
	var rows rowsPage
	nobody.read(l.Dataset.API+"/rows?libelle=ancien", &rows)
	if rows.Total != 0 {
		t.Error("the rows are those of an older version")
	}
	nobody.read(l.Dataset.API+"/rows?version=1&libelle=ancien", &rows)
	if rows.Total != 1 {
		t.Errorf("the older version's rows: %d match, want 1", rows.Total)
	}
	if old := nobody.page(l.Dataset.Page+"/versions/1", http.StatusOK); !old.says("ancien") || old.says("nouveau") {
		t.Error("the page of the older version shows another's rows")
	}
	var shown struct {
		Version  int
		Versions []struct {
			Number   int
			Original struct {
				Address, SHA256 string
				Size            int64
			}
		}
	}
	nobody.read(l.Dataset.API, &shown)
	if shown.Version != 2 || len(shown.Versions) != 2 {
		t.Fatalf("version %d of %d is shown", shown.Version, len(shown.Versions))
	}
	for _, v := range shown.Versions {
		if content := map[int][]byte{1: one, 2: two}[v.Number]; v.Original.SHA256 != digest(content) || v.Original.Size != int64(len(content)) {
			t.Errorf("version %d is described with another's digest or size", v.Number)
		}
	}
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hexText(sum[:])
}

// TestRequestsThatMakeNoSense get a 4xx that says what is wrong, and leave
// nothing behind.
func TestRequestsThatMakeNoSense(t *testing.T) {
	s := start(t, opts{flags: []string{"--max-upload", "100kB"}})
	c := s.as(t, s.token(t, firstSiren, "depositor"))
	good := table("bon")
	before := s.blobs(t)
	for _, test := range []struct {
		name   string
		form   form
		siren  string
		status int
	}{
		{"an unknown member", form{title: "x", content: good}, nobodySiren, 404},
		{"no SIREN at all", form{title: "x", content: good}, "abc", 404},
		{"a blank title", form{title: " \t ", content: good}, firstSiren, 422},
		{"a title of 10,000 characters", form{title: strings.Repeat("é", 10_000), content: good}, firstSiren, 422},
		{"a title just too long", form{title: strings.Repeat("é", 351), content: good}, firstSiren, 422},
		{"a description of 100,001 characters", form{title: "x", description: strings.Repeat("é", 100_001), content: good}, firstSiren, 422},
		{"an unknown schema", form{title: "x", schema: "scdl/nuages", content: good}, firstSiren, 422},
		{"an unknown dataset", form{title: "x", piece: "0195a000-0000-7000-8000-000000000000", content: good}, firstSiren, 404},
		{"no identifier of a dataset", form{title: "x", piece: "../../etc", content: good}, firstSiren, 404},
		{"a file too large", form{title: "x", content: make([]byte, 100_001)}, firstSiren, 413},
		{"an address of a person in the title", form{title: "Écrire à jeanne.martin@gmail.com", content: good}, firstSiren, 422},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := c
			c.t = t
			c.send(test.siren, test.form).problem(t, test.status)
		})
	}
	at := "/api/v1/members/" + firstSiren + "/deposits"
	c.do(http.MethodPost, at, strings.NewReader(`{"title":"x"}`), "application/json").problem(t, 422)
	c.do(http.MethodPost, at, strings.NewReader("nothing"), "multipart/form-data; boundary=x").problem(t, 422)
	c.do(http.MethodPost, at, strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n--x--\r\n"),
		"multipart/form-data; boundary=x").problem(t, 422)
	c.do(http.MethodPut, at, strings.NewReader("x"), "text/csv").problem(t, 405)
	c.get("/api/v1/nothing").problem(t, 404)
	c.get("/api/v1/members?limit=-1").problem(t, 422)
	c.get("/api/v1/members?limit=many").problem(t, 422)
	if after := s.blobs(t); len(after) != len(before) {
		t.Errorf("%d files are kept of requests that were refused", len(after)-len(before))
	}
	// Whether a title follows the file is known only once the file is there: its
	// bytes are left to the next sweep.
	c.send(firstSiren, form{content: good}).problem(t, 422)
	largest := form{title: strings.Repeat("é", 350), content: append([]byte("a\n"), []byte(strings.Repeat("x\n", 49_999))...)}
	if l := c.await(c.deposit(firstSiren, largest).Life); l.Outcome != "done" {
		t.Errorf("a file and a title at their limits: %s", l.Outcome)
	}
}

// TestNamesAreNoPaths deposits files whose names would lead elsewhere.
func TestNamesAreNoPaths(t *testing.T) {
	s := start(t, opts{})
	c, nobody := s.as(t, s.token(t, firstSiren, "depositor")), s.public(t)
	for name, want := range map[string]string{
		"../../etc/passwd.csv":      "passwd.csv",
		`..\..\windows\mandats.csv`: "mandats.csv",
		"export_mandats (2).csv":    "export_mandats (2).csv",
		"..":                        "fichier",
	} {
		l := c.publish(firstSiren, form{title: "Nom " + want, file: name, content: table("nom")})
		a := nobody.get(l.Dataset.Original)
		a.wants(t, http.StatusOK)
		if got := a.header.Get("Content-Disposition"); !strings.Contains(got, want) || strings.Contains(got, "..") || strings.Contains(got, `\`) {
			t.Errorf("the file named %q goes out as %q", name, got)
		}
	}
}
