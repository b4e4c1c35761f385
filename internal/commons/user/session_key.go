package user

import "context"

// Key names the session of a request, and gives no access. It is "" where
// nobody is signed in.
func (s *Sessions) Key(ctx context.Context) string {
	if s.id(ctx) == "" {
		return ""
	}
	return s.key(ctx)
}
