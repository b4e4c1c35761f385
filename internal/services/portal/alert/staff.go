package alert

import (
	"context"
	"net/url"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/mail"
)

// What the operator knows of the alerts: how many there are and of what, and, of
// an address that somebody gives, what it follows. It never lists addresses.

// EventErased is what the journal says when an address was forgotten: how many
// alerts it had.
const EventErased = "alert.erased"

// Counts are how many alerts there are.
type Counts struct{ Daily, Weekly, Waiting, Refused int }

// Count counts the alerts.
func Count(ctx context.Context, tx access.Tx) (c Counts, err error) {
	err = database.Each(ctx, tx, "alert.Count", func(r database.Row) error {
		var pace string
		var confirmed, n, refused int
		err := r.Scan(&pace, &confirmed, &n, &refused)
		c.Refused += refused
		switch {
		case confirmed == 0:
			c.Waiting += n
		case pace == string(Weekly):
			c.Weekly += n
		default:
			c.Daily += n
		}
		return err
	}, `select pace, case when confirmed_at = 0 then 0 else 1 end, count(*), sum(case when refused > 0 then 1 else 0 end) from portal_alert group by 1, 2`)
	return c, err
}

// Wanted is a search, or a dataset, and by how many it is followed.
type Wanted struct {
	Search url.Values
	Title  string
	Path   string
	Alerts int
}

// Most lists what is followed by most, confirmed alerts alone.
func (s *Service) Most(ctx context.Context, tx access.Tx, limit int) ([]Wanted, error) {
	list, err := database.All(ctx, tx, "alert.Most", func(r database.Row) (w Wanted, err error) {
		var search string
		if err := r.Scan(&search, &w.Alerts); err != nil {
			return w, err
		}
		w.Search, err = url.ParseQuery(search)
		return w, err
	}, `select search, count(*) from portal_alert where confirmed_at > 0 group by search order by count(*) desc, search limit $1`, limit)
	return list, err
}

// titled says of what an alert is; what is public no more has no page.
func (s *Service) titled(ctx context.Context, search url.Values) (title, path string, err error) {
	news, err := s.Site.News(ctx, search, s.Clock.Now(), 1)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return i18n.Say(ctx, "Ce qui n’est plus public", "What is no longer public"), "", nil
	}
	return news.Title, news.Path, err
}

// may tells whether the scope sees the counts or, with reads, looks an address up
// and erases it.
func (s *Service) may(ctx context.Context, tx access.Tx, reads bool) error {
	op, err := organisation.Operator(ctx, tx.Elevated("alerts"))
	if err != nil {
		return err
	}
	scope := tx.Scope()
	switch {
	case scope.IsSystem(), scope.Has(access.ProtectionOfficer), scope.Has(access.Administrator):
		return nil
	case reads:
		return tx.May(ctx, access.Erase, op.ID)
	}
	return tx.Sees("alert.may", op.ID)
}

// Of lists the alerts of an address.
func (s *Service) Of(ctx context.Context, tx access.Tx, mailbox string) ([]Alert, error) {
	if err := s.may(ctx, tx, true); err != nil {
		return nil, err
	}
	if !mail.Plausible(mailbox) {
		return nil, fault.New(fault.Invalid, "alert.Of", "Écrivez une adresse de la forme nom@domaine.fr.", "Write an address like name@domain.fr.")
	}
	return database.All(ctx, tx.Elevated("alerts"), "alert.Of", s.scan, `select `+columns+` from portal_alert where mailbox_key = $1 order by created_at, id`, s.keyOf(mailbox))
}

// Erase forgets an address with all its alerts. It returns how many there were.
func (s *Service) Erase(ctx context.Context, tx access.Tx, mailbox string) (int, error) {
	list, err := s.Of(ctx, tx, mailbox)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	up := tx.Elevated("alerts")
	if _, err := database.Exec(ctx, up, "alert.Erase", `delete from portal_alert where mailbox_key = $1`, s.keyOf(mailbox)); err != nil {
		return 0, err
	}
	op, err := organisation.Operator(ctx, up)
	if err != nil {
		return 0, err
	}
	return len(list), tx.Record(ctx, EventErased, op.ID, op.ID, map[string]any{"alerts": len(list)})
}

// mostRefused is how many letters are refused before an alert ends.
const mostRefused = 3

// Refused hears that the mail server refuses an alert's address for good: three
// times, or once before anybody said yes, and the address is forgotten.
func (s *Service) Refused(ctx context.Context, id string) error {
	return s.Doors.Write(ctx, inside, func(tx access.Tx) error {
		if _, err := database.Exec(ctx, tx, "alert.Refused", `update portal_alert set refused = refused + 1 where id = $1`, id); err != nil {
			return err
		}
		_, err := database.Exec(ctx, tx, "alert.Refused", `delete from portal_alert where id = $1 and (refused >= $2 or confirmed_at = 0)`, id, mostRefused)
		return err
	})
}
