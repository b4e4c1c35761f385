package portal

import (
	"context"
	"net/url"
	"time"

	"airial/internal/platform/fault"
)

// News is what a search, or a dataset, has of what was published lately.
type News struct {
	Title    string // of what was asked for
	Path     string // of its page
	Datasets []Dataset
	More     bool // than these
}

// News tells what was published after an instant, the latest first, most of it
// at most: of the dataset that is named by "dataset", or of what a search of
// these parameters finds.
func (s *Service) News(ctx context.Context, values url.Values, since time.Time, most int) (n News, err error) {
	if id := values.Get("dataset"); id != "" {
		d, err := s.p.Catalogue.Dataset(ctx, "", id, 0)
		if err != nil {
			return n, err
		}
		if d.Hidden != nil {
			return n, fault.New(fault.Gone, "portal.News", "Ce jeu de données n’est plus public.", "This dataset is no longer public.")
		}
		n = News{Title: d.Title + " – " + d.Body.Name, Path: datasetPath(d.Dataset)}
		if d.Modified.After(since) {
			n.Datasets = []Dataset{d.Dataset}
		}
		return n, nil
	}
	v := searchView{Search: readSearch(values, values.Get("member"), false), Path: "/datasets"}
	v.Sort, v.Limit = "recent", most+1
	if v.Results, err = s.p.Catalogue.Search(ctx, v.Search); err != nil {
		return n, err
	}
	v.Sort = ""
	n = News{Title: s.siteName(ctx, s.face(ctx, s.p.Operator)), Path: v.with("")}
	for _, c := range v.active(ctx, s) {
		n.Title += " – " + c.Label
	}
	if len(v.Instead) > 0 {
		return n, nil // what was found in place of what was asked for is no news of it
	}
	for _, d := range v.Datasets {
		if d.Modified.After(since) {
			n.Datasets = append(n.Datasets, d)
		}
	}
	if n.More = len(n.Datasets) > most; n.More {
		n.Datasets = n.Datasets[:most]
	}
	return n, nil
}

// alerts is where one asks to be told of a search; "" where nobody is told.
func (v searchView) alerts() string {
	if !v.Alerts || v.Origin != "" && v.Origin != originHere {
		return "" // of what is published here alone
	}
	q := v.values()
	if v.Own && v.Within != nil {
		q.Set("member", v.Within.Slug)
	}
	q.Del("sort")
	q.Del("origin")
	return "/alerts?" + q.Encode()
}

// alerts is where one asks to be told of new versions; "" where nobody is told.
func (v datasetView) alerts() string {
	if !v.Alerts {
		return ""
	}
	return "/alerts?dataset=" + url.QueryEscape(v.ID)
}
