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
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/label"
)

// Data is what this room needs of whoever keeps the consolidated datasets.
type Data interface {
	// Gathered lists the schemas of which there is a consolidated dataset that is
	// public.
	Gathered(ctx context.Context) ([]string, error)
	// Find returns the consolidated dataset of a schema; ok is false where there is
	// none that is public.
	Find(ctx context.Context, schema string) (t Table, ok bool, err error)
	// About says what a schema is called and describes; false for one that is not
	// known.
	About(schema string) (About, bool)
	// Ask answers a question on its table, and EachAsk hands on the rows of the
	// answer, however many.
	Ask(ctx context.Context, t Table, a tables.Ask) (rows [][]any, total int64, err error)
	EachAsk(ctx context.Context, t Table, a tables.Ask, fn func(row []any) error) error
	// Members lists the members that are served, by name.
	Members(ctx context.Context) ([]organisation.Member, error)
	// UnderMaps gives the outlines of where some bodies are, and says where they come
	// from.
	UnderMaps(ctx context.Context, members []organisation.Member) (shapes []chart.Shape, credit string, err error)
	// Coverage says for whom figures of some years speak, in the order of the
	// years; 0 is all years together.
	Coverage(ctx context.Context, schema string, years []int, members []organisation.Member) ([]Covered, error)
}

// Table is a consolidated dataset.
type Table struct {
	Table    tables.Table
	Columns  []tables.Column // those of the schema first, then those that say whose a row is
	Titles   map[string]i18n.Text
	Page     string // its page
	Coverage string // the page that says who has published
	// Siren is the name of the column that says whose a row is, Name that of its
	// name; they and those behind them belong to no schema.
	Siren, Name string
	Rows        int64
}

// About is what a schema is called.
type About struct {
	Title, Description i18n.Text
	Page               string
}

// Covered is for whom the figures of a year speak: how many of the bodies have
// published, have declared to have nothing, do not owe it, and have said nothing.
type Covered struct {
	Year                                int // 0 for all years together
	Published, Nothing, NotOwed, Silent int
	Share                               float64 // of the communes' inhabitants who live where it is published, 0 to 1; NaN for none
	Ruled                               bool    // it is known who owes it
	Says                                string
}

// Site is the public site's frame.
type Site interface {
	Dress(ctx context.Context, page ui.Page, at string, body templ.Component) templ.Component
	// Face is how what is shown of a member looks elsewhere; of all, for the zero one.
	Face(ctx context.Context, m organisation.Member) label.Face
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
	routes.Add(web.Route{Method: http.MethodGet, Pattern: generalPath + "{schema...}", Kind: web.Page, Guard: web.Everyone, Handler: s.other})
}

// generalPath is where schemas are told that have no story of their own.
const generalPath = Path + "/schema/"

// PathOf is where the data of a schema are told.
func PathOf(schema string) string {
	for _, t := range told {
		if t.schema == schema {
			return Path + "/" + t.name
		}
	}
	return generalPath + schema
}

func (s *Service) all(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	schemas, err := s.data.Gathered(ctx)
	if err != nil {
		return err
	}
	var list, others []listed
	for _, t := range told {
		if !slices.Contains(schemas, t.schema) {
			continue
		}
		table, ok, err := s.data.Find(ctx, t.schema)
		if err != nil {
			return err
		}
		if ok {
			list = append(list, listed{t, table.Rows})
		}
	}
	for _, schema := range schemas {
		t, known := s.general(schema)
		if !known || PathOf(schema) != t.path() {
			continue
		}
		table, ok, err := s.data.Find(ctx, schema)
		if err != nil {
			return err
		}
		if ok {
			others = append(others, listed{t, table.Rows})
		}
	}
	head := ui.Page{Title: i18n.Say(ctx, "Ce que disent les données", "What the data say"),
		Description: i18n.Say(ctx, "Budgets, subventions, marchés publics, délibérations, équipements, menus, prénoms\u202f: le territoire en chiffres simples.", "Budgets, subsidies, public contracts, council decisions, equipment, menus, first names: the territory in plain figures.")}
	return show(w, r, s.site.Dress(ctx, head, "data", allBody(list, others)))
}

// listed is a story that can be told, with how much there is to tell.
type listed struct {
	*story
	rows int64
}

func (t *story) path() string { return Path + "/" + t.name }

func (s *Service) one(w http.ResponseWriter, r *http.Request) error {
	i := slices.IndexFunc(told, func(t *story) bool { return t.name == r.PathValue("story") })
	if i < 0 {
		return fault.Missing("story.one")
	}
	return s.show(w, r, told[i])
}

// other tells of a schema that has no story of its own.
func (s *Service) other(w http.ResponseWriter, r *http.Request) error {
	schema := r.PathValue("schema")
	t, ok := s.general(schema)
	switch {
	case !ok:
		return fault.Missing("story.other")
	case PathOf(schema) != t.path():
		return web.Moved(w, r, PathOf(schema), true)
	}
	return s.show(w, r, t)
}

func (s *Service) show(w http.ResponseWriter, r *http.Request, t *story) error {
	ctx := r.Context()
	v, err := s.told(ctx, r, t)
	if err != nil {
		return err
	}
	head := ui.Page{Title: v.title(ctx), Description: i18n.Read(ctx, t.lead), NoIndex: r.URL.RawQuery != ""}
	return show(w, r, s.site.Dress(ctx, head, "data", oneBody(v)))
}

// told tells a story of what the address chooses.
func (s *Service) told(ctx context.Context, r *http.Request, t *story) (*view, error) {
	table, ok, err := s.data.Find(ctx, t.schema)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New(fault.NotFound, "story.show", "Personne n’a encore publié ces données.", "Nobody has published these data yet.")
	}
	v, err := s.choose(ctx, r, t, table)
	if err == nil {
		err = v.tell(ctx)
	}
	return v, err
}

// mostWords bounds what is searched for, and mostYears how many years are compared.
const (
	mostWords = 100
	mostYears = 8
)

// choose reads what is asked for.
func (s *Service) choose(ctx context.Context, r *http.Request, t *story, table Table) (*view, error) {
	q := r.URL.Query()
	v := &view{story: t, asker: asker{data: s.data, table: table}, Query: strings.TrimSpace(q.Get("q")), Kind: q.Get("kind")}
	v.About, _ = s.data.About(t.schema)
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
	if t.year != nil && t.year(&v.asker).Type() != "" {
		if v.Years, err = v.asker.years(ctx, t.year); err != nil {
			return v, err
		}
		if len(v.Years) > 0 && !t.open {
			v.Year = v.Years[0]
		}
		if text := q.Get("year"); text == "all" && !t.single {
			v.Year = 0
		} else if text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || !slices.Contains(v.Years, n) {
				return v, fault.Missing("story.year")
			}
			v.Year = n
		}
	}
	years := append([]int{v.Year}, v.Years[:min(len(v.Years), mostYears)]...)
	about := v.Chosen
	if len(about) == 0 {
		about = v.Members
	}
	v.Covered, err = s.data.Coverage(ctx, t.schema, years, about)
	return v, err
}

// address is the story with another choice.
func (v *view) address(year string, slugs []string) string {
	q := v.query(year, slugs)
	if len(q) == 0 {
		return Path + "/" + v.name
	}
	return Path + "/" + v.name + "?" + q.Encode()
}

// query is a choice as addresses have it.
func (v *view) query(year string, slugs []string) url.Values {
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
	if v.Kind != "" {
		q.Set("kind", v.Kind)
	}
	return q
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
