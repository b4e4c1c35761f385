package app

import (
	"context"

	"airial/internal/commons/access"
	"airial/internal/services/clear"
	"airial/internal/services/opendata"
)

// openDataActivities are the processing activities that the gate of personal
// data knows, as the room of open data wants them.
type openDataActivities struct{ clear *clear.Service }

func (o openDataActivities) List(ctx context.Context, tx access.Tx, member string) ([]opendata.Activity, error) {
	all, err := o.clear.List(ctx, tx, member)
	out := make([]opendata.Activity, len(all))
	for i, a := range all {
		out[i] = openDataActivity(clear.Origin{Activity: a})
	}
	return out, err
}

func (o openDataActivities) Propose(ctx context.Context, tx access.Tx, member, schema, title string) (string, error) {
	return o.clear.Propose(ctx, tx, member, schema, title)
}

func (o openDataActivities) Of(ctx context.Context, tx access.Tx, piece string) (opendata.Activity, error) {
	from, _, err := o.clear.OriginOf(ctx, tx, piece)
	return openDataActivity(from), err
}

func (o openDataActivities) Set(ctx context.Context, tx access.Tx, member, piece, id string, proposed bool) (bool, error) {
	return o.clear.SetOrigin(ctx, tx, member, piece, id, proposed)
}

func openDataActivity(o clear.Origin) opendata.Activity {
	return opendata.Activity{ID: o.ID, Name: o.Name, Sensitive: o.Sensitive, Declares: o.Declares(), Proposed: o.Proposed, Gone: o.Gone}
}
