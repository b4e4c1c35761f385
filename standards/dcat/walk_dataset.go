package dcat

import "strings"

func (w *walker) dataset(d Dataset) *node {
	n := &node{iri: cleanIRI(d.URI), types: []string{"dcat:Dataset"}, props: make([]property, 0, 32)}
	n.literal("dct:identifier", d.Identifier, "")
	n.texts("dct:title", d.Title)
	n.texts("dct:description", or(d.Description, d.Title))
	n.texts("dcat:keyword", d.Keywords)
	for _, t := range d.Themes {
		if labels := t.Labels(); labels != nil {
			n.child("dcat:theme", w.concept(themeScheme+"/"+string(t), themeScheme, labels))
		}
	}
	n.document("dcat:landingPage", d.LandingPage)
	for _, p := range d.Pages {
		n.document("foaf:page", p)
	}
	n.child("dct:publisher", w.agent(d.Publisher))
	n.child("dcat:contactPoint", w.contact(d.Contact))
	n.instant("dct:issued", d.Issued, w.now)
	n.instant("dct:modified", d.Modified, w.now)
	n.child("dct:accrualPeriodicity", w.entry("frequency", string(d.Frequency), "dct:Frequency"))
	for _, l := range d.Languages {
		n.child("dct:language", w.language(l))
	}
	for _, l := range d.Spatial {
		n.child("dct:spatial", w.location(l))
	}
	n.child("dct:temporal", w.period(d.Temporal))
	n.child("dct:conformsTo", w.standard(d.ConformsTo))
	n.child("dct:accessRights", w.accessRights(d.AccessRights))
	n.literal("dcat:version", d.Version, "")
	n.texts("adms:versionNotes", d.VersionNotes)
	if said(d.Provenance) {
		p := &node{types: []string{"dct:ProvenanceStatement"}}
		p.texts("dct:description", d.Provenance)
		n.child("dct:provenance", p)
	}
	if labels := highValueLabels[d.HighValue]; labels != nil {
		n.child("dcatap:hvdCategory", w.concept(highValueSpace+string(d.HighValue), highValueScheme, labels))
		n.child("dcatap:applicableLegislation", w.typed(HighValueLegislation, "eli:LegalResource"))
	}
	for _, x := range d.Distributions {
		n.child("dcat:distribution", w.distribution(x, n.iri, d.HighValue))
	}
	return n
}

func (w *walker) accessRights(a AccessRights) *node {
	return w.entry("access-right", string(a), "dct:RightsStatement")
}

func (w *walker) distribution(d Distribution, dataset string, high HighValue) *node {
	n := &node{iri: cleanIRI(d.URI), types: []string{"dcat:Distribution"}, props: make([]property, 0, 16)}
	n.literal("dct:identifier", d.Identifier, "")
	n.texts("dct:title", d.Title)
	n.texts("dct:description", d.Description)
	access, download := d.AccessURL, d.DownloadURL
	if access == "" {
		access = download
	}
	if download == "" && d.Service == nil {
		download = access
	}
	n.link("dcat:accessURL", access)
	n.link("dcat:downloadURL", download)
	n.child("dct:format", w.entry("file-type", d.Format.File, "dct:MediaTypeOrExtent"))
	if d.Format.Media != "" {
		n.child("dcat:mediaType", w.typed(iana+d.Format.Media, "dct:MediaType"))
	}
	n.child("dct:license", w.license(d.License))
	if d.ByteSize > 0 {
		n.integer("dcat:byteSize", d.ByteSize, "xsd:nonNegativeInteger")
	}
	if highValueLabels[high] != nil {
		n.child("dcatap:applicableLegislation", w.typed(HighValueLegislation, "eli:LegalResource"))
	}
	n.child("spdx:checksum", w.checksum(d.SHA256))
	n.instant("dct:issued", d.Issued, w.now)
	n.instant("dct:modified", d.Modified, w.now)
	for _, l := range d.Languages {
		n.child("dct:language", w.language(l))
	}
	n.child("dct:conformsTo", w.standard(d.ConformsTo))
	if labels := availabilityLabels[d.Availability]; labels != nil {
		const scheme = authority + "planned-availability"
		n.child("dcatap:availability", w.concept(scheme+"/"+string(d.Availability), scheme, labels))
	}
	if d.Service != nil {
		n.child("dcat:accessService", w.service(*d.Service, dataset))
	}
	return n
}

// sha256Algorithm is the name of SHA-256 as the shapes for vocabularies of
// DCAT-AP want it, with https. The same name with http, which SPDX 2 defines,
// must not stand beside a value typed as the shapes want it (xsd:hexBinary):
// udata reads the value of the checksums whose algorithm it knows, gets bytes
// for a string, and refuses the whole dataset. It passes over this one.
const sha256Algorithm = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"

func (w *walker) checksum(sha256 string) *node {
	if sha256 == "" {
		return nil
	}
	n := &node{types: []string{"spdx:Checksum"}}
	n.child("spdx:algorithm", w.typed(sha256Algorithm, "spdx:ChecksumAlgorithm"))
	n.literal("spdx:checksumValue", strings.ToLower(sha256), "xsd:hexBinary")
	return n
}

// service is the node of an interface; dataset is the one that it serves, "" for
// an interface to the whole catalogue.
func (w *walker) service(s DataService, dataset string) *node {
	n := &node{iri: cleanIRI(s.URI), types: []string{"dcat:DataService"}}
	n.literal("dct:identifier", s.Identifier, "")
	n.texts("dct:title", s.Title)
	n.texts("dct:description", s.Description)
	n.texts("dcat:keyword", s.Keywords)
	n.resource("dcat:endpointURL", s.EndpointURL)
	n.resource("dcat:endpointDescription", s.EndpointDescription)
	n.document("dcat:landingPage", s.LandingPage)
	n.child("dct:publisher", w.agent(s.Publisher))
	n.child("dcat:contactPoint", w.contact(s.Contact))
	n.child("dct:license", w.license(s.License))
	n.child("dct:accessRights", w.accessRights(s.AccessRights))
	n.child("dct:conformsTo", w.standard(s.ConformsTo))
	n.link("dcat:servesDataset", dataset)
	return n
}
