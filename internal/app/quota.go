package app

import (
	"airial/internal/platform/quota"
	"airial/internal/platform/web"
)

// openQuota has this process tell others what callers use up, and learn it from
// them, where there may be others.
func (a *App) openQuota() {
	if a.Embedded {
		return
	}
	a.quota = quota.New(quota.Parts{DB: a.Doors.Platform("limits"), Clock: a.Clock, Ident: a.Ident, Secret: a.Keys.Derive("quota"), Log: a.Log})
}

// ledger is what all processes have counted against a limit; nil when this is
// the only one.
func (a *App) ledger(limit string) web.Ledger {
	if a.quota == nil {
		return nil
	}
	return a.quota.Of(limit)
}
