package ods

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
)

// The catalogue is itself a table, which the same queries are asked of. It is
// made of the records when somebody asks and what there is has aged, and kept
// for so long only: what has been withdrawn or erased since is gone with it. What
// is shown of a dataset is read from the records, always: one that is no longer
// public is left out.
const (
	listingAge  = 20 * time.Second
	listingPage = 1000
)

// listing is the table of the catalogue, as it was a moment ago.
type listing struct {
	mu    sync.Mutex
	table tables.Table
	made  time.Time
	timer *time.Timer
}

var catalogueColumns = []tables.Column{
	{Name: "dataset_id", Type: tables.Text}, {Name: "title", Type: tables.Text}, {Name: "description", Type: tables.Text},
	{Name: "keyword", Type: tables.Text}, {Name: "publisher", Type: tables.Text}, {Name: "siren", Type: tables.Text},
	{Name: "license", Type: tables.Text}, {Name: "schema", Type: tables.Text}, {Name: "language", Type: tables.Text},
	{Name: "update_frequency", Type: tables.Text}, {Name: "territory", Type: tables.Text}, {Name: "records_count", Type: tables.Integer},
	{Name: "modified", Type: tables.DateTime}, {Name: "issued", Type: tables.DateTime}, {Name: "data_processed", Type: tables.DateTime},
	{Name: "metadata_processed", Type: tables.DateTime},
}

// catalogueFacets are those counted by when none is named.
var catalogueFacets = []string{"publisher", "keyword", "license", "schema", "modified"}

func cells(d explore.Dataset) [][]byte {
	var out [][]byte
	add := func(values ...string) {
		for _, v := range values {
			out = append(out, []byte(strings.ReplaceAll(strings.ToValidUTF8(v, "\ufffd"), "\x00", "")))
		}
	}
	at := d.Modified.UTC().Format("2006-01-02T15:04:05Z")
	add(d.ID, d.Title, d.Description, strings.Join(d.Keywords, listMark), d.Member.Name, d.Member.Siren, d.Licence.Label.Fr, d.Schema, "fr",
		d.Frequency, d.Member.Name, strconv.FormatInt(d.Rows, 10), at, d.Issued.UTC().Format("2006-01-02T15:04:05Z"), at, at)
	return out
}

// catalogue returns the table of what is published.
func (s *Service) catalogue(ctx context.Context) (tables.Table, error) {
	l := &s.listing
	l.mu.Lock()
	defer l.mu.Unlock()
	now := s.p.Clock.Now()
	if l.table.Open != nil && now.Sub(l.made) < listingAge && !now.Before(l.made) {
		return l.table, nil
	}
	var b bytes.Buffer
	source := &pages{ctx: ctx, shelf: s.p.Shelf}
	if _, err := tables.WriteParquet(ctx, &b, catalogueColumns, source); err != nil {
		return tables.Table{}, err
	}
	sum := sha256.Sum256(b.Bytes())
	digest := hex.EncodeToString(sum[:])
	if digest != l.table.Digest {
		s.drop()
		l.table = tables.Table{Digest: digest, Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Bytes())), nil }}
	}
	l.made = now
	if l.timer != nil {
		l.timer.Stop()
	}
	l.timer = time.AfterFunc(2*listingAge, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		s.drop()
	})
	return l.table, nil
}

// drop destroys the table that is held. The listing is locked.
func (s *Service) drop() {
	if digest := s.listing.table.Digest; digest != "" {
		s.listing.table = tables.Table{}
		go func() { _ = s.p.Engine.Forget(context.Background(), digest) }() // what is left of it the engine's housekeeping finds
	}
}

// pages reads the shelf page by page.
type pages struct {
	ctx    context.Context
	shelf  explore.Shelf
	offset int
	held   []explore.Dataset
	ended  bool
}

func (p *pages) Next() ([][]byte, error) {
	if len(p.held) == 0 && !p.ended {
		var err error
		if p.held, err = p.shelf.Page(p.ctx, listingPage, p.offset); err != nil {
			return nil, err
		}
		p.offset += len(p.held)
		p.ended = len(p.held) < listingPage
	}
	if len(p.held) == 0 {
		return nil, io.EOF
	}
	d := p.held[0]
	p.held = p.held[1:]
	return cells(d), nil
}

// catalogueSetting is what questions of the catalogue are read in.
func (s *Service) catalogueSetting(r *http.Request) (*setting, error) {
	set, err := s.setting(r, explore.Dataset{Table: explore.Table{Columns: catalogueColumns}})
	if err != nil {
		return nil, err
	}
	set.lists = map[string]bool{"keyword": true}
	// Metadata are also reached by the name of their template.
	for _, f := range set.fields {
		f.Name = "default." + f.Name
		set.hidden = append(set.hidden, f)
	}
	return set, nil
}

func (s *Service) getCatalogue(w http.ResponseWriter, r *http.Request) error {
	q, err := readRequest(r)
	if err != nil {
		return err
	}
	set, err := s.catalogueSetting(r)
	if err != nil {
		return err
	}
	p, err := set.plan(q.clauses)
	if err != nil {
		return err
	}
	if err := q.window(p.grouped); err != nil {
		return err
	}
	t, err := s.catalogue(r.Context())
	if err != nil {
		return err
	}
	if p.grouped || (q.sel != "" && strings.TrimSpace(q.sel) != "*") {
		return s.catalogueRows(w, r, t, p, q)
	}
	found, total, err := s.found(r.Context(), t, p, q)
	if err != nil {
		return err
	}
	results := make([]datasetJSON, len(found))
	for i, d := range found {
		results[i] = describe(r, d, q.links)
	}
	out := map[string]any{"total_count": total, "results": results}
	if q.links {
		out["links"] = pageLinks(r, q, total)
	}
	return writeJSON(w, out)
}

// found reads the datasets of a page from the records.
func (s *Service) found(ctx context.Context, t tables.Table, p plan, q request) ([]explore.Dataset, int64, error) {
	set := plan{ask: p.ask}
	set.ask.Out = []*tables.Node{tables.Cell(0, catalogueColumns[0])}
	if len(set.ask.Order) == 0 { // the latest first, as people expect of a catalogue
		set.ask.Order = []tables.Order{{By: tables.Cell(12, catalogueColumns[12]), Desc: true}}
	}
	rows, total, err := s.rows(ctx, t, set, q.limit, q.offset)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, 0, len(rows))
	for _, row := range rows {
		if id, ok := row[0].(string); ok {
			ids = append(ids, id)
		}
	}
	found, err := s.p.Shelf.Find(ctx, ids)
	return found, total, err
}

// catalogueRows answers computed values of the catalogue.
func (s *Service) catalogueRows(w http.ResponseWriter, r *http.Request, t tables.Table, p plan, q request) error {
	p.plain = nil
	if !p.grouped {
		p.ask.Out = append(p.ask.Out, tables.Cell(0, catalogueColumns[0]))
	}
	rows, total, err := s.rows(r.Context(), t, p, q.limit, q.offset)
	if err == nil && !p.grouped {
		rows, err = s.standing(r.Context(), rows)
	}
	if err != nil {
		return err
	}
	return writeRows(w, p.columns, heads(p.columns, false), rows, total)
}

// standing leaves out rows of datasets that are no longer public. Their
// identifiers are the last values.
func (s *Service) standing(ctx context.Context, rows [][]any) ([][]any, error) {
	id := func(row []any) string {
		text, _ := row[len(row)-1].(string)
		return text
	}
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = id(row)
	}
	found, err := s.p.Shelf.Find(ctx, ids)
	stands := map[string]bool{}
	for _, d := range found {
		stands[d.ID] = true
	}
	return slices.DeleteFunc(rows, func(row []any) bool { return !stands[id(row)] }), err
}

// writeRows answers rows as objects.
func writeRows(w http.ResponseWriter, columns []column, keys [][]byte, rows [][]any, total int64) error {
	b := append(strconv.AppendInt([]byte(`{"total_count":`), total, 10), `,"results":[`...)
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendRow(b, columns, keys, row)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, err := w.Write(append(b, "]}\n"...))
	return err
}

func (s *Service) getCatalogueFacets(w http.ResponseWriter, r *http.Request) error {
	q, err := readRequest(r)
	if err != nil {
		return err
	}
	set, err := s.catalogueSetting(r)
	if err != nil {
		return err
	}
	t, err := s.catalogue(r.Context())
	if err != nil {
		return err
	}
	names := q.values["facet"]
	if len(names) == 0 {
		names = catalogueFacets
	}
	return s.answerFacets(w, r, t, set, q, names)
}
