package portals

import (
	"net/url"
	"strconv"
	"strings"
)

// fromISO reads a record of ISO 19139 (the XML of ISO 19115:2003), as GeoNetwork
// and the French geographic platforms write it.
func fromISO(e *element, asked string) Dataset {
	id := e.find("identificationInfo/*")
	d := Dataset{Identifier: e.text("fileIdentifier"), Modified: date(e.text("dateStamp"))}
	if id == nil {
		return d
	}
	d.Title, d.Description = id.text("citation/CI_Citation/title"), id.text("abstract")
	for _, x := range id.each("citation/CI_Citation/identifier/*/code") {
		d.Also = append(d.Also, x.words())
	}
	if d.Identifier == "" && len(d.Also) > 0 {
		d.Identifier = d.Also[0]
	}
	for _, x := range id.each("citation/CI_Citation/date/CI_Date") {
		at := date(x.text("date"))
		switch x.attr("dateType/CI_DateTypeCode", "codeListValue") {
		case "publication", "creation":
			if d.Issued.IsZero() {
				d.Issued = at
			}
		case "revision":
			d.Modified = at
		}
	}
	for _, x := range id.each("descriptiveKeywords/MD_Keywords/keyword") {
		d.Keywords = append(d.Keywords, x.words())
	}
	d.Publisher = organisation(id.each("pointOfContact/CI_ResponsibleParty"))
	if d.Publisher == "" {
		d.Publisher = organisation(e.each("contact/CI_ResponsibleParty"))
	}
	d.Frequency = id.attr("resourceMaintenance/MD_MaintenanceInformation/maintenanceAndUpdateFrequency/MD_MaintenanceFrequencyCode", "codeListValue")
	d.Licence = legal(id)
	if box := id.find("extent/EX_Extent/geographicElement/EX_GeographicBoundingBox"); box != nil {
		var b [4]float64
		whole := true
		for i, name := range []string{"westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude"} {
			f, err := strconv.ParseFloat(box.text(name), 64)
			b[i], whole = f, whole && err == nil
		}
		if whole {
			d.BBox = &b
		}
	}
	for _, x := range e.each("distributionInfo/MD_Distribution/transferOptions/MD_DigitalTransferOptions/onLine/CI_OnlineResource") {
		r := Resource{Title: x.text("name"), URL: x.text("linkage/URL"), Format: x.text("protocol")}
		if r.Title == "" {
			r.Title = x.text("description")
		}
		if f := format(r.Format); f == "" || strings.HasPrefix(f, "www:") || strings.HasPrefix(strings.ToLower(r.Format), "www:") {
			if u, err := url.Parse(r.URL); err == nil {
				r.Format = ending(u.Path)
			}
		}
		d.Resources = append(d.Resources, r)
	}
	d.Landing = landing(d.Identifier, asked)
	return d
}

// landing is the page of a record in GeoNetwork, where the service is one.
func landing(identifier, asked string) string {
	if i := strings.Index(asked, "/srv/"); i > 0 && identifier != "" {
		return asked[:i] + "/srv/fre/catalog.search#/metadata/" + url.PathEscape(identifier)
	}
	return ""
}

// ending is the format that the end of a path names.
func ending(path string) string {
	i := strings.LastIndexByte(path, '.')
	if i < 0 || len(path)-i > 9 || strings.Contains(path[i:], "/") {
		return ""
	}
	return path[i+1:]
}

// organisation is the one that publishes or owns, else the first that is named.
// Persons (individualName) are not looked at.
func organisation(parties []*element) string {
	for _, role := range []string{"publisher", "owner", "custodian", "pointOfContact", ""} {
		for _, p := range parties {
			if name := p.text("organisationName"); name != "" && (role == "" || p.attr("role/CI_RoleCode", "codeListValue") == role) {
				return name
			}
		}
	}
	return ""
}

// legal is the licence among the constraints of use.
func legal(id *element) string {
	first := ""
	for _, c := range id.each("resourceConstraints/MD_LegalConstraints") {
		for _, name := range []string{"otherConstraints", "useLimitation"} {
			for _, x := range c.each(name) {
				for _, s := range []string{x.attr("Anchor", "href"), x.words()} {
					if s != "" && licence(s) != s {
						return s
					}
					if first == "" && !strings.Contains(s, "noLimitations") {
						first = s
					}
				}
			}
		}
	}
	for _, c := range id.each("resourceConstraints/MD_Constraints/useLimitation") {
		if s := c.words(); licence(s) != s {
			return s
		}
	}
	return first
}
