package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

type memberExport struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"SIREN of the member."`
	To          string `required:"" placeholder:"FILE.zip|DIR|-" help:"Zip to write, a new folder, or - for a zip on standard output."`
}

func (c *memberExport) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) (err error) {
		var m organisation.Member
		err = g.Doors.Read(ctx, command, func(tx access.Tx) (err error) {
			m, err = organisation.ByAddress(ctx, tx, c.Siren)
			return err
		})
		if err != nil {
			return err
		}
		s := app.Handover(g)
		if c.To == "-" {
			return s.Zip(ctx, m.ID, g.Clock.Now(), os.Stdout)
		}
		if !strings.HasSuffix(c.To, ".zip") {
			return s.Folder(ctx, m.ID, c.To)
		}
		f, err := os.OpenFile(c.To, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		err = errors.Join(s.Zip(ctx, m.ID, g.Clock.Now(), f), f.Close())
		if err != nil {
			return errors.Join(err, os.Remove(c.To)) // half an export is none
		}
		return nil
	})
}

type memberImport struct {
	config.Data `embed:""`
	From        string `arg:"" placeholder:"FILE.zip|DIR" help:"Export to take in."`
}

func (c *memberImport) Run(ctx context.Context) error {
	info, err := os.Stat(c.From)
	if err != nil {
		return fault.New(fault.Invalid, "member import", "%[1]s n’existe pas.", "There is no %[1]s.", c.From)
	}
	var export fs.FS = os.DirFS(c.From)
	if !info.IsDir() {
		z, err := zip.OpenReader(c.From)
		if err != nil {
			return fault.New(fault.Invalid, "member import", "%[1]s n’est ni un dossier ni un zip.", "%[1]s is neither a folder nor a zip.", c.From)
		}
		defer z.Close()
		export = z
	}
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out, err := app.Handover(g).Import(ctx, export)
		if err != nil {
			return err
		}
		fmt.Printf("%s %s\n", out.Member.Siren, out.Member.Name)
		fmt.Fprintf(os.Stderr, "%d records, %d files\n", out.Rows, out.Files)
		for old, login := range out.Renamed {
			fmt.Fprintf(os.Stderr, "login %s is somebody else's here: %s\n", old, login)
		}
		for _, a := range out.Addresses {
			fmt.Fprintf(os.Stderr, "address /p/%s leads to another member here\n", a)
		}
		if out.NoGroup != "" {
			fmt.Fprintf(os.Stderr, "no member here has SIREN %s, to which it belonged\n", out.NoGroup)
		}
		return nil
	})
}
