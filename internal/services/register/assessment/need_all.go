package assessment

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

func latestFirst(list []Assessment) {
	slices.SortStableFunc(list, func(a, b Assessment) int { return b.Made.Compare(a.Made) })
}

// Counts is how the activities of a member stand.
type Counts struct {
	Member    organisation.Member
	Needed    int
	Missing   int // need one and have none
	Open      int // questions decide
	UnderWay  int // assessments
	Validated int
	Due       int // reviews
}

// light is an activity without what it says.
type light struct {
	id, member, model, code string
	version                 int
	own                     bool // written locally where the rules look
}

// relevant chooses the overrides that the rules look at.
const relevant = `o.path = 'dpia' or o.path = 'dpia_why' or o.path like 'data#%' or o.path like 'people#%'`

// Everywhere counts for each member that is served, those that lack most first.
// What members have of a model without having written where the rules look is
// the model's: it is read once, whatever the number of members.
func Everywhere(ctx context.Context, tx access.Tx) ([]Counts, error) {
	const op = "assessment.Everywhere"
	members, _, err := organisation.List(ctx, tx, organisation.Filter{}, 100_000, 0)
	if err != nil {
		return nil, err
	}
	only, args := tx.Only("i.member_id", []any{string(activity.Kind)})
	list, err := database.All(ctx, tx, op, func(r database.Row) (l light, err error) {
		return l, r.Scan(&l.id, &l.member, &l.model, &l.code, &l.version, &l.own)
	}, `select i.id, i.member_id, i.model_id, coalesce(m.code, ''), i.version,
			case when i.model_id = '' or exists (select 1 from register_override o where o.instance_id = i.id and (`+relevant+`)) then 1 else 0 end
		from register_instance i left join register_model m on m.id = i.model_id where i.kind = $1 and i.retired_at = 0 and `+only, args...)
	if err != nil {
		return nil, err
	}
	n, err := newCounting(ctx, tx, members)
	if err != nil {
		return nil, err
	}
	if err := n.readOwn(ctx, tx, list); err != nil {
		return nil, err
	}
	for _, l := range list {
		if err := n.count(ctx, tx, l); err != nil {
			return nil, err
		}
	}
	return n.sorted(), nil
}

type counting struct {
	members map[string]*Counts
	terms   model.Terms
	told    map[string]Told
	has     map[string]Assessment // by activity, the one that counts
	records map[string]model.Record
	today   string
}

func newCounting(ctx context.Context, tx access.Tx, members []organisation.Member) (*counting, error) {
	const op = "assessment.counting"
	n := &counting{members: map[string]*Counts{}, told: map[string]Told{}, has: map[string]Assessment{}, records: map[string]model.Record{}, today: access.Today(tx.Clock())}
	for _, m := range members {
		n.members[m.ID] = &Counts{Member: m}
	}
	var err error
	if n.terms, err = model.ReadTerms(ctx, tx); err != nil {
		return nil, err
	}
	only, args := tx.Only("member_id", nil)
	rows, err := database.All(ctx, tx, op, scanTold, `select `+toldColumns+` from register_need where `+only, args...)
	if err != nil {
		return nil, err
	}
	for _, t := range rows {
		n.told[t.activity] = t.told
	}
	only, args = tx.Only("a.member_id", []any{string(Archived)})
	list, err := database.All(ctx, tx, op, scan, `select `+columns+` from register_assessment a where a.state <> $1 and `+only+` order by a.id`, args...)
	for _, a := range list { // identifiers are in the order of time: the latest stays
		n.has[a.ActivityID] = a
		c := n.members[a.MemberID]
		switch {
		case c == nil:
		case a.State == Validated:
			c.Validated++
			if a.Due(n.today) {
				c.Due++
			}
		case a.Open():
			c.UnderWay++
		}
	}
	return n, err
}

// readOwn reads the activities that say something of their own.
func (n *counting) readOwn(ctx context.Context, tx access.Tx, list []light) error {
	var ids []string
	for _, l := range list {
		if l.own {
			ids = append(ids, l.id)
		}
	}
	for part := range slices.Chunk(ids, 500) {
		full, err := model.All(ctx, tx, model.Ask{Kind: activity.Kind, IDs: part})
		if err != nil {
			return err
		}
		for _, f := range full {
			n.records[f.ID] = f.Record
		}
	}
	return nil
}

func (n *counting) count(ctx context.Context, tx access.Tx, l light) error {
	c := n.members[l.member]
	if c == nil {
		return nil
	}
	record, ok := n.records[l.id]
	if !ok && !l.own {
		key := l.model + "/" + strconv.Itoa(l.version)
		if record, ok = n.records[key]; !ok {
			v, err := model.ReadVersion(ctx, tx, l.model, l.version)
			if err != nil {
				return err
			}
			record = v.Record
			n.records[key] = record
		}
	}
	need := Decide(Facts{Member: c.Member, Code: l.code, Record: record, Terms: n.terms}, n.told[l.id])
	switch need.Result {
	case Needed:
		c.Needed++
		if a, there := n.has[l.id]; !there || a.State == Refused {
			c.Missing++
		}
	case Open:
		c.Open++
	}
	return nil
}

func (n *counting) sorted() []Counts {
	out := make([]Counts, 0, len(n.members))
	for _, c := range n.members {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Counts) int {
		return cmp.Or(cmp.Compare(b.Missing, a.Missing), cmp.Compare(b.Due, a.Due), cmp.Compare(b.Open, a.Open),
			strings.Compare(a.Member.SortKey(), b.Member.SortKey()), strings.Compare(a.Member.ID, b.Member.ID))
	})
	return out
}
