package story

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// Data is what this room needs of whoever keeps the consolidated datasets.
type Data interface {
	// Find returns the consolidated dataset of a schema; ok is false where there is
	// none that is public.
	Find(ctx context.Context, schema string) (t Table, ok bool, err error)
	// Ask answers a question on its table.
	Ask(ctx context.Context, t Table, a tables.Ask) (rows [][]any, total int64, err error)
	// Members lists the members that are served, by name.
	Members(ctx context.Context) ([]organisation.Member, error)
	// Coverage says for whom figures of a year speak; members nil stands for all.
	Coverage(ctx context.Context, schema string, year int, members []organisation.Member) (string, error)
}

// Table is a consolidated dataset.
type Table struct {
	Table    tables.Table
	Columns  []tables.Column
	Page     string // its page
	Coverage string // the page that says who has published
	// Siren is the name of the column that says whose a row is.
	Siren string
	Rows  int64
}

// Site is the public site's frame.
type Site interface {
	Dress(ctx context.Context, page ui.Page, at string, body templ.Component) templ.Component
}

// Service is the room, put together.
type Service struct {
	data Data
	site Site
}

// New puts the room together.
func New(data Data, site Site) *Service { return &Service{data, site} }

// Path is where the stories are.
const Path = "/stories"

// Register adds the room's pages.
func (s *Service) Register(routes *web.Routes) {
	routes.Add(web.Route{Method: http.MethodGet, Pattern: Path, Kind: web.Page, Guard: web.Everyone, Handler: s.all})
	routes.Add(web.Route{Method: http.MethodGet, Pattern: Path + "/{story}", Kind: web.Page, Guard: web.Everyone, Handler: s.one})
}

func (s *Service) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var list []listed
	for _, t := range told {
		table, ok, err := s.data.Find(ctx, t.schema)
		if err != nil {
			return err
		}
		if ok {
			list = append(list, listed{t, table.Rows})
		}
	}
	head := ui.Page{Title: i18n.Say(ctx, "Ce que disent les données", "What the data say"),
		Description: i18n.Say(ctx, "Subventions, délibérations, équipements, prénoms\u202f: le territoire en chiffres simples.", "Subsidies, council decisions, equipment, first names: the territory in plain figures.")}
	return show(w, r, s.site.Dress(ctx, head, "data", allBody(list)))
}

// listed is a story that can be told, with how much there is to tell.
type listed struct {
	*story
	rows int64
}

func (s *Service) one(w http.ResponseWriter, r *http.Request) error {
	const op = "story.one"
	ctx := r.Context()
	i := slices.IndexFunc(told, func(t *story) bool { return t.name == r.PathValue("story") })
	if i < 0 {
		return fault.Missing(op)
	}
	t := told[i]
	table, ok, err := s.data.Find(ctx, t.schema)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.NotFound, op, "Personne n’a encore publié ces données.", "Nobody has published these data yet.")
	}
	v, err := s.choose(ctx, r, t, table)
	if err == nil {
		err = v.tell(ctx)
	}
	if err != nil {
		return err
	}
	head := ui.Page{Title: v.title(ctx), Description: i18n.Read(ctx, t.lead), NoIndex: r.URL.RawQuery != ""}
	return show(w, r, s.site.Dress(ctx, head, "data", oneBody(v)))
}

// mostWords bounds what is searched for.
const mostWords = 100

// choose reads what is asked for.
func (s *Service) choose(ctx context.Context, r *http.Request, t *story, table Table) (*view, error) {
	q := r.URL.Query()
	v := &view{story: t, asker: asker{data: s.data, table: table}, Query: strings.TrimSpace(q.Get("q"))}
	if runes := []rune(v.Query); len(runes) > mostWords {
		v.Query = string(runes[:mostWords])
	}
	var err error
	if v.Members, err = s.data.Members(ctx); err != nil {
		return v, err
	}
	for _, m := range v.Members {
		if slices.Contains(q["member"], m.Slug) {
			v.Chosen = append(v.Chosen, m)
		}
	}
	if len(q["member"]) > 0 && len(v.Chosen) == 0 {
		return v, fault.Missing("story.member")
	}
	v.asker.among(v.Chosen)
	if t.year != nil {
		if v.Years, err = v.asker.years(ctx, t.year); err != nil {
			return v, err
		}
		if len(v.Years) > 0 {
			v.Year = v.Years[0]
		}
		if text := q.Get("year"); text == "all" {
			v.Year = 0
		} else if text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || !slices.Contains(v.Years, n) {
				return v, fault.Missing("story.year")
			}
			v.Year = n
		}
	}
	covered := v.Year
	if covered > 0 || t.year == nil {
		v.Coverage, err = s.data.Coverage(ctx, t.schema, covered, v.Chosen)
	}
	return v, err
}

// address is the story with another choice.
func (v *view) address(year string, slugs []string) string {
	q := url.Values{}
	if year != "" {
		q.Set("year", year)
	}
	if len(slugs) > 0 {
		q["member"] = slugs
	}
	if v.Query != "" {
		q.Set("q", v.Query)
	}
	if len(q) == 0 {
		return Path + "/" + v.name
	}
	return Path + "/" + v.name + "?" + q.Encode()
}

func (v *view) slugs() (out []string) {
	for _, m := range v.Chosen {
		out = append(out, m.Slug)
	}
	return out
}

// show answers with a page and tags it with its content.
func show(w http.ResponseWriter, r *http.Request, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(r.Context(), &b); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	if web.Fresh(w, r, hex.EncodeToString(sum[:])) {
		return nil
	}
	return web.Render(w, r, templ.Raw(b.String()))
}
