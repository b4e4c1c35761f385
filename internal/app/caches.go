package app

import (
	"context"
	"time"

	"airial/internal/commons/access"
	"airial/internal/services/opendata"
)

// madeOf is all that this process has made of published tables.
type madeOf struct{ a *App }

// Forget implements opendata.Caches. Charts and differences are made again of
// what is left.
func (m madeOf) Forget(ctx context.Context, digest string) error {
	m.a.Pictures.Forget()
	m.a.Compared.Forget()
	return m.a.Tables.Forget(ctx, digest)
}

// cacheLook is how often a process looks whether the tables that it holds are
// still there.
const cacheLook = time.Minute

// tidyCaches forgets what other processes have erased: the one that erases
// empties its own cache, and no word of it reaches the others. Nothing is shown
// from a cache that the records do not name; this is so that erased bytes are
// on no disk. It returns when the context ends.
func (a *App) tidyCaches(ctx context.Context) {
	ticker := time.NewTicker(cacheLook)
	defer ticker.Stop()
	missing := map[string]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		next, err := a.tidyCache(ctx, missing)
		if err != nil {
			if ctx.Err() == nil {
				a.Log.WarnContext(ctx, "caches: cannot look whether what they hold is still there", "error", err)
			}
			continue
		}
		missing = next
	}
}

// tidyCache forgets the tables that were missing at the last look too, for one
// may be held just before the records name it, and returns those that are
// missing now.
func (a *App) tidyCache(ctx context.Context, before map[string]bool) (map[string]bool, error) {
	held := a.Tables.Held()
	var standing map[string]bool
	err := a.Doors.Read(ctx, access.System("caches"), func(tx access.Tx) (err error) {
		standing, err = opendata.StandingTables(ctx, tx, held)
		return err
	})
	if err != nil {
		return nil, err
	}
	missing := map[string]bool{}
	for _, digest := range held {
		switch {
		case standing[digest]:
		case before[digest]:
			if err := (madeOf{a}).Forget(ctx, digest); err != nil {
				return nil, err
			}
		default:
			missing[digest] = true
		}
	}
	return missing, nil
}
