package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"
)

// caller is somebody who asks a server for things: with a token, or nobody in
// particular.
type caller struct {
	t      testing.TB
	base   string
	token  string
	header http.Header
}

// public is a caller nobody knows.
func (s *server) public(t testing.TB) caller { return caller{t: t, base: s.URL} }

// as is a caller with a token.
func (s *server) as(t testing.TB, token string) caller {
	return caller{t: t, base: s.URL, token: token}
}

// with is the same caller with one more header.
func (c caller) with(name, value string) caller {
	c.header = c.header.Clone()
	if c.header == nil {
		c.header = http.Header{}
	}
	c.header.Set(name, value)
	return c
}

// answer is what came back, read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
	url    string
}

// client follows no redirect and unpacks nothing by itself: a test sees what
// was sent.
var client = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 16},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// do asks for an address, whole or within the server.
func (c caller) do(method, address string, body io.Reader, contentType string) answer {
	c.t.Helper()
	a, err := c.try(method, address, body, contentType)
	if err != nil {
		c.t.Fatal(err)
	}
	return a
}

func (c caller) try(method, address string, body io.Reader, contentType string) (answer, error) {
	if !strings.HasPrefix(address, "http") {
		address = c.base + address
	}
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		return answer{}, err
	}
	for name, values := range c.header {
		r.Header[name] = values
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	got, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer got.Body.Close()
	b, err := io.ReadAll(got.Body)
	return answer{got.StatusCode, got.Header, b, address}, err
}

func (c caller) get(address string) answer {
	c.t.Helper()
	return c.do(http.MethodGet, address, nil, "")
}

// read asks for a JSON document that must be there.
func (c caller) read(address string, into any) {
	c.t.Helper()
	a := c.get(address)
	a.wants(c.t, http.StatusOK)
	a.decode(c.t, into)
}

// wants fails the test unless the answer has the status. Of what came back
// only a problem document is shown: others may hold cells.
func (a answer) wants(t testing.TB, status int) {
	t.Helper()
	if a.status == status {
		return
	}
	detail := ""
	if strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
		detail = ": " + string(a.body)
	}
	t.Fatalf("%s answers %d, want %d%s", a.url, a.status, status, detail)
}

func (a answer) decode(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatalf("%s: %v", a.url, err)
	}
}

// problem is an RFC 9457 document.
type problem struct {
	Type, Title, Detail, Instance string
	Status                        int
}

// problem fails the test unless the answer is a problem document of the
// status, with words in it.
func (a answer) problem(t testing.TB, status int) problem {
	t.Helper()
	a.wants(t, status)
	kind, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err != nil || kind != "application/problem+json" {
		t.Errorf("%s answers %d as %q, want a problem document", a.url, status, a.header.Get("Content-Type"))
		return problem{}
	}
	var p problem
	a.decode(t, &p)
	if p.Status != status || p.Type == "" || p.Title == "" || p.Detail == "" || !strings.HasPrefix(p.Instance, "urn:uuid:") {
		t.Errorf("%s: the problem document says %+v", a.url, p)
	}
	return p
}

// form is a deposit as it is sent.
type form struct {
	title, schema, description, piece string
	file                              string // name
	content                           []byte
}

// accepted is the answer to a deposit.
type accepted struct {
	ID, Piece, Life string
	Version         int
}

func (f form) encode(t testing.TB) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, field := range [][2]string{{"title", f.title}, {"schema", f.schema}, {"description", f.description}, {"piece", f.piece}} {
		if field[1] == "" {
			continue
		}
		if err := w.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	name := f.file
	if name == "" {
		name = "essai.csv"
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(f.content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return &b, w.FormDataContentType()
}

// send deposits a file, whatever comes of it.
func (c caller) send(siren string, f form) answer {
	c.t.Helper()
	body, contentType := f.encode(c.t)
	return c.do(http.MethodPost, "/api/v1/members/"+siren+"/deposits", body, contentType)
}

// deposit deposits a file, which must be accepted.
func (c caller) deposit(siren string, f form) accepted {
	c.t.Helper()
	a := c.send(siren, f)
	a.wants(c.t, http.StatusAccepted)
	var out accepted
	a.decode(c.t, &out)
	if out.ID == "" || out.Piece == "" || out.Version < 1 || !strings.HasPrefix(out.Life, "http") {
		c.t.Fatalf("the deposit answers %+v", out)
	}
	return out
}

// life is where a deposit stands.
type life struct {
	ID, Piece, Stage, Outcome string
	Version                   int
	Steps                     []step
	Report                    *report
	Dataset                   *addresses
	Waits                     *struct{ For, Why string }
}

type step struct {
	Stage, Outcome, By, Reason string
	At                         time.Time
	Evidence                   map[string]any
}

type addresses struct{ ID, Page, CSV, Parquet, Original, API string }

// await follows a life until it rests.
func (c caller) await(address string) life {
	c.t.Helper()
	pause := 10 * time.Millisecond
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		var l life
		c.read(address, &l)
		if l.Outcome != "running" {
			return l
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("%s is still running, at stage %s", address, l.Stage)
		}
		pause = min(2*pause, 200*time.Millisecond)
	}
}

// publish deposits a file that must come to be published.
func (c caller) publish(siren string, f form) life {
	c.t.Helper()
	l := c.await(c.deposit(siren, f).Life)
	if l.Outcome != "done" || l.Stage != "published" || l.Dataset == nil {
		c.t.Fatalf("%q ends %s at stage %s, want it published: %s", f.title, l.Outcome, l.Stage, l.why())
	}
	return l
}

// why says in codes what stands against a life, never in cells.
func (l life) why() string {
	var out []string
	if l.Report != nil {
		for _, s := range l.Report.Summary {
			out = append(out, fmt.Sprintf("%s ×%d", s.Code, s.Count))
		}
	}
	for _, s := range l.Steps {
		if s.Outcome == "waiting" || s.Outcome == "failed" {
			out = append(out, s.Stage+" "+s.Outcome)
		}
	}
	return strings.Join(out, ", ")
}

// table is a small valid table with a word of one's own in its cells.
func table(word string) []byte {
	return []byte("code,libelle,montant\n001," + word + ",12.5\n002,autre,7\n")
}
