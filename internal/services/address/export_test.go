package address

import "context"

// Deliver is the job of a sending.
func (s *Service) Deliver(ctx context.Context, id string, attempt int) error {
	return s.deliver(ctx, id, attempt)
}

// OfCommune is ofCommune, for tests.
var OfCommune = ofCommune
