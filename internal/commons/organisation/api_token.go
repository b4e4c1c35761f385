package organisation

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/commons/access"
	"airial/internal/platform/web"
)

type tokenOutput struct {
	Body struct {
		Name   string      `json:"name"`
		Role   access.Role `json:"role"`
		Member MemberJSON  `json:"member"`
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
			for _, id := range scope.Members() {
				m, err := Get(ctx, tx, id)
				if err != nil {
					return err
				}
				out.Body.Member, out.Body.Role = m.json(), scope.RolesAt(id)[0]
			}
			return nil
		})
		return out, err
	})
}
