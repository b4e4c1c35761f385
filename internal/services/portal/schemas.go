package portal

import (
	"net/http"
	"net/url"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func (s *Service) schemas(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := s.findSchemas(cut(r.URL.Query().Get("q"), 100))
	if part(r, "found") {
		return show(w, r, schemasPart(v))
	}
	head := ui.Page{Title: i18n.Say(ctx, "Les schémas de données", "The data schemas"),
		Description: i18n.Say(ctx, "Les modèles nationaux que suivent les données publiées ici, colonne par colonne.", "The national models that the data published here follow, column by column.")}
	return show(w, r, schemasPage(s.frame(ctx, head, "schemas"), v))
}

func (s *Service) schema(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	schema, ok := s.p.Schemas.Schema(r.PathValue("name"))
	if !ok {
		return fault.Missing("portal.schema")
	}
	if schema.Name != r.PathValue("name") {
		return elsewhere(w, r, "/schemas/"+schema.Name)
	}
	found, err := s.p.Catalogue.Search(ctx, Search{Schema: schema.Name, Sort: "recent", Limit: homeLatest})
	if err != nil {
		return err
	}
	told, err := s.told(ctx, schema.Name, "")
	if err != nil {
		return err
	}
	head := ui.Page{Title: i18n.Read(ctx, schema.Title), Description: i18n.Read(ctx, schema.Description)}
	return show(w, r, schemaPage(s.frame(ctx, head, "schemas"), schema, found, told))
}

// queryPath is a search for words.
func queryPath(path, words string) string { return path + "?q=" + url.QueryEscape(words) }
