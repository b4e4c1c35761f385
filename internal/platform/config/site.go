package config

import (
	"net"
	"net/url"
)

// Site is how portals may be reached.
type Site struct {
	OwnHosts bool   `name:"own-hosts" env:"AIRIAL_OWN_HOSTS" help:"Let members give their portals names of their own domains, proven by a DNS record. With --acme, certificates are obtained for them too."`
	DNS      string `name:"dns" env:"AIRIAL_DNS" placeholder:"ADDR" help:"Name server that is asked whether a name is a member's; default: the machine's own. For example 127.0.0.1:53."`
	// Former are addresses that the site has left.
	Former []string `name:"former-url" env:"AIRIAL_FORMER_URL" placeholder:"URL" help:"Address under which the public reached the server before --public-url changed; may be given several times. What is asked for there leads to the same page of the present address."`
}

// Validate tells what is wrong with the settings.
func (s Site) Validate() error {
	for _, address := range s.Former {
		if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.User != nil {
			return invalid("--former-url", "indiquez une adresse sans chemin, par exemple https://ancien.exemple.fr", "give an address without a path, for example https://former.example.org")
		}
	}
	if s.DNS == "" {
		return nil
	}
	if host, _, err := net.SplitHostPort(s.DNS); err != nil || net.ParseIP(host) == nil {
		return invalid("--dns", "indiquez une adresse IP et un port, par exemple 127.0.0.1:53", "give an IP address and a port, for example 127.0.0.1:53")
	}
	return nil
}
