package plan

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/user"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/standards/icalendar"
)

// A Calendar is one that somebody has subscribed to.
type Calendar struct {
	ID, UserID string
	MemberID   string // "" for all that she sees
	Made, Read time.Time
}

// maxCalendars is how many somebody may have.
const maxCalendars = 50

func scanCalendar(r database.Row) (c Calendar, err error) {
	var made, read int64
	err = r.Scan(&c.ID, &c.UserID, &c.MemberID, &made, &read)
	c.Made, c.Read = clock.FromMicros(made), clock.FromMicros(read)
	return c, err
}

const calendarColumns = `id, user_id, member_id, made_at, read_at`

// Calendars lists those of the actor.
func Calendars(ctx context.Context, tx access.Tx) ([]Calendar, error) {
	return database.All(ctx, tx, "plan.Calendars", scanCalendar, `select `+calendarColumns+` from register_calendar where user_id = $1 order by id`,
		tx.Scope().Actor().ID)
}

func person(tx access.Tx, op string) (string, error) {
	if a := tx.Scope().Actor(); a.Kind == access.Person && a.ID != "" {
		return a.ID, nil
	}
	return "", fault.Missing(op)
}

// Subscribe makes a calendar of a member, or of all that the actor sees.
func Subscribe(ctx context.Context, tx access.Tx, member string) (Calendar, error) {
	const op = "plan.Subscribe"
	c := Calendar{ID: tx.NewID(), MemberID: member, Made: tx.Clock().Now()}
	var err error
	if c.UserID, err = person(tx, op); err != nil {
		return c, err
	}
	if member != "" {
		if err := tx.Sees(op, member); err != nil {
			return c, err
		}
	}
	list, err := Calendars(ctx, tx)
	if err != nil {
		return c, err
	}
	if len(list) >= maxCalendars {
		return c, fault.New(fault.Conflict, op, "Vous avez déjà 50 agendas. Supprimez-en un.", "You have 50 calendars already. Remove one.")
	}
	_, err = database.Exec(ctx, tx, op, `insert into register_calendar (`+calendarColumns+`) values ($1,$2,$3,$4,0)`, c.ID, c.UserID, member, tx.Micros())
	return c, err
}

// Unsubscribe takes a calendar back: its address leads nowhere from now on.
func Unsubscribe(ctx context.Context, tx access.Tx, id string) error {
	const op = "plan.Unsubscribe"
	n, err := database.Exec(ctx, tx, op, `delete from register_calendar where id = $1 and user_id = $2`, id, tx.Scope().Actor().ID)
	if err == nil && n == 0 {
		err = fault.Missing(op)
	}
	return err
}

// Token is the secret in a calendar's address: its id and a mark that only this
// installation makes.
func (s *Service) Token(id string) string {
	mac := hmac.New(sha256.New, s.Key)
	io.WriteString(mac, "calendar/"+id)
	return id + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// ByToken finds the calendar of an address and whose it is. What was taken back,
// and the calendar of an account that is closed, is not there.
func (s *Service) ByToken(ctx context.Context, tx access.Tx, token string) (c Calendar, u user.User, scope access.Scope, err error) {
	const op = "plan.ByToken"
	id := token[:max(0, lastDot(token))]
	if !ident.Valid(id) || !hmac.Equal([]byte(s.Token(id)), []byte(token)) {
		return c, u, scope, fault.Missing(op)
	}
	if c, err = database.One(ctx, tx, op, scanCalendar, `select `+calendarColumns+` from register_calendar where id = $1`, id); err != nil {
		return c, u, scope, err
	}
	if u, err = user.Get(ctx, tx, c.UserID); err == nil && !u.Disabled.IsZero() {
		err = fault.Missing(op)
	}
	if err != nil {
		return c, u, scope, err
	}
	scope, err = access.ScopeOf(ctx, tx, u.Actor())
	if err == nil && c.MemberID != "" && !scope.Sees(c.MemberID) {
		err = fault.Missing(op)
	}
	return c, u, scope, err
}

func lastDot(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			return i
		}
	}
	return -1
}

// ahead is how far a calendar looks, in days.
const ahead = 730

// Events makes a calendar of what is due for the scope of a transaction.
func (s *Service) Events(ctx context.Context, tx access.Tx, member string, lang i18n.Lang, members []string) (icalendar.Calendar, error) {
	out := icalendar.Calendar{Product: "-//Airial//Plan d'actions//FR", Name: i18n.T("RGPD\u202f: échéances", "GDPR: what is due").In(lang)}
	list, err := s.Deadlines(ctx, tx, member, addDays(access.Today(tx.Clock()), ahead))
	if err != nil {
		return out, err
	}
	list = among(list, members)
	names, err := membersOf(ctx, tx, list)
	if err != nil {
		return out, err
	}
	if m, ok := names[member]; ok && member != "" {
		out.Name += " – " + m.Name
	}
	for _, d := range list {
		m := names[d.MemberID]
		e := icalendar.Event{UID: d.Kind + "-" + d.ID + "@airial", Changed: d.Changed, At: d.At, Summary: d.Label.In(lang) + i18n.T("\u202f: ", ": ").In(lang) + d.Title.In(lang),
			Description: m.Name, URL: s.PublicURL + d.Href(m.Siren), Categories: []string{d.Label.In(lang)}, Remind: 7 * 24 * time.Hour}
		if d.At.IsZero() {
			e.Day = day(d.On)
		} else {
			e.Remind = 12 * time.Hour
		}
		if member == "" {
			e.Summary += " (" + m.Name + ")"
		}
		out.Events = append(out.Events, e)
	}
	return out, nil
}

// among keeps the deadlines of some members; nil keeps all.
func among(list []Deadline, members []string) []Deadline {
	if members == nil {
		return list
	}
	mine := map[string]bool{}
	for _, id := range members {
		mine[id] = true
	}
	var out []Deadline
	for _, d := range list {
		if mine[d.MemberID] {
			out = append(out, d)
		}
	}
	return out
}

func membersOf(ctx context.Context, tx access.Tx, list []Deadline) (map[string]organisation.Member, error) {
	var ids []string
	seen := map[string]bool{}
	for _, d := range list {
		if !seen[d.MemberID] {
			seen[d.MemberID] = true
			ids = append(ids, d.MemberID)
		}
	}
	return organisation.ByIDs(ctx, tx, ids)
}
