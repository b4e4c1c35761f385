package config

import (
	"net"
	"net/url"
	"strings"
)

// BANDepot is the deposit interface of the national address base. Empty,
// nothing is contacted.
type BANDepot struct {
	Depot string `name:"address-depot" env:"AIRIAL_ADDRESS_DEPOT" placeholder:"URL" help:"Deposit interface of the national address base (API de dépôt), to which communes may have their addresses sent: https://plateforme-bal.adresse.data.gouv.fr/api-depot. None by default: nothing is then contacted."`
}

// On tells whether there is such an address.
func (d BANDepot) On() bool { return d.Depot != "" }

// Site is the address without a slash at its end.
func (d BANDepot) Site() string { return strings.TrimSuffix(d.Depot, "/") }

// Address is the host and port that are contacted.
func (d BANDepot) Address() string {
	u, err := url.Parse(d.Depot)
	if err != nil {
		return ""
	}
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "http":
		port = "80"
	default:
		port = "443"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// Validate refuses what is no such address. A token goes there: only this
// machine itself is spoken to without TLS.
func (d BANDepot) Validate() error {
	if !d.On() {
		return nil
	}
	u, err := url.Parse(d.Depot)
	local := err == nil && u.Scheme == "http" && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback())
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && !local {
		return invalid("--address-depot", "indiquez une adresse en https://, par exemple https://plateforme-bal.adresse.data.gouv.fr/api-depot", "give an address in https://, for example https://plateforme-bal.adresse.data.gouv.fr/api-depot")
	}
	return nil
}
