package app

import (
	"cmp"
	"context"
	"net"
	"net/url"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/journal"
	"airial/internal/platform/journal/openlog"
	"airial/internal/platform/journal/witness"
)

// witnessWait is how long a witness may take to answer.
const witnessWait = 20 * time.Second

// openWitness prepares to ask the witness, if there is one.
func (a *App) openWitness() (err error) {
	if a.Config.Witness.URL == "" {
		return nil
	}
	u, err := url.Parse(a.Config.Witness.URL)
	if err != nil {
		return err
	}
	a.Outbound.Declare(net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme])),
		i18n.T("témoin du journal", "witness of the journal"))
	a.witness, err = witness.NewClient(a.Config.Witness.URL, a.Config.Witness.Key, a.Outbound.Client("witness", witnessWait))
	return err
}

// openLog shows the journal to everybody.
func (a *App) openLog() {
	p := openlog.Parts{Journal: a.Journal, DB: a.Doors.Platform("journal-public"), Clock: a.Clock, Key: journal.KeyOf(a.Verifier)}
	if a.witness != nil {
		p.Witness, p.WitnessKey = a.witness.Name(), a.Config.Witness.Key
	}
	openlog.New(p).Register(a.Routes, a.Interface)
}

// beside is what runs beside the jobs until the program ends.
func (a *App) beside() (run []func(context.Context)) {
	if a.witness != nil {
		c := witness.NewCosigner(a.Journal, a.Doors.Platform("journal-witness"), a.witness, a.Clock, a.Log)
		run = append(run, c.Run)
	}
	return append(run, a.Uses.Run)
}
