package opendata

// LimitDeposits sets the limit for a test.
func (s *Service) LimitDeposits(n int) { s.limits.Deposits = n }
