package story

import (
	"net/http"
	"slices"

	"airial/internal/platform/fault"
	"airial/internal/platform/web/chart"
	"airial/internal/services/portal"
)

// EmbeddedStory is a story as it stands in another site's page: all of it, or the
// one chart, or map, that "chart" in the address names.
func (s *Service) EmbeddedStory(r *http.Request) (portal.Embedded, error) {
	ctx := r.Context()
	t, ok := s.named(r.PathValue("story"), r.PathValue("schema"))
	if !ok {
		return portal.Embedded{}, fault.Missing("story.embedded")
	}
	v, err := s.told(ctx, r, t)
	if err != nil {
		return portal.Embedded{}, err
	}
	if part := r.URL.Query().Get("chart"); part != "" {
		if !v.only(part) {
			return portal.Embedded{}, fault.Missing("story.embedded")
		}
	}
	out := portal.Embedded{Title: v.title(ctx), Page: v.address(v.yearKey(), v.slugs()), Body: embeddedBody(v)}
	if len(v.Chosen) == 1 {
		out.Who = v.Chosen[0]
	}
	out.Face = s.site.Face(ctx, out.Who)
	return out, nil
}

// named finds a story by its name, or by a schema that has none of its own.
func (s *Service) named(name, schema string) (*story, bool) {
	if name == "" {
		t, ok := s.general(schema)
		return t, ok && PathOf(schema) == t.path()
	}
	i := slices.IndexFunc(told, func(t *story) bool { return t.name == name })
	if i < 0 {
		return nil, false
	}
	return told[i], true
}

// only leaves one chart, or the map; false where there is none of that name.
func (v *view) only(id string) bool {
	i := slices.IndexFunc(v.Charts, func(c chart.Chart) bool { return c.ID == id })
	isMap := v.Map != nil && v.Map.ID == id
	if i < 0 && !isMap {
		return false
	}
	v.Stats, v.Within = nil, ""
	if isMap {
		v.Charts = nil
		return true
	}
	v.Map, v.Charts = nil, v.Charts[i:i+1]
	return true
}

// embedAddress is where the story, or one chart of it, stands for pages of others.
func (v *view) embedAddress(part string) string {
	q := v.query(v.yearKey(), v.slugs())
	if part != "" {
		q.Set("chart", part)
	}
	out := portal.EmbedPath + Path + "/" + v.name
	if len(q) > 0 {
		out += "?" + q.Encode()
	}
	return out
}
