package dcat

const themeScheme = authority + "data-theme"

// catalog is the node of the catalogue without its datasets, whose number is
// not known yet.
func (w *walker) catalog(c Catalog) *node {
	n := &node{iri: cleanIRI(c.URI), types: []string{"dcat:Catalog"}}
	if c.Paging != nil {
		n.types = append(n.types, "hydra:Collection")
	}
	n.texts("dct:title", c.Title)
	n.texts("dct:description", or(c.Description, c.Title))
	n.child("dct:publisher", w.agent(c.Publisher))
	n.document("foaf:homepage", c.Homepage)
	for _, l := range c.Languages {
		n.child("dct:language", w.language(l))
	}
	n.child("dct:license", w.license(c.License))
	n.instant("dct:issued", c.Issued, w.now)
	n.instant("dct:modified", c.Modified, w.now)
	for _, l := range c.Spatial {
		n.child("dct:spatial", w.location(l))
	}
	n.child("dcat:themeTaxonomy", w.once(themeScheme, func(n *node) {
		n.types = []string{"skos:ConceptScheme"}
		n.texts("dct:title", label("Thèmes de données", "Data theme"))
	}))
	for _, s := range c.Services {
		n.child("dcat:service", w.service(s, ""))
	}
	for _, x := range c.Nothing {
		n.child("dcat:resource", w.nothing(x))
	}
	if p := c.Paging; p != nil {
		n.integer("hydra:totalItems", int64(p.Total), "xsd:integer")
		n.child("hydra:view", pageNode(p))
	}
	return n
}

func (w *walker) nothing(x Nothing) *node {
	n := &node{iri: cleanIRI(x.URI), types: []string{"dcat:Resource"}}
	n.literal("dct:identifier", x.Identifier, "")
	n.texts("dct:title", x.Title)
	n.texts("dct:description", or(x.Description, x.Title))
	n.document("dcat:landingPage", x.LandingPage)
	n.child("dct:publisher", w.agent(x.Publisher))
	n.instant("dct:issued", x.Issued, w.now)
	n.child("dct:temporal", w.period(x.Temporal))
	n.child("dct:conformsTo", w.standard(x.ConformsTo))
	return n
}

func pageNode(p *Paging) *node {
	n := &node{iri: cleanIRI(p.This), types: []string{"hydra:PartialCollectionView"}}
	n.link("hydra:first", p.First)
	n.link("hydra:previous", p.Previous)
	n.link("hydra:next", p.Next)
	n.link("hydra:last", p.Last)
	return n
}

// or gives the first texts that say something.
func or(texts ...Texts) Texts {
	for _, t := range texts {
		if said(t) {
			return t
		}
	}
	return nil
}

func said(texts Texts) bool {
	for _, t := range texts {
		if cleanText(t.Value) != "" {
			return true
		}
	}
	return false
}
