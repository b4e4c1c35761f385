package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPack(t *testing.T) {
	text := strings.Repeat("a;b;c\r\n", 100_000)
	for header, packed := range map[string]bool{"": false, "gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip; q=0.0, br": false, "identity": false} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Encoding", header)
		w := httptest.NewRecorder()
		out := Pack(w, r)
		if _, err := io.WriteString(out, text); err != nil || out.Close() != nil {
			t.Fatal(err)
		}
		body := io.Reader(w.Body)
		if packed {
			unpacked, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatalf("%q: %v", header, err)
			}
			body = unpacked
		}
		got, err := io.ReadAll(body)
		if err != nil || string(got) != text || (w.Header().Get("Content-Encoding") == "gzip") != packed || w.Header().Get("Vary") == "" {
			t.Errorf("%q: %d bytes, %v, %v", header, len(got), err, w.Header())
		}
	}
}

// TestPackBeforeItBegins leaves an answer alone that is an error after all.
func TestPackBeforeItBegins(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	_, _ = io.WriteString(Pack(w, r), "a few bytes")
	if w.Body.Len() > 0 || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("%d bytes, %v", w.Body.Len(), w.Header())
	}
}
