package csw

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// doc is XML being written. Names are ours; texts are escaped.
type doc struct{ b []byte }

func (d *doc) raw(s string) { d.b = append(d.b, s...) }

func (d *doc) text(s string) {
	for _, r := range s {
		switch {
		case r == '&':
			d.raw("&amp;")
		case r == '<':
			d.raw("&lt;")
		case r == '>':
			d.raw("&gt;")
		case r == '"':
			d.raw("&quot;")
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF: // XML 1.0 cannot hold them
		default:
			d.b = utf8.AppendRune(d.b, r)
		}
	}
}

// open begins an element; attributes come in pairs, those without value are left
// out.
func (d *doc) open(name string, attrs ...string) {
	d.raw("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			d.raw(" " + attrs[i] + `="`)
			d.text(attrs[i+1])
			d.raw(`"`)
		}
	}
	d.raw(">")
}

func (d *doc) close(names ...string) {
	for _, n := range names {
		d.raw("</" + n + ">")
	}
}

// leaf is an element with a text; none without one.
func (d *doc) leaf(name, text string, attrs ...string) {
	if text == "" {
		return
	}
	d.open(name, attrs...)
	d.text(text)
	d.close(name)
}

// said is gmd's way to hold a text.
func (d *doc) said(name, text string) {
	if text != "" {
		d.open(name)
		d.leaf("gco:CharacterString", text)
		d.close(name)
	}
}

const codeLists = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#"

// code is an entry of one of ISO's lists.
func (d *doc) code(name, list, value string) {
	if value != "" {
		d.open(name)
		d.leaf("gmd:"+list, value, "codeList", codeLists+list, "codeListValue", value)
		d.close(name)
	}
}

func (d *doc) party(name, organisation, site, role string) {
	d.open(name)
	d.open("gmd:CI_ResponsibleParty")
	d.said("gmd:organisationName", organisation)
	if site != "" {
		d.open("gmd:contactInfo")
		d.open("gmd:CI_Contact")
		d.open("gmd:onlineResource")
		d.open("gmd:CI_OnlineResource")
		d.url(site)
		d.close("gmd:CI_OnlineResource", "gmd:onlineResource", "gmd:CI_Contact", "gmd:contactInfo")
	}
	d.code("gmd:role", "CI_RoleCode", role)
	d.close("gmd:CI_ResponsibleParty", name)
}

func (d *doc) url(at string) {
	d.open("gmd:linkage")
	d.leaf("gmd:URL", at)
	d.close("gmd:linkage")
}

func (d *doc) date(at time.Time, kind string) {
	if at.IsZero() {
		return
	}
	d.raw("<gmd:date><gmd:CI_Date><gmd:date>")
	d.leaf("gco:Date", at.Format("2006-01-02"))
	d.raw("</gmd:date>")
	d.code("gmd:dateType", "CI_DateTypeCode", kind)
	d.raw("</gmd:CI_Date></gmd:date>")
}

// iso writes a record as gmd:MD_Metadata, its elements in the order of the schema
// of ISO 19139 (2007-04-17).
func (d *doc) iso(r Record, set string) {
	d.raw(`<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx" xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">`)
	d.said("gmd:fileIdentifier", r.ID)
	d.raw("<gmd:language>")
	d.leaf("gmd:LanguageCode", "fre", "codeList", "http://www.loc.gov/standards/iso639-2/", "codeListValue", "fre")
	d.raw("</gmd:language>")
	d.code("gmd:characterSet", "MD_CharacterSetCode", "utf8")
	d.code("gmd:hierarchyLevel", "MD_ScopeCode", "dataset")
	d.party("gmd:contact", r.Publisher, r.Homepage, "pointOfContact")
	stamp := r.Modified
	if stamp.IsZero() {
		stamp = r.Issued
	}
	d.raw("<gmd:dateStamp>")
	d.leaf("gco:DateTime", stamp.UTC().Format("2006-01-02T15:04:05Z"))
	d.raw("</gmd:dateStamp>")
	d.said("gmd:metadataStandardName", "ISO 19115:2003/19139")
	d.said("gmd:metadataStandardVersion", "1.0")
	d.identification(r)
	if set != "brief" {
		d.distribution(r)
	}
	d.close("gmd:MD_Metadata")
}

func (d *doc) identification(r Record) {
	d.raw("<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>")
	d.said("gmd:title", r.Title)
	d.date(r.Issued, "publication")
	d.date(r.Modified, "revision")
	d.raw("<gmd:identifier><gmd:MD_Identifier>")
	d.said("gmd:code", r.Landing)
	d.raw("</gmd:MD_Identifier></gmd:identifier></gmd:CI_Citation></gmd:citation>")
	abstract := r.Abstract
	if abstract == "" {
		abstract = r.Title
	}
	d.said("gmd:abstract", abstract)
	d.party("gmd:pointOfContact", r.Publisher, r.Homepage, "publisher")
	if r.Frequency != "" {
		d.raw("<gmd:resourceMaintenance><gmd:MD_MaintenanceInformation>")
		d.code("gmd:maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode", r.Frequency)
		d.raw("</gmd:MD_MaintenanceInformation></gmd:resourceMaintenance>")
	}
	if len(r.Keywords) > 0 {
		d.raw("<gmd:descriptiveKeywords><gmd:MD_Keywords>")
		for _, k := range r.Keywords {
			d.said("gmd:keyword", k)
		}
		d.raw("</gmd:MD_Keywords></gmd:descriptiveKeywords>")
	}
	d.constraints(r)
	d.raw("<gmd:language>")
	d.leaf("gmd:LanguageCode", "fre", "codeList", "http://www.loc.gov/standards/iso639-2/", "codeListValue", "fre")
	d.raw("</gmd:language>")
	d.code("gmd:characterSet", "MD_CharacterSetCode", "utf8")
	d.extent(r)
	d.raw("</gmd:MD_DataIdentification></gmd:identificationInfo>")
}

// constraints names the licence as udata looks for it: an anchor to its address,
// among the other constraints.
func (d *doc) constraints(r Record) {
	if r.Licence == "" {
		return
	}
	d.raw("<gmd:resourceConstraints><gmd:MD_LegalConstraints>")
	d.code("gmd:useConstraints", "MD_RestrictionCode", "otherRestrictions")
	d.raw("<gmd:otherConstraints>")
	if r.Terms != "" {
		d.leaf("gmx:Anchor", r.Licence, "xlink:href", r.Terms)
	} else {
		d.leaf("gco:CharacterString", r.Licence)
	}
	d.raw("</gmd:otherConstraints></gmd:MD_LegalConstraints></gmd:resourceConstraints>")
}

func (d *doc) extent(r Record) {
	if r.Place == "" && r.BBox == nil {
		return
	}
	d.raw("<gmd:extent><gmd:EX_Extent>")
	d.said("gmd:description", r.Place)
	if b := r.BBox; b != nil {
		d.raw("<gmd:geographicElement><gmd:EX_GeographicBoundingBox>")
		for i, name := range []string{"westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude"} {
			d.raw("<gmd:" + name + ">")
			d.leaf("gco:Decimal", degrees(b[[]int{0, 2, 1, 3}[i]]))
			d.raw("</gmd:" + name + ">")
		}
		d.raw("</gmd:EX_GeographicBoundingBox></gmd:geographicElement>")
	}
	if r.PlaceCode != "" {
		d.raw("<gmd:geographicElement><gmd:EX_GeographicDescription><gmd:geographicIdentifier><gmd:MD_Identifier>")
		d.said("gmd:code", r.PlaceCode)
		d.raw("</gmd:MD_Identifier></gmd:geographicIdentifier></gmd:EX_GeographicDescription></gmd:geographicElement>")
	}
	d.raw("</gmd:EX_Extent></gmd:extent>")
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (d *doc) distribution(r Record) {
	d.raw("<gmd:distributionInfo><gmd:MD_Distribution>")
	seen := map[string]bool{}
	for _, l := range r.Links {
		if l.Format != "" && !seen[l.Format] {
			seen[l.Format] = true
			d.raw("<gmd:distributionFormat><gmd:MD_Format>")
			d.said("gmd:name", l.Format)
			d.raw(`<gmd:version gco:nilReason="unknown"/></gmd:MD_Format></gmd:distributionFormat>`)
		}
	}
	d.raw("<gmd:transferOptions><gmd:MD_DigitalTransferOptions>")
	links := r.Links
	if r.Landing != "" {
		links = append([]Link{{URL: r.Landing, Name: r.Title, Media: "WWW:LINK-1.0-http--link"}}, links...)
	}
	for _, l := range links {
		protocol := "WWW:DOWNLOAD-1.0-http--download"
		if strings.HasPrefix(l.Media, "WWW:") {
			protocol = l.Media
		}
		d.raw("<gmd:onLine><gmd:CI_OnlineResource>")
		d.url(l.URL)
		d.said("gmd:protocol", protocol)
		d.said("gmd:name", l.Name)
		d.raw("</gmd:CI_OnlineResource></gmd:onLine>")
	}
	d.raw("</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>")
}

// core writes a record as csw's own, in Dublin Core (OGC 07-006r1, 10.2.5).
func (d *doc) core(r Record, set string) {
	name := map[string]string{"brief": "csw:BriefRecord", "summary": "csw:SummaryRecord", "full": "csw:Record"}[set]
	d.open(name)
	d.leaf("dc:identifier", r.ID)
	d.leaf("dc:title", r.Title)
	d.leaf("dc:type", "dataset")
	if set != "brief" {
		for _, k := range r.Keywords {
			d.leaf("dc:subject", k)
		}
		seen := map[string]bool{}
		for _, l := range r.Links {
			if !seen[l.Format] {
				seen[l.Format] = true
				d.leaf("dc:format", l.Format)
			}
		}
		if !r.Modified.IsZero() {
			d.leaf("dct:modified", r.Modified.UTC().Format("2006-01-02T15:04:05Z"))
		}
		d.leaf("dct:abstract", r.Abstract)
	}
	if set == "full" {
		d.leaf("dc:publisher", r.Publisher)
		d.leaf("dc:language", "fre")
		d.leaf("dc:rights", r.Terms)
		d.leaf("dc:coverage", r.Place)
		d.leaf("dct:references", r.Landing, "scheme", "WWW:LINK-1.0-http--link")
		for _, l := range r.Links {
			d.leaf("dct:references", l.URL, "scheme", "WWW:DOWNLOAD-1.0-http--download")
		}
	}
	if b := r.BBox; b != nil {
		d.raw(`<ows:BoundingBox crs="urn:ogc:def:crs:EPSG::4326">`)
		d.leaf("ows:LowerCorner", degrees(b[1])+" "+degrees(b[0]))
		d.leaf("ows:UpperCorner", degrees(b[3])+" "+degrees(b[2]))
		d.raw("</ows:BoundingBox>")
	}
	d.close(name)
}
