package inbound

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/text"
	"airial/standards/catalogue"
	"airial/standards/dcat"
	"airial/standards/portals"
	"airial/standards/theme"
)

// Narrow is by what else a search is narrowed; what is empty leaves nothing out.
type Narrow struct {
	Schema  string // a name, "none" for those without
	Theme   string // a code of the EU's table, "none" for those without
	Format  string // "csv", "geojson"…
	Licence string // "lov2", "odbl", "other" for any other
	Year    int    // of the last change
}

// Facet is a value by which a search can be narrowed. Of members and sources it
// is the id.
type Facet struct {
	Value string
	Label string // of a source, its name
	Count int
}

// Facets count what a search finds, the largest first, each under all filters but
// its own.
type Facets struct {
	Schemas, Themes, Formats, Licences, Years, Members, Areas, Sources []Facet
}

// The kinds of side in a pack.
const (
	sideSchema, sideTheme, sideFormat, sideLicence, sideYear = "schema", "theme", "format", "licence", "year"

	without     = "none"
	mostFormats = 12
)

var plainFormat = regexp.MustCompile(`^[a-z0-9+-]{1,20}$`)

// sidesOf packs by what a dataset is found besides its words:
// |schema:scdl/subventions|theme:ECON|format:csv|licence:lov2|year:2026|.
func sidesOf(d portals.Dataset) string {
	var b strings.Builder
	put := func(kind, value string) { b.WriteString("|" + kind + ":" + value) }
	for _, name := range d.Schemas {
		if s, ok := catalogue.Lookup(name); ok {
			put(sideSchema, s.Name)
		}
	}
	themes := ThemesOf(d)
	if len(themes) == 0 {
		themes = []string{without}
	}
	for _, t := range themes {
		put(sideTheme, t)
	}
	var formats []string
	for _, r := range d.Resources {
		if f := strings.ToLower(r.Format); plainFormat.MatchString(f) {
			formats = append(formats, f)
		}
	}
	slices.Sort(formats)
	formats = slices.Compact(formats)
	for _, f := range formats[:min(len(formats), mostFormats)] {
		put(sideFormat, f)
	}
	licence := d.Licence
	if licence != "lov2" && licence != "odbl" {
		licence = "other"
	}
	put(sideLicence, licence)
	if !d.Modified.IsZero() {
		put(sideYear, strconv.Itoa(d.Modified.Year()))
	}
	return b.String() + "|"
}

// ThemesOf are the themes that a source says, and those that its keywords name.
func ThemesOf(d portals.Dataset) []string {
	out := slices.Clone(d.Themes)
	for _, t := range theme.Of("", d.Keywords...) {
		out = append(out, string(t))
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(t string) bool { return dcat.Theme(t).Labels() == nil })
}

// values are the values of a kind in a pack.
func values(pack, kind string) (out []string) {
	for part := range strings.SplitSeq(pack, "|") {
		if v, ok := strings.CutPrefix(part, kind+":"); ok {
			out = append(out, v)
		}
	}
	return out
}

// condition is the part of a query that a search narrows by, "" for none; ok is
// false when nothing can meet it.
//
// A pattern stands behind an empty text because SQLite would otherwise plan a query
// anew for each, in case it tells where in an index to look; none here can.
func (q Query) condition() (where string, args []any, ok bool) {
	add := func(condition string, v any) {
		args = append(args, v)
		where += fmt.Sprintf(condition, len(args))
	}
	words := text.Words(q.Text)
	if q.Text != "" && len(words) == 0 {
		return "", nil, false
	}
	for _, w := range words {
		add(` and ' ' || r.words like '' || $%d escape '\'`, "% "+text.EscapeLike(w)+"%")
	}
	if q.MemberID != "" {
		add(` and r.member_id = $%d`, q.MemberID)
	}
	if q.SourceID != "" {
		add(` and r.source_id = $%d`, q.SourceID)
	}
	if q.AreaID != "" {
		add(` and `+areaOf+` = $%d`, q.AreaID)
	}
	if q.Schema == without {
		where += ` and r.sides not like '%|` + sideSchema + `:%'`
	} else if q.Schema != "" {
		add(` and r.sides like '' || $%d escape '\'`, "%|"+sideSchema+":"+text.EscapeLike(q.Schema)+"|%")
	}
	year := ""
	if q.Year != 0 {
		year = strconv.Itoa(q.Year)
	}
	for _, s := range [][2]string{{sideTheme, q.Theme}, {sideFormat, q.Format}, {sideLicence, q.Licence}, {sideYear, year}} {
		if s[1] != "" {
			add(` and r.sides like '' || $%d escape '\'`, "%|"+s[0]+":"+text.EscapeLike(s[1])+"|%")
		}
	}
	if !q.Vanished {
		where += ` and r.vanished_at = 0`
	}
	return where, args, true
}

// areaOf is the EPCI in which a member (m) lies: itself, or the nearest of those
// that it belongs to; "" for none.
const areaOf = `case when m.kind = 'epci' then m.id else coalesce(
	(select g.id from member g where g.id = m.group_id and g.kind = 'epci'),
	(select h.id from member g join member h on h.id = g.group_id where g.id = m.group_id and h.kind = 'epci'), '') end`

// titled is a column that is 1 for those whose title has the words, with its
// arguments, which come after others.
func (q Query) titled(after int) (column string, args []any) {
	words := text.Words(q.Text)
	if len(words) == 0 {
		return "0", nil
	}
	var all []string
	for _, w := range words {
		args = append(args, "% "+text.EscapeLike(w)+"%")
		all = append(all, fmt.Sprintf(`' ' || r.sort_key like '' || $%d escape '\'`, after+len(args)))
	}
	return "case when " + strings.Join(all, " and ") + " then 1 else 0 end", args
}

// pack is how many records have the same sides, of one source.
type pack struct {
	sides, source, name, member, area string
	count                             int
}

// Count answers the public with what a search can be narrowed by.
func Count(ctx context.Context, tx access.Tx, q Query) (f Facets, err error) {
	packs := func(q Query) (out []pack, err error) {
		where, args, ok := q.condition()
		if !ok {
			return nil, nil
		}
		return database.All(ctx, tx, "inbound.Count", func(r database.Row) (p pack, err error) {
			return p, r.Scan(&p.sides, &p.source, &p.name, &p.member, &p.area, &p.count)
		}, `select sides, source, name, member, area, count(*) from (select r.sides, s.id as source, s.name, r.member_id as member, `+areaOf+` as area`+
			public+where+`) k group by sides, source, name, member, area`, args...)
	}
	all, err := packs(q)
	if err != nil {
		return f, err
	}
	for _, one := range []struct {
		into *[]Facet
		on   bool // it narrows: it counts without itself
		off  func(*Query)
		of   func(pack) []string
	}{
		{&f.Schemas, q.Schema != "", func(q *Query) { q.Schema = "" }, func(p pack) []string {
			if names := values(p.sides, sideSchema); len(names) > 0 {
				return names
			}
			return []string{""}
		}},
		{&f.Areas, q.AreaID != "", func(q *Query) { q.AreaID = "" }, func(p pack) []string { return []string{p.area} }},
		{&f.Themes, q.Theme != "", func(q *Query) { q.Theme = "" }, func(p pack) []string { return values(p.sides, sideTheme) }},
		{&f.Formats, q.Format != "", func(q *Query) { q.Format = "" }, func(p pack) []string { return values(p.sides, sideFormat) }},
		{&f.Licences, q.Licence != "", func(q *Query) { q.Licence = "" }, func(p pack) []string { return values(p.sides, sideLicence) }},
		{&f.Years, q.Year != 0, func(q *Query) { q.Year = 0 }, func(p pack) []string { return values(p.sides, sideYear) }},
		{&f.Members, q.MemberID != "", func(q *Query) { q.MemberID = "" }, func(p pack) []string { return []string{p.member} }},
		{&f.Sources, q.SourceID != "", func(q *Query) { q.SourceID = "" }, func(p pack) []string { return []string{p.source} }},
	} {
		list := all
		if one.on {
			free := q
			one.off(&free)
			if list, err = packs(free); err != nil {
				return f, err
			}
		}
		counts, names := map[string]int{}, map[string]string{}
		for _, p := range list {
			for _, v := range one.of(p) {
				counts[v] += p.count
			}
			names[p.source] = p.name
		}
		for v, n := range counts {
			*one.into = append(*one.into, Facet{v, names[v], n})
		}
		slices.SortFunc(*one.into, func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value)) })
	}
	return f, nil
}

// PackAll packs what was written before records were packed, some at a time.
func (s *Service) PackAll(ctx context.Context) error {
	const op, some = "inbound.PackAll", 200
	for {
		n := 0
		err := s.Doors.Write(ctx, access.System("harvest"), func(tx access.Tx) error {
			list, err := database.All(ctx, tx, op, scanRecord, `select `+recordColumns+` from harvest_record r where r.sides = '' order by r.id limit $1`, some)
			n = len(list)
			for _, x := range list {
				if err == nil {
					_, err = database.Exec(ctx, tx, op, `update harvest_record set sides = $1 where id = $2`, sidesOf(x.Dataset), x.ID)
				}
			}
			return err
		})
		if err != nil || n < some {
			return err
		}
	}
}
