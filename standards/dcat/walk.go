package dcat

import "time"

// walker turns the types into nodes.
type walker struct {
	now time.Time
	// told are the shared nodes (licences, formats, publishers...) that the
	// document has described already: they are described once and pointed at
	// after. What is left out of it when it is full is only said again.
	told map[string]bool
}

// mostTold bounds the memory of a walk over any number of datasets.
const mostTold = 1 << 14

// once gives the node of a shared thing: described at its first appearance,
// its bare address afterwards.
func (w *walker) once(iri string, describe func(*node)) *node {
	if iri == "" {
		return nil
	}
	n := &node{iri: cleanIRI(iri)}
	if w.told[n.iri] {
		return n
	}
	if len(w.told) < mostTold {
		w.told[n.iri] = true
	}
	describe(n)
	return n
}

// typed gives the node of a shared thing of which only the class is said.
func (w *walker) typed(iri, class string) *node {
	return w.once(iri, func(n *node) { n.types = []string{class} })
}

// entry gives the node of an entry of an EU authority table, with the table:
// the shapes for vocabularies look for it.
func (w *walker) entry(table, code, class string) *node {
	if code == "" {
		return nil
	}
	return w.once(authority+table+"/"+code, func(n *node) {
		n.types = []string{class}
		n.link("skos:inScheme", authority+table)
	})
}

// concept gives the node of a term of a vocabulary with its labels, which the
// shapes demand, and its scheme.
func (w *walker) concept(iri, scheme string, labels Texts) *node {
	return w.once(iri, func(n *node) {
		n.types = []string{"skos:Concept"}
		n.texts("skos:prefLabel", labels)
		n.link("skos:inScheme", scheme)
	})
}

func (w *walker) language(l Language) *node {
	return w.entry("language", string(l), "dct:LinguisticSystem")
}

func (w *walker) license(l License) *node {
	return w.once(l.URI, func(n *node) {
		n.types = []string{"dct:LicenseDocument"}
		n.literal("dct:title", l.Name, "")
		for _, same := range l.Same {
			n.link("skos:exactMatch", same)
		}
	})
}

func (w *walker) standard(s Standard) *node {
	return w.once(s.URI, func(n *node) {
		n.types = []string{"dct:Standard"}
		n.literal("dct:title", s.Title, "")
	})
}

func (w *walker) agent(a Agent) *node {
	if len(a.Name) == 0 {
		return nil
	}
	describe := func(n *node) {
		n.types = []string{"foaf:Agent", "foaf:Organization"}
		n.texts("foaf:name", a.Name)
		n.literal("dct:identifier", a.Identifier, "")
		if labels := publisherTypeLabels[a.Type]; labels != nil {
			n.child("dct:type", w.publisherType(a.Type, labels))
		}
		n.document("foaf:homepage", a.Homepage)
	}
	if a.URI != "" {
		return w.once(a.URI, describe)
	}
	n := &node{}
	describe(n)
	return n
}

func (w *walker) publisherType(t PublisherType, labels Texts) *node {
	return w.once(publisherTypeSpace+string(t), func(n *node) {
		n.types = []string{"skos:Concept"}
		n.texts("skos:prefLabel", labels)
		n.child("skos:inScheme", w.once(publisherTypeSpace+"1.0", func(n *node) {
			n.types = []string{"skos:ConceptScheme"}
			n.texts("dct:title", label("Types d’éditeurs", "Publisher types"))
		}))
	})
}

func (w *walker) contact(c ContactPoint) *node {
	if c.Email == "" && c.URL == "" {
		return nil
	}
	n := &node{types: []string{"vcard:Kind", "vcard:Organization"}}
	n.literal("vcard:fn", c.Name, "")
	if c.Email != "" {
		n.link("vcard:hasEmail", "mailto:"+c.Email)
	}
	n.link("vcard:hasURL", c.URL)
	return n
}

func (w *walker) location(l Location) *node {
	describe := func(n *node) {
		n.types = []string{"dct:Location"}
		n.texts("skos:prefLabel", l.Name)
		if l.BBox != nil {
			n.literal("dcat:bbox", l.BBox.wkt(), "geo:wktLiteral")
		}
	}
	if l.URI != "" {
		return w.once(l.URI, describe)
	}
	n := &node{}
	describe(n)
	return n
}

// period is a blank node always: udata would fetch the address of a period
// that has one.
func (w *walker) period(p PeriodOfTime) *node {
	if p.Start.IsZero() && p.End.IsZero() {
		return nil
	}
	n := &node{types: []string{"dct:PeriodOfTime"}}
	n.day("dcat:startDate", p.Start)
	n.day("dcat:endDate", p.End)
	return n
}
