package portal

import (
	"context"
	"encoding/csv"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"airial/internal/platform/fault"
	"airial/internal/platform/text"
	"airial/internal/platform/web"
	themes "airial/standards/theme"
)

// searchCSV writes what a search finds as a table: one line a dataset, with
// semicolons, as spreadsheets here expect. It is streamed, whatever its size.
func (s *Service) searchCSV(w http.ResponseWriter, r *http.Request) error {
	ctx, member := r.Context(), r.PathValue("member")
	own := member != ""
	if !own {
		member = r.URL.Query().Get("member")
	}
	q := readSearch(r.URL.Query(), member, own)
	var out *csv.Writer
	begin := func() error {
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		name := "catalogue"
		if own {
			name += "-" + text.Slug(member)
		}
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
		out = csv.NewWriter(w)
		out.Comma = ';'
		return out.Write([]string{"identifiant", "titre", "description", "collectivite", "siren", "schema", "themes", "licence",
			"mots_cles", "lignes", "version", "premiere_publication", "mise_a_jour", "page", "csv", "source"})
	}
	write := func(d Dataset) error {
		if out == nil {
			if err := begin(); err != nil {
				return err
			}
		}
		var codes []string
		for _, t := range themes.Of(d.Schema, d.Keywords...) {
			codes = append(codes, string(t))
		}
		line := []string{d.ID, d.Title, d.Description, d.Body.Name, d.Body.Siren, d.Schema, strings.Join(codes, ","), d.Licence,
			strings.Join(d.Keywords, ","), strconv.FormatInt(d.Rows, 10), strconv.Itoa(d.Number), d.Issued.UTC().Format(time.RFC3339),
			d.Modified.UTC().Format(time.RFC3339), web.URL(ctx, "/datasets/"+d.ID), web.URL(ctx, "/datasets/"+d.ID+"/data.csv"), ""}
		return out.Write(harmless(line))
	}
	var err error
	v := searchView{Search: q}
	if s.p.Harvested != nil && (q.Query != "" || q.Member != "" || q.Area != "") {
		v.Limit = 1
		if v.Results, err = s.p.Catalogue.Search(ctx, v.Search); err != nil {
			return err
		}
	}
	mended := len(v.Instead) > 0
	if err = s.literally(ctx, &v); err != nil {
		return err
	}
	titled, n := v.Titled, 0
	next, stop := iter.Pull2(s.others(ctx, v))
	defer stop()
	other, err, more := next()
	// until writes what stands elsewhere and comes before one of ours; all of it,
	// where there is none.
	until := func(own *row) error {
		for more && err == nil && (own == nil || q.order(*own, row{other: &other, titled: q.Sort == "" && other.InTitle}) > 0) {
			if out == nil {
				err = begin()
			}
			if err == nil {
				err = out.Write(harmless(otherLine(ctx, other)))
			}
			if err == nil {
				other, err, more = next()
			}
		}
		return err
	}
	if err == nil && q.ours() && mended == (len(v.Instead) > 0) {
		err = s.p.Catalogue.Walk(ctx, q, func(d Dataset) error {
			n++
			if err := until(&row{own: &d, titled: n <= titled}); err != nil {
				return err
			}
			return write(d)
		})
	}
	if err == nil {
		err = until(nil)
	}
	if err == nil && out == nil {
		err = begin()
	}
	if err != nil {
		return err
	}
	out.Flush()
	return fault.Wrap("portal.searchCSV", out.Error())
}

// harmless keeps spreadsheets from taking a cell for a formula.
func harmless(line []string) []string {
	for i, cell := range line {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			line[i] = "'" + cell
		}
	}
	return line
}

// othersPage is how many harvested datasets are read at a time.
const othersPage = 500

// others are what a search finds among what was harvested, in its order.
func (s *Service) others(ctx context.Context, v searchView) iter.Seq2[HarvestedDataset, error] {
	return func(yield func(HarvestedDataset, error) bool) {
		q, possible := v.othersSearch()
		if s.p.Harvested == nil || !possible || v.Origin == originHere {
			return
		}
		q.Facets = false
		for q.Limit = othersPage; ; q.Offset += othersPage {
			found, err := s.p.Harvested.Find(ctx, q)
			if err != nil {
				yield(HarvestedDataset{}, err)
				return
			}
			for _, d := range found.Datasets {
				if !yield(d, nil) {
					return
				}
			}
			if len(found.Datasets) < othersPage {
				return
			}
		}
	}
}

// otherLine is the line of a dataset of another portal.
func otherLine(ctx context.Context, d HarvestedDataset) []string {
	changed := ""
	if !d.Modified.IsZero() {
		changed = d.Modified.UTC().Format(time.RFC3339)
	}
	return []string{d.ID, d.Title, d.Description, d.Body.Name, d.Body.Siren, "", strings.Join(d.Themes, ","), d.Licence, strings.Join(d.Keywords, ","),
		"", "", "", changed, web.URL(ctx, harvestedPath(d)), "", d.Source + " (" + d.Host + ")"}
}
