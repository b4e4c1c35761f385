package request

import (
	"context"
	"encoding/json"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/text"
)

// naming reads which activities the requests of a member name that name this one.
func naming(ctx context.Context, tx access.Tx, member, activity string) (map[string][]Activity, error) {
	const op = "request.naming"
	out := map[string][]Activity{}
	return out, database.Each(ctx, tx, op, func(r database.Row) error {
		var id, raw string
		var list []Activity
		if err := r.Scan(&id, &raw); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(raw), &list); err != nil {
			return fault.Wrap(op, err)
		}
		if slices.ContainsFunc(list, func(a Activity) bool { return a.ID == activity }) {
			out[id] = list
		}
		return nil
	}, `select id, activities from register_request where member_id = $1 and activities like $2 escape '\'`, member, "%"+text.EscapeLike(activity)+"%")
}

// To lists the requests of a member that concern an activity.
func To(ctx context.Context, tx access.Tx, member, activity string) ([]string, error) {
	of, err := naming(ctx, tx, member, activity)
	out := []string{}
	for id := range of {
		out = append(out, id)
	}
	slices.Sort(out)
	return out, err
}

// Lead makes these requests, of those that concern one activity, concern another,
// and says which. One that names both stays as it is.
func Lead(ctx context.Context, tx access.Tx, member, from string, to Activity, only []string) (led []string, err error) {
	const op = "request.Lead"
	of, err := naming(ctx, tx, member, from)
	if err != nil {
		return nil, err
	}
	for _, id := range only {
		list, ok := of[id]
		if !ok || slices.ContainsFunc(list, func(a Activity) bool { return a.ID == to.ID }) {
			continue
		}
		list[slices.IndexFunc(list, func(a Activity) bool { return a.ID == from })] = to
		raw, err := json.Marshal(list)
		if err != nil {
			return led, fault.Wrap(op, err)
		}
		if _, err := database.Exec(ctx, tx, op, `update register_request set activities = $1, revision = revision + 1 where id = $2`, string(raw), id); err != nil {
			return led, err
		}
		led = append(led, id)
	}
	return led, nil
}
