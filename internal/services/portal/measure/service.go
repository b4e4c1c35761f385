package measure

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/a-h/templ"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// Catalogue is what this room needs of whoever keeps members and datasets.
type Catalogue interface {
	// Find returns the ids of what addresses lead to; member and dataset may each
	// be "" or an identifier. What leads nowhere is NotFound.
	Find(ctx context.Context, tx access.Tx, member, dataset string) (memberID, datasetID string, err error)
	// Titles names datasets that everybody may see, with the paths of their pages.
	Titles(ctx context.Context, tx access.Tx, ids []string) (map[string]Named, error)
	// Figures counts what is published, of a member or of all ("").
	Figures(ctx context.Context, tx access.Tx, member string) (Published, error)
}

// Named is a dataset's title and the path of its page.
type Named struct{ Title, Path string }

// Published is what is published.
type Published struct {
	Datasets, Schema int // all of them, and those under a schema
	Bodies           int // members that have published something
	Rows             int64
}

// Parts is what the room is made with.
type Parts struct {
	Doors     *access.Doors
	Catalogue Catalogue
	Clock     clock.Clock
	Log       *slog.Logger
	// Frame dresses a page as those of the site; of a member's where one is given.
	Frame func(ctx context.Context, page ui.Page, m organisation.Member, body templ.Component) templ.Component
}

// Service is the room, put together.
type Service struct {
	Parts
	counter counter
}

// New puts the room together.
func New(p Parts) *Service { return &Service{Parts: p} }

// day is the day of an instant in Paris.
func day(t time.Time) string { return i18n.Local(t).Format(time.DateOnly) }

// Answered counts a request that was answered; pattern is its route's.
func (s *Service) Answered(r *http.Request, pattern string, status int) {
	kind := kindOf(r, pattern, status)
	if kind == "" {
		return
	}
	path := r.URL.Path
	if _, rest, ok := i18n.CutPrefix(path); ok {
		path = rest
	}
	v := parts(pattern, path)
	h := hit{day: day(s.Clock.Now()), kind: kind, member: v["member"], dataset: v["slug"]}
	for _, name := range []string{"id", "resource", "collection"} {
		if v[name] != "" {
			h.dataset = v[name]
		}
	}
	if d, err := url.PathUnescape(h.dataset); err == nil {
		h.dataset = d
	}
	s.counter.add(h, 1)
}

// Searched counts a search that found nothing, of a browser; its words are not
// kept. member is the address of the one searched in, "" for all.
func (s *Service) Searched(r *http.Request, member string, found int) {
	if found > 0 || r.Method != http.MethodGet || isRobot(r.Header.Get("User-Agent")) || !isBrowser(r.Header.Get("User-Agent")) {
		return
	}
	s.counter.add(hit{day: day(s.Clock.Now()), kind: Nothing, member: member}, 1)
}

// pause is how often counts are added to the database.
const pause = 30 * time.Second

// Run adds what is counted until the context ends, and then once more.
func (s *Service) Run(ctx context.Context) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			s.flush(last)
			return
		case <-tick.C:
			s.flush(ctx)
		}
	}
}

func (s *Service) flush(ctx context.Context) {
	if err := s.Flush(ctx); err != nil && !errors.Is(err, context.Canceled) {
		s.Log.WarnContext(ctx, "counts of use could not be added; they are kept for the next time", "error", err)
	}
}

// Flush adds what was counted to the database. What cannot be added is kept.
func (s *Service) Flush(ctx context.Context) error {
	hits := s.counter.take()
	if len(hits) == 0 {
		return nil
	}
	err := s.Doors.Write(database.Relaxed(ctx), access.System("measure"), func(tx access.Tx) error {
		type key struct{ day, kind, member, dataset string }
		sum := map[key]int64{}
		for h, n := range hits {
			member, dataset, err := s.Catalogue.Find(ctx, tx, h.member, h.dataset)
			if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
				member, dataset, err = "", "", nil
			}
			if err != nil {
				return err
			}
			sum[key{h.day, string(h.kind), member, dataset}] += n
		}
		keys := make([]key, 0, len(sum))
		for k := range sum {
			keys = append(keys, k)
		}
		sortKeys(keys, func(k key) string { return k.day + "\x01" + k.kind + "\x01" + k.member + "\x01" + k.dataset })
		for _, k := range keys { // in one order, so that two processes do not wait for each other
			if _, err := database.Exec(ctx, tx, "measure.Flush", `insert into measure_day (day, kind, member_id, dataset_id, n) values ($1,$2,$3,$4,$5)
				on conflict (day, kind, member_id, dataset_id) do update set n = measure_day.n + excluded.n`, k.day, k.kind, k.member, k.dataset, sum[k]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		for h, n := range hits {
			s.counter.add(h, n)
		}
	}
	return err
}
