package operations

import (
	"net/http"
	"net/netip"
	"slices"

	"airial/internal/platform/i18n"
	"airial/internal/platform/outbound"
	"airial/internal/platform/web/ui"
)

// outboundView is whom the server may contact, and has.
type outboundView struct {
	Hosts    []string
	Networks []netip.Prefix
	Declared []outbound.Declared
	Contacts []outbound.Contact // of this process, since its start
}

func (p *Pages) outbound(w http.ResponseWriter, r *http.Request) error {
	v := outboundView{Hosts: p.Outbound.Hosts(), Networks: p.Outbound.Networks(),
		Declared: slices.Concat(p.Beside, p.Outbound.Declarations()), Contacts: p.Outbound.Contacts()}
	ctx := r.Context()
	return p.Desk.Show(w, r, page(ctx, ui.Link{Label: i18n.Say(ctx, "Machines contactées", "Outbound hosts"), Href: outboundPath}), outboundBody(v))
}
