package gather

import (
	"context"
	"fmt"
	"math"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
)

// Standing is how a member stands for a schema and a year.
type Standing string

// The standings. Who has published counts as that, whatever else it has said.
const (
	Published Standing = "published"
	Declared  Standing = "nothing"  // état néant: it has declared to have nothing
	NotOwed   Standing = "not-owed" // the law does not ask it
	Silent    Standing = "silent"
)

// Standings are all of them, in the order in which they are shown.
func Standings() []Standing { return []Standing{Published, Declared, NotOwed, Silent} }

// Coverage says for whom figures made of a schema's data speak: each of the
// members that are served, the operator apart, is in one group.
type Coverage struct {
	Schema string
	Year   int // 0 for all years together
	Groups map[Standing][]organisation.Member
	Served int
	People int  // inhabitants of the communes among them
	Ruled  bool // it is known who owes the publication
}

// Count is how many members are in a group.
func (c Coverage) Count(s Standing) int { return len(c.Groups[s]) }

// Share is which part of the inhabitants of all communes live in those of a group,
// from 0 to 1; NaN where nobody lives. Bodies that have no inhabitants of their own
// (EPCI, CCAS, syndicats) are counted as members, and not here, where each
// inhabitant counts once.
func (c Coverage) Share(s Standing) float64 {
	if c.People == 0 {
		return math.NaN()
	}
	return float64(people(c.Groups[s])) / float64(c.People)
}

func people(list []organisation.Member) (n int) {
	for _, m := range list {
		if m.Kind == organisation.Commune || m.Kind == organisation.CommuneNouvelle {
			n += m.Population
		}
	}
	return n
}

// Coverage says how members stand for a schema and a year, or for all years
// together (0: who has ever published): some of them, or all that are served (nil).
func (s *Service) Coverage(ctx context.Context, tx access.Tx, schema string, year int, of []organisation.Member) (Coverage, error) {
	list, err := s.Coverages(ctx, tx, schema, []int{year}, of)
	if err != nil {
		return Coverage{Schema: schema, Year: year, Groups: map[Standing][]organisation.Member{}}, err
	}
	return list[0], nil
}

// Coverages is Coverage for several years, in their order: what members have
// published and declared is read once.
func (s *Service) Coverages(ctx context.Context, tx access.Tx, schema string, years []int, of []organisation.Member) ([]Coverage, error) {
	members := of
	var err error
	if members == nil {
		if members, err = Served(ctx, tx); err != nil {
			return nil, err
		}
	}
	answers, err := s.p.Answers.Of(ctx, tx, schema, years, members)
	if err != nil {
		return nil, err
	}
	out := make([]Coverage, len(years))
	for i, year := range years {
		var owed map[string]bool
		if s.p.Duties != nil {
			if owed, err = s.p.Duties.Owed(ctx, tx, schema, year, members); err != nil {
				return nil, err
			}
		}
		out[i] = covered(schema, year, members, answers[i], owed)
	}
	return out, nil
}

// covered puts each member into its group.
func covered(schema string, year int, members []organisation.Member, a Answered, owed map[string]bool) Coverage {
	c := Coverage{Schema: schema, Year: year, Groups: map[Standing][]organisation.Member{}, Served: len(members), People: people(members), Ruled: owed != nil}
	for _, m := range members {
		standing := Silent
		switch {
		case a.Published[m.ID]:
			standing = Published
		case a.Nothing[m.ID]:
			standing = Declared
		case c.Ruled && !owed[m.ID]:
			standing = NotOwed
		}
		c.Groups[standing] = append(c.Groups[standing], m)
	}
	return c
}

// Served lists the members that are served today, the operator apart.
func Served(ctx context.Context, tx access.Tx) ([]organisation.Member, error) {
	list, err := organisation.Page(ctx, tx, organisation.Filter{}, 100_000, 0)
	out := list[:0]
	for _, m := range list {
		if !m.IsOperator && m.Closed.IsZero() {
			out = append(out, m)
		}
	}
	return out, err
}

// Label is what a group is called.
func (s Standing) Label() i18n.Text {
	switch s {
	case Published:
		return i18n.T("ont publié", "have published")
	case Declared:
		return i18n.T("ont déclaré n’avoir rien (néant)", "have declared to have nothing")
	case NotOwed:
		return i18n.T("n’y sont pas tenues de façon certaine", "do not certainly owe it")
	}
	return i18n.T("n’ont rien dit", "have said nothing")
}

// Sentence says in one sentence for whom a figure speaks. It stands beside every
// figure, so that a total of whoever has published is never taken for the truth.
func (c Coverage) Sentence(ctx context.Context) string {
	if c.Served == 1 {
		return c.ofOne(ctx)
	}
	head := i18n.Sayf(ctx, "Toutes années confondues, %[1]s des %[2]s collectivités ont publié au moins une fois", "Over all years, %[1]s of the %[2]s public bodies have published at least once",
		i18n.Number(ctx, c.Count(Published)), i18n.Number(ctx, c.Served))
	if c.Year > 0 {
		head = i18n.Sayf(ctx, "Pour %[1]d, %[2]s des %[3]s collectivités ont publié", "For %[1]d, %[2]s of the %[3]s public bodies have published",
			c.Year, i18n.Number(ctx, c.Count(Published)), i18n.Number(ctx, c.Served))
	}
	if share := c.Share(Published); !math.IsNaN(share) {
		head += i18n.Sayf(ctx, " (%s de la population des communes)", " (%s of the communes’ population)", percent(ctx, share))
	}
	var rest []string
	for _, s := range []Standing{Declared, NotOwed, Silent} {
		if n := c.Count(s); n > 0 {
			rest = append(rest, s.clause(ctx, n))
		}
	}
	if len(rest) == 0 {
		return head + "."
	}
	return head + i18n.Say(ctx, "\u202f; ", "; ") + strings.Join(rest, ", ") + i18n.Say(ctx, ". Les totaux ne comptent que celles qui ont publié.", ". Totals count only those that have published.")
}

// clause says how many are in a group.
func (s Standing) clause(ctx context.Context, n int) string {
	one := n == 1
	pick := func(single, several string) string {
		if one {
			return single
		}
		return several
	}
	number := i18n.Number(ctx, n)
	switch s {
	case Declared:
		return i18n.Sayf(ctx, pick("%s a déclaré n’avoir rien (néant)", "%s ont déclaré n’avoir rien (néant)"), pick("%s has declared to have nothing", "%s have declared to have nothing"), number)
	case NotOwed:
		return i18n.Sayf(ctx, pick("%s n’y est pas tenue de façon certaine", "%s n’y sont pas tenues de façon certaine"), pick("%s does not certainly owe it", "%s do not certainly owe it"), number)
	}
	return i18n.Sayf(ctx, pick("%s n’a rien dit", "%s n’ont rien dit"), pick("%s has said nothing", "%s have said nothing"), number)
}

func (c Coverage) ofOne(ctx context.Context) string {
	for _, s := range Standings() {
		if c.Count(s) == 0 {
			continue
		}
		name := c.Groups[s][0].Name
		if c.Year == 0 {
			return everOfOne(ctx, s, name)
		}
		switch s {
		case Published:
			return i18n.Sayf(ctx, "%[1]s a publié pour %[2]d.", "%[1]s has published for %[2]d.", name, c.Year)
		case Declared:
			return i18n.Sayf(ctx, "%[1]s a déclaré n’avoir rien pour %[2]d (néant).", "%[1]s has declared to have nothing for %[2]d.", name, c.Year)
		case NotOwed:
			return i18n.Sayf(ctx, "%[1]s n’a rien publié pour %[2]d, et n’y est pas tenue de façon certaine.", "%[1]s has published nothing for %[2]d, and does not certainly owe it.", name, c.Year)
		}
		return i18n.Sayf(ctx, "%[1]s n’a rien publié ni déclaré pour %[2]d.", "%[1]s has neither published nor declared anything for %[2]d.", name, c.Year)
	}
	return ""
}

// everOfOne is ofOne for all years together.
func everOfOne(ctx context.Context, s Standing, name string) string {
	switch s {
	case Published:
		return i18n.Sayf(ctx, "%s a publié\u202f; les années qu’elle n’a pas publiées manquent.", "%s has published; the years that it has not published are missing.", name)
	case Declared:
		return i18n.Sayf(ctx, "%s a déclaré n’avoir rien (néant).", "%s has declared to have nothing.", name)
	case NotOwed:
		return i18n.Sayf(ctx, "%s n’a rien publié, et n’y est pas tenue de façon certaine.", "%s has published nothing, and does not certainly owe it.", name)
	}
	return i18n.Sayf(ctx, "%s n’a rien publié ni déclaré.", "%s has neither published nor declared anything.", name)
}

// percent writes a share as people read it: never 0 % of something, nor 100 % of
// less than all.
func percent(ctx context.Context, share float64) string {
	n := math.Round(share * 100)
	if share > 0 {
		n = max(n, 1)
	}
	if share < 1 {
		n = min(n, 99)
	}
	return fmt.Sprintf("%.0f", n) + i18n.Say(ctx, "\u202f%", "%")
}
