package portal

import (
	"context"
	"time"

	"airial/internal/services/portal/quality"
)

// quality measures the version shown, as data.gouv.fr would measure what our
// catalogue says of it.
func (d Shown) quality(ctx context.Context, now time.Time) []quality.Point {
	return quality.Points(ctx, quality.Facts{Licence: d.Licence.Key != "", Period: d.Period.Known(), Territory: d.Body.Insee != "" || d.Body.Siren != "",
		Frequency: !d.Frequency.Empty(), Every: d.Every, Issued: d.Version.Issued, Description: d.Description, Schema: d.Schema}, now)
}
