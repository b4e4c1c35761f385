package here

import (
	"strings"

	"airial/internal/platform/i18n"
)

// Site is a part of the public pages that has a host of its own.
type Site struct {
	Base  string // "https://donnees.ville.fr", without a slash at its end
	Under string // the part: "/p/ville"
}

// Nowhere is the site of a name that is nobody's: whatever a page there links to
// is on the public host.
func Nowhere(publicURL string) Site { return Site{Base: publicURL, Under: "/\x00"} }

// shared are the addresses that answer alike on every host: what pages are
// dressed in, and what stands in pages of others.
var shared = []string{"/static", "/logos", "/themes", "/embed"}

// Short returns a path of the public host as the site's own host has it, and
// whether it is there at all: "/fr/p/ville/datasets" is "/fr/datasets".
func (s Site) Short(path string) (string, bool) {
	lang, rest, fixed := i18n.CutPrefix(path)
	path, tail := rest, ""
	if i := strings.IndexAny(rest, "?#"); i >= 0 {
		path, tail = rest[:i], rest[i:]
	}
	if !Shared(path) {
		if !within(path, s.Under) {
			return "", false
		}
		if path = strings.TrimPrefix(path, s.Under); path == "" {
			path = "/"
		}
	}
	if fixed {
		path = "/" + string(lang) + path
	}
	return path + tail, true
}

// Long returns the path on the public host of one on the site's own.
func (s Site) Long(path string) string {
	switch {
	case Shared(path):
		return path
	case path == "/":
		return s.Under
	}
	return s.Under + path
}

// Shared tells whether an address is the same on every host.
func Shared(path string) bool {
	for _, one := range shared {
		if within(path, one) {
			return true
		}
	}
	return false
}

func within(path, of string) bool {
	return path == of || strings.HasPrefix(path, of+"/")
}
