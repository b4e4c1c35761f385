package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"airial/internal/app"
	"airial/internal/platform/config"
)

type addressesStatus struct {
	config.Data `embed:""`
	Siren       string `arg:"" optional:"" help:"Commune, street by street; a line for each commune without it."`
}

func (c *addressesStatus) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		out := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		if err := (app.Addressing{Ground: g}).Status(ctx, out, c.Siren); err != nil {
			return err
		}
		return out.Flush()
	})
}

type addressesExport struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"Commune."`
	Output      string `short:"o" placeholder:"FILE" help:"Write the file here; on the standard output without it."`
}

func (c *addressesExport) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		var file bytes.Buffer // a file is written when there is something to write
		if err := (app.Addressing{Ground: g}).Export(ctx, &file, c.Siren); err != nil {
			return err
		}
		if c.Output != "" {
			return os.WriteFile(c.Output, file.Bytes(), 0o644)
		}
		_, err := file.WriteTo(os.Stdout)
		return err
	})
}

type addressesImport struct {
	config.Data `embed:""`
	Siren       string `arg:"" help:"Commune."`
	File        string `arg:"" type:"existingfile" help:"The file, in CSV, in the form 1.3, 1.4 or 1.5."`
}

func (c *addressesImport) Run(ctx context.Context) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	return beside(ctx, c.Data, func(g *app.Ground) error {
		return app.Addressing{Ground: g}.Import(ctx, os.Stdout, c.Siren, filepath.Base(c.File), data, terminalLang())
	})
}

// addressesPublish asks the server: a deposit goes through its gates there.
type addressesPublish struct {
	serverFlags `embed:""`
	Siren       string `arg:"" optional:"" help:"Commune; that of the token when absent."`
}

func (c *addressesPublish) Run(ctx context.Context) error {
	dataset, err := c.server().PublishAddresses(ctx, c.Siren)
	if err == nil {
		fmt.Println(dataset)
	}
	return err
}

type addressesSend struct {
	config.Data     `embed:""`
	config.BANDepot `embed:""`
	Siren           string        `arg:"" help:"Commune."`
	Anyway          bool          `help:"Replace what somebody else has published."`
	Wait            time.Duration `default:"2m" help:"How long to wait for the answer."`
}

func (c *addressesSend) Run(ctx context.Context) error {
	return beside(ctx, c.Data, func(g *app.Ground) error {
		published, err := app.Addressing{Ground: g, Depot: c.Site()}.Send(ctx, os.Stdout, c.Siren, c.Anyway, c.Wait)
		if err == nil && !published {
			err = exit(1)
		}
		return err
	})
}
