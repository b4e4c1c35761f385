package portals

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// keep looks a dataset over and adds it to the page, or says why not.
func (p *Page) keep(d Dataset, now time.Time) {
	mail := false
	text := func(s string, most int) string {
		s, found := withoutMail(plain(s))
		mail = mail || found
		return cut(s, most)
	}
	d.Identifier = cut(strings.TrimSpace(d.Identifier), 500)
	d.Title = strings.Join(strings.Fields(text(d.Title, MostTitle)), " ")
	d.Description = text(d.Description, MostDescription)
	d.Publisher = strings.Join(strings.Fields(text(d.Publisher, 300)), " ")
	d.Licence = licence(text(d.Licence, 500))
	d.Landing = address(d.Landing)
	d.Keywords = words(d.Keywords, text)
	d.Themes = themes(d.Themes)
	d.Frequency = frequency(d.Frequency)
	d.Schemas = schemas(d.Schemas)
	resources := d.Resources
	d.Resources = nil
	for _, r := range resources {
		if r.URL = address(r.URL); r.URL == "" || len(d.Resources) >= MostResources ||
			slices.ContainsFunc(d.Resources, func(o Resource) bool { return o.URL == r.URL }) {
			continue
		}
		r.Title, r.Format = strings.Join(strings.Fields(text(r.Title, 300)), " "), format(r.Format)
		if r.Size < 0 {
			r.Size = 0
		}
		d.Resources = append(d.Resources, r)
	}
	for _, at := range []*time.Time{&d.Issued, &d.Modified} {
		if at.After(now.Add(24 * time.Hour)) { // whoever is further east is not wrong
			*at = time.Time{}
			if !slices.Contains(d.Remarks, FutureDate) {
				d.Remarks = append(d.Remarks, FutureDate)
			}
		}
	}
	if mail {
		d.Remarks = append(d.Remarks, MailRemoved)
	}
	if b := d.BBox; b != nil && !(b[0] >= -180 && b[0] <= b[2] && b[2] <= 180 && b[1] >= -90 && b[1] <= b[3] && b[3] <= 90) {
		d.BBox = nil
	}
	switch {
	case d.Identifier == "":
		p.Bad = append(p.Bad, Bad{d.Landing, d.Title, NoIdentifier})
	case d.Title == "":
		p.Bad = append(p.Bad, Bad{d.Identifier, d.Landing, NoTitle})
	case d.Landing == "" && len(d.Resources) == 0:
		p.Bad = append(p.Bad, Bad{d.Identifier, d.Title, NoLink})
	default:
		if len(d.Resources) == 0 {
			d.Remarks = append(d.Remarks, NoResource)
		}
		p.Datasets = append(p.Datasets, d)
	}
}

// plain is a text without markup: HTML is read as its words, blocks as lines.
func plain(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.ContainsAny(s, "<&") {
		s = unmarked(s)
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || unicode.Is(unicode.Cc, r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff, r == 0x200b:
			return -1 // controls, and what turns the direction of a line
		case r == '\u00a0':
			return ' '
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return strings.TrimSpace(blankLines.ReplaceAllString(strings.Join(lines, "\n"), "\n\n"))
}

var blankLines = regexp.MustCompile(`\n{3,}`)

func unmarked(s string) string {
	z := html.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == 0 {
				b.WriteString(html.UnescapeString(string(z.Raw())))
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style":
				skip++
			case "p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol":
				b.WriteByte('\n')
			}
		case html.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) == "br" {
				b.WriteByte('\n')
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); (string(name) == "script" || string(name) == "style") && skip > 0 {
				skip--
			}
		}
	}
}

var mailForm = regexp.MustCompile(`(?i)(?:mailto:)?[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+`)

// withoutMail takes addresses of electronic mail out of a text.
func withoutMail(s string) (string, bool) {
	if !strings.Contains(s, "@") {
		return s, false
	}
	out := mailForm.ReplaceAllString(s, "[…]")
	return out, out != s
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	runes := []rune(s)
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

// address is an address of the web that may be shown as a link, "" for any other.
func address(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > mostAddress {
		return ""
	}
	u, err := url.Parse(strings.ReplaceAll(s, " ", "%20"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

func words(list []string, text func(string, int) string) (out []string) {
	for _, w := range list {
		w = strings.Join(strings.Fields(text(w, 100)), " ")
		if w != "" && w != "[…]" && !slices.Contains(out, w) && len(out) < MostKeywords {
			out = append(out, w)
		}
	}
	return out
}

// licence names the two licences of the French administration by their keys, and
// leaves any other as it is.
func licence(s string) string {
	low := strings.ToLower(s)
	for _, known := range []string{"etalab", "licence-ouverte", "licence ouverte", "open-licence", "open licence", "lov2", "fr-lo"} {
		if strings.Contains(low, known) {
			return "lov2"
		}
	}
	for _, known := range []string{"odbl", "odc-odbl", "odc_bl", "open database licen"} {
		if strings.Contains(low, known) {
			return "odbl"
		}
	}
	if low == "notspecified" || low == "other-at" {
		return ""
	}
	return s
}

var themeForm = regexp.MustCompile(`data-theme/([A-Z]{4})$|^([A-Z]{4})$`)

func themes(list []string) (out []string) {
	for _, t := range list {
		if m := themeForm.FindStringSubmatch(t); m != nil && !slices.Contains(out, m[1]+m[2]) {
			out = append(out, m[1]+m[2])
		}
	}
	return out
}

// frequencies give the codes of the EU authority table for what udata, ISO 19115
// and Dublin Core call them.
var frequencies = map[string]string{
	"continuous": "UPDATE_CONT", "continual": "UPDATE_CONT", "update_cont": "UPDATE_CONT", "cont": "UPDATE_CONT", "hourly": "HOURLY", "daily": "DAILY", "weekly": "WEEKLY", "fortnightly": "BIWEEKLY",
	"biweekly": "BIWEEKLY", "semimonthly": "MONTHLY_2", "semimonthly2": "MONTHLY_2", "monthly": "MONTHLY", "bimonthly": "BIMONTHLY", "quarterly": "QUARTERLY", "semiannual": "ANNUAL_2",
	"biannually": "ANNUAL_2", "annual_2": "ANNUAL_2", "annual": "ANNUAL", "annually": "ANNUAL", "biennial": "BIENNIAL", "triennial": "TRIENNIAL", "irregular": "IRREG",
	"irreg": "IRREG", "asneeded": "AS_NEEDED", "as_needed": "AS_NEEDED", "punctual": "NEVER", "never": "NEVER", "notplanned": "NOT_PLANNED", "not_planned": "NOT_PLANNED",
}

func frequency(s string) string {
	s = strings.TrimRight(s, "/")
	s = s[strings.LastIndexAny(s, "/#")+1:]
	return frequencies[strings.ToLower(strings.TrimPrefix(s, "freq-"))]
}

// formats name what media types and protocols stand for.
var formats = []struct{ part, name string }{
	{"geo+json", "geojson"}, {"geojson", "geojson"}, {"geopackage", "gpkg"}, {"spreadsheetml", "xlsx"}, {"ms-excel", "xls"}, {"opendocument.spreadsheet", "ods"},
	{"ogc:wms", "wms"}, {"ogc:wfs", "wfs"}, {"ogc:wmts", "wmts"}, {"ogc:wcs", "wcs"}, {"parquet", "parquet"}, {"shapefile", "shp"}, {"shape", "shp"},
	{"text/csv", "csv"}, {"ld+json", "jsonld"}, {"turtle", "ttl"}, {"rdf+xml", "rdf"}, {"application/json", "json"}, {"pdf", "pdf"}, {"zip", "zip"},
	{"text/html", "html"}, {"web page", "html"}, {"arcgis", "arcgis"}, {"/xml", "xml"}, {"text/plain", "txt"},
}

func format(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, f := range formats {
		if strings.Contains(s, f.part) {
			return f.name
		}
	}
	s = strings.TrimRight(s, "/")
	if s = s[strings.LastIndexAny(s, "/#")+1:]; len(s) > 20 {
		s = ""
	}
	return strings.TrimPrefix(s, ".")
}

var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999", "2006-01-02T15:04:05", "2006-01-02 15:04:05.999999", "2006-01-02 15:04:05", "2006-01-02T15:04",
	"2006-01-02Z07:00", "2006-01-02", "02/01/2006", "2006-01", "2006", time.RFC1123Z, time.RFC1123}

// date reads a date in any of the forms that portals write; zero for none.
func date(s string) time.Time {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil && t.Year() > 1500 && t.Year() < 10000 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// schemaAddress is where the national schemas are: their names follow.
const schemaAddress = "schema.data.gouv.fr/"

// schemas are the names of national schemas among what was given: names as they
// are, or addresses that lead to one.
func schemas(given []string) (out []string) {
	for _, s := range given {
		s = strings.TrimSpace(s)
		if _, path, ok := strings.Cut(s, schemaAddress); ok {
			s = strings.TrimPrefix(path, "schemas/")
		} else if strings.Contains(s, ":") {
			continue
		}
		parts := strings.Split(s, "/")
		if len(parts) < 2 || parts[0] == "" || parts[1] == "" {
			continue
		}
		name := cut(parts[0]+"/"+strings.TrimSuffix(parts[1], ".html"), 100)
		if !slices.Contains(out, name) && len(out) < 10 {
			out = append(out, name)
		}
	}
	return out
}
