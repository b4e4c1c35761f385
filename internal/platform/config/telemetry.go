package config

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// Telemetry is where the server tells its keepers how it is.
type Telemetry struct {
	Metrics string `name:"metrics-listen" env:"AIRIAL_METRICS_LISTEN" placeholder:"ADDR" help:"Address and port of the figures for Prometheus (/metrics), which need no password: this machine's, or an internal network's. Default: none."`
	OTLP    string `name:"otlp" env:"AIRIAL_OTLP" placeholder:"URL" help:"Address of an OTLP collector (HTTP) for traces, such as http://localhost:4318. Default: none."`
}

// Validate refuses figures for everybody, and addresses that lead nowhere.
func (t Telemetry) Validate() error {
	var wrong []error
	if t.Metrics != "" && !privateAddress(t.Metrics) {
		wrong = append(wrong, invalid("--metrics-listen", "indiquez localhost ou une adresse d’un réseau interne, avec un port, par exemple localhost:9464\u202f: ces mesures ne sont pas pour le public",
			"give localhost or an address of an internal network, with a port, for example localhost:9464: these figures are not for the public"))
	}
	if u, err := url.Parse(t.OTLP); t.OTLP != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "") {
		wrong = append(wrong, invalid("--otlp", "indiquez http:// ou https://, un nom et un port, par exemple http://localhost:4318",
			"give http:// or https://, a name and a port, for example http://localhost:4318"))
	}
	return errors.Join(wrong...)
}

// privateAddress tells whether an address to listen on is out of the public's
// reach. A name, but localhost, and all interfaces at once are not.
func privateAddress(address string) bool {
	host, port, err := net.SplitHostPort(address)
	if err != nil || port == "" {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate())
}
