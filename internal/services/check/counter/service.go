package counter

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/platform/keys"
	"airial/internal/platform/web"
	"airial/internal/platform/web/ui"
	"airial/internal/services/check"
	"airial/standards/tabular"
)

// Limits bound what anybody may ask.
type Limits struct {
	Size       int64         // bytes of a file as it is sent
	Rows       int           // rows of a table
	Time       time.Duration // of one check, the sending included
	Together   int           // checks at once, of all, in this process; 0 closes the counter
	PerAddress int           // checks at once, of one address, in all processes
	Kept       time.Duration // of a report that is not shared
	Shared     time.Duration // of a report that is
	Text       tabular.Limits
	Cell       int // bytes of a cell; 0 for any number
}

// Parts is what the room is made with.
type Parts struct {
	Doors *access.Doors
	Keys  *keys.Ring
	Clock clock.Clock
	// Frame dresses a page as those of the public site.
	Frame func(ctx context.Context, page ui.Page, body templ.Component) templ.Component
	// Fetch is the way to files that are named by an address; nil where the
	// operator has opened none.
	Fetch Fetcher
	// Places are those of an address in all processes together; nil where this
	// one is alone.
	Places Places
	Limits Limits
}

// Places bounds what a caller does at once.
type Places interface {
	// Enter takes one of most places, which leave gives back; ok is false when
	// they are all taken.
	Enter(ctx context.Context, caller string, most int) (leave func(), ok bool)
}

// Fetcher asks another machine; http.Client is one.
type Fetcher interface {
	Do(r *http.Request) (*http.Response, error)
}

// Service is the room, put together.
type Service struct {
	Parts
	gate *turnstile
}

// New puts the room together.
func New(p Parts) *Service {
	return &Service{Parts: p, gate: newTurnstile(p.Limits.Together, p.Limits.PerAddress)}
}

// Register adds the pages, unless the counter is closed.
func (s *Service) Register(routes *web.Routes) {
	if s.Limits.Together <= 0 {
		return
	}
	add := func(method, pattern string, kind web.Kind, maxBody int64, handler web.Handler) {
		routes.Add(web.Route{Method: method, Pattern: pattern, Kind: kind, Guard: web.Everyone, MaxBody: maxBody, Handler: handler})
	}
	add(http.MethodGet, "/verifier", web.Page, 0, func(w http.ResponseWriter, r *http.Request) error { return web.Moved(w, r, pagePath, true) })
	add(http.MethodGet, pagePath, web.Page, 0, s.page)
	add(http.MethodPost, pagePath, web.Page, -1, s.receive)
	add(http.MethodPost, pagePath+"/mend", web.Download, -1, s.mend)
	add(http.MethodGet, reportPath, web.Page, 0, s.report)
	add(http.MethodPost, reportPath, web.Page, 0, s.act)
	add(http.MethodGet, reportPath+"/{form}", web.Download, 0, s.download)
}

// Addresses of the pages.
const (
	pagePath   = "/check"
	reportPath = "/check/report"
)

// today is the day of a check.
func (s *Service) today() string { return access.Today(s.Clock) }

// bounds are the limits as the checker knows them.
func (s *Service) bounds() check.Bounds {
	return check.Bounds{Text: s.Limits.Text, Rows: s.Limits.Rows, Cell: s.Limits.Cell, Unpacked: unpackedFor(s.Limits.Size), Document: documentMost, Strings: stringsMost}
}

// stringsMost is how much memory the texts of one workbook may take.
const stringsMost = 64 << 20

// documentMost is how large a JSON document may be that is checked whole: it
// takes some ten times that in memory.
const documentMost = 16 << 20

// unpackedFor is what a file within the limit of size may unpack to.
func unpackedFor(size int64) int64 {
	const times = 20
	return max(size*times, 64<<20)
}

// enter takes a place at the counter for the caller; leave gives it back.
func (s *Service) enter(w http.ResponseWriter, r *http.Request) (ctx context.Context, leave func(), err error) {
	caller := web.Address(r)
	here, busy := s.gate.enter(caller)
	everywhere := func() {}
	if busy == free && s.Places != nil {
		var ok bool
		if everywhere, ok = s.Places.Enter(r.Context(), caller, s.Limits.PerAddress); !ok {
			here()
			busy = twice
		}
	}
	if busy != free {
		w.Header().Set("Retry-After", "5")
		if busy == crowded {
			return nil, nil, fault.New(fault.TooMany, "counter.enter", "Le serveur vérifie déjà autant de fichiers qu’il le peut. Réessayez dans quelques secondes.",
				"The server is checking as many files as it can. Try again in a few seconds.")
		}
		return nil, nil, fault.New(fault.TooMany, "counter.enter", "%[1]d de vos fichiers sont déjà en cours de vérification. Attendez que l’un d’eux soit terminé.",
			"%[1]d of your files are being checked already. Wait until one of them is done.", s.Limits.PerAddress)
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.Limits.Time)
	return ctx, func() { cancel(); everywhere(); here() }, nil
}
