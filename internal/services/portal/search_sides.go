package portal

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
	"airial/standards/dcat"
)

// side is one thing by which a search can be narrowed: all of it stands in the
// address, under its name.
type side struct {
	name   string
	title  i18n.Text
	chosen func(*Search) *string
	facets func(*Results) []Facet // nil for where datasets come from
	label  func(s *Service, ctx context.Context, v searchView, value string) string
	// many is the page of all values, where only the first are counted.
	many string
	// own says that it matters on a member's own site too.
	own bool
}

// sides are listed in the order in which they narrow most.
var sides = []side{
	{"origin", i18n.T("Origine", "Origin"), func(q *Search) *string { return &q.Origin }, nil,
		func(_ *Service, ctx context.Context, v searchView, value string) string {
			if value == originHere {
				return i18n.Say(ctx, "Publié ici", "Published here")
			}
			return named(v.Origins, value)
		}, "", true},
	{"theme", i18n.T("Thème", "Theme"), func(q *Search) *string { return &q.Theme }, func(r *Results) []Facet { return r.Themes },
		func(_ *Service, ctx context.Context, _ searchView, value string) string {
			return themeLabel(ctx, value)
		}, "", true},
	{"schema", i18n.T("Schéma", "Schema"), func(q *Search) *string { return &q.Schema }, func(r *Results) []Facet { return r.Schemas },
		func(s *Service, ctx context.Context, _ searchView, value string) string {
			return s.schemaLabel(ctx, value)
		}, "", true},
	{"area", i18n.T("Territoire", "Area"), func(q *Search) *string { return &q.Area }, func(r *Results) []Facet { return r.Areas },
		func(_ *Service, _ context.Context, v searchView, value string) string {
			if v.Around != nil && v.Around.Slug == value {
				return v.Around.Name
			}
			return named(v.Areas, value)
		}, "", false},
	{"member", i18n.T("Collectivité", "Public body"), func(q *Search) *string { return &q.Member }, func(r *Results) []Facet { return r.Members },
		func(_ *Service, _ context.Context, v searchView, value string) string {
			if v.Within != nil && (v.Within.Slug == value || v.Member == value) {
				return v.Within.Name
			}
			return named(v.Members, value)
		}, "/members", false},
	{"year", i18n.T("Mis à jour en", "Updated in"), nil, func(r *Results) []Facet { return r.Years },
		func(_ *Service, _ context.Context, _ searchView, value string) string { return value }, "", true},
	{"format", i18n.T("Format", "Format"), func(q *Search) *string { return &q.Format }, func(r *Results) []Facet { return r.Formats },
		func(_ *Service, ctx context.Context, _ searchView, value string) string {
			return formatLabel(ctx, value)
		}, "", true},
	{"licence", i18n.T("Licence", "Licence"), func(q *Search) *string { return &q.Licence }, func(r *Results) []Facet { return r.Licences },
		func(s *Service, ctx context.Context, _ searchView, value string) string {
			return s.licenceLabel(ctx, value)
		}, "", true},
}

// readSearch reads a search from the parameters of an address; what is no search
// is left out.
func readSearch(values url.Values, member string, own bool) Search {
	q := Search{Query: cut(values.Get("q"), 400), Sort: values.Get("sort"), Own: own}
	for _, one := range sides {
		if one.chosen != nil && (one.own || !own) {
			*one.chosen(&q) = cut(values.Get(one.name), 200)
		}
	}
	q.Member = member
	if year, err := strconv.Atoi(values.Get("year")); err == nil && year > 0 && year < 10000 {
		q.Year = year
	}
	if q.Sort != "recent" && q.Sort != "title" {
		q.Sort = ""
	}
	return q
}

// value is what is chosen of a side.
func (q Search) value(one side) string {
	if one.chosen != nil {
		return *one.chosen(&q)
	}
	if q.Year == 0 {
		return ""
	}
	return strconv.Itoa(q.Year)
}

// values writes a search as the parameters of an address, without what is empty.
func (q Search) values() url.Values {
	out := url.Values{}
	set := func(name, value string) {
		if value != "" {
			out.Set(name, value)
		}
	}
	set("q", q.Query)
	set("sort", q.Sort)
	for _, one := range sides {
		if one.name != "member" || !q.Own {
			set(one.name, q.value(one))
		}
	}
	return out
}

// narrowed tells whether the search leaves anything out.
func (q Search) narrowed() bool {
	return q.Query != "" || slices.ContainsFunc(sides, func(one side) bool {
		return q.value(one) != "" && !(q.Own && one.name == "member")
	})
}

// choice is a value of a facet, a sort order, or a filter that can be taken
// away again.
type choice struct {
	Label, Href string
	Count       int
	On          bool
}

// narrowing is a facet as the page shows it.
type narrowing struct {
	Title       string
	First, More []choice
	All         int    // how many values there are, where not all are counted; 0 for these
	Many        string // the page of all
}

// groups are the facets that can narrow what was found, or do.
func (v searchView) groups(ctx context.Context, s *Service) (out []narrowing) {
	for _, one := range sides {
		if v.Own && !one.own {
			continue
		}
		chosen := v.value(one)
		if one.name == "member" && v.Within != nil {
			chosen = v.Within.Slug // whatever address it was asked for by
		}
		g := narrowing{Title: i18n.Read(ctx, one.title), Many: one.many}
		var all []choice
		counted := v.Origins
		if one.facets != nil {
			counted = one.facets(&v.Results)
		}
		for _, f := range counted {
			value := f.Value
			if one.name == "schema" {
				value = schemaValue(value)
			}
			c := choice{Label: one.label(s, ctx, v, value), Count: f.Count, On: chosen != "" && chosen == value}
			if !c.On && one.many != "" && len(all) >= facetValues {
				continue
			}
			c.Href = here.WithQuery(ctx, one.name, unless(c.On, value), "page", "")
			all = append(all, c)
		}
		if one.name == "year" {
			slices.SortStableFunc(all, func(a, b choice) int { return cmp.Compare(b.Label, a.Label) })
		}
		if !slices.ContainsFunc(all, func(c choice) bool { return c.On || c.Count != v.Total }) {
			continue // it would narrow nothing
		}
		if g.First = all; len(all) > facetFirst+1 {
			g.First, g.More = all[:facetFirst], all[facetFirst:]
			if on := slices.IndexFunc(g.More, func(c choice) bool { return c.On }); on >= 0 {
				g.First = append(slices.Clone(g.First), g.More[on])
				g.More = slices.Delete(slices.Clone(g.More), on, on+1)
			}
		}
		if one.name == "member" && v.Publishing > len(all) {
			g.All = v.Publishing
		}
		out = append(out, g)
	}
	return out
}

// hidden are the filters that a form must carry along.
func (v searchView) hidden() (out []choice) {
	for _, one := range sides {
		if value := v.value(one); value != "" && !(v.Own && one.name == "member") {
			out = append(out, choice{Label: one.name, Href: value})
		}
	}
	if v.Sort != "" {
		out = append(out, choice{Label: "sort", Href: v.Sort})
	}
	return out
}

// active are the filters in force, each with the address without it.
func (v searchView) active(ctx context.Context, s *Service) []choice {
	var out []choice
	if v.Query != "" {
		out = append(out, choice{Label: i18n.Sayf(ctx, "« %s »", "“%s”", v.Query), Href: here.WithQuery(ctx, "q", "", "page", "")})
	}
	for _, one := range sides {
		if value := v.value(one); value != "" && !(v.Own && one.name == "member") {
			out = append(out, choice{Label: one.label(s, ctx, v, value), Href: here.WithQuery(ctx, one.name, "", "page", "")})
		}
	}
	return out
}

func unless(on bool, value string) string {
	if on {
		return ""
	}
	return value
}

func named(facets []Facet, value string) string {
	for _, f := range facets {
		if f.Value == value {
			return f.Label
		}
	}
	return value
}

func (s *Service) schemaLabel(ctx context.Context, name string) string {
	if name == "" || name == "none" {
		return i18n.Say(ctx, "Sans schéma national", "Without national schema")
	}
	if schema, ok := s.p.Schemas.Schema(name); ok {
		return i18n.Read(ctx, schema.Title)
	}
	return name
}

func schemaValue(name string) string {
	if name == "" {
		return "none"
	}
	return name
}

func themeLabel(ctx context.Context, code string) string {
	if code == "none" {
		return i18n.Say(ctx, "Sans thème", "Without theme")
	}
	for _, t := range dcat.Theme(code).Labels() {
		if t.Lang == string(i18n.From(ctx).Lang) {
			return t.Value
		}
	}
	return code
}

func formatLabel(ctx context.Context, format string) string {
	if format == "geojson" {
		return i18n.Say(ctx, "GeoJSON (à placer sur une carte)", "GeoJSON (goes on a map)")
	}
	if format == "parquet" {
		return "Parquet"
	}
	return strings.ToUpper(format)
}

func (s *Service) licenceLabel(ctx context.Context, key string) string {
	for _, l := range s.p.Licences {
		if l.Key == key {
			return i18n.Read(ctx, l.Label)
		}
	}
	if key == "other" {
		return i18n.Say(ctx, "Autre, ou non précisée", "Another, or not stated")
	}
	return key
}
