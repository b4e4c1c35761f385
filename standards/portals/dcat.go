package portals

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"airial/standards/rdf"
)

const (
	dcatNS  = "http://www.w3.org/ns/dcat#"
	dctNS   = "http://purl.org/dc/terms/"
	foafNS  = "http://xmlns.com/foaf/0.1/"
	vcardNS = "http://www.w3.org/2006/vcard/ns#"
	skosNS  = "http://www.w3.org/2004/02/skos/core#"
	rdfsNS  = "http://www.w3.org/2000/01/rdf-schema#"
	hydraNS = "http://www.w3.org/ns/hydra/core#"
	schemaN = "http://schema.org/"
)

// ReadGraph reads a document in whichever syntax of RDF it is written: what it
// looks like counts before what it is called.
func ReadGraph(doc []byte, contentType, base string) (*rdf.Graph, error) {
	media, _, _ := mime.ParseMediaType(contentType)
	head := bytes.TrimLeft(bytes.TrimPrefix(doc, []byte("\ufeff")), " \t\r\n")
	ext := ""
	if u, err := url.Parse(base); err == nil {
		ext = strings.ToLower(path.Ext(u.Path))
	}
	switch {
	case len(head) == 0:
		return nil, errors.New("the answer is empty")
	case head[0] == '{' || head[0] == '[' && !strings.Contains(media, "turtle") && ext != ".ttl":
		return rdf.ReadJSONLD(doc, base)
	case bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<rdf:")), bytes.HasPrefix(head, []byte("<!DOCTYPE rdf")),
		strings.Contains(media, "xml") && !strings.Contains(media, "html"):
		return rdf.ReadXML(doc, base)
	case bytes.HasPrefix(bytes.ToLower(head[:min(len(head), 200)]), []byte("<!doctype html")), bytes.HasPrefix(bytes.ToLower(head[:min(len(head), 200)]), []byte("<html")):
		return nil, errors.New("the answer is a web page, not a catalogue")
	}
	return rdf.ReadTurtle(doc, base)
}

func readDCAT(asked Request, contentType string, body []byte, now time.Time) (Page, error) {
	g, err := ReadGraph(body, contentType, asked.URL)
	if err != nil {
		return Page{}, err
	}
	p, err := fromGraph(g, now)
	if err != nil {
		return p, err
	}
	if next := nextPage(g); next != "" && next != asked.URL {
		p.Next = &Request{Method: "GET", URL: next, Accept: acceptRDF}
	}
	for _, s := range g.Subjects {
		if v, ok := g.One(s, hydraNS+"totalItems"); ok {
			p.Total, _ = strconv.Atoi(v.Value)
		}
	}
	return p, nil
}

// nextPage is the address of the next page, as Hydra says it now
// (PartialCollectionView) or said it before (PagedCollection).
func nextPage(g *rdf.Graph) string {
	for _, s := range g.Of(hydraNS+"PartialCollectionView", hydraNS+"PagedCollection") {
		if v, ok := g.One(s, hydraNS+"next", hydraNS+"nextPage"); ok {
			return v.Value
		}
	}
	return ""
}

func fromGraph(g *rdf.Graph, now time.Time) (Page, error) {
	var p Page
	found := g.Of(dcatNS + "Dataset")
	if len(found) == 0 && len(g.Of(dcatNS+"Catalog")) == 0 && nextPage(g) == "" {
		return p, errors.New("there is no catalogue of DCAT in the answer")
	}
	for _, s := range found {
		p.keep(dcatDataset(g, s), now)
	}
	return p, nil
}

func dcatDataset(g *rdf.Graph, s rdf.Term) Dataset {
	text := func(names ...string) string { return g.Text(s, "fr", names...) }
	d := Dataset{Title: text(dctNS + "title"), Description: text(dctNS + "description"), Publisher: agent(g, s),
		Issued: date(text(dctNS + "issued")), Modified: date(text(dctNS + "modified")), Frequency: text(dctNS + "accrualPeriodicity")}
	for _, v := range g.All(s, dctNS+"identifier") {
		if v.Kind != rdf.Blank && d.Identifier == "" {
			d.Identifier = v.Value
		} else {
			d.Also = append(d.Also, v.Value)
		}
	}
	if s.Kind == rdf.IRI {
		if d.Identifier == "" {
			d.Identifier = s.Value
		}
		d.Also = append(d.Also, s.Value)
	}
	for _, v := range g.All(s, "http://www.w3.org/2002/07/owl#sameAs") {
		if v.Kind != rdf.Blank {
			d.Also = append(d.Also, v.Value)
		}
	}
	for _, v := range g.All(s, "http://www.w3.org/ns/adms#identifier") {
		if n := g.Text(v, "", skosNS+"notation"); n != "" {
			d.Also = append(d.Also, n)
		}
	}
	d.Landing = text(dcatNS+"landingPage", foafNS+"page", foafNS+"homepage")
	switch strings.ToLower(ending(d.Landing)) {
	case "jpg", "jpeg", "png", "gif", "svg", "webp": // GeoNetwork takes its thumbnail for a page
		d.Landing = ""
	}
	if d.Identifier == "" {
		d.Identifier = d.Landing
	}
	if address(d.Landing) == "" && strings.HasPrefix(s.Value, "http") {
		d.Landing = s.Value
	}
	for _, v := range g.All(s, dcatNS+"keyword") {
		if v.IsText() && (v.Lang == "" || strings.HasPrefix(v.Lang, "fr")) {
			d.Keywords = append(d.Keywords, v.Value)
		}
	}
	for _, v := range g.All(s, dcatNS+"theme") {
		if v.Kind == rdf.IRI {
			d.Themes = append(d.Themes, v.Value)
		}
		if label := g.Text(v, "fr", skosNS+"prefLabel", rdfsNS+"label"); label != "" {
			d.Keywords = append(d.Keywords, label)
		}
	}
	d.Licence = rights(g, s)
	conforms := func(s rdf.Term) {
		for _, v := range g.All(s, dctNS+"conformsTo") {
			d.Schemas = append(d.Schemas, v.Value)
		}
	}
	conforms(s)
	for _, v := range g.All(s, dcatNS+"distribution") {
		d.Resources = append(d.Resources, dcatResources(g, v)...)
		conforms(v)
		if d.Licence == "" {
			d.Licence = rights(g, v)
		}
	}
	for _, v := range g.All(s, dctNS+"spatial") {
		if box := bbox(g.Text(v, "", dcatNS+"bbox", "http://www.w3.org/ns/locn#geometry")); box != nil {
			d.BBox = box
		} else if v.IsText() {
			d.BBox = bbox(v.Value)
		}
	}
	return d
}

// agent is the name of the organisation that publishes: a person's is not kept.
func agent(g *rdf.Graph, s rdf.Term) string {
	for _, v := range g.All(s, dctNS+"publisher", dctNS+"creator", schemaN+"publisher") {
		if v.IsText() {
			return v.Value
		}
		if g.Is(v, foafNS+"Person", vcardNS+"Individual", schemaN+"Person") {
			continue
		}
		if name := g.Text(v, "fr", foafNS+"name", vcardNS+"organization-name", vcardNS+"fn", skosNS+"prefLabel", rdfsNS+"label", dctNS+"title", schemaN+"name"); name != "" {
			return name
		}
	}
	return ""
}

// rights is the licence of a dataset or of a distribution.
func rights(g *rdf.Graph, s rdf.Term) string {
	for _, v := range g.All(s, dctNS+"license", dctNS+"rights") {
		label := g.Text(v, "fr", dctNS+"title", rdfsNS+"label", skosNS+"prefLabel")
		if v.Kind != rdf.Blank && (label == "" || licence(v.Value) != v.Value) {
			return v.Value
		}
		if label != "" {
			return label
		}
	}
	return ""
}

func dcatResources(g *rdf.Graph, s rdf.Term) []Resource {
	r := Resource{Title: g.Text(s, "fr", dctNS+"title"), URL: g.Text(s, "", dcatNS+"downloadURL", dcatNS+"accessURL")}
	for _, v := range g.All(s, dctNS+"format", dcatNS+"mediaType") {
		r.Format = v.Value
		if label := g.Text(v, "", "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", rdfsNS+"label"); label != "" {
			r.Format = label
		}
		if r.Format != "" && v.Kind != rdf.Blank || format(r.Format) != "" {
			break
		}
	}
	if size, err := strconv.ParseFloat(g.Text(s, "", dcatNS+"byteSize"), 64); err == nil && size > 0 && size < 1e15 {
		r.Size = int64(size)
	}
	if r.URL == "" {
		for _, v := range g.All(s, dcatNS+"accessService") {
			r.URL = g.Text(v, "", dcatNS+"endpointURL")
		}
	}
	return []Resource{r}
}

// bbox reads an area out of WKT (POLYGON), GeoJSON, or four numbers.
func bbox(s string) *[4]float64 {
	if s == "" || len(s) > 100_000 {
		return nil
	}
	var n []float64
	for _, part := range strings.FieldsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && r != '.' && r != '-' && r != '+' && r != 'e' && r != 'E'
	}) {
		if f, err := strconv.ParseFloat(part, 64); err == nil {
			n = append(n, f)
		}
	}
	if strings.Contains(s, "EPSG/0/") && len(n) > 1 { // <http://…/EPSG/0/4326> POLYGON…
		return nil
	}
	if len(n) == 4 {
		return &[4]float64{n[0], n[1], n[2], n[3]}
	}
	if len(n) < 6 || len(n)%2 != 0 {
		return nil
	}
	b := [4]float64{n[0], n[1], n[0], n[1]}
	for i := 0; i < len(n); i += 2 {
		b = [4]float64{min(b[0], n[i]), min(b[1], n[i+1]), max(b[2], n[i]), max(b[3], n[i+1])}
	}
	return &b
}

var errShape = errors.New("the answer does not have the form that was expected")

func shape(what string, err error) error {
	if err == nil {
		return fmt.Errorf("%s: %w", what, errShape)
	}
	return fmt.Errorf("%s: %w", what, err)
}
