package assets

import (
	"bytes"
	"compress/gzip"
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

// TestPackedFiles serves what lies packed as what it is.
func TestPackedFiles(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte("export {}"))
	_ = w.Close()
	plain, err := Read(fstest.MapFS{"map.js": {Data: []byte("export {}")}})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(fstest.MapFS{"map.js.gz": {Data: packed.Bytes()}})
	if err != nil {
		t.Fatal(err)
	}
	want, _ := plain.Named("map.js")
	f, ok := s.Named("map.js")
	if !ok || string(f.Bytes) != "export {}" || f.Path != want.Path || f.Type != want.Type {
		t.Errorf("%+v, want %+v", f, want)
	}
	if _, err := Read(fstest.MapFS{"map.js.gz": {Data: []byte("torn")}}); err == nil {
		t.Error("a torn file is served")
	}
}
