package inbound

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/platform/fault"
	"airial/standards/portals"
)

// Fetcher asks over HTTP, by a client that reaches allowed hosts alone and
// follows no redirection by itself.
type Fetcher struct {
	Client interface {
		Do(r *http.Request) (*http.Response, error)
	}
	Most  int64  // bytes of an answer; 0 for MostAnswer
	Agent string // who asks: "Airial/1.2 (+https://…)"
}

// MostAnswer is how large an answer may be, in bytes: what is larger comes in
// pages, or is no catalogue.
const MostAnswer = 32 << 20

// mostTurns is how often an answer may send elsewhere.
const mostTurns = 4

// Ask implements Asker.
func (f Fetcher) Ask(ctx context.Context, q portals.Request) (Answer, error) {
	const op = "inbound.Ask"
	at := q.URL
	for range mostTurns + 1 {
		resp, err := f.once(ctx, q, at)
		if err != nil {
			return Answer{}, unreached(op, at, err)
		}
		if to := resp.Header.Get("Location"); resp.StatusCode >= 300 && resp.StatusCode < 400 && to != "" {
			_ = resp.Body.Close()
			base, err := url.Parse(at)
			if err == nil {
				base, err = base.Parse(to)
			}
			if err != nil || base.Scheme != "https" && base.Scheme != "http" {
				return Answer{}, fault.New(fault.Unavailable, op, "%[1]s renvoie vers une adresse qui ne se lit pas.", "%[1]s sends on to an address that cannot be read.", host(at))
			}
			at = base.String()
			continue
		}
		return f.read(resp, op, at)
	}
	return Answer{}, fault.New(fault.Unavailable, op, "%[1]s renvoie sans fin d’une adresse à l’autre.", "%[1]s sends on from one address to the next without end.", host(at))
}

func (f Fetcher) once(ctx context.Context, q portals.Request, at string) (*http.Response, error) {
	var body io.Reader
	if q.Body != "" {
		body = strings.NewReader(q.Body)
	}
	r, err := http.NewRequestWithContext(ctx, q.Method, at, body)
	if err != nil {
		return nil, err
	}
	if q.Body != "" {
		r.Header.Set("Content-Type", "application/xml; charset=utf-8")
	}
	if q.Accept != "" {
		r.Header.Set("Accept", q.Accept)
	}
	r.Header.Set("User-Agent", f.Agent)
	r.Header.Set("Accept-Language", "fr, en;q=0.5")
	return f.Client.Do(r)
}

func (f Fetcher) read(resp *http.Response, op, at string) (Answer, error) {
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		// CSW and others put the reason into the body; who reads it says it better.
		if head, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10)); strings.Contains(string(head), "ExceptionReport") {
			return Answer{at, resp.Header.Get("Content-Type"), head}, nil
		}
		return Answer{}, fault.New(fault.Unavailable, op, "%[1]s répond «\u00a0%[2]s\u00a0». Vérifiez l’adresse\u202f; si elle est juste, réessayez plus tard.",
			"%[1]s answers “%[2]s”. Check the address; if it is right, try again later.", host(at), resp.Status)
	}
	most := f.Most
	if most == 0 {
		most = MostAnswer
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return Answer{}, unreached(op, at, err)
	}
	if int64(len(body)) > most {
		return Answer{}, fault.New(fault.Unavailable, op, "La réponse de %[1]s dépasse %[2]d\u00a0Mo. Demandez-lui un catalogue en pages, ou l’adresse d’une partie.",
			"The answer of %[1]s is larger than %[2]d MB. Ask for a catalogue in pages, or for the address of a part.", host(at), most>>20)
	}
	return Answer{at, resp.Header.Get("Content-Type"), body}, nil
}

// unreached says why a portal was not reached. What the rules forbid says which
// setting would allow it.
func unreached(op, at string, err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Kind == fault.Invalid {
		return f
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return fault.New(fault.Unavailable, op, "%[1]s ne répond pas à temps. Réessayez plus tard.", "%[1]s does not answer in time. Try again later.", host(at))
	}
	e := fault.New(fault.Unavailable, op, "%[1]s n’est pas joignable. Vérifiez l’adresse, ou réessayez plus tard.", "%[1]s cannot be reached. Check the address, or try again later.", host(at))
	e.Cause = err
	return e
}
