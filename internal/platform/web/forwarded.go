package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the web servers in front of this one whose word is taken for who
// calls. Without any, nobody's is: the connection's own address counts.
type Proxies struct {
	Trusted []netip.Prefix
	// Standard tells that they write Forwarded (RFC 7239) instead of
	// X-Forwarded-For and X-Forwarded-Proto. Only the one that they write is
	// read: the other they would pass on as the caller wrote it.
	Standard bool
	// Base is the address of the host that a request came to, where several are
	// served; nil for the public one alone.
	Base func(r *http.Request) string
}

// hop is one entry of what proxies say: who came, and how.
type hop struct {
	address netip.Addr // invalid when unknown or hidden
	scheme  string
}

// maxHops bounds what is read of the headers.
const maxHops = 32

// Resolve gives each request the address of its real caller: from the right,
// the first that is no trusted proxy. Whoever is not one cannot say anything
// about it. base is the public address: when it is https, a page that came to
// the proxy by plain http is sent there.
func (p Proxies) Resolve(base string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, port := remote(r)
		if !p.trusts(peer) {
			strip(r.Header)
			next.ServeHTTP(w, r)
			return
		}
		caller, scheme := p.caller(peer, r.Header)
		strip(r.Header)
		if scheme == "http" && strings.HasPrefix(base, "https://") && !isQuiet(r.URL.Path) {
			at := base
			if p.Base != nil {
				at = p.Base(r)
			}
			toHTTPS(at, w, r)
			return
		}
		if caller != peer {
			r.RemoteAddr = net.JoinHostPort(caller.String(), port)
		}
		next.ServeHTTP(w, r)
	})
}

// strip takes away what only the router's own callers may believe.
func strip(h http.Header) {
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Real-Ip"} {
		h.Del(name)
	}
}

func remote(r *http.Request) (netip.Addr, string) {
	host, port, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}, "0"
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}, port
	}
	return ip.Unmap().WithZone(""), port
}

func (p Proxies) trusts(ip netip.Addr) bool {
	for _, n := range p.Trusted {
		if ip.IsValid() && n.Contains(ip) {
			return true
		}
	}
	return false
}

// caller goes through the hops from the right. The last trusted one before the
// first stranger stands for a caller whose address is hidden. The scheme is the
// one that the nearest proxy saw: those further away cannot vouch for it.
func (p Proxies) caller(peer netip.Addr, h http.Header) (caller netip.Addr, scheme string) {
	hops := forwardedFor(h)
	if p.Standard {
		hops = forwarded(h)
	}
	caller = peer
	for i := len(hops) - 1; i >= 0 && i >= len(hops)-maxHops; i-- {
		if i == len(hops)-1 {
			scheme = hops[i].scheme
		}
		if !hops[i].address.IsValid() {
			break
		}
		caller = hops[i].address
		if !p.trusts(caller) {
			break
		}
	}
	return caller, scheme
}

// forwardedFor reads X-Forwarded-For and -Proto, all lines of each.
func forwardedFor(h http.Header) []hop {
	var out []hop
	for one := range strings.SplitSeq(strings.Join(h.Values("X-Forwarded-For"), ","), ",") {
		if one = strings.TrimSpace(one); one != "" {
			out = append(out, hop{address: node(one)})
		}
	}
	protos := strings.Split(strings.Join(h.Values("X-Forwarded-Proto"), ","), ",")
	if len(out) == 0 {
		out = []hop{{}}
	}
	out[len(out)-1].scheme = strings.ToLower(strings.TrimSpace(protos[len(protos)-1]))
	return out
}

// forwarded reads Forwarded (RFC 7239 §4). What it does not understand is a hop
// whose address is hidden.
func forwarded(h http.Header) []hop {
	var out []hop
	for _, element := range quotedSplit(strings.Join(h.Values("Forwarded"), ","), ',') {
		if strings.TrimSpace(element) == "" {
			continue
		}
		var one hop
		for _, pair := range quotedSplit(element, ';') {
			name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
			value = unquote(value)
			switch strings.ToLower(name) {
			case "for":
				one.address = node(value)
			case "proto":
				one.scheme = strings.ToLower(value)
			}
		}
		out = append(out, one)
	}
	return out
}

// node reads the name of a caller: an address, with a port or without, IPv6 in
// brackets or bare.
func node(s string) netip.Addr {
	if ip, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")); err == nil {
		return ip.Unmap().WithZone("")
	}
	if ap, err := netip.ParseAddrPort(s); err == nil {
		return ap.Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// quotedSplit splits at a byte that does not stand in a quoted string.
func quotedSplit(s string, at byte) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == at && !quoted:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

func unquote(s string) string {
	s = strings.TrimSpace(s)
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' && i+1 < len(s)-1 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// ToHTTPS answers everything with the same address at the public, secure one.
func ToHTTPS(base func(r *http.Request) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { toHTTPS(base(r), w, r) })
}

func toHTTPS(base string, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		// What was sent has gone over the line in the clear: sending it again
		// by itself would hide that.
		http.Error(w, "HTTPS: "+base, http.StatusForbidden)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, base+r.URL.RequestURI(), http.StatusPermanentRedirect)
}
