package life

import (
	"context"
	"time"

	"airial/internal/commons/access"
)

// Queue holds the turns of stages, durably, from the transaction in which they
// are given. The program's is made of jobs; tests and the demonstration bring
// their own.
type Queue interface {
	// Visit asks for Engine.Run with the ticket, as soon as may be.
	Visit(ctx context.Context, tx access.Tx, member string, t Ticket) error
	// Due asks for Engine.Due with the ticket, at an instant.
	Due(ctx context.Context, tx access.Tx, member string, t Ticket, at time.Time) error
}
