package dcat

import (
	"encoding/hex"
	"errors"
	"fmt"
)

// check says what keeps the catalogue from being written.
func (c Catalog) check() error {
	var e problems
	e.address("address of the catalogue", c.URI, true)
	e.want("title", said(c.Title))
	e.want("name of the publisher", said(c.Publisher.Name))
	e.agent(c.Publisher)
	e.address("homepage", c.Homepage, false)
	e.license(c.License)
	e.places(c.Spatial)
	for _, s := range c.Services {
		e.service(s)
	}
	if p := c.Paging; p != nil {
		e.address("address of the page", p.This, true)
		for _, a := range []string{p.First, p.Previous, p.Next, p.Last} {
			e.address("address of a page", a, false)
		}
	}
	return e.join("catalogue")
}

// check says what keeps the dataset from being written: without identifier or
// title udata skips it or makes it twice.
func (d Dataset) check() error {
	var e problems
	e.address("address of the dataset", d.URI, true)
	e.want("identifier", cleanText(d.Identifier) != "")
	e.want("title", said(d.Title))
	e.address("landing page", d.LandingPage, false)
	for _, p := range d.Pages {
		e.address("page", p, false)
	}
	e.agent(d.Publisher)
	e.contact(d.Contact)
	e.code("frequency", string(d.Frequency))
	for _, l := range d.Languages {
		e.code("language", string(l))
	}
	e.code("access rights", string(d.AccessRights))
	e.places(d.Spatial)
	if d.HighValue != "" && d.HighValue.Labels() == nil {
		e.add("category of high value: %q is not in the vocabulary", d.HighValue)
	}
	e.address("schema", d.ConformsTo.URI, false)
	for _, x := range d.Distributions {
		e.distribution(x)
	}
	if len(e) == 0 {
		return nil
	}
	return e.join(fmt.Sprintf("dataset %q", d.Identifier))
}

type problems []error

func (e *problems) add(format string, args ...any) { *e = append(*e, fmt.Errorf(format, args...)) }

func (e problems) join(what string) error {
	if len(e) == 0 {
		return nil
	}
	return fmt.Errorf("dcat: %s: %w", what, errors.Join(e...))
}

func (e *problems) want(what string, there bool) {
	if !there {
		e.add("%s is missing", what)
	}
}

func (e *problems) address(what, iri string, required bool) {
	if iri == "" {
		e.want(what, !required)
		return
	}
	if err := checkIRI(iri); err != nil {
		e.add("%s: %w", what, err)
	}
}

// code refuses what is no code of an authority table: it becomes a part of an
// address.
func (e *problems) code(what, code string) {
	for _, b := range []byte(code) {
		if !letter(b) && (b < '0' || b > '9') && b != '_' {
			e.add("%s: %q is not a code", what, code)
			return
		}
	}
}

func (e *problems) agent(a Agent) {
	e.address("address of the publisher", a.URI, false)
	e.address("homepage of the publisher", a.Homepage, false)
}

func (e *problems) contact(c ContactPoint) { e.address("contact form", c.URL, false) }

func (e *problems) license(l License) {
	e.address("licence", l.URI, false)
	for _, same := range l.Same {
		e.address("licence", same, false)
	}
}

func (e *problems) places(places []Location) {
	for _, l := range places {
		e.address("place", l.URI, false)
		if b := l.BBox; b != nil && !(b.West >= -180 && b.West <= b.East && b.East <= 180 &&
			b.South >= -90 && b.South <= b.North && b.North <= 90) {
			e.add("place: %v is not an area", *b)
		}
	}
}

func (e *problems) distribution(d Distribution) {
	e.address("address of the distribution", d.URI, false)
	e.want("access or download address of a distribution", d.AccessURL != "" || d.DownloadURL != "")
	e.address("access address", d.AccessURL, false)
	e.address("download address", d.DownloadURL, false)
	e.license(d.License)
	e.address("schema", d.ConformsTo.URI, false)
	for _, l := range d.Languages {
		e.code("language", string(l))
	}
	e.code("file type", d.Format.File)
	if b, err := hex.DecodeString(d.SHA256); err != nil || len(b) != 32 && len(b) != 0 {
		e.add("checksum %q is not a SHA-256", d.SHA256)
	}
	if d.Service != nil {
		e.service(*d.Service)
	}
}

func (e *problems) service(s DataService) {
	e.address("address of the service", s.URI, true)
	e.want("title of the service", said(s.Title))
	e.address("endpoint", s.EndpointURL, true)
	e.address("description of the endpoint", s.EndpointDescription, false)
	e.address("landing page", s.LandingPage, false)
	e.agent(s.Publisher)
	e.contact(s.Contact)
	e.license(s.License)
	e.code("access rights", string(s.AccessRights))
	e.address("standard", s.ConformsTo.URI, false)
}
