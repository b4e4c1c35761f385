package label

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/idna"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
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
	Failing  time.Time // since when the record of a verified host is gone; zero for not
	Problem  string    // what the last look has found wrong: a key of hostProblems
}

// Record is the name of the TXT record that proves the wish.
func (h Host) Record() string { return "_airial." + h.Host }

// Value is what that record holds.
func (h Host) Value() string { return "airial-portal=" + h.Token }

// grace is how long a host is served after its record is gone: long enough for
// whoever keeps the domain to put it back.
const grace = 7 * 24 * time.Hour

// State is how a host stands.
type State string

// The states.
const (
	Pending State = "pending" // its record was not seen yet
	Away    State = "away"    // proven, and the name does not lead here
	Served  State = "served"
	Failing State = "failing" // served, and the record is gone: it will be served no more
	Lapsed  State = "lapsed"  // served no more, for its record has been gone too long
)

// State tells how the host stands at an instant.
func (h Host) State(now time.Time) State {
	switch {
	case h.Verified.IsZero():
		return Pending
	case h.Failing.IsZero() && h.Problem == "away":
		return Away
	case h.Failing.IsZero():
		return Served
	case now.Before(h.Ends()):
		return Failing
	}
	return Lapsed
}

// Ends is when a host whose record is gone is served no more.
func (h Host) Ends() time.Time { return h.Failing.Add(grace) }

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
	before := h
	err = s.p.Doors.Write(ctx, scope, func(tx access.Tx) error {
		if err := tx.May(ctx, access.Manage, m.ID); err != nil {
			return err
		}
		if taken, err := takenBy(ctx, tx.Elevated("portal host"), h.Host); err != nil {
			return err
		} else if taken != "" && taken != m.ID {
			return fault.New(fault.Conflict, op, "Ce nom sert déjà au portail d’une autre collectivité.", "This name is used by another body’s portal already.")
		}
		h = before.looked(tx.Clock().Now(), owned, problem)
		fresh := before.Verified.IsZero() && !h.Verified.IsZero()
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

// looked is the host after a look at the DNS. A name server that does not answer
// proves nothing, for or against.
func (h Host) looked(now time.Time, owned bool, problem string) Host {
	h.Checked, h.Problem = now, problem
	switch {
	case owned:
		h.Failing = time.Time{}
		if h.Verified.IsZero() {
			h.Verified = now
		}
	case h.Failing.IsZero() && !h.Verified.IsZero() && problem != "dns":
		h.Failing = now
	}
	return h
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
	leads map[string]bool // by the part of the site: its name leads here
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
	site, ok := s.hostList(ctx).sites[host]
	return site, ok
}

// Elsewhere tells whether the one true address of a page is on a host of its own.
func (s *Service) Elsewhere(ctx context.Context, path string) bool {
	if s.p.OwnHosts {
		for under := range s.hostList(ctx).leads {
			if path == under || strings.HasPrefix(path, under+"/") {
				return true
			}
		}
	}
	return false
}

func (s *Service) hostList(ctx context.Context) hostList {
	now := s.p.Doors.Clock().Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !now.Before(s.hosts.until) {
		known := hostList{map[string]here.Site{}, map[string]bool{}, now.Add(facesLast)}
		err := s.p.Doors.Read(ctx, access.Public(), func(tx access.Tx) error {
			list, err := served(ctx, tx, now)
			for _, one := range list {
				site := s.site(one.host, one.slug)
				known.sites[one.host] = site
				if one.leads {
					known.leads[site.Under] = true
				}
			}
			return err
		})
		if err != nil { // what was known goes on
			known.sites, known.leads = s.hosts.sites, s.hosts.leads
		}
		s.hosts = known
	}
	return s.hosts
}

// Serves tells whether a certificate may be asked for a host.
func (s *Service) Serves(ctx context.Context, host string) bool {
	_, ok := s.Site(ctx, host)
	return ok
}
