package web

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

type headerKey struct{}

// ResponseHeader returns the header of the answer to the request of a context,
// so that a guard can say something in it. Outside a request it goes nowhere.
func ResponseHeader(ctx context.Context) http.Header {
	if h, ok := ctx.Value(headerKey{}).(http.Header); ok {
		return h
	}
	return http.Header{}
}

// A Quota is how a caller stands with a Limiter.
type Quota struct {
	Most  int           // things at once
	Left  int           // of them
	Full  time.Duration // until all of them are there again, from none
	Reset time.Duration // until all of them are there again, from now
	Wait  time.Duration // until the next may come; 0 when it may now
}

// Tell writes the quota into an answer: RateLimit-Policy and RateLimit as
// draft-ietf-httpapi-ratelimit-headers-10 has them, and Retry-After (RFC 9110
// §10.2.3) when the caller must wait.
func (q Quota) Tell(h http.Header, name string) {
	h.Set("RateLimit-Policy", fmt.Sprintf("%q;q=%d;w=%d", name, q.Most, seconds(q.Full)))
	h.Set("RateLimit", fmt.Sprintf("%q;r=%d;t=%d", name, q.Left, seconds(q.Reset)))
	if q.Wait > 0 {
		h.Set("Retry-After", fmt.Sprint(max(1, seconds(q.Wait))))
	}
}

// seconds rounds up.
func seconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }
