package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/internal/services/harvest/datagouv"
)

// commandLine is the scope of what is done at the command line: whoever reads
// the folder of an installation is its master.
var commandLine = access.System("command-line")

// Pushing is what the commands about data.gouv.fr do, beside the server, which
// carries out what they ask for.
type Pushing struct {
	Ground *Ground
	Site   string // address that the settings name, "" for none
}

func (p Pushing) room() *datagouv.Service {
	g := p.Ground
	return datagouv.New(datagouv.Parts{Doors: g.Doors, Queue: jobs.NewQueue(g.Clock, g.Ident), Sealer: g.Keys, Catalogue: pushedCatalogue{}, Base: p.Site})
}

// Status writes a line for each member that pushes, or for each dataset of the
// one with a SIREN.
func (p Pushing) Status(ctx context.Context, w io.Writer, siren string) error {
	return p.Ground.Doors.Read(ctx, commandLine, func(tx access.Tx) error {
		if siren != "" {
			return printLinks(ctx, tx, w, siren)
		}
		accounts, err := datagouv.Accounts(ctx, tx)
		if err != nil {
			return err
		}
		counts, err := datagouv.Counts(ctx, tx)
		for _, a := range accounts {
			if err != nil {
				return err
			}
			var m organisation.Member
			if m, err = organisation.Get(ctx, tx, a.MemberID); err == nil {
				_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", m.Siren, m.Name, a.Organisation, a.State, verdicts(counts[a.MemberID]))
			}
		}
		return err
	})
}

func verdicts(counts map[datagouv.Verdict]int) (s string) {
	for _, v := range []datagouv.Verdict{datagouv.Same, datagouv.Differs, datagouv.Missing, datagouv.Surplus, datagouv.Deleted, datagouv.Archived, datagouv.Harvested, datagouv.Failed} {
		if n := counts[v]; n > 0 {
			s += fmt.Sprintf("%s %d  ", v, n)
		}
	}
	return s
}

func printLinks(ctx context.Context, tx access.Tx, w io.Writer, siren string) error {
	m, err := organisation.ByAddress(ctx, tx, siren)
	if err != nil {
		return err
	}
	links, err := datagouv.Links(ctx, tx, m.ID)
	for _, l := range links {
		if err == nil {
			_, err = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.DatasetID, l.Verdict, l.Remote, l.Page, l.Problem)
		}
	}
	return err
}

// Run asks for a run over a member's datasets, waits until the server has done
// it, and writes its report. A dry run changes nothing.
func (p Pushing) Run(ctx context.Context, w io.Writer, siren string, dry bool, wait time.Duration) error {
	kind := datagouv.Push
	if dry {
		kind = datagouv.Compare
	}
	var run datagouv.Run
	err := p.Ground.Doors.Write(ctx, commandLine, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err == nil {
			run, err = p.room().Ask(ctx, tx, m.ID, kind)
		}
		return err
	})
	if err != nil {
		return err
	}
	within, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for {
		var lines []datagouv.Line
		err := p.Ground.Doors.Read(ctx, commandLine, func(tx access.Tx) (err error) {
			run, lines, err = datagouv.Report(ctx, tx, run.ID)
			return err
		})
		if err != nil {
			return err
		}
		if run.State != "waiting" {
			printReport(w, lines)
			if run.State == "failed" {
				err = fault.New(fault.Unavailable, "app.Pushing", "data.gouv.fr a arrêté ce passage\u202f: %[1]s", "data.gouv.fr has stopped this run: %[1]s", run.Problem)
			}
			return err
		}
		select {
		case <-within.Done():
			return fault.New(fault.Unavailable, "app.Pushing", "Le serveur n’a pas encore fait ce passage. Est-il en marche\u202f? «\u00a0airial datagouv status\u00a0» dira où il en est.",
				"The server has not done this run yet. Is it running? “airial datagouv status” will tell how it stands.")
		case <-tick.C:
		}
	}
}

func printReport(w io.Writer, lines []datagouv.Line) {
	for _, l := range lines {
		done := ""
		if l.Done {
			done = " (put right)"
		}
		fmt.Fprintf(w, "%s  %s%s %s\n", l.DatasetID, l.Verdict, done, l.Problem)
		for _, d := range l.Differences {
			name := d.Field
			if d.File != "" {
				name = d.File + "." + d.Field
			}
			fmt.Fprintf(w, "    %s: %q -> %q\n", name, d.Have, d.Want)
		}
	}
}

// Repair asks for all members that push, or for one, that what is there be put
// right. It returns how many they are.
func (p Pushing) Repair(ctx context.Context, siren string) (asked int, err error) {
	err = p.Ground.Doors.Write(ctx, commandLine, func(tx access.Tx) error {
		asked = 0
		accounts, err := datagouv.Accounts(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range accounts {
			m, err := organisation.Get(ctx, tx, a.MemberID)
			if err != nil {
				return err
			}
			if a.State != datagouv.On || siren != "" && m.Siren != siren {
				continue
			}
			if _, err := p.room().Ask(ctx, tx, m.ID, datagouv.Push); err != nil {
				return err
			}
			asked++
		}
		return nil
	})
	return asked, err
}
