package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"airial/internal/platform/i18n"
)

// Refused is an answer of the server that says why not, in words for the
// person who asked.
type Refused struct {
	Status int // of HTTP
	Detail string
}

func (r *Refused) Error() string { return r.Detail }

// Conflicts tells whether the server refused because of what stands already.
func Conflicts(err error) bool {
	var r *Refused
	return errors.As(err, &r) && r.Status == http.StatusConflict
}

// unreachable says that no server answered, and where it was looked for.
func (c caller) unreachable(r *http.Request, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	cause := err
	var at *url.Error
	if errors.As(err, &at) {
		cause = at.Err
	}
	say := "Aucun serveur ne répond à l’adresse %s (%w). Vérifiez --server\u202f: une adresse comme https://donnees.example.fr."
	if c.lang == i18n.English {
		say = "No server answers at the address %s (%w). Verify --server: an address like https://donnees.example.fr."
	}
	return fmt.Errorf(say, c.base, cause)
}
