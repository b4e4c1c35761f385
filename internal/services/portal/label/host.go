package label

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/here"
)

// Host is a name of its own under which a member's portal is, or wants to be.
type Host struct {
	ID       string
	MemberID string
	Host     string // in ASCII, lower case: "donnees.ville.fr"
	Token    string // that the DNS record holds
	Actor    access.Actor
	Asked    time.Time
	Verified time.Time // zero until the record was seen
	Checked  time.Time // of the last look; zero for none
	Problem  string    // what the last look has found wrong: a key of hostProblems
}

// Record is the name of the TXT record that proves the wish.
func (h Host) Record() string { return "_airial." + h.Host }

// Value is what that record holds.
func (h Host) Value() string { return "airial-portal=" + h.Token }

// Resolver asks the DNS.
type Resolver interface {
	TXT(ctx context.Context, name string) ([]string, error)
	// Addresses are those that a name leads to.
	Addresses(ctx context.Context, name string) ([]string, error)
}

// systemResolver is that of the machine.
type systemResolver struct{}

func (systemResolver) TXT(ctx context.Context, name string) ([]string, error) {
	return net.DefaultResolver.LookupTXT(ctx, name)
}

func (systemResolver) Addresses(ctx context.Context, name string) ([]string, error) {
	return net.DefaultResolver.LookupHost(ctx, name)
}

// ResolverAt asks a name server of the operator's choice, "127.0.0.1:53", through
// the way out that the program has.
func ResolverAt(address string, dial func(ctx context.Context, network, address string) (net.Conn, error)) Resolver {
	return serverResolver{&net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dial(ctx, network, address)
	}}}
}

type serverResolver struct{ r *net.Resolver }

func (s serverResolver) TXT(ctx context.Context, name string) ([]string, error) {
	return s.r.LookupTXT(ctx, name)
}

func (s serverResolver) Addresses(ctx context.Context, name string) ([]string, error) {
	return s.r.LookupHost(ctx, name)
}

// dnsWait bounds a look at the DNS.
const dnsWait = 6 * time.Second

// hostProblems are what a look can find wrong.
var hostProblems = map[string]i18n.Text{
	"dns":     i18n.T("Les serveurs de noms n’ont pas répondu. Réessayez dans quelques minutes.", "The name servers did not answer. Try again in a few minutes."),
	"missing": i18n.T("L’enregistrement TXT n’a pas été trouvé. Après sa création, il faut parfois une heure pour qu’il soit visible partout.", "The TXT record was not found. After it is made, it sometimes takes an hour to be seen everywhere."),
	"other":   i18n.T("Un enregistrement TXT existe à ce nom, mais avec une autre valeur. Copiez de nouveau celle qui est affichée.", "There is a TXT record of that name, but with another value. Copy the one shown again."),
	"away":    i18n.T("Le nom ne mène pas encore à ce serveur. Le portail y répondra dès que l’enregistrement CNAME sera visible.", "The name does not lead to this server yet. The portal will answer there as soon as the CNAME record is seen."),
}

// Trouble says in words what the last look has found wrong.
func (h Host) Trouble() i18n.Text { return hostProblems[h.Problem] }

var hostForm = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`)

// readHost reads a name as people write it.
func (s *Service) readHost(text string) (string, error) {
	const op = "label.readHost"
	text = strings.TrimSpace(strings.ToLower(text))
	if _, rest, found := strings.Cut(text, "://"); found {
		text = rest
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, "/"), ".")
	ascii, err := idna.Lookup.ToASCII(text)
	if err != nil || len(ascii) > 253 || !hostForm.MatchString(ascii) || net.ParseIP(ascii) != nil {
		return "", fault.New(fault.Invalid, op, "Écrivez un nom de domaine complet, par exemple donnees.ville.fr, sans chemin.",
			"Write a full domain name, for example data.town.org, with no path.")
	}
	if public := s.publicHost(); ascii == public || strings.HasSuffix(ascii, "."+public) {
		return "", fault.New(fault.Invalid, op, "Ce nom est celui de la plateforme. Choisissez un nom de votre propre domaine.",
			"This name is the platform’s. Choose a name of your own domain.")
	}
	return ascii, nil
}

func (s *Service) publicHost() string {
	u, err := url.Parse(s.p.PublicURL)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// site is a host as the router serves it. It answers as the public one does:
// over TLS, and on the same port.
func (s *Service) site(host, slug string) here.Site {
	base := "https://" + host
	if u, err := url.Parse(s.p.PublicURL); err == nil {
		base = u.Scheme + "://" + host
		if u.Port() != "" {
			base += ":" + u.Port()
		}
	}
	return here.Site{Base: base, Under: "/p/" + url.PathEscape(slug)}
}

// Ask begins to give a member's portal a host: it returns what to write into the
// DNS. Another name takes the place of the one before once it is verified.
func (s *Service) Ask(ctx context.Context, tx access.Tx, m organisation.Member, name string) (Host, error) {
	const op = "label.Ask"
	if err := tx.May(ctx, access.Manage, m.ID); err != nil {
		return Host{}, err
	}
	if !s.p.OwnHosts {
		return Host{}, fault.New(fault.Conflict, op, "Cette plateforme n’accepte pas les noms de domaine propres. Demandez-le à l’opérateur (réglage --own-hosts).",
			"This platform does not take domain names of members. Ask the operator for it (setting --own-hosts).")
	}
	host, err := s.readHost(name)
	if err != nil {
		return Host{}, err
	}
	if taken, err := takenBy(ctx, tx.Elevated("portal host"), host); err != nil {
		return Host{}, err
	} else if taken != "" && taken != m.ID {
		return Host{}, fault.New(fault.Conflict, op, "Ce nom sert déjà au portail d’une autre collectivité.", "This name is used by another body’s portal already.")
	}
	list, err := hosts(ctx, tx, m.ID)
	if err != nil {
		return Host{}, err
	}
	for _, h := range list {
		if h.Host == host {
			return h, nil
		}
		if h.Verified.IsZero() {
			if err := dropHost(ctx, tx, m.ID, h.ID); err != nil {
				return Host{}, err
			}
		}
	}
	var raw [20]byte
	if _, err := rand.Read(raw[:]); err != nil {
		return Host{}, fault.Wrap(op, err)
	}
	h := Host{ID: tx.NewID(), MemberID: m.ID, Host: host, Token: strings.ToLower(base32.StdEncoding.EncodeToString(raw[:])),
		Actor: tx.Scope().Actor(), Asked: tx.Clock().Now()}
	return h, insertHost(ctx, tx, h)
}

// look asks the DNS about a host, outside any transaction. owned is whether the
// record is there; problem is what is wrong, "" for nothing.
func (s *Service) look(ctx context.Context, h Host) (owned bool, problem string) {
	ctx, cancel := context.WithTimeout(ctx, dnsWait)
	defer cancel()
	values, err := s.p.Resolver.TXT(ctx, h.Record())
	var missing *net.DNSError
	switch {
	case errors.As(err, &missing) && missing.IsNotFound, err == nil && len(values) == 0:
		return false, "missing"
	case err != nil:
		return false, "dns"
	case !slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) == h.Value() }):
		return false, "other"
	}
	ours, err := s.p.Resolver.Addresses(ctx, s.publicHost())
	if err != nil {
		return true, "" // the platform's own name may be known inside alone
	}
	theirs, _ := s.p.Resolver.Addresses(ctx, h.Host)
	if !slices.ContainsFunc(theirs, func(a string) bool { return slices.Contains(ours, a) }) {
		return true, "away"
	}
	return true, ""
}

// Verify looks at the DNS and serves the host when its owner wants that.
func (s *Service) Verify(ctx context.Context, scope access.Scope, m organisation.Member, id string) (Host, error) {
	const op = "label.Verify"
	var h Host
	err := s.p.Doors.Read(ctx, scope, func(tx access.Tx) (err error) {
		if err := tx.May(ctx, access.Manage, m.ID); err != nil {
			return err
		}
		h, err = hostByID(ctx, tx, m.ID, id)
		return err
	})
	if err != nil {
		return h, err
	}
	if !s.p.OwnHosts {
		return h, fault.New(fault.Conflict, op, "Cette plateforme n’accepte pas les noms de domaine propres.", "This platform does not take domain names of members.")
	}
	owned, problem := s.look(ctx, h)
	err = s.p.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := tx.May(ctx, access.Manage, m.ID); err != nil {
			return err
		}
		if taken, err := takenBy(ctx, tx.Elevated("portal host"), h.Host); err != nil {
			return err
		} else if taken != "" && taken != m.ID {
			return fault.New(fault.Conflict, op, "Ce nom sert déjà au portail d’une autre collectivité.", "This name is used by another body’s portal already.")
		}
		h.Checked, h.Problem = tx.Clock().Now(), problem
		fresh := owned && h.Verified.IsZero()
		if fresh {
			h.Verified = h.Checked
		}
		if err := updateHost(ctx, tx, h); err != nil || !fresh {
			return err
		}
		others, err := hosts(ctx, tx, m.ID)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.ID != h.ID {
				if err := dropHost(ctx, tx, m.ID, o.ID); err != nil {
					return err
				}
			}
		}
		return tx.Record(ctx, EventHost, m.ID, m.ID, map[string]any{"host": h.Host})
	})
	s.forget()
	return h, err
}

// Release gives a host back: the portal is at its path alone again.
func (s *Service) Release(ctx context.Context, tx access.Tx, m organisation.Member, id string) error {
	if err := tx.May(ctx, access.Manage, m.ID); err != nil {
		return err
	}
	h, err := hostByID(ctx, tx, m.ID, id)
	if err != nil {
		return err
	}
	if err := dropHost(ctx, tx, m.ID, h.ID); err != nil || h.Verified.IsZero() {
		return err
	}
	return tx.Record(ctx, EventNoHost, m.ID, m.ID, map[string]any{"host": h.Host})
}

// hostList is which hosts are served, kept for a moment: every request through
// an unknown name asks.
type hostList struct {
	sites map[string]here.Site
	until time.Time
}

// Site returns the part of the site that a host stands for; it implements
// web.Config.Sites.
func (s *Service) Site(ctx context.Context, host string) (here.Site, bool) {
	if !s.p.OwnHosts {
		return here.Site{}, false
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	site, ok := s.sites(ctx)[host]
	return site, ok
}

// Elsewhere tells whether the one true address of a page is on a host of its own.
func (s *Service) Elsewhere(ctx context.Context, path string) bool {
	if s.p.OwnHosts {
		for _, site := range s.sites(ctx) {
			if path == site.Under || strings.HasPrefix(path, site.Under+"/") {
				return true
			}
		}
	}
	return false
}

func (s *Service) sites(ctx context.Context) map[string]here.Site {
	now := s.p.Doors.Clock().Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !now.Before(s.hosts.until) {
		sites := map[string]here.Site{}
		err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
			list, err := served(ctx, tx)
			for _, one := range list {
				sites[one.host] = s.site(one.host, one.slug)
			}
			return err
		})
		if err != nil { // what was known goes on
			sites = s.hosts.sites
		}
		s.hosts = hostList{sites, now.Add(facesLast)}
	}
	return s.hosts.sites
}

// Serves tells whether a certificate may be asked for a host.
func (s *Service) Serves(ctx context.Context, host string) bool {
	_, ok := s.Site(ctx, host)
	return ok
}
