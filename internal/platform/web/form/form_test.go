package form_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/form"
)

func parse(t *testing.T, body string) *form.Form {
	t.Helper()
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	f, err := form.Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestValuesAreCleanedAndKept(t *testing.T) {
	f := parse(t, "title=%20Budget%00%0A2025%20&note=a%0D%0Ab&id=1&id=2&bad=%ff%fe")
	if got := f.Text("title", 100); got != "Budget2025" {
		t.Errorf("title %q", got)
	}
	if got := f.Raw("title"); got != " Budget\x00\n2025 " {
		t.Errorf("what was typed is not kept: %q", got)
	}
	if got := f.Long("note", 100); got != "a\nb" {
		t.Errorf("note %q", got)
	}
	if got := f.Text("bad", 10); got != "" {
		t.Errorf("bytes that are no text: %q", got)
	}
	if len(f.All("id")) != 2 || !f.Checked("id") || f.Checked("absent") {
		t.Error("several values, or boxes, are read wrongly")
	}
	if !f.OK() {
		t.Errorf("errors: %+v", f.Errors)
	}
}

func TestErrorsStandByTheirField(t *testing.T) {
	f := parse(t, "title="+strings.Repeat("%C3%A9", 201))
	f.Text("title", 200)
	f.Required("year", 4, i18n.T("Indiquez l’année.", "Give the year."))
	fr := context.Background()
	en := i18n.With(fr, i18n.Locale{Lang: i18n.English})
	if got := f.Error(fr, "title"); got != "Ce texte compte 201 caractères\u202f; la limite est de 200. Raccourcissez-le." {
		t.Errorf("title: %q", got)
	}
	if got := f.Error(en, "year"); got != "Give the year." {
		t.Errorf("year: %q", got)
	}
	if f.OK() || f.Error(fr, "other") != "" || len(f.Errors) != 2 {
		t.Errorf("%+v", f.Errors)
	}
}

func TestNoFormIsAnEmptyForm(t *testing.T) {
	var f *form.Form
	if !f.OK() || f.Raw("x") != "" || f.Error(context.Background(), "x") != "" || f.All("x") != nil {
		t.Error("a nil form says something")
	}
}

func TestBrokenBodyIsAFault(t *testing.T) {
	r := httptest.NewRequest("POST", "/", strings.NewReader("--x\r\nbroken"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if _, err := form.Parse(r); !fault.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}
}
