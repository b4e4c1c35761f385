package config

import (
	"net"
	"net/url"
	"strings"
)

// DataGouv is the address to which members' datasets may be pushed. Empty,
// nothing is contacted.
type DataGouv struct {
	DataGouv string `name:"datagouv" env:"AIRIAL_DATAGOUV" placeholder:"URL" help:"data.gouv.fr, to which members may have their datasets pushed: https://demo.data.gouv.fr for trying, https://www.data.gouv.fr. None by default: nothing is then contacted."`
}

// On tells whether there is such an address.
func (d DataGouv) On() bool { return d.DataGouv != "" }

// Site is the address without a slash at its end.
func (d DataGouv) Site() string { return strings.TrimSuffix(d.DataGouv, "/") }

// Address is the host and port that are contacted.
func (d DataGouv) Address() string {
	u, err := url.Parse(d.DataGouv)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80"}[u.Scheme]
		if port == "" {
			port = "443"
		}
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// Validate refuses what is no address of a site. Tokens go there: only this
// machine itself is spoken to without TLS.
func (d DataGouv) Validate() error {
	if !d.On() {
		return nil
	}
	u, err := url.Parse(d.DataGouv)
	local := err == nil && u.Scheme == "http" && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" || u.Scheme != "https" && !local {
		return invalid("--datagouv", "indiquez une adresse en https:// sans chemin, par exemple https://demo.data.gouv.fr", "give an address in https:// without a path, for example https://demo.data.gouv.fr")
	}
	return nil
}
