package client

import (
	"context"
	"net/http"
	"net/url"
)

// PublishAddresses has the server deposit a commune's addresses as its dataset,
// whose identifier it returns; siren "" stands for the token's own.
func (s Server) PublishAddresses(ctx context.Context, siren string) (dataset string, err error) {
	c := s.caller()
	if siren == "" {
		if siren, err = c.own(ctx); err != nil {
			return "", err
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/api/v1/members/"+url.PathEscape(siren)+"/addresses/publication", nil)
	if err != nil {
		return "", err
	}
	var out struct {
		Dataset string `json:"dataset"`
	}
	err = c.do(r, &out)
	return out.Dataset, err
}
