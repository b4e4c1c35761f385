package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"airial/internal/app"
	"airial/internal/platform/config"
	"airial/internal/platform/fault"
)

type intakeCommands struct {
	Mail intakeMail `cmd:"" help:"Take in an e-mail to the data-protection officer, from a mail server’s pipe."`
}

type intakeMail struct {
	config.Data `embed:""`
	File        string   `arg:"" optional:"" placeholder:"FILE.eml" help:"The message; standard input without it."`
	Own         []string `placeholder:"ADDRESS" help:"Addresses from which the server itself writes: their letters are not taken."`
}

// Statuses of sysexits.h, by which a mail server knows what to do: give it back
// to its sender, or try again later.
const (
	exitNotALetter exit = 65
	exitLater      exit = 75
)

func (c *intakeMail) Run(ctx context.Context) (err error) {
	from := io.Reader(os.Stdin)
	if c.File != "" {
		file, err := os.Open(c.File)
		if err != nil {
			return fault.New(fault.Invalid, "intake mail", "Le fichier %[1]s ne peut pas être lu.", "The file %[1]s cannot be read.", c.File)
		}
		defer file.Close()
		from = file
	}
	err = beside(ctx, c.Data, func(g *app.Ground) error {
		out, err := app.TakeLetter(ctx, g, from, c.Own)
		if err != nil {
			return err
		}
		switch {
		case out.Same:
			fmt.Println("same")
		case out.Ignored != "":
			fmt.Println("ignored:", out.Ignored)
		default:
			fmt.Println(out.ID)
		}
		return nil
	})
	switch {
	case err == nil:
		return nil
	case fault.Is(err, fault.Invalid), fault.Is(err, fault.TooLarge):
		fmt.Fprintln(os.Stderr, "airial:", message(err))
		return exitNotALetter
	}
	fmt.Fprintln(os.Stderr, "airial:", message(err))
	return exitLater
}
