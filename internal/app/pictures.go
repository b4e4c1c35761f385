package app

import (
	"context"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
)

// pictureRows answers the questions of charts and maps.
type pictureRows struct{ explore *explore.Service }

func (r pictureRows) Each(ctx context.Context, dataset string, number int, q tables.Query, fn func([]any) error) error {
	return r.explore.Each(ctx, dataset, number, q, fn)
}

func (r pictureRows) EachAsk(ctx context.Context, dataset string, number int, a tables.Ask, fn func([]any) error) error {
	return r.explore.EachAsk(ctx, dataset, number, a, fn)
}
