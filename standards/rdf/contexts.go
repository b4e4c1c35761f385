package rdf

// catalogueContext gives the short names that catalogues use without saying what
// they mean in the document itself: those of DCAT 3 and DCAT-AP (W3C, SEMIC), and
// of the data.json of Project Open Data 1.1, which ArcGIS Hub writes.
func catalogueContext() map[string]any {
	c := map[string]any{}
	for prefix, space := range map[string]string{
		"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "dcterms": "http://purl.org/dc/terms/",
		"foaf": "http://xmlns.com/foaf/0.1/", "vcard": "http://www.w3.org/2006/vcard/ns#", "skos": "http://www.w3.org/2004/02/skos/core#",
		"org": "http://www.w3.org/ns/org#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": xsd, "rdf": rdfSpace,
		"adms": "http://www.w3.org/ns/adms#", "spdx": "http://spdx.org/rdf/terms#", "locn": "http://www.w3.org/ns/locn#",
		"dcatap": "http://data.europa.eu/r5r/", "schema": "http://schema.org/", "prov": "http://www.w3.org/ns/prov#",
	} {
		c[prefix] = space
	}
	for name, full := range map[string]string{
		"Catalog": "dcat:Catalog", "Catalogue": "dcat:Catalog", "Dataset": "dcat:Dataset", "Distribution": "dcat:Distribution", "DataService": "dcat:DataService",
		"title": "dct:title", "name": "foaf:name", "description": "dct:description", "identifier": "dct:identifier",
		"keyword": "dcat:keyword", "issued": "dct:issued", "release date": "dct:issued", "modified": "dct:modified", "modification date": "dct:modified",
		"format": "dct:format", "mediaType": "dcat:mediaType", "media type": "dcat:mediaType", "byteSize": "dcat:byteSize", "byte size": "dcat:byteSize",
		"spatial": "dct:spatial", "temporal": "dct:temporal", "startDate": "dcat:startDate", "endDate": "dcat:endDate", "license": "dct:license",
		"rights": "dct:accessRights", "accessLevel": "dct:accessRights", "version": "dcat:version", "fn": "vcard:fn", "checksum": "spdx:checksum",
		"theme": "dcat:theme", "frequency": "dct:accrualPeriodicity", "accrualPeriodicity": "dct:accrualPeriodicity", "language": "dct:language",
		"prefLabel": "skos:prefLabel", "label": "rdfs:label",
	} {
		c[name] = full
	}
	for name, full := range map[string]string{
		"dataset": "dcat:dataset", "distribution": "dcat:distribution", "publisher": "dct:publisher", "landingPage": "dcat:landingPage", "landing page": "dcat:landingPage",
		"accessURL": "dcat:accessURL", "access URL": "dcat:accessURL", "downloadURL": "dcat:downloadURL", "download URL": "dcat:downloadURL",
		"conformsTo": "dct:conformsTo", "conforms to": "dct:conformsTo", "describedBy": "http://www.w3.org/2007/05/powder-s#describedby", "references": "dct:references",
		"contactPoint": "dcat:contactPoint", "contact point": "dcat:contactPoint", "hasEmail": "vcard:hasEmail", "homepage": "foaf:homepage",
		"endpointURL": "dcat:endpointURL", "endpoint URL": "dcat:endpointURL", "service": "dcat:service",
	} {
		c[name] = map[string]any{"@id": full, "@type": "@id"}
	}
	c["id"], c["type"] = "@id", "@type"
	return c
}
