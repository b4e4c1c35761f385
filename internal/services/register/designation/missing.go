package designation

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
)

// Counts says how the members that are served stand.
type Counts struct {
	Members    int
	Designated int // have an officer today
	Undeclared int // of those, the CNIL’s number is not written
	Missing    int // have no officer
	Ending     int // have one who ends within ninety days, and nobody after
	Leaderless int // have no controller
}

// Soon is how many days ahead an end is told.
const Soon = 90

// CountAll counts the members that the scope sees.
func CountAll(ctx context.Context, tx access.Tx) (Counts, error) {
	only, args := tx.Only("m.id", []any{access.Today(tx.Clock()), access.Day(tx.Clock().Now().AddDate(0, 0, Soon))})
	return database.One(ctx, tx, "designation.CountAll", func(r database.Row) (c Counts, err error) {
		err = r.Scan(&c.Members, &c.Designated, &c.Undeclared, &c.Ending, &c.Leaderless)
		c.Missing = c.Members - c.Designated
		return c, err
	}, `select count(*), coalesce(sum(case when d.member_id is null then 0 else 1 end), 0), coalesce(sum(case when d.declared = 0 then 1 else 0 end), 0),
			coalesce(sum(case when d.last_on <> '' and d.last_on <= $2 and d.later = 0 then 1 else 0 end), 0), coalesce(sum(case when c.member_id is null then 1 else 0 end), 0)
		from member m
		left join (`+today+` and o.post = 'officer' group by o.member_id) d on d.member_id = m.id
		left join (select distinct o.member_id from register_office o where `+held+` and o.post = 'controller') c on c.member_id = m.id
		where m.closed_at = 0 and `+only, args...)
}

// today gathers who holds an office on the day $1, a line for each member.
const today = `select o.member_id, max(case when o.reference = '' then 0 else 1 end) as declared, max(o.until_on) as last_on,
	max(case when exists (select 1 from register_office l where l.member_id = o.member_id and l.post = o.post and l.from_on > $1) then 1 else 0 end) as later
	from register_office o where ` + held

// View chooses members of the list.
type View string

// The views.
const (
	Everyone   View = ""
	NoOfficer  View = "missing"
	Undeclared View = "undeclared"
	Ending     View = "ending"
	NoHead     View = "leaderless"
)

// Views lists them.
var Views = []View{Everyone, NoOfficer, Undeclared, Ending, NoHead}

// A Filter chooses members of the list.
type Filter struct {
	View   View
	Holder string // whose officer is so called
	Query  string // words of the member's name
}

// Missing lists the members without an officer today, by name. It is what heads
// the cockpit: nobody answers for their personal data.
func Missing(ctx context.Context, tx access.Tx, limit, offset int) ([]organisation.Member, int, error) {
	return Members(ctx, tx, Filter{View: NoOfficer}, limit, offset)
}

// Without names the members without an officer today, by their ids.
func Without(ctx context.Context, tx access.Tx) ([]string, error) {
	return standing(ctx, tx, Filter{View: NoOfficer})
}

// Members lists members that are served by how they stand.
func Members(ctx context.Context, tx access.Tx, f Filter, limit, offset int) ([]organisation.Member, int, error) {
	var ids []string
	if f.View != Everyone || f.Holder != "" {
		var err error
		if ids, err = standing(ctx, tx, f); err != nil {
			return nil, 0, err
		}
		if len(ids) == 0 {
			return nil, 0, nil
		}
	}
	return organisation.List(ctx, tx, organisation.Filter{Query: f.Query, IDs: ids}, limit, offset)
}

func standing(ctx context.Context, tx access.Tx, f Filter) ([]string, error) {
	day := access.Today(tx.Clock())
	only, args := tx.Only("m.id", []any{day})
	where := ""
	switch f.View {
	case NoOfficer:
		where = ` and not exists (select 1 from register_office o where ` + held + ` and o.post = 'officer' and o.member_id = m.id)`
	case NoHead:
		where = ` and not exists (select 1 from register_office o where ` + held + ` and o.post = 'controller' and o.member_id = m.id)`
	case Undeclared:
		where = ` and exists (select 1 from register_office o where ` + held + ` and o.post = 'officer' and o.reference = '' and o.member_id = m.id)`
	case Ending:
		args = append(args, access.Day(tx.Clock().Now().AddDate(0, 0, Soon)))
		n := database.In(1, len(args))
		where = ` and exists (select 1 from register_office o where ` + held + ` and o.post = 'officer' and o.until_on <> '' and o.until_on <= ` + n + ` and o.member_id = m.id
			and not exists (select 1 from register_office l where l.member_id = o.member_id and l.post = 'officer' and l.from_on > o.until_on))`
	}
	if f.Holder != "" {
		args = append(args, f.Holder)
		where += ` and exists (select 1 from register_office o where ` + held + ` and o.post = 'officer' and o.member_id = m.id and o.holder = ` + database.In(1, len(args)) + `)`
	}
	return database.All(ctx, tx, "designation.standing", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select m.id from member m where m.closed_at = 0 and `+only+where, args...)
}

// Today returns who holds which office at members today.
func Today(ctx context.Context, tx access.Tx, members []string) (map[string]map[Post]Office, error) {
	out := map[string]map[Post]Office{}
	if len(members) == 0 {
		return out, nil
	}
	list, err := database.All(ctx, tx, "designation.Today", scan, `select `+columns+` from register_office o where `+held+`
		and o.member_id in (`+database.In(len(members), 2)+`) order by o.from_on, o.made_at, o.id`, append([]any{access.Today(tx.Clock())}, database.Args(members)...)...)
	for _, o := range list {
		if out[o.MemberID] == nil {
			out[o.MemberID] = map[Post]Office{}
		}
		out[o.MemberID][o.Post] = o
	}
	return out, err
}

// Holders lists who is an officer today, and of how many members.
func Holders(ctx context.Context, tx access.Tx) ([]Holder, error) {
	return database.All(ctx, tx, "designation.Holders", func(r database.Row) (h Holder, err error) { return h, r.Scan(&h.Name, &h.Members) },
		`select o.holder, count(*) from register_office o join member m on m.id = o.member_id and m.closed_at = 0
			where `+held+` and o.post = 'officer' group by o.holder order by count(*) desc, o.holder`, access.Today(tx.Clock()))
}

// A Holder is somebody who is the officer of members.
type Holder struct {
	Name    string
	Members int
}
