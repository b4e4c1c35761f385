package maturity

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
)

// leastPeers is how many like members there must be before their middle is
// shown: below, it would tell of one of them.
const leastPeers = 5

// sizes are the bounds of the classes of population, in inhabitants.
var sizes = []int{500, 2000, 3500, 10_000, 50_000}

// SizeOf is the class of a population: its least, and the least of the next; 0
// for none.
func SizeOf(population int) (from, below int) {
	for _, bound := range sizes {
		if population < bound {
			return from, bound
		}
		from = bound
	}
	return from, 0
}

// Peers is the middle of like members.
type Peers struct {
	Count   int
	Medians map[string]Score // by domain
}

// PeersOf returns the medians of members of the same kind and size that
// submitted the same form of the same version, each by its latest survey; none
// below leastPeers. Nobody is named, so anybody who sees the member may know.
func PeersOf(ctx context.Context, tx access.Tx, m organisation.Member, s Survey) (Peers, error) {
	from, below := SizeOf(m.Population)
	if below == 0 {
		below = 1 << 40
	}
	// Only this query sees other members; what it says of them is a middle.
	all := tx.Elevated("maturity-peers")
	scores := map[string][]Score{}
	members := map[string]bool{}
	err := database.Each(ctx, all, "maturity.PeersOf", func(r database.Row) error {
		var member, domain string
		var score Score
		err := r.Scan(&member, &domain, &score)
		scores[domain] = append(scores[domain], score)
		members[member] = true
		return err
	}, `select s.member_id, c.domain, c.score from register_survey s
		join register_survey_score c on c.survey_id = s.id
		join member m on m.id = s.member_id
		where s.subject = '' and s.questionnaire = $1 and s.version = $2 and s.is_short = $3 and s.state = 'submitted' and s.member_id <> $4
		and m.kind = $5 and m.closed_at = 0 and m.population >= $6 and m.population < $7
		and not exists (select 1 from register_survey later where later.member_id = s.member_id and later.questionnaire = s.questionnaire
			and later.version = s.version and later.is_short = s.is_short and later.state = 'submitted'
			and (later.submitted_at > s.submitted_at or later.submitted_at = s.submitted_at and later.id > s.id))`,
		s.Questionnaire, s.Version, database.Bool(s.Short), m.ID, string(m.Kind), from, below)
	p := Peers{Count: len(members), Medians: map[string]Score{}}
	if err != nil || p.Count < leastPeers {
		return p, err
	}
	for domain, list := range scores {
		slices.Sort(list)
		p.Medians[domain] = list[(len(list)-1)/2]
	}
	return p, nil
}
