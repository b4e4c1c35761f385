package clear

import (
	"context"
	"slices"

	"airial/internal/commons/access"
)

// Lead makes these datasets, of those that come from one activity of a member,
// come from another, and says which. Both stand in the register meanwhile.
func (s *Service) Lead(ctx context.Context, tx access.Tx, member, from, to string, only []string) (led []string, err error) {
	for _, id := range only {
		o, ok, err := s.OriginOf(ctx, tx, id)
		if err != nil {
			return led, err
		}
		if !ok || o.ID != from {
			continue
		}
		if _, err := s.SetOrigin(ctx, tx, member, id, to, o.Proposed); err != nil {
			return led, err
		}
		led = append(led, id)
	}
	return slices.Clip(led), nil
}
