package portal

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/change"
)

// Proofs is what this room needs of whoever keeps the journal.
type Proofs interface {
	// Proof proves that the journal holds the publication of a version. Before
	// the entry has its number it is a fault of kind NotFound.
	Proof(ctx context.Context, dataset string, number int) (Proof, error)
}

// Proof is a version's publication in the journal, with what proves it.
type Proof struct {
	Entry        int64 // number of the entry
	At           time.Time
	Size         int64  // entries under the checkpoint
	Root         string // of their tree
	Origin       string // name of the log
	Key          string // its public key
	CSV, Parquet string // digests that the entry holds
	Checkpoint   string
	File         []byte // all of it, for a program
}

// versionRoutes adds the pages about a version.
func (s *Service) versionRoutes(routes *web.Routes) {
	for _, r := range []struct {
		pattern string
		kind    web.Kind
		handler web.Handler
	}{
		{"/datasets/{id}/versions/{number}/proof", web.Page, s.proofPage},
		{"/datasets/{id}/versions/{number}/proof.json", web.Download, s.proofFile},
		{"/datasets/{id}/versions/{number}/changes", web.Page, s.changesPage},
		{"/datasets/{id}/versions/{number}/changes.json", web.Asset, s.changesFile},
	} {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: r.pattern, Kind: r.kind, Guard: web.Everyone, Handler: r.handler})
	}
}

// version finds the version that an address names. done says that the answer
// was given: the dataset is no longer public.
func (s *Service) version(w http.ResponseWriter, r *http.Request) (d Shown, done bool, err error) {
	number, err := versionNumber(r)
	if err != nil {
		return d, false, err
	}
	if !ident.Valid(r.PathValue("id")) {
		return d, false, fault.Missing("portal.version")
	}
	if d, err = s.p.Catalogue.Dataset(r.Context(), "", r.PathValue("id"), number); err != nil {
		return d, false, err
	}
	if d.Hidden != nil {
		return d, true, s.gone(w, r, d)
	}
	return d, false, nil
}

var errNoProofYet = fault.New(fault.NotFound, "portal.proof",
	"Le journal n’a pas encore numéroté cette publication, ou elle date d’avant le journal public. Revenez dans une minute.",
	"The journal has not numbered this publication yet, or it is older than the public journal. Come back in a minute.")

func (s *Service) proof(ctx context.Context, d Shown) (Proof, error) {
	if s.p.Proofs == nil {
		return Proof{}, errNoProofYet
	}
	p, err := s.p.Proofs.Proof(ctx, d.ID, d.Version.Number)
	if fault.Is(err, fault.NotFound) {
		return p, errNoProofYet
	}
	return p, err
}

func (s *Service) proofPage(w http.ResponseWriter, r *http.Request) error {
	d, done, err := s.version(w, r)
	if err != nil || done {
		return err
	}
	p, err := s.proof(r.Context(), d)
	if err != nil {
		return err
	}
	ctx := r.Context()
	head := ui.Page{Title: i18n.Sayf(ctx, "Preuve de la version %d – %s", "Proof of version %d – %s", d.Version.Number, d.Title), NoIndex: true}
	return show(w, r, proofView(s.memberFrame(ctx, head, d.Body, "data"), d, p))
}

func (s *Service) proofFile(w http.ResponseWriter, r *http.Request) error {
	d, done, err := s.version(w, r)
	if err != nil || done {
		return err
	}
	p, err := s.proof(r.Context(), d)
	if err != nil {
		return err
	}
	web.Attachment(w, shellName(d.Slug)+"-v"+strconv.Itoa(d.Version.Number)+".proof.json", "application/json")
	_, err = w.Write(p.File)
	return err
}

// differences is what changed from one version to another.
type differences struct {
	change.Result
	From, To Version
	TooLarge bool
	Labels   map[string]string // of the columns
}

// changes compares the version shown with the one before it, or with the one
// that the address names.
func (s *Service) changes(r *http.Request, d Shown) (out differences, err error) {
	const op = "portal.changes"
	ctx := r.Context()
	out.To, out.Labels = d.Version, map[string]string{}
	for _, old := range d.History {
		if from := r.URL.Query().Get("from"); from == strconv.Itoa(old.Number) || from == "" && old.Number < d.Version.Number {
			out.From = old
			break
		}
	}
	if out.From.Number == 0 || out.From.Number == out.To.Number || s.p.Stream == nil {
		return out, fault.New(fault.NotFound, op, "Il n’y a pas d’autre version à comparer à celle-ci.", "There is no other version to compare this one with.")
	}
	before, err := s.p.Catalogue.Dataset(ctx, "", d.ID, out.From.Number)
	if err != nil {
		return out, err
	}
	for _, list := range [][]Field{before.Columns, d.Columns} {
		for _, f := range list {
			out.Labels[f.Name] = f.label(ctx)
		}
	}
	var key []string
	if schema, ok := s.p.Schemas.Schema(d.Schema); ok && d.Schema != "" {
		key = schema.Key
	}
	out.Result, err = s.p.Compared.get(ctx, before.Version.Parquet.Digest+" "+d.Version.Parquet.Digest, func() (change.Result, error) {
		return change.Compare(s.side(ctx, before), s.side(ctx, d), key)
	})
	if out.TooLarge = errors.Is(err, change.ErrTooLarge); out.TooLarge {
		err = nil
	}
	return out, err
}

func (s *Service) side(ctx context.Context, d Shown) change.Side {
	out := change.Side{Rows: d.Version.Rows, Each: func(fn func([]any) error) error {
		return s.p.Stream.Each(ctx, d.ID, d.Version.Number, tables.Query{}, fn)
	}}
	for _, f := range d.Columns {
		out.Columns = append(out.Columns, change.Column{Name: f.Name, Type: f.Type})
	}
	return out
}

func (s *Service) changesPage(w http.ResponseWriter, r *http.Request) error {
	d, done, err := s.version(w, r)
	if err != nil || done {
		return err
	}
	c, err := s.changes(r, d)
	if err != nil {
		return err
	}
	ctx := r.Context()
	head := ui.Page{Title: i18n.Sayf(ctx, "Différences de la version %d – %s", "Differences of version %d – %s", d.Version.Number, d.Title), NoIndex: true}
	return show(w, r, changesView(s.memberFrame(ctx, head, d.Body, "data"), d, c))
}

func (s *Service) changesFile(w http.ResponseWriter, r *http.Request) error {
	d, done, err := s.version(w, r)
	if err != nil || done {
		return err
	}
	c, err := s.changes(r, d)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	return json.NewEncoder(w).Encode(map[string]any{"from": c.From.Number, "to": c.To.Number, "complete": !c.TooLarge, "key": orNone(c.Key),
		"columns_added": orNone(c.NewColumns), "columns_removed": orNone(c.GoneColumns), "columns_retyped": append([]change.Retyped{}, c.Retyped...),
		"rows_added": c.Added, "rows_removed": c.Removed, "rows_changed": c.Changed, "rows_unchanged": c.Same})
}

func orNone(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// before is the version that stands before one; 0 for none.
func (v datasetView) before(number int) int {
	for _, old := range v.History {
		if old.Number < number {
			return old.Number
		}
	}
	return 0
}

func versionPart(id string, number int, part string) string {
	return "/datasets/" + id + "/versions/" + strconv.Itoa(number) + "/" + part
}

func itoa(n int) string { return strconv.Itoa(n) }
