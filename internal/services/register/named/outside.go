package named

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// Outside is a room beyond the register that knows people by their address alone,
// and of which only the operator's officers are told.
type Outside interface {
	// Name begins the keys of its places.
	Name() string
	Label() i18n.Text
	// Count is how many records an address has.
	Count(ctx context.Context, tx access.Tx, mailbox string) (int, error)
	// Erase forgets the address. It returns how many records it had.
	Erase(ctx context.Context, tx access.Tx, mailbox string) (int, error)
}

// Search finds where a person is named, in the register of a member or of all of
// them (""), and in the rooms beyond.
func (s *Service) Search(ctx context.Context, tx access.Tx, q Query, member string) (Found, error) {
	found, err := s.Rooms.Search(ctx, tx, q, member)
	if err != nil || !tx.Scope().Has(access.ProtectionOfficer) {
		return found, err
	}
	for _, o := range s.Outside {
		for _, mailbox := range q.mails {
			n, err := o.Count(ctx, tx, mailbox)
			if err != nil {
				return found, err
			}
			if n > 0 {
				found.Hits = append(found.Hits, Hit{Key: o.Name() + "/" + url.QueryEscape(mailbox), Table: Table{Name: o.Name(), Label: o.Label()}, Times: n, Words: []Excerpt{{Name: mailbox}}})
			}
		}
	}
	return found, nil
}

// eraseOutside erases at those of the chosen places that are in rooms beyond, and
// returns the other places.
func (s *Service) eraseOutside(ctx context.Context, tx access.Tx, q Query, keys []string, out *Outcome) (rest []string, err error) {
	places := map[string]int{}
	for _, key := range keys {
		name, rawMailbox, _ := strings.Cut(key, "/")
		o := s.outside(name)
		if o == nil {
			rest = append(rest, key)
			continue
		}
		mailbox, err := url.QueryUnescape(rawMailbox)
		if err != nil || !tx.Scope().Has(access.ProtectionOfficer) || !slices.Contains(q.mails, mailbox) {
			continue // it was looked for by nobody: there is nothing to erase
		}
		n, err := o.Erase(ctx, tx, mailbox)
		if err != nil {
			return rest, err
		}
		if n > 0 {
			places[name] += n
			out.Rows++
		}
	}
	if len(places) == 0 {
		return rest, nil
	}
	return rest, note(ctx, tx, map[string]*tallied{"": {rows: out.Rows, places: places}})
}

func (s *Service) outside(name string) Outside {
	for _, o := range s.Outside {
		if o.Name() == name {
			return o
		}
	}
	return nil
}
