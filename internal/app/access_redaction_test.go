package app

import (
	"bytes"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"

	"codeberg.org/go-pdf/fpdf"
)

// A document to redact is seen by the person who brought it and by nobody else:
// to every other actor, also of the same member or of the operator, there is
// none. The depositor has brought the town's, the protection officer the
// village's.
func init() {
	accessParams["/redact/{id}"] = func(p *accessPlace) string { return p.redaction }
	// How pages are drawn depends on the programs that are there: of one that is
	// not in the document there is no picture anywhere.
	accessParams["{n}"] = func(*accessPlace) string { return "9" }
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST /console/redact":              {{form: func(*accessPlace) url.Values { return url.Values{} }, file: "file", want: []int{422}}}, // no document
		"POST /console/redact/{id}":         {{form: values("act", "keep")}},
		"POST /console/redact/{id}/erase":   {{}},
		"GET /console/redact/{id}/page/{n}": {{want: []int{http.StatusNotFound}}},
	})
}

func (w *accessWorld) redactions() {
	for name, place := range map[string]*accessPlace{"depositor": w.places[0], "protection-officer": w.places[1], "ended depositor": w.ended} {
		for _, a := range w.actors {
			if a.name == name {
				place.redaction = w.redaction(a)
			}
		}
		if place.redaction == "" {
			w.t.Fatalf("nobody is called %s", name)
		}
	}
	w.left.redaction = w.places[1].redaction
}

// redaction brings a document in somebody's name, and returns its id.
func (w *accessWorld) redaction(a *accessActor) string {
	letter := fpdf.New("P", "mm", "A4", "")
	letter.AddPage()
	letter.SetFont("Helvetica", "", 12)
	letter.Cell(0, 10, "Secours a Mme Lea Dubois, 06 12 34 56 78.")
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "lettre.pdf")
	if err == nil {
		err = letter.Output(part)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/fr/console/redact", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Cookie", a.cookie)
	answer := httptest.NewRecorder()
	w.site.ServeHTTP(answer, r)
	if answer.Code != http.StatusSeeOther {
		w.t.Fatalf("%s brings a document: status %d\n%s", a.name, answer.Code, answer.Body)
	}
	return path.Base(answer.Header().Get("Location"))
}
