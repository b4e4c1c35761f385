package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"

	"airial/internal/commons/console"
	"airial/internal/platform/i18n"
	"airial/internal/services/portal/embed"
	"airial/internal/services/portal/label"
)

// labels is the room of the faces of portals; one in a process, for it remembers.
func (a *App) labels() *label.Service {
	if a.faces == nil {
		parts := label.Parts{Doors: a.Doors, PublicURL: a.publicURL, OwnHosts: a.Config.Site.OwnHosts}
		if a.Config.Site.DNS != "" {
			parts.Resolver = label.ResolverAt(a.Config.Site.DNS, a.Outbound.Dialer("dns"))
			a.Outbound.Declare(a.Config.Site.DNS, i18n.T("noms de domaine des portails (DNS)", "domain names of portals (DNS)"))
		}
		a.faces = label.New(parts)
	}
	return a.faces
}

// Labels is the same room, for the demonstration.
func (a *App) Labels() *label.Service { return a.labels() }

func (a *App) labelPages(desk *console.Console) {
	a.labels().API(a.Interface)
	a.labels().Pages(desk, a.site().Preview).Register(a.Routes)
	embed.Register(a.Routes, a.site(), a.story())
}

// baseOf is the address of the host that a request came to: the public one, or
// that of a member's portal.
func (a *App) baseOf(r *http.Request) string {
	if site, ok := a.labels().Site(r.Context(), strings.ToLower(r.Host)); ok {
		return site.Base
	}
	return a.publicURL
}

// certified lets a certificate be asked for the public host and for those of
// members' portals, and for no other.
func (a *App) certified(public string) func(ctx context.Context, host string) error {
	return func(ctx context.Context, host string) error {
		host = strings.ToLower(host)
		if host == public || net.ParseIP(host) == nil && a.labels().Serves(ctx, host) {
			return nil
		}
		return errors.New("no portal has this name")
	}
}
