package inbound

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/ident"
	"airial/internal/platform/text"
	"airial/standards/portals"
)

// Record is a harvested dataset.
type Record struct {
	ID       string
	SourceID string
	MemberID string
	portals.Dataset
	First    time.Time // when it was first seen
	Seen     time.Time // when the source last listed it
	Vanished time.Time // since when the source lists it no longer; zero while it does
	digest   string
}

// encode writes what is kept of a dataset, and its digest, by which a change is
// seen.
func encode(d portals.Dataset) (body, digest string, err error) {
	d.Also, d.Files = nil, nil // names, kept apart
	b, err := json.Marshal(d)
	sum := sha256.Sum256(b)
	return string(b), hex.EncodeToString(sum[:16]), err
}

// wordsOf is what a record is found by.
func wordsOf(d portals.Dataset, source string) string {
	return text.Index(d.Title, d.Description, strings.Join(d.Keywords, " "), d.Publisher, source)
}

// names are those by which the same dataset is known elsewhere: addresses, and
// identifiers that are long enough not to mean something else in another
// catalogue.
func names(d portals.Dataset) (out []string) {
	for _, s := range append([]string{d.Identifier, d.Landing}, d.Also...) {
		if n := name(s); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// longIdentifier is one that no two catalogues give by chance: a UUID, or the
// 24 digits of MongoDB.
var longIdentifier = regexp.MustCompile(`^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24}|fr-\d{9}[-/].{8,})$`)

// name is an address or an identifier without what is written in different ways.
func name(s string) string {
	s = strings.TrimSpace(s)
	if u, err := url.Parse(s); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		path := strings.TrimRight(u.EscapedPath(), "/")
		if path == "" && u.RawQuery == "" && u.Fragment == "" {
			return "" // the home page of a portal is nobody's name
		}
		out := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + path
		if u.RawQuery != "" {
			out += "?" + u.RawQuery
		}
		if u.Fragment != "" {
			out += "#" + u.Fragment
		}
		return out
	}
	if low := strings.ToLower(s); longIdentifier.MatchString(low) {
		return low
	}
	return ""
}

// shared are the names that several datasets of one harvest have: they tell
// nothing apart.
func shared(list []portals.Dataset) map[string]bool {
	count := map[string]int{}
	for _, d := range list {
		for _, n := range names(d) {
			count[n]++
		}
	}
	out := map[string]bool{}
	for n, c := range count {
		if c > 1 {
			out[n] = true
		}
	}
	return out
}

// ourIdentifiers are the identifiers that would be of datasets of ours.
func ourIdentifiers(d portals.Dataset) (out []string) {
	for _, s := range append([]string{d.Identifier}, d.Also...) {
		if s = strings.ToLower(strings.TrimSpace(s)); ident.Valid(s) {
			out = append(out, s)
		}
	}
	return out
}

// leadsHome tells whether a dataset is one of this site's: it names an address
// of ours, or its files lie here.
func (s *Service) leadsHome(d portals.Dataset) bool {
	home := strings.TrimRight(s.PublicURL, "/") + "/"
	if home == "/" {
		return false
	}
	places := append([]string{d.Identifier, d.Landing}, append(slices.Clone(d.Also), d.Files...)...)
	for _, r := range d.Resources {
		places = append(places, r.URL)
	}
	return slices.ContainsFunc(places, func(p string) bool { return strings.HasPrefix(p, home) })
}
