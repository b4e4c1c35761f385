package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// node is an object of a JSON-LD document, by its keys.
type node map[string]any

// catalog is a DCAT catalogue that was read.
type catalog struct {
	id       string
	datasets map[string]node // by @id
}

// catalog reads a catalogue, all its pages.
func (c caller) catalog(address string) catalog {
	c.t.Helper()
	out := catalog{datasets: map[string]node{}}
	for address != "" {
		a := c.get(address)
		a.wants(c.t, http.StatusOK)
		if kind := a.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/ld+json") {
			c.t.Fatalf("%s is %q", address, kind)
		}
		var root node
		a.decode(c.t, &root)
		if !root.is("dcat:Catalog") {
			c.t.Fatalf("%s is no catalogue", address)
		}
		out.id = root.text("@id")
		for _, d := range root.list("dcat:dataset") {
			if !d.is("dcat:Dataset") || out.datasets[d.text("@id")] != nil {
				c.t.Errorf("%s lists %q, which is no dataset or listed twice", address, d.text("@id"))
			}
			out.datasets[d.text("@id")] = d
		}
		address = ""
		for _, view := range root.list("hydra:view") {
			address = view.text("hydra:next")
		}
	}
	return out
}

// is tells whether a node is of a type.
func (n node) is(want string) bool {
	switch t := n["@type"].(type) {
	case string:
		return t == want
	case []any:
		for _, one := range t {
			if one == want {
				return true
			}
		}
	}
	return false
}

// list are the nodes under a key, one or several.
func (n node) list(key string) []node {
	switch v := n[key].(type) {
	case map[string]any:
		return []node{v}
	case []any:
		var out []node
		for _, one := range v {
			if m, ok := one.(map[string]any); ok {
				out = append(out, m)
			}
		}
		return out
	}
	return nil
}

// text is the value under a key, be it written as a text, a number, a literal or a reference.
func (n node) text(key string) string {
	switch v := n[key].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case map[string]any:
		if id, ok := v["@id"].(string); ok {
			return id
		}
		s, _ := v["@value"].(string)
		return s
	}
	return ""
}

// checkRecord fails the test unless the dataset's record has its three
// distributions, and each address answers with the bytes that the record says.
func (c caller) checkRecord(d node, want addresses) {
	t := c.t
	t.Helper()
	if d.text("dct:identifier") != want.ID || d.text("dcat:landingPage") != want.Page {
		t.Errorf("the record of %s names %q and the page %q", want.ID, d.text("dct:identifier"), d.text("dcat:landingPage"))
	}
	left := map[string]bool{want.CSV: true, want.Parquet: true, want.Original: true}
	for _, part := range d.list("dcat:distribution") {
		address := part.text("dcat:downloadURL")
		if !left[address] {
			t.Errorf("the record of %s has a distribution at %q", want.ID, address)
			continue
		}
		delete(left, address)
		a := c.get(address)
		a.wants(t, http.StatusOK)
		if got := part.text("dcat:byteSize"); got != strconv.Itoa(len(a.body)) {
			t.Errorf("%s: byteSize is %s, and %d bytes come", address, got, len(a.body))
		}
		sum := sha256.Sum256(a.body)
		for _, checksum := range part.list("spdx:checksum") {
			if got := checksum.text("spdx:checksumValue"); got != hex.EncodeToString(sum[:]) {
				t.Errorf("%s: the checksum is not that of the bytes", address)
			}
		}
		if len(part.list("spdx:checksum")) != 1 {
			t.Errorf("%s: the distribution has no checksum", address)
		}
		if strings.HasSuffix(address, "/data.csv") && !strings.HasSuffix(part.text("dct:format"), "/CSV") {
			t.Errorf("%s: the format is %q", address, part.text("dct:format"))
		}
	}
	for address := range left {
		t.Errorf("the record of %s lacks a distribution at %s", want.ID, address)
	}
}

// turtle reads a catalogue as Turtle and tells whether it names a dataset.
func (c caller) turtle(address, id string) bool {
	c.t.Helper()
	a := c.get(address)
	a.wants(c.t, http.StatusOK)
	if kind := a.header.Get("Content-Type"); !strings.HasPrefix(kind, "text/turtle") {
		c.t.Fatalf("%s is %q", address, kind)
	}
	return strings.Contains(string(a.body), "/datasets/"+id+">")
}
