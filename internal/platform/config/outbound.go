package config

import (
	"errors"
	"net/netip"
	"strings"

	"airial/internal/platform/outbound"
)

// Outbound is what people may direct the server to. Empty, it contacts nothing
// but what other settings name.
type Outbound struct {
	OutboundHosts    []string `name:"outbound" env:"AIRIAL_OUTBOUND" placeholder:"HOST,…" help:"Hosts to which people may have the server send (webhooks): names, with a port where it is not 443, *.domain for all below one, * for every public host. None by default."`
	OutboundNetworks []string `name:"outbound-networks" env:"AIRIAL_OUTBOUND_NETWORKS" placeholder:"CIDR,…" help:"Private networks in which those hosts may lie, for example 10.20.0.0/16. None by default."`
}

// Rules returns what may be contacted.
func (o Outbound) Rules() (hosts []outbound.Pattern, networks []netip.Prefix, err error) {
	return o.rules("--outbound")
}

// rules reads the hosts of the setting of a name, and the networks.
func (o Outbound) rules(setting string) (hosts []outbound.Pattern, networks []netip.Prefix, err error) {
	for _, s := range o.OutboundHosts {
		p, problem := outbound.ParsePattern(s)
		if problem != nil {
			err = errors.Join(err, invalid(setting, "«\u00a0"+s+"\u00a0» n’est pas une machine ; indiquez par exemple crochets.exemple.fr, *.exemple.fr ou 10.20.1.5:8443",
				"“"+s+"” is not a host; give for example hooks.example.org, *.example.org or 10.20.1.5:8443"))
		}
		hosts = append(hosts, p)
	}
	for _, s := range o.OutboundNetworks {
		n, problem := netip.ParsePrefix(strings.TrimSpace(s))
		if problem != nil {
			err = errors.Join(err, invalid("--outbound-networks", "«\u00a0"+s+"\u00a0» n’est pas un réseau ; indiquez par exemple 10.20.0.0/16",
				"“"+s+"” is not a network; give for example 10.20.0.0/16"))
		}
		networks = append(networks, n.Masked())
	}
	return hosts, networks, err
}

// Validate refuses what is no host and no network.
func (o Outbound) Validate() error {
	_, _, err := o.Rules()
	return err
}
