package portal

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/here"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/quality"
)

// datasetView is what the page of a dataset shows.
type datasetView struct {
	Shown
	Explorer explorer
	Pictures pictures
	Quality  []quality.Point
	Schema   *Schema // nil for a table without
	Told     string  // where the data are told in plain figures, "" for nowhere
	Linked   string  // the page as schema.org describes it
	Ago      string
	Blocks   []templ.Component // of other rooms
	Old      bool              // not the latest version
	Near     Near
	Alerts   bool // one can be told by mail of new versions
}

// byID leads from the lasting address of a dataset to its readable page.
func (s *Service) byID(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if !ident.Valid(id) {
		return fault.Missing("portal.byID")
	}
	d, err := s.p.Catalogue.Dataset(r.Context(), "", id, 0)
	if err != nil {
		return err
	}
	if d.Hidden != nil {
		return s.gone(w, r, d)
	}
	return elsewhere(w, r, datasetPath(d.Dataset))
}

func (s *Service) dataset(w http.ResponseWriter, r *http.Request) error {
	number, err := versionNumber(r)
	if err != nil {
		return err
	}
	d, err := s.p.Catalogue.Dataset(r.Context(), r.PathValue("member"), r.PathValue("slug"), number)
	if err != nil {
		return err
	}
	if d.Hidden != nil {
		return s.gone(w, r, d)
	}
	path := datasetPath(d.Dataset)
	if number > 0 {
		path = versionPath(d.Dataset, number)
	}
	if d.Body.Slug != r.PathValue("member") || d.Slug != r.PathValue("slug") {
		return moved(w, r, path)
	}
	ctx := r.Context()
	e, err := s.explore(r, d, path)
	if err != nil {
		return err
	}
	if hasBlank(r) {
		// A form sends its empty fields too: lead to the short address.
		return web.Moved(w, r, e.address(path), false)
	}
	if part(r, "rows") {
		return show(w, r, explorerPart(e))
	}
	if part(r, "charts") {
		return show(w, r, picturesPart(s.pictures(ctx, d, e)))
	}
	return s.showDataset(w, r, d, e)
}

func (s *Service) showDataset(w http.ResponseWriter, r *http.Request, d Shown, e explorer) error {
	ctx := r.Context()
	v := datasetView{Shown: d, Explorer: e, Old: d.Version.Number != d.Latest, Alerts: s.p.Alerts, Ago: i18n.Ago(ctx, s.p.Clock.Now(), d.Version.Issued)}
	if schema, ok := s.p.Schemas.Schema(d.Schema); ok && d.Schema != "" {
		v.Schema = &schema
	}
	v.Pictures = s.pictures(ctx, d, e)
	v.Quality = d.quality(ctx, s.p.Clock.Now())
	var err error
	if v.Told, err = s.told(ctx, d.Schema, d.Body.Slug); err != nil {
		return err
	}
	if v.Linked, err = linkedData(ctx, d); err != nil {
		return err
	}
	for _, of := range s.p.Blocks {
		b, err := of(ctx, d.Dataset)
		if err != nil {
			return err
		}
		if b != nil && !v.Old {
			v.Blocks = append(v.Blocks, b)
		}
	}
	head := ui.Page{Title: d.Title, Canonical: e.Path, Description: firstSentence(d.Description), NoIndex: v.Old}
	if !e.first() || len(e.Hidden) > 0 || e.Picture != nil {
		head.NoIndex = true // one of countless views of one table
	}
	head.Feeds = feedsOf(ctx, d.Title, "/datasets/"+d.ID+"/versions", "")
	if v.Near, err = s.p.Catalogue.Near(ctx, d.Dataset); err != nil {
		return err
	}
	shell := s.memberFrame(ctx, head, d.Body, "data")
	return show(w, r, datasetPage(shell, v))
}

func versionNumber(r *http.Request) (int, error) {
	text := r.PathValue("number")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1<<30 || strconv.Itoa(n) != text {
		return 0, fault.Missing("portal.version")
	}
	return n, nil
}

func versionPath(d Dataset, number int) string {
	return datasetPath(d) + "/versions/" + strconv.Itoa(number)
}

// hasBlank tells whether the address carries fields of a form without value.
func hasBlank(r *http.Request) bool {
	for _, values := range r.URL.Query() {
		for _, v := range values {
			if v == "" {
				return true
			}
		}
	}
	return false
}

// file is one form in which a version can be had.
type file struct {
	Name, Words, Path string
	File
}

// files are the forms in which the version shown can be had. The latest
// version stands at addresses that go on showing the latest; an older one at
// its own.
func (d Shown) files(ctx context.Context, number int) []file {
	base := "/datasets/" + d.ID
	v := d.Version
	if number > 0 {
		base += "/versions/" + strconv.Itoa(number)
		for _, old := range d.History {
			if old.Number == number {
				v = old
			}
		}
	}
	return []file{
		{"CSV", i18n.Say(ctx, "pour un tableur\u202f; UTF-8, virgules", "for a spreadsheet; UTF-8, commas"), base + "/data.csv", v.CSV},
		{"Parquet", i18n.Say(ctx, "pour l’analyse\u202f; colonnes typées", "for analysis; typed columns"), base + "/data.parquet", v.Parquet},
		{i18n.Say(ctx, "Original", "Original"), i18n.Say(ctx, "le fichier tel que déposé", "the file as it was deposited"), base + "/original", v.Original},
	}
}

// shown are the files of the version on the page.
func (v datasetView) shown(ctx context.Context) []file {
	if v.Old {
		return v.files(ctx, v.Version.Number)
	}
	return v.files(ctx, 0)
}

// stable is the lasting address of the version shown.
func (d Shown) stable(ctx context.Context) string {
	return here.URL(ctx, versionPath(d.Dataset, d.Version.Number))
}

// citation names the version so that anybody finds the same bytes again.
func (d Shown) citation(ctx context.Context) string {
	return i18n.Sayf(ctx, "%s, « %s », version %d du %s, %s, %s, SHA-256 du CSV\u202f: %s",
		"%s, “%s”, version %d of %s, %s, %s, SHA-256 of the CSV: %s",
		d.Body.Name, d.Title, d.Version.Number, i18n.Date(ctx, d.Version.Issued), i18n.Read(ctx, d.Licence.Label), d.stable(ctx), d.Version.CSV.Digest)
}

// firstSentence is the beginning of a description, for search engines.
func firstSentence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if i := strings.Index(text, ". "); i > 40 {
		text = text[:i+1]
	}
	head, long := beginning(text)
	if long {
		head += "…"
	}
	return head
}

// paragraphs are the parts of a description between blank lines.
func paragraphs(text string) []string {
	var out []string
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// curl are commands that query the dataset, ready to be copied.
func (d Shown) curl(ctx context.Context) []string {
	rows := here.URL(ctx, "/api/v1/datasets/"+d.ID+"/rows")
	out := []string{"curl '" + rows + "?limit=10'"}
	for _, c := range d.Columns {
		if c.measured() && shellSafe(c.Name) {
			out = append(out, "curl '"+rows+"?sort=-"+c.Name+"&limit=10'")
			break
		}
	}
	return append(out, "curl -o "+shellName(d.Slug)+".csv '"+here.URL(ctx, "/datasets/"+d.ID+"/data.csv")+"'")
}

// shellSafe tells whether a name can stand in a quoted address as it is.
func shellSafe(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}

func shellName(name string) string {
	if shellSafe(name) && name != "" {
		return name
	}
	return "data"
}
