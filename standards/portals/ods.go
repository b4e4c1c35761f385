package portals

import (
	"net/url"
	"time"
)

// mostODS is as far as the Explore API goes: offset + limit.
const mostODS = 10_000

type odsAnswer struct {
	Total   *int `json:"total_count"`
	Results []struct {
		ID       string   `json:"dataset_id"`
		Features []string `json:"features"`
		Records  bool     `json:"has_records"`
		Access   string   `json:"visibility"`
		Metas    struct {
			Default struct {
				Title       loose   `json:"title"`
				Description loose   `json:"description"`
				Keyword     several `json:"keyword"`
				Theme       several `json:"theme"`
				License     loose   `json:"license"`
				LicenseURL  loose   `json:"license_url"`
				Publisher   loose   `json:"publisher"`
				Modified    loose   `json:"modified"`
				References  loose   `json:"references"`
				SourceDS    loose   `json:"source_dataset"`
				SourceHost  loose   `json:"source_domain_address"`
				Identifier  loose   `json:"identifier"`
			} `json:"default"`
			DCAT struct {
				Issued    loose `json:"issued"`
				Frequency loose `json:"accrualperiodicity"`
			} `json:"dcat"`
		} `json:"metas"`
		Attachments []struct {
			ID       string `json:"id"`
			Title    loose  `json:"title"`
			URL      string `json:"url"`
			MimeType loose  `json:"mimetype"`
		} `json:"attachments"`
		Alternative []struct {
			ID       string `json:"id"`
			Title    loose  `json:"title"`
			URL      string `json:"url"`
			MimeType loose  `json:"mimetype"`
		} `json:"alternative_exports"`
	} `json:"results"`
}

func readODS(asked Request, body []byte, now time.Time) (Page, error) {
	var a odsAnswer
	if err := decode("Opendatasoft", body, &a); err != nil {
		return Page{}, err
	}
	if a.Total == nil {
		return Page{}, shape("Opendatasoft", nil)
	}
	p := Page{Total: *a.Total}
	for _, r := range a.Results {
		m := r.Metas.Default
		d := Dataset{Identifier: r.ID, Title: string(m.Title), Description: string(m.Description), Publisher: string(m.Publisher),
			Keywords: append([]string(m.Keyword), m.Theme...), Licence: string(m.License), Modified: date(string(m.Modified)),
			Issued: date(string(r.Metas.DCAT.Issued)), Frequency: string(r.Metas.DCAT.Frequency),
			Landing: on(asked.URL, "/explore/dataset/"+url.PathEscape(r.ID)+"/"), Also: []string{string(m.References)}}
		if d.Licence == "" {
			d.Licence = string(m.LicenseURL)
		}
		if m.SourceHost != "" && m.SourceDS != "" {
			d.Also = append(d.Also, "https://"+string(m.SourceHost)+"/explore/dataset/"+string(m.SourceDS)+"/")
		}
		if r.Access == "restricted" {
			p.Bad = append(p.Bad, Bad{r.ID, cut(plain(d.Title), MostTitle), Closed})
			continue
		}
		if r.Records {
			formats := []string{"csv", "json", "xlsx"}
			for _, f := range r.Features {
				if f == "geo" {
					formats = append(formats, "geojson")
				}
			}
			for _, f := range formats {
				d.Resources = append(d.Resources, Resource{URL: on(asked.URL, "/api/explore/v2.1/catalog/datasets/"+url.PathEscape(r.ID)+"/exports/"+f), Format: f})
			}
		}
		for _, x := range append(r.Attachments, r.Alternative...) {
			d.Resources = append(d.Resources, Resource{Title: string(x.Title), URL: x.URL, Format: string(x.MimeType)})
		}
		p.keep(d, now)
	}
	p.Next = later(asked, "offset", len(a.Results), min(p.Total, mostODS))
	return p, nil
}
