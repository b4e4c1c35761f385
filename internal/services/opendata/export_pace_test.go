package opendata

import (
	"net/http"

	"airial/internal/platform/blob"
)

// LimitDeposits sets the limit for a test.
func (s *Service) LimitDeposits(n int) { s.limits.Deposits = n }

// ReadForm is for the tests.
func (s *Service) ReadForm(r *http.Request, q *Request) (blob.Ref, error) { return s.readForm(r, q) }
