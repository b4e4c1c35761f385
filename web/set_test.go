package assets

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestAddressesHoldTheDigest(t *testing.T) {
	read := func(css string) *Set {
		s, err := Read(fstest.MapFS{
			"app.css":                 {Data: []byte(css)},
			"atkinson-VX3WN42K.woff2": {Data: []byte("font")},
			".gitkeep":                {},
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	one, two := read("a{}"), read("b{}")
	a, _ := one.Named("app.css")
	b, _ := two.Named("app.css")
	if a.Path == b.Path || !strings.HasPrefix(a.Path, "/static/app.") || !strings.HasSuffix(a.Path, ".css") {
		t.Errorf("addresses %q and %q", a.Path, b.Path)
	}
	if f, ok := one.At(a.Path); !ok || string(f.Bytes) != "a{}" || f.Type != "text/css; charset=utf-8" {
		t.Errorf("%q gives %+v", a.Path, f)
	}
	if f, ok := one.Starting("atkinson"); !ok || f.Path != "/static/atkinson-VX3WN42K.woff2" || f.Type != "font/woff2" {
		t.Errorf("a bundled name must stay as the stylesheet has it: %+v", f)
	}
	if _, ok := one.Named(".gitkeep"); ok {
		t.Error("a dot file is served")
	}
	if one.digest == two.digest {
		t.Error("two sets, one digest")
	}
}
