package counter

import (
	"context"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// mostSteps is how many redirections are followed: the lasting addresses of
// data.gouv.fr lead elsewhere. Each step is held to the same rules as the first.
const mostSteps = 5

// fetch asks for the file at an address, and gives its bytes and its name.
func (s *Service) fetch(ctx context.Context, address string) (io.ReadCloser, string, error) {
	const op = "counter.fetch"
	if s.Fetch == nil {
		return nil, "", fault.New(fault.Invalid, op, "Ce service ne va pas chercher de fichier à une adresse. Envoyez le fichier.",
			"This service fetches no file from an address. Send the file.")
	}
	at, err := url.Parse(address)
	for step := 0; ; step++ {
		if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || at.User != nil {
			return nil, "", fault.New(fault.Invalid, op, "L’adresse doit commencer par https:// et mener à un fichier.", "The address must begin with https:// and lead to a file.")
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
		if err != nil {
			return nil, "", fault.Wrap(op, err)
		}
		r.Header.Set("User-Agent", "Airial")
		answer, err := s.Fetch.Do(r)
		if fault.Is(err, fault.Invalid) {
			return nil, "", &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: i18n.T(
				"Ce service ne va pas chercher de fichier chez %[1]s\u202f: ce n’est pas une machine permise, ou elle est dans un réseau privé. Envoyez le fichier.",
				"This service fetches no file from %[1]s: it is no allowed machine, or lies in a private network. Send the file.", at.Host)}
		}
		if err != nil {
			return nil, "", &fault.Error{Kind: fault.Invalid, Op: op, Cause: err, Say: i18n.T(
				"%[1]s n’a pas répondu. Vérifiez l’adresse, ou envoyez le fichier.", "%[1]s did not answer. Look at the address again, or send the file.", at.Host)}
		}
		if to := answer.Header.Get("Location"); answer.StatusCode >= 300 && answer.StatusCode < 400 && to != "" && step < mostSteps {
			_ = answer.Body.Close()
			var next *url.URL
			if next, err = url.Parse(to); err == nil {
				at = at.ResolveReference(next)
				continue
			}
			return nil, "", fault.Wrap(op, err)
		}
		if answer.StatusCode != http.StatusOK {
			_ = answer.Body.Close()
			return nil, "", fault.New(fault.Invalid, op, "%[1]s a répondu %[2]d au lieu du fichier. Vérifiez l’adresse, ou envoyez le fichier.",
				"%[1]s answered %[2]d instead of the file. Look at the address again, or send the file.", at.Host, answer.StatusCode)
		}
		return answer.Body, nameOf(answer, at), nil
	}
}

// nameOf is the name of a file that was fetched.
func nameOf(answer *http.Response, at *url.URL) string {
	if _, params, err := mime.ParseMediaType(answer.Header.Get("Content-Disposition")); err == nil && params["filename"] != "" {
		return fileName(params["filename"])
	}
	if name := fileName(at.Path); name != "" {
		return name
	}
	return strings.TrimPrefix(at.Host, "www.")
}
