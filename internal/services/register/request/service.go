package request

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/post"
)

// Parts is what the room is made with.
type Parts struct {
	Doors      *access.Doors
	Files      Files
	Activities Activities
	Post       post.Post
	Clock      clock.Clock
	// Key signs the moment at which the public form was shown.
	Key []byte
	// Frame dresses a page as those of a member's public site.
	Frame func(ctx context.Context, page ui.Page, m organisation.Member, body templ.Component) templ.Component
}

// Service is the room, put together.
type Service struct {
	Parts
	limiter *web.Limiter // of the public form
}

// New puts the room together.
func New(p Parts) *Service {
	// A household may send some requests in a row, then one each ten minutes.
	return &Service{Parts: p, limiter: web.NewLimiter(p.Clock, 1.0/600, 5)}
}
