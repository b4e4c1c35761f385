package portals

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"
)

type ckanPackage struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Title    loose  `json:"title"`
	Notes    loose  `json:"notes"`
	URL      loose  `json:"url"`
	Licence  loose  `json:"license_id"`
	LicTitle loose  `json:"license_title"`
	LicURL   loose  `json:"license_url"`
	Created  loose  `json:"metadata_created"`
	Modified loose  `json:"metadata_modified"`
	State    string `json:"state"`
	Private  any    `json:"private"`
	Org      *struct {
		Title loose `json:"title"`
	} `json:"organization"`
	Tags      several `json:"tags"`
	Groups    several `json:"groups"`
	Resources []struct {
		Name   loose  `json:"name"`
		URL    loose  `json:"url"`
		Format loose  `json:"format"`
		Mime   loose  `json:"mimetype"`
		Size   number `json:"size"`
	} `json:"resources"`
	Extras []struct {
		Key   string `json:"key"`
		Value loose  `json:"value"`
	} `json:"extras"`
}

func readCKAN(asked Request, body []byte, now time.Time) (Page, error) {
	var a struct {
		Success bool            `json:"success"`
		Result  json.RawMessage `json:"result"`
	}
	if err := decode("CKAN", body, &a); err != nil {
		return Page{}, err
	}
	if !a.Success || len(a.Result) == 0 {
		return Page{}, shape("CKAN", nil)
	}
	var search struct {
		Count   int           `json:"count"`
		Results []ckanPackage `json:"results"`
	}
	var p Page
	list, dkan := []ckanPackage{}, false
	if json.Unmarshal(a.Result, &search) == nil && search.Results != nil {
		list, p.Total = search.Results, search.Count
	} else { // DKAN answers with a list, sometimes in a list
		var nested [][]ckanPackage
		if err := json.Unmarshal(a.Result, &list); err != nil {
			if err2 := json.Unmarshal(a.Result, &nested); err2 != nil || len(nested) == 0 {
				return Page{}, shape("CKAN", err)
			}
			list = nested[0]
		}
		dkan, p.Total = true, len(list)
	}
	for _, c := range list {
		c.into(&p, asked.URL, dkan, now)
	}
	if !dkan {
		p.Next = later(asked, "start", len(list), p.Total)
	}
	return p, nil
}

func (c ckanPackage) into(p *Page, asked string, dkan bool, now time.Time) {
	d := Dataset{Identifier: c.ID, Title: string(c.Title), Description: string(c.Notes), Keywords: append([]string(c.Tags), c.Groups...), Licence: string(c.Licence),
		Issued: date(string(c.Created)), Modified: date(string(c.Modified)), Also: []string{string(c.URL), c.Name}}
	if c.Org != nil {
		d.Publisher = string(c.Org.Title)
	}
	for _, other := range []loose{c.LicURL, c.LicTitle} {
		if d.Licence == "" || d.Licence == "notspecified" || licence(d.Licence) == d.Licence && licence(string(other)) != string(other) {
			d.Licence = string(other)
		}
	}
	// DKAN says "private" of what everybody may read, and "Active" in capitals.
	private, _ := c.Private.(bool)
	if state := strings.ToLower(c.State); state != "" && state != "active" || private && !dkan {
		p.Bad = append(p.Bad, Bad{c.ID, cut(plain(d.Title), MostTitle), Closed})
		return
	}
	if c.Name != "" {
		d.Landing = on(asked, "/dataset/"+url.PathEscape(c.Name))
		if dkan && address(string(c.URL)) != "" {
			d.Landing = string(c.URL)
		}
	}
	if d.Title == "" {
		d.Title = c.Name
	}
	for _, r := range c.Resources {
		x := Resource{Title: string(r.Name), URL: string(r.URL), Format: string(r.Format), Size: int64(r.Size)}
		if x.Format == "" {
			x.Format = string(r.Mime)
		}
		d.Resources = append(d.Resources, x)
	}
	for _, e := range c.Extras {
		switch e.Key {
		case "guid", "harvest_object_id", "uri", "identifier", "dcat_identifier", "remote_id":
			d.Also = append(d.Also, string(e.Value))
		case "frequency":
			d.Frequency = string(e.Value)
		case "issued", "dcat_issued":
			d.Issued = date(string(e.Value))
		case "modified", "dcat_modified":
			d.Modified = date(string(e.Value))
		}
	}
	p.keep(d, now)
}
