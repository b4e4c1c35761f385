package plan

import (
	"context"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
)

// To lists the links of a member's actions that lead to a thing under any of these
// kinds, or to a point of it ("thing/point"). Each is named by its action, its kind
// and what follows the thing.
func To(ctx context.Context, tx access.Tx, member, thing string, kinds ...string) (out []string, err error) {
	all, err := Links(ctx, tx, member)
	for action, links := range all {
		for _, l := range links {
			if rest, ok := strings.CutPrefix(l.Target, thing); ok && slices.Contains(kinds, l.Kind) && (rest == "" || rest[0] == '/') {
				out = append(out, strings.Join([]string{action, l.Kind, rest}, " "))
			}
		}
	}
	slices.Sort(out)
	return out, err
}

// Lead makes these links, of those that lead to one thing, lead to another, and
// says which. Where there is such a link already, it stays.
func Lead(ctx context.Context, tx access.Tx, member, from, to string, only []string) ([]string, error) {
	return database.ExecEach(ctx, tx, "plan.Lead", only, `update register_action_link set target = $1 where member_id = $2 and action_id = $3 and kind = $4 and target = $5
		and not exists (select 1 from register_action_link other where other.action_id = $3 and other.kind = $4 and other.target = $1)`, func(name string) []any {
		action, rest, _ := strings.Cut(name, " ")
		kind, point, _ := strings.Cut(rest, " ")
		return []any{to + point, member, action, kind, from + point}
	})
}
