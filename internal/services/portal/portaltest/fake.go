package portaltest

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/internal/platform/text"
	"airial/internal/services/portal"
)

// Catalogue is a portal.Catalogue in memory.
type Catalogue struct {
	Sets []portal.Shown
	Mend map[string]string // words that are taken for others
}

// NewCatalogue holds the samples.
func NewCatalogue() *Catalogue { return &Catalogue{Sets: Sets()} }

var members = []organisation.Member{Group, Quiet, Town}

func (c *Catalogue) public() []portal.Dataset {
	var out []portal.Dataset
	for _, s := range c.Sets {
		if s.Hidden == nil {
			out = append(out, s.Dataset)
		}
	}
	return out
}

func (c *Catalogue) body(m organisation.Member) portal.Body {
	b := portal.Body{Member: m}
	for _, d := range c.public() {
		if d.Body.ID == m.ID {
			b.Datasets++
			if d.Modified.After(b.Latest) {
				b.Latest = d.Modified
			}
		}
	}
	return b
}

// Figures counts the samples.
func (c *Catalogue) Figures(context.Context) (portal.Figures, error) {
	f := portal.Figures{Bodies: len(members), Publishing: 1}
	for _, d := range c.public() {
		f.Datasets++
		f.Rows += d.Rows
	}
	return f, nil
}

func member(address string) (organisation.Member, error) {
	for _, m := range members {
		if address == m.Slug || address == m.Siren || address == OldSlug && m.ID == Town.ID {
			return m, nil
		}
	}
	return organisation.Member{}, fault.Missing("portaltest.member")
}

// Search finds titles that contain the words.
func (c *Catalogue) Search(_ context.Context, q portal.Search) (portal.Results, error) {
	var out portal.Results
	if q.Member != "" {
		m, err := member(q.Member)
		if err != nil {
			return out, err
		}
		out.Within = &m
	}
	if meant := c.Mend[q.Query]; meant != "" {
		out.Instead = []portal.Instead{{Typed: q.Query, Meant: meant}}
		q.Query = meant
	}
	bySchema, byMember := map[string]int{}, map[string]int{}
	for _, d := range c.sorted(q.Sort) {
		if !strings.Contains(strings.ToLower(d.Title), strings.ToLower(q.Query)) || out.Within != nil && d.Body.ID != out.Within.ID {
			continue
		}
		bySchema[d.Schema]++
		byMember[d.Body.Slug]++
		if q.Schema != "" && q.Schema != d.Schema && (q.Schema != "none" || d.Schema != "") {
			continue
		}
		if out.Total++; out.Total > q.Offset && len(out.Datasets) < q.Limit {
			out.Datasets = append(out.Datasets, d)
		}
	}
	for _, name := range []string{GrantSchema.Name, ""} {
		if bySchema[name] > 0 && q.Facets {
			out.Schemas = append(out.Schemas, portal.Facet{Value: name, Count: bySchema[name]})
		}
	}
	for _, m := range members {
		if byMember[m.Slug] > 0 && q.Facets {
			out.Members = append(out.Members, portal.Facet{Value: m.Slug, Label: m.Name, Count: byMember[m.Slug]})
		}
	}
	out.Publishing = len(byMember)
	return out, nil
}

// sorted is what is public, in an order: the latest first, or by title.
func (c *Catalogue) sorted(by string) []portal.Dataset {
	return slices.SortedStableFunc(slices.Values(c.public()), func(a, b portal.Dataset) int {
		if by == "title" {
			return cmp.Compare(text.SortKey(a.Title), text.SortKey(b.Title))
		}
		return b.Modified.Compare(a.Modified)
	})
}

// Walk finds what Search does.
func (c *Catalogue) Walk(ctx context.Context, q portal.Search, yield func(portal.Dataset) error) error {
	q.Limit, q.Offset = 1000, 0
	found, err := c.Search(ctx, q)
	for i := 0; i < len(found.Datasets) && err == nil; i++ {
		err = yield(found.Datasets[i])
	}
	return err
}

// Near finds the other samples of the same member.
func (c *Catalogue) Near(_ context.Context, d portal.Dataset) (out portal.Near, _ error) {
	for _, other := range c.public() {
		if other.ID != d.ID && other.Body.ID == d.Body.ID {
			out.Own = append(out.Own, other)
		}
	}
	return out, nil
}

// Bodies finds members whose name or postcode contains the words.
func (c *Catalogue) Bodies(_ context.Context, q portal.BodySearch) ([]portal.Body, int, error) {
	var out []portal.Body
	for _, m := range members {
		if strings.Contains(strings.ToLower(m.Name+" "+m.Postcode), strings.ToLower(q.Query)) && (q.Kind == "" || q.Kind == m.Kind) {
			out = append(out, c.body(m))
		}
	}
	total := len(out)
	out = out[min(q.Offset, total):]
	return out[:min(q.Limit, len(out))], total, nil
}

// Communes finds the communes among the samples.
func (c *Catalogue) Communes(ctx context.Context, query string, limit int) ([]portal.Body, error) {
	list, _, err := c.Bodies(ctx, portal.BodySearch{Query: query, Kind: organisation.Commune, Limit: limit})
	return list, err
}

// Around has both sample communes belong to the group.
func (c *Catalogue) Around(_ context.Context, address string) (portal.Around, error) {
	m, err := member(address)
	return portal.Around{Commune: c.body(m), Near: []portal.Circle{{Relation: portal.Group, Bodies: []portal.Body{c.body(Group)}}}}, err
}

// Body returns a sample member.
func (c *Catalogue) Body(_ context.Context, address string) (portal.Profile, error) {
	m, err := member(address)
	if err != nil {
		return portal.Profile{}, err
	}
	p := portal.Profile{Body: c.body(m)}
	switch {
	case m.ID == Group.ID:
		p.Members = []organisation.Member{Quiet, Town}
	default:
		p.Group = &Group
	}
	return p, nil
}

// Dataset returns a sample dataset.
func (c *Catalogue) Dataset(_ context.Context, body, address string, number int) (portal.Shown, error) {
	if body != "" {
		if _, err := member(body); err != nil {
			return portal.Shown{}, err
		}
	}
	for _, s := range c.Sets {
		if address != s.ID && (address != s.Slug || body == "") {
			continue
		}
		if s.Hidden != nil || number == 0 {
			return s, nil
		}
		for _, v := range s.History {
			if v.Number == number {
				s.Version = v
				return s, nil
			}
		}
	}
	return portal.Shown{}, fault.Missing("portaltest.Dataset")
}

// Addresses lists the samples.
func (c *Catalogue) Addresses(_ context.Context, offset, limit int, yield func(portal.Address) error) error {
	var all []portal.Address
	for _, m := range members {
		all = append(all, portal.Address{Path: "/p/" + m.Slug})
	}
	for _, d := range c.public() {
		all = append(all, portal.Address{Path: "/p/" + d.Body.Slug + "/datasets/" + d.Slug, Modified: d.Modified})
	}
	for i := offset; i < min(len(all), offset+limit); i++ {
		if err := yield(all[i]); err != nil {
			return err
		}
	}
	return nil
}

// Rows is a portal.Rows that remembers what it was asked and gives what it
// was told to.
type Rows struct {
	Asked []tables.Query
	Page  tables.Page
	Err   error
}

// Rows answers a query.
func (f *Rows) Rows(_ context.Context, _ string, _ int, q tables.Query) (tables.Page, error) {
	f.Asked = append(f.Asked, q)
	return f.Page, f.Err
}

// Schemas is a portal.Schemas with the one of grants.
type Schemas struct{}

// All lists it.
func (Schemas) All() []portal.Schema { return []portal.Schema{GrantSchema} }

// Schema finds it by its name.
func (Schemas) Schema(name string) (portal.Schema, bool) {
	return GrantSchema, name == GrantSchema.Name || name == "subventions"
}
