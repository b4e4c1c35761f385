package organisation

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/web"
)

type tokenOutput struct {
	Body struct {
		Name    string      `json:"name"`
		Role    access.Role `json:"role" doc:"The least role that holds all its rights"`
		Rights  []string    `json:"rights" doc:"What it may do: see, deposit, publish, withdraw, decide, approve, erase, listen"`
		Expires *time.Time  `json:"expires,omitempty" doc:"From when on it is refused"`
		Member  MemberJSON  `json:"member"`
	}
}

// tokenAPI adds the operation by which a machine learns for whom it acts.
func tokenAPI(api *web.Interface, doors *access.Doors) {
	web.Operation(api, access.Bearer(doors), huma.Operation{Method: http.MethodGet, Path: "/api/v1/token", Tags: []string{"Members"},
		Summary: "What the token is, and for whom it acts"}, func(ctx context.Context, _ *struct{}) (*tokenOutput, error) {
		out := &tokenOutput{}
		scope := access.From(ctx)
		out.Body.Name = scope.Actor().Name
		err := doors.Read(ctx, scope, func(tx access.Tx) error {
			t, err := access.OwnToken(ctx, tx)
			if err != nil {
				return err
			}
			for _, r := range t.Allows() {
				out.Body.Rights = append(out.Body.Rights, string(r))
			}
			if out.Body.Role = t.Role; !t.Expires.IsZero() {
				out.Body.Expires = &t.Expires
			}
			m, err := Get(ctx, tx, t.MemberID)
			out.Body.Member = m.json()
			return err
		})
		return out, err
	})
}
