package portals

import (
	"time"
)

type udataAnswer struct {
	Data []struct {
		ID          string  `json:"id"`
		Title       loose   `json:"title"`
		Description loose   `json:"description"`
		Tags        several `json:"tags"`
		Licence     loose   `json:"license"`
		Frequency   loose   `json:"frequency"`
		Created     loose   `json:"created_at"`
		Modified    loose   `json:"last_modified"`
		Updated     loose   `json:"last_update"`
		Page        string  `json:"page"`
		Slug        string  `json:"slug"`
		Private     bool    `json:"private"`
		Archived    loose   `json:"archived"`
		Deleted     loose   `json:"deleted"`
		Org         *struct {
			Name loose `json:"name"`
		} `json:"organization"`
		Resources []struct {
			Title  loose  `json:"title"`
			URL    string `json:"url"`
			Latest string `json:"latest"`
			Format loose  `json:"format"`
			Size   number `json:"filesize"`
			Schema *struct {
				Name loose `json:"name"`
				URL  loose `json:"url"`
			} `json:"schema"`
		} `json:"resources"`
		Harvest struct {
			RemoteID   loose `json:"remote_id"`
			RemoteURL  loose `json:"remote_url"`
			URI        loose `json:"uri"`
			Identifier loose `json:"dct_identifier"`
		} `json:"harvest"`
	} `json:"data"`
	Next  *string `json:"next_page"`
	Total *int    `json:"total"`
}

func readUdata(asked Request, body []byte, now time.Time) (Page, error) {
	var a udataAnswer
	if err := decode("udata", body, &a); err != nil {
		return Page{}, err
	}
	if a.Total == nil || a.Data == nil {
		return Page{}, shape("udata", nil)
	}
	p := Page{Total: *a.Total}
	for _, r := range a.Data {
		d := Dataset{Identifier: r.ID, Title: string(r.Title), Description: string(r.Description), Keywords: r.Tags, Licence: string(r.Licence),
			Frequency: string(r.Frequency), Issued: date(string(r.Created)), Modified: date(string(r.Modified)), Landing: r.Page,
			Also: []string{string(r.Harvest.RemoteID), string(r.Harvest.RemoteURL), string(r.Harvest.URI), string(r.Harvest.Identifier)}}
		if r.Updated != "" {
			d.Modified = date(string(r.Updated))
		}
		if r.Org != nil { // without one a person publishes, whose name is not kept
			d.Publisher = string(r.Org.Name)
		}
		if d.Landing == "" && r.Slug != "" {
			d.Landing = on(asked.URL, "/datasets/"+r.Slug+"/")
		}
		if r.Private || r.Archived != "" || r.Deleted != "" {
			p.Bad = append(p.Bad, Bad{r.ID, cut(plain(d.Title), MostTitle), Closed})
			continue
		}
		for _, x := range r.Resources {
			d.Files = append(d.Files, x.URL)
			if x.Schema != nil {
				d.Schemas = append(d.Schemas, string(x.Schema.Name), string(x.Schema.URL))
			}
			if address(x.Latest) != "" { // which stays when the file is replaced
				x.URL = x.Latest
			}
			d.Resources = append(d.Resources, Resource{Title: string(x.Title), URL: x.URL, Format: string(x.Format), Size: int64(x.Size)})
		}
		p.keep(d, now)
	}
	if a.Next != nil && *a.Next != "" && len(a.Data) > 0 {
		p.Next = &Request{Method: "GET", URL: *a.Next, Accept: "application/json"}
	}
	return p, nil
}
