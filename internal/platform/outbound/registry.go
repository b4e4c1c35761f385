package outbound

import (
	"cmp"
	"crypto/x509"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// Config says what may be contacted.
type Config struct {
	Hosts    []Pattern      // to which people may direct the program
	Networks []netip.Prefix // private networks in which such hosts may lie
	Clock    clock.Clock
	Roots    *x509.CertPool // of certificates; nil for the machine's
}

// Registry knows what may be contacted, and what was. It is safe for concurrent
// use.
type Registry struct {
	config   Config
	mu       sync.Mutex
	declared []Declared
	contacts map[contactKey]*Contact
	notes    *Registry // where contacts are listed; nil for here
}

// Declared is a host that a setting of the program names.
type Declared struct {
	Address string // host and port
	Purpose i18n.Text
}

// Contact is what was tried with one host, for one purpose, since the start of
// this process.
type Contact struct {
	Address string // host and port
	Purpose string // "webhook"
	Reached int    // connections made
	Failed  int    // connections that came to nothing
	Refused int    // attempts that the rules stopped
	Last    time.Time
}

type contactKey struct{ address, purpose string }

// maxContacts bounds the memory of a Registry: what comes after that many hosts
// is not listed, though it is held to the rules all the same.
const maxContacts = 1000

// New returns the registry of a configuration.
func New(c Config) *Registry {
	if c.Clock == nil {
		c.Clock = clock.System{}
	}
	return &Registry{config: c, contacts: map[contactKey]*Contact{}}
}

// With returns a registry with rules of its own, whose contacts are listed in
// r: hosts that one purpose may reach and no other. It reaches no private
// network, and nothing that a setting declares.
func (r *Registry) With(hosts []Pattern) *Registry {
	own := New(Config{Hosts: hosts, Clock: r.config.Clock, Roots: r.config.Roots})
	own.notes = r
	return own
}

// Declare allows the host and port that a setting names, wherever it lies. It
// is not for what people type.
func (r *Registry) Declare(address string, purpose i18n.Text) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return // the setting's own check has said so
	}
	if folded, err := foldHost(host); err == nil {
		host = folded
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	d := Declared{net.JoinHostPort(host, port), purpose}
	if !slices.ContainsFunc(r.declared, func(o Declared) bool { return o.Address == d.Address && o.Purpose == d.Purpose }) {
		r.declared = append(r.declared, d)
	}
}

// Hosts lists the hosts that the operator allows, as the setting has them.
func (r *Registry) Hosts() []string {
	var out []string
	for _, p := range r.config.Hosts {
		out = append(out, p.String())
	}
	return out
}

// Networks lists the private networks that the operator allows.
func (r *Registry) Networks() []netip.Prefix { return slices.Clone(r.config.Networks) }

// Declarations lists the hosts that settings name.
func (r *Registry) Declarations() []Declared {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.declared)
}

// Contacts lists what this process has contacted, or was kept from contacting,
// the latest first.
func (r *Registry) Contacts() []Contact {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []Contact
	for _, c := range r.contacts {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Contact) int {
		return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.Address, b.Address), cmp.Compare(a.Purpose, b.Purpose))
	})
	return out
}

// Check tells whether a host that somebody typed may be contacted: nil, or an
// Invalid error that says what to do. port is "443" for https. An address of a
// private network is refused here; a name that leads to one when it is dialled.
func (r *Registry) Check(host, port string) error {
	const op = "outbound.Check"
	folded, err := foldHost(host)
	if err != nil {
		return fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» n’est pas un nom de machine. Vérifiez l’adresse.",
			"“%[1]s” is not the name of a machine. Check the address.", host)
	}
	trusted, allowed := r.rule(folded, port)
	if !allowed {
		return fault.New(fault.Invalid, op,
			"Ce serveur n’envoie rien à «\u00a0%[1]s\u00a0»\u202f: ce n’est pas dans la liste des machines permises. Demandez à l’opérateur de l’y ajouter (réglage --outbound).",
			"This server sends nothing to “%[1]s”: it is not on the list of allowed machines. Ask the operator to add it (setting --outbound).",
			shown(folded, port))
	}
	if ip, err := netip.ParseAddr(folded); err == nil && !trusted && !r.open(ip) {
		return r.private(op, folded)
	}
	return nil
}

func (r *Registry) private(op, host string) error {
	return fault.New(fault.Invalid, op,
		"«\u00a0%[1]s\u00a0» mène à un réseau privé, où ce serveur n’envoie rien. L’opérateur peut permettre ce réseau (réglage --outbound-networks).",
		"“%[1]s” leads to a private network, to which this server sends nothing. The operator can allow that network (setting --outbound-networks).", host)
}

func shown(host, port string) string {
	if port == "443" {
		return host
	}
	return net.JoinHostPort(host, port)
}

// rule tells whether a host is allowed, and whether a setting names it, so that
// private addresses are right.
func (r *Registry) rule(host, port string) (trusted, allowed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, d := range r.declared {
		if d.Address == net.JoinHostPort(host, port) {
			return true, true
		}
	}
	for _, p := range r.config.Hosts {
		if p.matches(host, port) {
			return false, true
		}
	}
	return false, false
}

// open tells whether an address may be dialled.
func (r *Registry) open(ip netip.Addr) bool { return isPublic(ip) || within(ip, r.config.Networks) }

type result int

const (
	reached result = iota
	failed
	refused
)

func (r *Registry) note(address, purpose string, what result) {
	if r.notes != nil {
		r.notes.note(address, purpose, what)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	key := contactKey{address, purpose}
	c := r.contacts[key]
	if c == nil {
		if len(r.contacts) >= maxContacts {
			return
		}
		c = &Contact{Address: address, Purpose: purpose}
		r.contacts[key] = c
	}
	c.Last = r.config.Clock.Now()
	switch what {
	case reached:
		c.Reached++
	case failed:
		c.Failed++
	case refused:
		c.Refused++
	}
}
