package mail

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
)

// Server is where letters are handed in.
type Server struct {
	Host     string
	Port     int
	User     string // "" hands in without a name
	Password string
	Wrapped  bool // TLS from the first byte, not by STARTTLS
	Clear    bool // no TLS at all: a relay on this machine
	// Roots are the settings of TLS; nil for the machine's.
	TLS *tls.Config
}

// ParseServer reads "smtp://user@host:587" (STARTTLS), "smtps://user@host:465"
// (TLS from the start) or "smtp://localhost:25?tls=none" (a relay on this
// machine). The password is never part of it.
func ParseServer(address string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Server{}, errors.New("it is no address") // the cause may quote a password
	}
	s := Server{Host: u.Hostname(), User: u.User.Username()}
	port := 587
	switch u.Scheme {
	case "smtp":
	case "smtps":
		s.Wrapped, port = true, 465
	default:
		return Server{}, errors.New("it begins with smtp:// or smtps://")
	}
	if _, has := u.User.Password(); has {
		return Server{}, errors.New("the password stands elsewhere, not in the address")
	}
	if s.Host == "" || u.Path != "" && u.Path != "/" || u.Fragment != "" {
		return Server{}, errors.New("it holds a host and a port, and no path")
	}
	s.Port = port
	if p := u.Port(); p != "" {
		if s.Port, err = strconv.Atoi(p); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, errors.New("the port is a number from 1 to 65535")
		}
	}
	for key, values := range u.Query() {
		if key != "tls" || len(values) != 1 || values[0] != "none" {
			return Server{}, fmt.Errorf("%q is not known after the question mark; only tls=none is", key)
		}
		if s.Wrapped || s.User != "" || !loopback(s.Host) {
			return Server{}, errors.New("tls=none is for a relay on this machine, without a user")
		}
		s.Clear = true
	}
	return s, nil
}

// Address names the host and port for people: on the page of outbound hosts, in
// the log.
func (s Server) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
