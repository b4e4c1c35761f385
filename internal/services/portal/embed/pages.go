package embed

import (
	"bytes"
	_ "embed" // the element's script
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/a-h/templ"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal"
)

//go:embed airial.js
var element []byte

// Site is the public site, of which parts are shown.
type Site interface {
	EmbeddedTable(r *http.Request) (portal.Embedded, error)
	EmbeddedPictures(r *http.Request) (portal.Embedded, error)
	EmbeddedList(r *http.Request) (portal.Embedded, error)
}

// Stories are what is told of the data, of which a story or one of its charts is
// shown.
type Stories interface {
	EmbeddedStory(r *http.Request) (portal.Embedded, error)
}

// Register adds the room's addresses.
func Register(routes *web.Routes, site Site, stories Stories) {
	page := func(pattern string, of func(*http.Request) (portal.Embedded, error)) {
		routes.Add(web.Route{Method: http.MethodGet, Pattern: portal.EmbedPath + pattern, Kind: web.Page, Guard: web.Everyone, Handler: show(of)})
	}
	page("/datasets", site.EmbeddedList)
	page("/datasets/{id}", site.EmbeddedTable)
	page("/datasets/{id}/chart", site.EmbeddedPictures)
	page("/stories/{story}", stories.EmbeddedStory)
	page("/stories/schema/{schema...}", stories.EmbeddedStory)
	routes.Add(web.Route{Method: http.MethodGet, Pattern: portal.EmbedPath + "/airial.js", Kind: web.Asset, Guard: web.Everyone, Handler: script})
}

// script is the element. Pages of others fetch it, and go on with the one that
// they have for an hour.
func script(w http.ResponseWriter, _ *http.Request) error {
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Del("Content-Language")
	h.Del("Vary")
	_, err := w.Write(element)
	return err
}

// policy is what a frame may do: show what this server has, and run nothing, or
// where it grows its scripts alone: the one that tells its height, and those of
// charts and maps, whose places the public host has. frames are the sites that may
// show it; none for all.
func policy(grows bool, public string, frames []string) string {
	out := "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
	if grows {
		out += "img-src 'self' data: blob:; script-src 'self'; connect-src 'self' " + public + "; worker-src 'self'; "
	} else {
		out += "img-src 'self' data:; "
	}
	if len(frames) == 0 {
		return out + "frame-ancestors *"
	}
	return out + "frame-ancestors 'self' " + strings.Join(frames, " ")
}

func show(of func(*http.Request) (portal.Embedded, error)) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		q := r.URL.Query()
		e, err := of(r)
		status := http.StatusOK
		if fault.Is(err, fault.NotFound) { // an error page may not be framed, and would leave a hole
			status, e = http.StatusNotFound, portal.Embedded{Title: i18n.Say(r.Context(), "Ces données ne sont plus publiées", "These data are no longer published"), Page: "/datasets"}
			e.Body = gone()
		} else if err != nil {
			return err
		}
		shell := ui.Embed{Page: ui.Page{Title: e.Title, Theme: e.Face.Label.Colours.ThemePath()}, Tone: tone(q), Grows: q.Get("auto") != "",
			Source: ui.Link{Label: i18n.Say(r.Context(), "Voir sur le portail", "See on the portal"), Href: e.Page}, By: ui.Link{Label: e.Who.Name}}
		h := w.Header()
		h.Set("Content-Security-Policy", policy(shell.Grows, strings.TrimSuffix(web.URL(r.Context(), "/"), "/"), e.Face.Label.Frames))
		h.Del("Cross-Origin-Opener-Policy")
		var b bytes.Buffer
		if err := ui.EmbedShell(shell).Render(templ.WithChildren(r.Context(), e.Body), &b); err != nil {
			return err
		}
		return web.RenderStatus(w, r, status, templ.Raw(outward(b.String(), q)))
	}
}

// tone is the look that the page around it asks for.
func tone(q url.Values) string {
	if t := q.Get("theme"); t == "light" || t == "dark" {
		return t
	}
	return ""
}

var (
	link = regexp.MustCompile(`<a ([^>]*)href="([^"]*)"`)
	form = regexp.MustCompile(`<form [^>]*action="[^"]*/embed/datasets/[^"]*"[^>]*>`)
	runs = regexp.MustCompile(`(?s)<script type="(?:module|application/json)".*?</script>|<script[^>]*src="[^"]*/(?:chart|map)[^"]*"[^>]*></script>`)
	lazy = regexp.MustCompile(` data-lazy="[^"]*"`)
)

// outward has links lead out of the frame, but for those to another view of it,
// which keep what the page around it asked for.
func outward(page string, q url.Values) string {
	keep := ""
	for _, name := range []string{"auto", "theme"} {
		if v := q.Get(name); v != "" {
			keep += "&amp;" + name + "=" + url.QueryEscape(v)
		}
	}
	if q.Get("auto") == "" { // nothing reads what scripts would draw
		page = lazy.ReplaceAllString(runs.ReplaceAllString(page, ""), "")
	}
	if keep != "" { // a form begins its address anew
		page = form.ReplaceAllStringFunc(page, func(tag string) string {
			for _, name := range []string{"auto", "theme"} {
				if v := q.Get(name); v != "" {
					tag += `<input type="hidden" name="` + name + `" value="` + html.EscapeString(v) + `">`
				}
			}
			return tag
		})
	}
	return link.ReplaceAllStringFunc(page, func(tag string) string {
		m := link.FindStringSubmatch(tag)
		_, path, _ := i18n.CutPrefix(m[2])
		switch {
		case strings.HasPrefix(m[2], "#"):
			return tag
		case !strings.HasPrefix(path, portal.EmbedPath+"/") && !strings.HasPrefix(m[2], "?"):
			return `<a target="_blank" ` + m[1] + `href="` + m[2] + `"`
		case keep == "" || strings.Contains(m[2], "auto="):
			return tag
		case strings.Contains(m[2], "?"):
			return `<a ` + m[1] + `href="` + m[2] + keep + `"`
		}
		return `<a ` + m[1] + `href="` + m[2] + "?" + strings.TrimPrefix(keep, "&amp;") + `"`
	})
}
