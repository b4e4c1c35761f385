package portal

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
)

// dictionaryRoutes adds what says of a version what its columns hold: a page that
// prints well, a table, and a Table Schema.
func (s *Service) dictionaryRoutes(routes *web.Routes) {
	for _, base := range []string{"/datasets/{id}", "/datasets/{id}/versions/{number}"} {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: base + "/dictionary", Kind: web.Page, Guard: web.Everyone, Handler: s.dictionaryPage})
		routes.Add(web.Route{Method: http.MethodGet, Pattern: base + "/dictionary.csv", Kind: web.Download, Guard: web.Everyone, Handler: s.dictionaryCSV})
		routes.Add(web.Route{Method: http.MethodGet, Pattern: base + "/schema.json", Kind: web.Download, Guard: web.Everyone, Handler: s.dictionarySchema})
	}
}

// dictionaryBase is where the dictionary of the version shown stands, with what the
// address of its other forms begins with: that of the latest follows the latest.
func (d Shown) dictionaryBase() string {
	if d.Version.Number == d.Latest {
		return "/datasets/" + d.ID
	}
	return "/datasets/" + d.ID + "/versions/" + strconv.Itoa(d.Version.Number)
}

// columns are those of the version, with what its schema says of them beside: the
// rules and examples that are not kept with each version.
func (s *Service) columns(d Shown) ([]Field, *Schema) {
	schema, ok := s.p.Schemas.Schema(d.Schema)
	if !ok || d.Schema == "" {
		return d.Columns, nil
	}
	out := make([]Field, len(d.Columns))
	for i, f := range d.Columns {
		out[i] = f
		for _, known := range schema.Fields {
			if strings.EqualFold(known.Name, f.Name) {
				out[i].Rules, out[i].Example = known.Rules, known.Example
			}
		}
	}
	return out, &schema
}

func (s *Service) dictionaryPage(w http.ResponseWriter, r *http.Request) error {
	d, done, err := s.version(w, r)
	if err != nil || done {
		return err
	}
	ctx := r.Context()
	fields, schema := s.columns(d)
	head := ui.Page{Title: i18n.Sayf(ctx, "Dictionnaire des données – %s", "Data dictionary – %s", d.Title), NoIndex: true}
	return show(w, r, dictionaryView(s.memberFrame(ctx, head, d.Body, "data"), d, fields, schema))
}

// dictionaryCSV is the dictionary as a table, in both languages: a file may be
// passed on to others.
func (s *Service) dictionaryCSV(w http.ResponseWriter, r *http.Request) error {
	d, done, err := s.version(w, r)
	if err != nil || done {
		return err
	}
	fields, _ := s.columns(d)
	web.Attachment(w, shellName(d.Slug)+"-dictionnaire.csv", "text/csv; charset=utf-8")
	if _, err := w.Write([]byte("\ufeff")); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	lines := [][]string{{"rang", "colonne", "type", "obligatoire", "intitule", "description", "label_en", "description_en", "exemple", "valeurs", "regles"}}
	for i, f := range fields {
		required := "non"
		if f.Required {
			required = "oui"
		}
		rules := make([]string, len(f.Rules))
		for n, x := range f.Rules {
			rules[n] = x.Fr
		}
		lines = append(lines, []string{strconv.Itoa(i + 1), f.Name, f.Type, required, f.Title.Fr, f.Description.Fr, f.Title.En, f.Description.En, f.Example,
			strings.Join(f.Values, " | "), strings.Join(rules, " | ")})
	}
	for _, line := range lines {
		for i, cell := range line {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				line[i] = "'" + cell // no spreadsheet takes it for a formula
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// tableSchema is a Table Schema (specs.frictionlessdata.io), of what the CSV of a
// version holds.
type tableSchema struct {
	Name        string       `json:"name"`
	Title       string       `json:"title"`
	Description string       `json:"description,omitempty"`
	Version     string       `json:"version"`
	Homepage    string       `json:"homepage"`
	Path        string       `json:"path"`
	Fields      []tableField `json:"fields"`
	PrimaryKey  []string     `json:"primaryKey,omitempty"`
}

type tableField struct {
	Name        string           `json:"name"`
	Type        string           `json:"type"`
	Title       string           `json:"title,omitempty"`
	Description string           `json:"description,omitempty"`
	Example     string           `json:"example,omitempty"`
	TrueValues  []string         `json:"trueValues,omitempty"`
	FalseValues []string         `json:"falseValues,omitempty"`
	Constraints tableConstraints `json:"constraints"`
}

type tableConstraints struct {
	Required bool     `json:"required"`
	Enum     []string `json:"enum,omitempty"`
}

// dictionarySchema describes the CSV that is served, whose values stand in the one
// form of their type; the official schema, whose rules go further, is named in the
// catalogue (dct:conformsTo).
func (s *Service) dictionarySchema(w http.ResponseWriter, r *http.Request) error {
	d, done, err := s.version(w, r)
	if err != nil || done {
		return err
	}
	ctx := r.Context()
	fields, schema := s.columns(d)
	out := tableSchema{Name: shellName(d.Slug), Title: d.Title, Description: d.Description, Version: strconv.Itoa(d.Version.Number), Homepage: web.URL(ctx, datasetPath(d.Dataset)),
		Path: web.URL(ctx, d.dictionaryBase()+"/data.csv")}
	if schema != nil {
		out.PrimaryKey = schema.Key
	}
	for _, f := range fields {
		out.Fields = append(out.Fields, tableFieldOf(ctx, f))
	}
	web.Attachment(w, shellName(d.Slug)+".schema.json", "application/json")
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func tableFieldOf(ctx context.Context, f Field) tableField {
	t := tableField{Name: f.Name, Type: f.Type, Title: i18n.Read(ctx, f.Title), Description: i18n.Read(ctx, f.Description), Example: f.Example,
		Constraints: tableConstraints{Required: f.Required, Enum: f.Values}}
	switch f.Type {
	case "text":
		t.Type = "string"
	case "boolean":
		t.TrueValues, t.FalseValues, t.Example, t.Constraints.Enum = []string{"true"}, []string{"false"}, "true", nil
	}
	return t
}
