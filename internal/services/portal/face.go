package portal

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/commons/organisation"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/label"
)

// Labels is what this room needs of whoever keeps the faces of portals.
type Labels interface {
	Face(ctx context.Context, m organisation.Member) (label.Face, error)
	// Elsewhere tells whether the one true address of a page is on a host of its
	// own.
	Elsewhere(ctx context.Context, path string) bool
}

// face is how the portal of a member looks. One that cannot be read is as if
// there were none: a page without its colours is better than no page.
// Face is how pages of a member look; those of the operator for the zero member.
func (s *Service) Face(ctx context.Context, m organisation.Member) label.Face {
	if m.ID == "" {
		m = s.p.Operator
	}
	return s.face(ctx, m)
}

func (s *Service) face(ctx context.Context, m organisation.Member) label.Face {
	if s.p.Labels != nil && m.ID != "" {
		if f, err := s.p.Labels.Face(ctx, m); err == nil {
			return f
		}
	}
	return label.Face{Statement: label.StatementOf(nil, s.p.Clock.Now())}
}

// wear puts a face on the frame of a page. base is "" for the whole site.
func wear(ctx context.Context, shell *ui.Portal, f label.Face, base string) {
	shell.Page.Theme = f.Label.Colours.ThemePath()
	shell.Page.Site = f.Site
	shell.Brand.Logo, shell.Brand.LogoAlone = f.Logo(), f.Label.LogoAlone
	shell.Band = f.Label.Band && shell.Page.Theme != ""
	for _, it := range f.Label.Menu {
		shell.Nav = append(shell.Nav, ui.NavItem{Label: i18n.Read(ctx, it.Label), Href: it.Href})
	}
	shell.Status = &ui.Link{Label: statusWords(ctx, f.Statement), Href: base + "/accessibility"}
}

// statusWords is the line that the law wants on every page, in its words.
func statusWords(ctx context.Context, s label.Statement) string {
	return i18n.Say(ctx, "Accessibilité\u202f: ", "Accessibility: ") + i18n.Read(ctx, s.Level.Label())
}

// inWords shows Markdown that a member wrote, with headings under the given
// level, in the language in which it is there.
func inWords(t i18n.Text, below int) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		lang := i18n.From(ctx).Lang
		d := document.Document{Lang: string(lang), Blocks: document.Read(t.In(lang)).Below(below)}
		if lang == i18n.English && t.En == "" || lang == i18n.French && t.Fr == "" {
			d.Lang = string(lang.Other())
		}
		var b bytes.Buffer
		if err := d.Write(&b, document.HTML); err != nil {
			return err
		}
		_, err := w.Write(b.Bytes())
		return err
	})
}

// theme serves the stylesheet of a label's colours; its address holds its digest,
// so that it may be kept for ever.
func (s *Service) theme(w http.ResponseWriter, r *http.Request) error {
	name, file := r.PathValue("name"), r.PathValue("file")
	const ending = ".css"
	if len(file) <= len(ending) || file[len(file)-len(ending):] != ending {
		return fault.Missing("portal.theme")
	}
	css, ok := label.ThemeOf(name, file[:len(file)-len(ending)])
	if !ok {
		return fault.Missing("portal.theme")
	}
	forEver(w, "text/css; charset=utf-8")
	_, err := w.Write([]byte(css))
	return err
}

// forEver is the head of what never changes under its address.
func forEver(w http.ResponseWriter, kind string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Security-Policy", web.Sandbox)
	h.Del("Content-Language")
	h.Del("Vary")
}

// Preview is the first page of a portal as it would be with a face that is not
// published.
func (s *Service) Preview(ctx context.Context, m organisation.Member, f label.Face) (templ.Component, error) {
	page := ui.Page{NoIndex: true}
	if m.IsOperator {
		return s.homeWith(ctx, page, f, BodySearch{Limit: homePlaces})
	}
	profile, err := s.p.Catalogue.Body(ctx, m.Slug)
	if err != nil {
		return nil, err
	}
	return s.memberWith(ctx, page, profile, f)
}
