package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/address"
)

// Addressing is what the commands about address bases do, beside the server,
// which carries out what they ask for.
type Addressing struct {
	Ground *Ground
	Depot  string // address of the deposit interface that the settings name, "" for none
}

func (c Addressing) room() *address.Service {
	g := c.Ground
	return address.New(address.Parts{Doors: g.Doors, Queue: jobs.NewQueue(g.Clock, g.Ident), Keys: g.Keys, Depot: c.Depot})
}

// Status writes a line for each commune that has an address base, or for each
// street of the one with a SIREN.
func (c Addressing) Status(ctx context.Context, w io.Writer, siren string) error {
	return c.Ground.Doors.Read(ctx, commandLine, func(tx access.Tx) error {
		if siren == "" {
			lines, err := address.Overview(ctx, tx)
			for _, l := range lines {
				fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\n", l.Member.Siren, l.Member.Name, l.Rows, l.Certified, l.Consent, l.Last.State)
			}
			return err
		}
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err != nil {
			return err
		}
		streets, err := address.Streets(ctx, tx, m.ID)
		for _, s := range streets {
			fmt.Fprintf(w, "%s\t%d\t%d\t%d\n", s.Name, s.Numbers, s.Certified, s.Lost)
		}
		return err
	})
}

// Export writes a commune's addresses as a BAL file.
func (c Addressing) Export(ctx context.Context, w io.Writer, siren string) error {
	return c.Ground.Doors.Read(ctx, commandLine, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err != nil {
			return err
		}
		data, _, err := c.room().File(ctx, tx, m)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	})
}

// Import takes a file's rows in the place of all addresses of a commune, and says
// on w what was found.
func (c Addressing) Import(ctx context.Context, w io.Writer, siren, name string, data []byte, lang i18n.Lang) error {
	return c.Ground.Doors.Write(ctx, commandLine, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err != nil {
			return err
		}
		report, change, err := address.Import(ctx, tx, m, name, data)
		if err == nil {
			writeFound(w, report, lang)
			fmt.Fprintln(w, change.ID)
		}
		return err
	})
}

// Send has the server send a commune's addresses to the national base, waits for
// the answer and writes it. It is false when they were not published.
func (c Addressing) Send(ctx context.Context, w io.Writer, siren string, anyway bool, wait time.Duration) (published bool, err error) {
	var one address.Sending
	err = c.Ground.Doors.Write(ctx, commandLine, func(tx access.Tx) error {
		m, err := organisation.ByAddress(ctx, tx, siren)
		if err == nil {
			one, err = c.room().Send(ctx, tx, m, anyway)
		}
		return err
	})
	within, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	for err == nil && one.State == address.Waiting {
		select {
		case <-within.Done():
			return false, fault.New(fault.Unavailable, "app.Addressing", "La réponse n’est pas encore là. Le serveur est-il en marche\u202f? «\u00a0airial addresses status\u00a0» dira où en est l’envoi.",
				"The answer is not there yet. Is the server running? “airial addresses status” will tell how the sending stands.")
		case <-time.After(300 * time.Millisecond):
		}
		err = c.Ground.Doors.Read(ctx, commandLine, func(tx access.Tx) (err error) {
			one, err = address.SendingByID(ctx, tx, one.ID)
			return err
		})
	}
	if err != nil {
		return false, err
	}
	fmt.Fprintf(w, "%s  %s  %d  %s %s\n", one.State, one.Revision, one.Rows, one.Digest, one.Detail.Message)
	for _, code := range one.Detail.Errors {
		fmt.Fprintf(w, "E  %s\n", code)
	}
	for _, code := range one.Detail.Warnings {
		fmt.Fprintf(w, "W  %s\n", code)
	}
	return one.State == address.Published, nil
}
