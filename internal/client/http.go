package client

import (
	"net/http"
	"time"
)

// New returns an HTTP client for a command that a person types: it goes where
// she says. A request as a whole takes at most timeout.
func New(timeout time.Duration) *http.Client { return &http.Client{Timeout: timeout} }
