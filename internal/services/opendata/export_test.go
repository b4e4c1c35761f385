package opendata

import "context"

// Destroy runs what an erasure's job does.
func (s *Service) Destroy(ctx context.Context, member string, digests ...string) error {
	return s.destroy(ctx, rubble{Member: member, Blobs: digests})
}
