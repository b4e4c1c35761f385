package label

import (
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"time"

	"airial/internal/platform/i18n"
)

// Resolver asks the DNS.
type Resolver interface {
	TXT(ctx context.Context, name string) ([]string, error)
	// Addresses are those that a name leads to.
	Addresses(ctx context.Context, name string) ([]string, error)
	// Alias is the name at the end of a chain of CNAME records; the name itself
	// where there is none.
	Alias(ctx context.Context, name string) (string, error)
}

// ResolverAt asks a name server of the operator's choice, "127.0.0.1:53", through
// the way out that the program has.
func ResolverAt(address string, dial func(ctx context.Context, network, address string) (net.Conn, error)) Resolver {
	return serverResolver{&net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dial(ctx, network, address)
	}}}
}

type serverResolver struct{ r *net.Resolver }

func (s serverResolver) Alias(ctx context.Context, name string) (string, error) {
	alias, err := s.r.LookupCNAME(ctx, name)
	return strings.ToLower(strings.TrimSuffix(alias, ".")), err
}

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
	"missing": i18n.T("L’enregistrement TXT n’a pas été trouvé. Créez-le tel qu’il est écrit ci-dessous\u202f; il faut parfois une heure pour qu’il soit visible partout.", "The TXT record was not found. Make it as it is written below; it sometimes takes an hour to be seen everywhere."),
	"other":   i18n.T("Un enregistrement TXT existe à ce nom, mais avec une autre valeur. Copiez de nouveau celle qui est affichée.", "There is a TXT record of that name, but with another value. Copy the one shown again."),
	"away":    i18n.T("Le nom ne mène pas encore à ce serveur. Le portail y répondra dès que l’enregistrement CNAME sera visible\u202f; vérifiez qu’aucun autre enregistrement A ou AAAA ne porte ce nom.", "The name does not lead to this server yet. The portal will answer there as soon as the CNAME record is seen; see that no other A or AAAA record has this name."),
}

// Trouble says in words what the last look has found wrong.
func (h Host) Trouble() i18n.Text { return hostProblems[h.Problem] }

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
	if s.leadsHere(ctx, h.Host) {
		return true, ""
	}
	return true, "away"
}

// leadsHere tells whether a name is an alias of the public one, or has an address
// of it. Where the public name is known inside alone, a network of two faces, the
// alias is what tells.
func (s *Service) leadsHere(ctx context.Context, host string) bool {
	public := s.publicHost()
	theirs, err := s.p.Resolver.Alias(ctx, host)
	ours, err2 := s.p.Resolver.Alias(ctx, public)
	if err == nil && theirs != host && (theirs == public || err2 == nil && theirs == ours) {
		return true
	}
	addresses, err := s.p.Resolver.Addresses(ctx, public)
	if err != nil {
		return true // the platform's own name may be known inside alone
	}
	found, err := s.p.Resolver.Addresses(ctx, host)
	return err == nil && slices.ContainsFunc(found, func(a string) bool { return slices.Contains(addresses, a) })
}
