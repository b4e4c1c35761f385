package here

import (
	"context"
	"testing"

	"airial/internal/platform/i18n"
)

func TestHref(t *testing.T) {
	fixed := i18n.With(context.Background(), i18n.Locale{Lang: i18n.English, Fixed: true})
	for path, want := range map[string]string{
		"/datasets":           "/en/datasets",
		"/en/datasets":        "/en/datasets",
		"/fr/datasets":        "/fr/datasets",
		"/france":             "/en/france",
		"/static/app.css":     "/static/app.css",
		"https://example.org": "https://example.org",
		"//example.org":       "//example.org",
		"#part":               "#part",
		"?page=2":             "?page=2",
	} {
		if got := Href(fixed, path); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
		if got := Href(context.Background(), path); got != path {
			t.Errorf("%q without a fixed language: %q", path, got)
		}
	}
}

func TestAddressesOfThePage(t *testing.T) {
	ctx := With(i18n.With(context.Background(), i18n.Locale{Lang: i18n.French, Fixed: true}),
		Place{PublicURL: "https://data.example.fr", Path: "/datasets", Query: "q=école&page=3"})
	if got := In(ctx, i18n.English); got != "/en/datasets?q=école&page=3" {
		t.Error(got)
	}
	if got := WithQuery(ctx, "sort", "-date", "page", ""); got != "/fr/datasets?q=%C3%A9cole&sort=-date" {
		t.Error(got)
	}
	if got := URL(ctx, "/d/1"); got != "https://data.example.fr/d/1" {
		t.Error(got)
	}
}
