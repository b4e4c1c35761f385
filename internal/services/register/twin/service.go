package twin

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// A Follower is what points to activities in another room, and follows when one
// gives way to another.
type Follower struct {
	Key   string
	Label i18n.Text // "jeux de données"
	// To lists what points to an activity of a member.
	To func(ctx context.Context, tx access.Tx, member, activity string) ([]string, error)
	// Lead makes these, as far as they point to one activity, point to another,
	// and says which do now. Both activities are in use.
	Lead func(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error)
}

// Service is the room.
type Service struct {
	Doors     *access.Doors
	Desk      *console.Console // nil where there are no pages
	Followers []Follower
	// Terms are the words of the codes in a member's activities; nil for the
	// operator's alone.
	Terms func(ctx context.Context, tx access.Tx, member string) (model.Terms, error)
}

// A Pair is two activities of a member that are twins. The first is that which
// is proposed to stay.
type Pair struct {
	MemberID string
	Keep     model.Instance
	Gone     model.Instance
}

// proposed puts first which of two had better stay: the one that follows the
// later version of the model, then the one that an officer has checked, then the
// one that was written in last.
func proposed(a, b model.Instance) (model.Instance, model.Instance) {
	switch {
	case a.Version != b.Version:
		if b.Version > a.Version {
			return b, a
		}
	case a.Checked.IsZero() != b.Checked.IsZero():
		if a.Checked.IsZero() {
			return b, a
		}
	case b.Changed.After(a.Changed):
		return b, a
	}
	return a, b
}

// Of lists the twins of a member that nobody has settled, by name.
func Of(ctx context.Context, tx access.Tx, member string) ([]Pair, error) {
	return pairs(ctx, tx, member)
}

// pairs are those of a member, or of all that the scope sees where member is "":
// each two of a group of which not all were kept apart.
func pairs(ctx context.Context, tx access.Tx, member string) ([]Pair, error) {
	ids, err := doubles(ctx, tx, member)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	apart, err := keptApart(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	var out []Pair
	for len(ids) > 0 {
		n := min(500, len(ids)) // what one query names; a group is never cut
		for n < len(ids) && ids[n].group == ids[n-1].group {
			n++
		}
		part := ids[:n]
		ids = ids[n:]
		var flat []string
		of := map[string]string{}
		for _, d := range part {
			flat = append(flat, d.id)
			of[d.id] = d.group
		}
		list, _, err := model.Find(ctx, tx, model.Ask{Kind: activity.Kind, Member: member, IDs: flat}, len(flat), 0)
		if err != nil {
			return nil, err
		}
		for n, a := range list {
			for _, b := range list[n+1:] {
				if of[a.ID] == of[b.ID] && !apart[unordered(a.ID, b.ID)] {
					keep, gone := proposed(a, b)
					out = append(out, Pair{a.MemberID, keep, gone})
				}
			}
		}
	}
	return out, nil
}

func unordered(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// A Compared pair is one with what both say and what points to each.
type Compared struct {
	Keep, Gone  model.Full
	Differences []model.Difference // Mine is what stays, Theirs what the other says
	Points      []Points
}

// Points is how many things of a room point to each of two activities.
type Points struct {
	Key        string
	Label      i18n.Text
	Keep, Gone int
}

// Same tells whether both say the same.
func (c Compared) Same() bool { return len(c.Differences) == 0 }

// Compare shows two activities of a member beside one another.
func (s *Service) Compare(ctx context.Context, tx access.Tx, member, keep, gone string) (c Compared, err error) {
	if c.Keep, err = of(ctx, tx, member, keep); err != nil {
		return c, err
	}
	if c.Gone, err = of(ctx, tx, member, gone); err != nil {
		return c, err
	}
	c.Differences = differences(c.Keep.Record, c.Gone.Record)
	for _, f := range s.Followers {
		p := Points{Key: f.Key, Label: f.Label}
		for id, n := range map[string]*int{keep: &p.Keep, gone: &p.Gone} {
			list, err := f.To(ctx, tx, member, id)
			if err != nil {
				return c, err
			}
			*n = len(list)
		}
		c.Points = append(c.Points, p)
	}
	return c, nil
}

func differences(keep, gone model.Record) (out []model.Difference) {
	for _, c := range model.Changes(keep, gone) {
		out = append(out, model.Difference{Path: c.Path, Mine: c.Before, Theirs: c.After})
	}
	return out
}

// of is an activity of a member.
func of(ctx context.Context, tx access.Tx, member, id string) (model.Full, error) {
	f, err := model.Read(ctx, tx, id)
	if err == nil && (f.MemberID != member || f.Kind != activity.Kind) {
		err = fault.Missing("twin.of")
	}
	return f, err
}

// Count counts the twins to settle of all members that the scope sees.
func Count(ctx context.Context, tx access.Tx) (int, error) {
	list, err := pairs(ctx, tx, "")
	return len(list), err
}

// A Crowd is a member with twins to settle.
type Crowd struct {
	Member organisation.Member
	Pairs  []Pair
}

// Everywhere lists the members with twins to settle, those with most first.
func Everywhere(ctx context.Context, tx access.Tx) ([]Crowd, error) {
	list, err := pairs(ctx, tx, "")
	if err != nil || len(list) == 0 {
		return nil, err
	}
	at := map[string]int{}
	var ids []string
	var out []Crowd
	for _, p := range list {
		n, ok := at[p.MemberID]
		if !ok {
			n, at[p.MemberID] = len(out), len(out)
			ids, out = append(ids, p.MemberID), append(out, Crowd{})
		}
		out[n].Pairs = append(out[n].Pairs, p)
	}
	members, err := organisation.ByIDs(ctx, tx, ids)
	for id, n := range at {
		out[n].Member = members[id]
	}
	slices.SortStableFunc(out, func(a, b Crowd) int { return len(b.Pairs) - len(a.Pairs) })
	return out, err
}
