package config

import "net"

// Site is how portals may be reached.
type Site struct {
	OwnHosts bool   `name:"own-hosts" env:"AIRIAL_OWN_HOSTS" help:"Let members give their portals names of their own domains, proven by a DNS record. With --acme, certificates are obtained for them too."`
	DNS      string `name:"dns" env:"AIRIAL_DNS" placeholder:"ADDR" help:"Name server that is asked whether a name is a member's; default: the machine's own. For example 127.0.0.1:53."`
}

// Validate tells what is wrong with the settings.
func (s Site) Validate() error {
	if s.DNS == "" {
		return nil
	}
	if host, _, err := net.SplitHostPort(s.DNS); err != nil || net.ParseIP(host) == nil {
		return invalid("--dns", "indiquez une adresse IP et un port, par exemple 127.0.0.1:53", "give an IP address and a port, for example 127.0.0.1:53")
	}
	return nil
}
