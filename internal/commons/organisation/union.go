package organisation

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A commune belongs to one EPCI (Member.GroupID) but to as many joint authorities
// (syndicats) as it likes: for water, for schools, for rivers. An EPCI may belong in
// place of its communes.

// What the journal says of them.
const (
	EventJoined = "member.union-joined"
	EventParted = "member.union-left"
)

// Joined is that a body belongs to a joint authority for a time.
type Joined struct {
	ID       string
	MemberID string
	UnionID  string
	Since    string // day
	Until    string // the last day; "" for no end
	Recorder string
}

// On tells whether it holds on a day.
func (j Joined) On(day string) bool { return j.Since <= day && (j.Until == "" || day <= j.Until) }

const joinedColumns = `id, member_id, union_id, since, until, recorder`

func scanJoined(r database.Row) (j Joined, err error) {
	return j, r.Scan(&j.ID, &j.MemberID, &j.UnionID, &j.Since, &j.Until, &j.Recorder)
}

// JoinedBy lists to what a member belongs and belonged, the latest first.
func JoinedBy(ctx context.Context, tx access.Tx, member string) ([]Joined, error) {
	return database.All(ctx, tx, "organisation.JoinedBy", scanJoined, `select `+joinedColumns+` from member_union where member_id = $1 order by since desc, id desc`, member)
}

// JoinedTo lists who belongs and belonged to a joint authority, the latest first.
func JoinedTo(ctx context.Context, tx access.Tx, union string) ([]Joined, error) {
	return database.All(ctx, tx, "organisation.JoinedTo", scanJoined, `select `+joinedColumns+` from member_union where union_id = $1 order by since desc, id desc`, union)
}

// Unions lists the joint authorities in whose territory a member is today, by
// name: its own, and those of the bodies to which it belongs.
func Unions(ctx context.Context, tx access.Tx, m Member) ([]Member, error) {
	ids := []string{m.ID}
	for id := m.GroupID; id != "" && len(ids) < 3; { // a CCAS, its commune, the EPCI
		ids = append(ids, id)
		above, err := Get(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		id = above.GroupID
	}
	today := access.Today(tx.Clock())
	unions, err := database.All(ctx, tx, "organisation.Unions", func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select distinct union_id from member_union where since <= $1 and (until = '' or until >= $1) and member_id in (`+database.In(len(ids), 2)+`)`,
		append([]any{today}, database.Args(ids)...)...)
	if err != nil || len(unions) == 0 {
		return nil, err
	}
	return Page(ctx, tx, Filter{IDs: unions}, len(unions), 0)
}

// UnionMembers lists who belongs to a joint authority today, by name.
func UnionMembers(ctx context.Context, tx access.Tx, union string) ([]Member, error) {
	list, err := JoinedTo(ctx, tx, union)
	if err != nil {
		return nil, err
	}
	today := access.Today(tx.Clock())
	var ids []string
	for _, j := range list {
		if j.On(today) {
			ids = append(ids, j.MemberID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return Page(ctx, tx, Filter{IDs: ids}, len(ids), 0)
}

// Join records that a commune, an EPCI or another joint authority belongs to one
// from a day on. Only the operator's administrator and the system may.
func Join(ctx context.Context, tx access.Tx, member, union, since, until string) (Joined, error) {
	const op = "organisation.Join"
	j := Joined{MemberID: member, UnionID: union, Since: since, Until: until, Recorder: tx.Scope().Actor().Name}
	m, err := forAdministrator(ctx, tx, op, member)
	if err != nil {
		return j, err
	}
	u, err := Get(ctx, tx, union)
	if err != nil {
		return j, err
	}
	switch {
	case u.Kind != Syndicat:
		return j, fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» n’est pas un syndicat. L’intercommunalité d’une commune s’écrit dans sa fiche.", "“%[1]s” is no joint authority. A commune’s EPCI is written in its record.", u.Name)
	case !slices.Contains([]Kind{Commune, CommuneNouvelle, EPCI, Syndicat, Departement}, m.Kind) || m.ID == u.ID:
		return j, fault.New(fault.Invalid, op, "«\u00a0%[1]s\u00a0» ne peut pas adhérer à un syndicat\u202f: seules une commune, une intercommunalité, un autre syndicat ou un département le peuvent.", "“%[1]s” cannot belong to a joint authority: a commune, an EPCI, another joint authority or a département can.", m.Name)
	case !validDay(since):
		return j, fault.New(fault.Invalid, op, "Indiquez la date d’adhésion, par exemple 2027-01-01.", "Give the day of joining, for instance 2027-01-01.")
	case until != "" && (!validDay(until) || until < since):
		return j, fault.New(fault.Invalid, op, "Le dernier jour s’écrit comme 2027-12-31, et ne vient pas avant l’adhésion.", "The last day is written like 2027-12-31, and is not before the joining.")
	}
	list, err := JoinedBy(ctx, tx, member)
	if err != nil {
		return j, err
	}
	for _, one := range list {
		if one.UnionID == union && (one.Until == "" || one.Until >= since) && (until == "" || one.Since <= until) {
			return j, fault.New(fault.Conflict, op, "«\u00a0%[1]s\u00a0» adhère déjà à «\u00a0%[2]s\u00a0» à ces dates.", "“%[1]s” belongs to “%[2]s” already on these days.", m.Name, u.Name)
		}
	}
	j.ID = tx.NewID()
	if err := putJoined(ctx, tx, j, ""); err != nil {
		return j, err
	}
	return j, tx.Record(ctx, EventJoined, m.ID, m.ID, map[string]any{"union": union, "since": since})
}

func putJoined(ctx context.Context, tx access.Tx, j Joined, origin string) error {
	_, err := database.Exec(ctx, tx, "organisation.putJoined", `insert into member_union (id, member_id, union_id, since, until, origin, recorder_id, recorder, recorded_at)
		values ($1,$2,$3,$4,$5,$6,$7,$8,$9)`, j.ID, j.MemberID, j.UnionID, j.Since, j.Until, origin, tx.Scope().Actor().ID, j.Recorder, tx.Micros())
	return err
}

// LeaveUnion records the last day on which a member belongs to a joint authority; "" for
// no end. A day before the joining takes the record back: it was wrong.
func LeaveUnion(ctx context.Context, tx access.Tx, member, id, until string) error {
	const op = "organisation.LeaveUnion"
	m, err := forAdministrator(ctx, tx, op, member)
	if err != nil {
		return err
	}
	list, err := JoinedBy(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(list, func(j Joined) bool { return j.ID == id })
	if i < 0 {
		return fault.Missing(op)
	}
	if until != "" && !validDay(until) {
		return fault.New(fault.Invalid, op, "Indiquez le dernier jour, par exemple 2027-12-31.", "Give the last day, for instance 2027-12-31.")
	}
	if until != "" && until < list[i].Since {
		_, err = database.Exec(ctx, tx, op, `delete from member_union where id = $1`, id)
	} else {
		_, err = database.Exec(ctx, tx, op, `update member_union set until = $1 where id = $2`, until, id)
	}
	if err != nil {
		return err
	}
	return tx.Record(ctx, EventParted, m.ID, m.ID, map[string]any{"union": list[i].UnionID, "until": until})
}

// inheritUnions has an heir belong to what the member did on that day, and who
// belonged to a joint authority that ends belong to its heir.
func inheritUnions(ctx context.Context, tx access.Tx, from, to Member, day string) error {
	own, err := JoinedBy(ctx, tx, from.ID)
	if err != nil {
		return err
	}
	theirs, err := JoinedTo(ctx, tx, from.ID)
	if err != nil {
		return err
	}
	for _, j := range slices.Concat(own, theirs) {
		if !j.On(day) {
			continue
		}
		j.ID, j.Since = tx.NewID(), day
		if j.MemberID == from.ID {
			j.MemberID = to.ID
		} else {
			j.UnionID = to.ID
		}
		if j.MemberID == j.UnionID {
			continue
		}
		there, err := database.Value[int](ctx, tx, "organisation.inheritUnions", `select count(*) from member_union where member_id = $1 and union_id = $2 and (until = '' or until >= $3)`, j.MemberID, j.UnionID, day)
		if err != nil {
			return err
		}
		if there == 0 {
			if err := putJoined(ctx, tx, j, from.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
