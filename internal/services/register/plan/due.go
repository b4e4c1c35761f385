package plan

import (
	"cmp"
	"context"
	"slices"
	"time"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
)

// most is how many actions a calendar, a digest or an export holds.
const most = 50_000

// Due is what this room gives to calendars and letters: open actions with a day.
func Due(ctx context.Context, tx access.Tx, member, until string) ([]Deadline, error) {
	list, _, err := List(ctx, tx, Filter{Member: member, View: "open", Until: until}, most, 0)
	out := make([]Deadline, len(list))
	for n, a := range list {
		out[n] = Deadline{Kind: string(Kind), ID: a.ID, MemberID: a.MemberID, Label: i18n.T("Action", "Action"), Title: a.Title, On: a.Due,
			OwnerID: a.OwnerID, Path: "/" + Tab + "/a/" + a.ID, Changed: a.Changed}
	}
	return out, err
}

// Deadlines lists what is due until a day, of all rooms, of a member or ("") of
// all that the scope sees: the earliest first.
func (s *Service) Deadlines(ctx context.Context, tx access.Tx, member, until string) ([]Deadline, error) {
	out, err := Due(ctx, tx, member, until)
	for _, of := range s.Dues {
		if err != nil {
			return nil, err
		}
		var more []Deadline
		more, err = of(ctx, tx, member, until)
		out = append(out, more...)
	}
	for n := range out {
		if out[n].On == "" {
			out[n].On = access.Day(out[n].At)
		}
	}
	slices.SortStableFunc(out, func(a, b Deadline) int {
		return cmp.Or(cmp.Compare(a.On, b.On), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

// day is the date of a day of law, as calendars take it.
func day(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}
