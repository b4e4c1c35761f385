package outbound

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// Pattern is one host, or all below a domain, that may be contacted.
type Pattern struct {
	host string // folded; "*.example.org" for all below a domain, "*" for all
	port string // "443" where none is given
}

var errPattern = errors.New("it must be a name (hooks.example.org), a name and a port (hooks.example.org:8443), all names below a domain (*.example.org), an address, or * for every public host")

// ParsePattern reads a host of the configuration: a name, an address, all names
// below a domain ("*.example.org"), or every public host ("*"); with a port
// where it is not 443.
func ParsePattern(s string) (Pattern, error) {
	host, port := strings.TrimSpace(s), "443"
	if h, p, err := net.SplitHostPort(host); err == nil {
		host, port = h, p
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return Pattern{}, errPattern
	}
	if host == "*" {
		return Pattern{host, port}, nil
	}
	domain, below := strings.CutPrefix(host, "*.")
	folded, err := foldHost(domain)
	if err != nil {
		return Pattern{}, errPattern
	}
	if !below {
		return Pattern{folded, port}, nil
	}
	if _, err := netip.ParseAddr(folded); err == nil {
		return Pattern{}, errPattern
	}
	return Pattern{"*." + folded, port}, nil
}

// String writes the pattern as it is read.
func (p Pattern) String() string {
	if p.port == "443" {
		return p.host
	}
	return net.JoinHostPort(p.host, p.port)
}

// foldHost returns the one spelling of a host: an address as netip writes it, a
// name in lower case and in the letters of the DNS, without a dot at its end.
func foldHost(host string) (string, error) {
	host = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(host, "]"), "["), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().String(), nil
	}
	folded, err := idna.Lookup.ToASCII(host)
	if err != nil || folded == "" || strings.ContainsAny(folded, " /:@*?#%\\") {
		return "", errPattern
	}
	// 127.1, 0x7f.1 and 2130706433 are addresses to some resolvers: a name ends
	// in a label that is no number (RFC 3696 §2).
	last := folded[strings.LastIndexByte(folded, '.')+1:]
	if strings.HasPrefix(last, "0x") || strings.Trim(last, "0123456789") == "" {
		return "", errPattern
	}
	return folded, nil
}

func (p Pattern) matches(host, port string) bool {
	if p.port != port {
		return false
	}
	if p.host == "*" {
		return true
	}
	if domain, below := strings.CutPrefix(p.host, "*"); below {
		return strings.HasSuffix(host, domain) && len(host) > len(domain)
	}
	return p.host == host
}
