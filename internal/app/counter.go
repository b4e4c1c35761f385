package app

import (
	"context"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/platform/outbound"
	"airial/internal/platform/web/ui"
	"airial/internal/services/check/counter"
	"airial/standards/tabular"
)

// counter is where anybody has a file checked.
func (a *App) counter() (*counter.Service, error) {
	c := a.Config.Check
	hosts, err := c.Sources()
	if err != nil {
		return nil, err
	}
	p := counter.Parts{Doors: a.Doors, Keys: a.Keys, Clock: a.Clock,
		Frame: func(ctx context.Context, page ui.Page, body templ.Component) templ.Component {
			return a.site().Dress(ctx, page, "check", body)
		},
		Limits: counter.Limits{Size: int64(c.CheckSize), Rows: c.CheckRows, Time: c.CheckTime, Together: c.CheckTogether,
			PerAddress: c.CheckPerAddress, Kept: c.CheckKept, Shared: c.CheckShared,
			Text: tabular.Limits{Columns: a.Config.Limits.Columns, Record: int(a.Config.Limits.Record)},
			Cell: int(a.Config.Limits.Cell)}}
	if len(hosts) > 0 {
		p.Fetch = a.Outbound.With(hosts).Client("check", c.CheckTime)
	}
	if a.quota != nil {
		p.Places = a.quota.Of("checks")
	}
	return counter.New(p), nil
}

// handleCounter forgets what the counter has kept.
func (a *App) handleCounter(runner *jobs.Runner) error {
	c, err := a.counter()
	if err == nil {
		c.Handle(runner)
	}
	return err
}

// checkHosts are the hosts from which files to check may be fetched, for the
// page that lists whom the server may speak to.
func (a *App) checkHosts() []outbound.Declared {
	hosts, err := a.Config.Check.Sources()
	if err != nil {
		return nil // the setting's own check has said so
	}
	var out []outbound.Declared
	for _, h := range hosts {
		out = append(out, outbound.Declared{Address: h.String(), Purpose: i18n.T("fichiers à vérifier, à l’adresse que l’on donne", "files to check, at the address that is given")})
	}
	return out
}
