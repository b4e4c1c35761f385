package portal

import (
	"encoding/xml"
	"time"
)

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Kind string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string     `xml:"id"`
	Title     string     `xml:"title"`
	Updated   string     `xml:"updated"`
	Published string     `xml:"published"`
	Author    string     `xml:"author>name"`
	Link      atomLink   `xml:"link"`
	Summary   string     `xml:"summary,omitempty"`
	Tags      []atomTerm `xml:"category"`
}

type atomTerm struct {
	Term string `xml:"term,attr"`
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

func (f feed) atom() atomFeed {
	out := atomFeed{ID: f.ID, Title: f.Title, Updated: f.Updated.Format(time.RFC3339),
		Links: []atomLink{{Rel: "self", Kind: "application/atom+xml", Href: f.Self}, {Rel: "alternate", Kind: "text/html", Href: f.Page}}}
	for _, i := range f.Items {
		at := i.Published.UTC().Format(time.RFC3339)
		e := atomEntry{ID: i.ID, Title: i.Title, Updated: at, Published: at, Author: i.Author, Summary: i.Words,
			Link: atomLink{Rel: "alternate", Kind: "text/html", Href: i.Page}}
		for _, t := range i.Tags {
			e.Tags = append(e.Tags, atomTerm{t})
		}
		out.Entries = append(out.Entries, e)
	}
	return out
}

type rssItem struct {
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	Description string   `xml:"description,omitempty"`
	Author      string   `xml:"http://purl.org/dc/elements/1.1/ creator"`
	Tags        []string `xml:"category"`
	ID          struct {
		Text      string `xml:",chardata"`
		Permalink bool   `xml:"isPermaLink,attr"`
	} `xml:"guid"`
	Published string `xml:"pubDate"`
}

type rssFeed struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Built       string    `xml:"lastBuildDate"`
		Self        atomLink  `xml:"http://www.w3.org/2005/Atom link"`
		Items       []rssItem `xml:"item"`
	} `xml:"channel"`
}

func (f feed) rss(language string) rssFeed {
	out := rssFeed{Version: "2.0"}
	c := &out.Channel
	c.Title, c.Link, c.Description, c.Language, c.Built = f.Title, f.Page, f.Title, language, f.Updated.Format(time.RFC1123Z)
	c.Self = atomLink{Rel: "self", Kind: "application/rss+xml", Href: f.Self}
	for _, i := range f.Items {
		item := rssItem{Title: i.Title, Link: i.Page, Description: i.Words, Author: i.Author, Tags: i.Tags, Published: i.Published.UTC().Format(time.RFC1123Z)}
		item.ID.Text = i.ID
		c.Items = append(c.Items, item)
	}
	return out
}
