package inbound

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"airial/internal/platform/fault"
	"airial/standards/portals"
)

// mostTries bounds how many addresses are tried for one that somebody typed.
const mostTries = 9

// candidate is an address and how it would be asked.
type candidate struct {
	kind portals.Kind
	url  string
}

// Detect finds out of which kind the catalogue behind an address is, and the
// address of its interface: people give that of a page. A draft whose kind is
// known comes back with the address of the interface of that kind. The error
// says what was tried.
func (s *Service) Detect(ctx context.Context, d Draft) (Draft, error) {
	const op = "inbound.Detect"
	d, err := s.clean(d)
	if err != nil {
		return d, err
	}
	u, err := url.Parse(d.URL)
	if err != nil {
		return d, fault.Wrap(op, err)
	}
	list := byAddress(*u)
	if len(list) == 0 { // nothing in the address tells: what it answers may
		found, err := s.byAnswer(ctx, *u)
		if err != nil {
			return d, err
		}
		list = append(found, usual(*u)...)
	}
	if d.Kind != "" {
		list = onlyOf(d.Kind, list, *u)
	}
	for i, c := range list {
		if i >= mostTries {
			break
		}
		at, err := s.resolved(ctx, c)
		if err != nil {
			continue
		}
		g := s.gather(ctx, c.kind, at, 1)
		if g.Trouble == nil && (len(g.Datasets)+len(g.Bad) > 0 || len(list) == 1) {
			d.Kind, d.URL = c.kind, at
			return d, nil
		}
		if len(list) == 1 {
			return d, g.Trouble
		}
	}
	return d, fault.New(fault.Invalid, op, "Aucun catalogue connu n’a été trouvé à cette adresse. Donnez l’adresse du catalogue lui-même (DCAT, CSW) ou celle de l’API du portail.",
		"No known catalogue was found at this address. Give the address of the catalogue itself (DCAT, CSW) or of the portal’s API.")
}

// byAddress are the kinds that an address tells by itself.
func byAddress(u url.URL) []candidate {
	low := strings.ToLower(u.Path)
	query := strings.ToLower(u.RawQuery)
	switch {
	case strings.Contains(low, "/catalog/exports/"):
		return []candidate{{portals.DCAT, u.String()}}
	case strings.Contains(low, "/api/explore/"):
		return []candidate{{portals.ODS, withPath(u, "/api/explore/v2.1/catalog/datasets")}}
	case strings.HasPrefix(low, "/explore"):
		return []candidate{{portals.ODS, withPath(bare(u), "/api/explore/v2.1/catalog/datasets")}}
	case strings.Contains(low, "package_search"), strings.Contains(low, "package_list_with_resources"):
		return []candidate{{portals.CKAN, u.String()}}
	case strings.Contains(low, "/api/3"), strings.Contains(low, "/api/action"):
		return []candidate{{portals.CKAN, withPath(bare(u), "/api/3/action/package_search")}}
	case strings.Contains(low, "/api/1/datasets"):
		return []candidate{{portals.Udata, u.String()}}
	case organisationForm.MatchString(u.Path):
		return []candidate{{portals.Udata, u.String()}}
	case strings.Contains(query, "service=csw"), strings.HasSuffix(low, "/csw"), strings.HasSuffix(low, "/csw.php"):
		return []candidate{{portals.CSW, u.String()}}
	}
	switch path.Ext(low) {
	case ".ttl", ".jsonld", ".rdf", ".n3", ".nt", ".owl":
		return []candidate{{portals.DCAT, u.String()}}
	}
	return nil
}

// organisationForm is the page of an organisation at data.gouv.fr.
var organisationForm = regexp.MustCompile(`^(?:/[a-z]{2})?/organizations/([^/]+)/?$`)

func bare(u url.URL) url.URL {
	u.RawQuery = ""
	return u
}

func withPath(u url.URL, path string) string {
	u.Path, u.RawPath = path, ""
	return u.String()
}

// usual are where the interfaces of each kind lie on a host.
func usual(u url.URL) []candidate {
	b := bare(u)
	base := strings.TrimRight(u.Path, "/")
	return []candidate{
		{portals.ODS, withPath(b, "/api/explore/v2.1/catalog/datasets")},
		{portals.CKAN, withPath(b, "/api/3/action/package_search")},
		{portals.DCAT, withPath(b, base+"/catalog.jsonld")},
		{portals.DCAT, withPath(b, base+"/catalog.ttl")},
		{portals.CSW, withPath(b, "/geonetwork/srv/fre/csw")},
		{portals.DCAT, withPath(b, "/data.json")},
	}
}

// onlyOf keeps the candidates of a kind; where there is none the address itself
// is meant.
func onlyOf(k portals.Kind, list []candidate, u url.URL) (out []candidate) {
	for _, c := range list {
		if c.kind == k {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		out = []candidate{{k, u.String()}}
	}
	return out
}

// resolved is the address to ask for a candidate: udata wants the identifier of
// an organisation where its page has a name.
func (s *Service) resolved(ctx context.Context, c candidate) (string, error) {
	if c.kind != portals.Udata {
		return c.url, nil
	}
	u, err := url.Parse(c.url)
	if err != nil {
		return "", err
	}
	m := organisationForm.FindStringSubmatch(u.Path)
	if m == nil {
		return c.url, nil
	}
	answer, err := s.Asker.Ask(ctx, portals.Request{Method: "GET", URL: withPath(bare(*u), "/api/1/organizations/"+m[1]+"/"), Accept: "application/json"})
	if err != nil {
		return "", err
	}
	var org struct{ ID string }
	if err := json.Unmarshal(answer.Body, &org); err != nil || org.ID == "" {
		return "", fault.New(fault.Invalid, "inbound.Detect", "Cette organisation n’a pas été trouvée.", "This organisation was not found.")
	}
	return withPath(bare(*u), "/api/1/datasets/") + "?" + url.Values{"organization": {org.ID}}.Encode(), nil
}

// byAnswer looks at what an address answers: the catalogue itself, or a page that
// says where its catalogue is.
func (s *Service) byAnswer(ctx context.Context, u url.URL) (out []candidate, err error) {
	answer, err := s.Asker.Ask(ctx, portals.Request{Method: "GET", URL: u.String(), Accept: "text/turtle, application/ld+json, application/rdf+xml, application/json;q=0.9, text/html;q=0.8, */*;q=0.1"})
	if err != nil {
		if fault.Is(err, fault.Invalid) { // the host, or where it sends on, is not allowed
			return nil, err
		}
		return nil, nil
	}
	head := bytes.TrimSpace(answer.Body[:min(len(answer.Body), 4096)])
	low := bytes.ToLower(head)
	has := func(s string) bool { return bytes.Contains(answer.Body[:min(len(answer.Body), 1<<20)], []byte(s)) }
	switch {
	case bytes.HasPrefix(low, []byte("<!doctype html")), bytes.HasPrefix(low, []byte("<html")):
		return alternates(answer), nil
	case has("opengis.net/cat/csw"):
		return []candidate{{portals.CSW, u.String()}}, nil
	case has(`"total_count"`) && has(`"results"`):
		return []candidate{{portals.ODS, u.String()}}, nil
	case has(`"success"`) && has(`"result"`):
		return []candidate{{portals.CKAN, u.String()}}, nil
	case has(`"next_page"`) && has(`"data"`):
		return []candidate{{portals.Udata, u.String()}}, nil
	case len(head) > 0:
		return []candidate{{portals.DCAT, u.String()}}, nil
	}
	return nil, nil
}

// alternates are the catalogues that a page names in its head.
func alternates(a Answer) (out []candidate) {
	base, err := url.Parse(a.URL)
	if err != nil {
		return nil
	}
	z := html.NewTokenizer(bytes.NewReader(a.Body))
	for range 20_000 {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data == "body" {
				return out
			}
			if t.Data != "link" {
				continue
			}
			at := map[string]string{}
			for _, x := range t.Attr {
				at[x.Key] = x.Val
			}
			kind := strings.ToLower(at["type"])
			if !strings.Contains(strings.ToLower(at["rel"]), "alternate") || kind != "application/ld+json" && kind != "text/turtle" && kind != "application/rdf+xml" {
				continue
			}
			if to, err := base.Parse(at["href"]); err == nil && len(out) < 3 {
				out = append(out, candidate{portals.DCAT, to.String()})
			}
		}
	}
	return out
}
