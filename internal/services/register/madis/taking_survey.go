package madis

import (
	"context"
	"reflect"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/services/register/maturity"
)

// surveys writes the surveys of maturity, and those of the organisation.
func (t *taking) surveys(all []questionnaire) error {
	versions := map[string]int{}
	for _, v := range t.plan.surveys {
		key := v.table + ":" + v.id
		if id, err := t.known(v.kind, key); err != nil || id != "" {
			if err != nil {
				return err
			}
			continue
		}
		n := slices.IndexFunc(all, func(q questionnaire) bool { return q.id == v.referential })
		one := v.survey
		one.MemberID = t.part.TargetID
		if versions[v.referential] == 0 {
			version, _, err := versionOf(t.ctx, t.tx, all[n])
			if err != nil {
				return err
			}
			versions[v.referential] = version
		}
		one.Version = versions[v.referential]
		for _, a := range v.actions {
			if id := t.targets[tMesurement+":"+a.action]; id != "" {
				one.Notes[maturity.Action(a.question)] = id
			}
		}
		got, err := maturity.Bring(t.ctx, t.tx, one)
		if err != nil {
			return err
		}
		if err := t.made(v.kind, got.ID, key, one.Submitted.Format("2006-01-02")); err != nil {
			return err
		}
	}
	return nil
}

// versionOf is the version of a questionnaire that reads as in the dump, and
// whether it was issued; otherwise the next one.
func versionOf(ctx context.Context, tx access.Tx, q questionnaire) (version int, issued bool, err error) {
	body, err := q.yaml()
	if err != nil {
		return 0, false, err
	}
	ours, err := maturity.Parse(body)
	if err != nil {
		return 0, false, err
	}
	list, err := maturity.Versions(ctx, tx)
	last := 0
	for _, one := range list {
		if one.Name != ours.Name {
			continue
		}
		last = max(last, one.Version)
		if reflect.DeepEqual(one.Domains, ours.Domains) && one.Title == ours.Title {
			return one.Version, true, err
		}
	}
	return last + 1, false, err
}
