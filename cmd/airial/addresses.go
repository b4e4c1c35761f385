package main

import (
	"bytes"
	"os"

	"airial/internal/app"
	"airial/internal/platform/clock"
	"airial/internal/platform/i18n"
)

type addressesCommands struct {
	Check   addressesCheck   `cmd:"" help:"Check a Base Adresse Locale by the official rules."`
	Status  addressesStatus  `cmd:"" help:"Where communes stand with their address bases, or the streets of one."`
	Export  addressesExport  `cmd:"" help:"Write a commune’s addresses as a BAL file."`
	Import  addressesImport  `cmd:"" help:"Take a BAL file in the place of all addresses of a commune."`
	Publish addressesPublish `cmd:"" help:"Publish a commune’s addresses as its dataset."`
	Send    addressesSend    `cmd:"" help:"Have the server send a commune’s addresses to the national address base, and print its answer."`
}

type addressesCheck struct {
	File    string `arg:"" type:"existingfile" help:"The file, in CSV."`
	Profile string `enum:",1.3,1.4,1.5" default:"" help:"Version of the form; by default the one the columns show."`
	Mended  string `placeholder:"FILE" help:"Write the addresses here, with what surely can be mended."`
}

func (c *addressesCheck) Run() error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	var mended bytes.Buffer
	valid, err := app.CheckAddresses(os.Stdout, data, c.Profile, &mended, i18n.Local(clock.System{}.Now()), terminalLang())
	if err != nil {
		return err
	}
	if c.Mended != "" {
		if err := os.WriteFile(c.Mended, mended.Bytes(), 0o644); err != nil {
			return err
		}
	}
	if !valid {
		return exit(1)
	}
	return nil
}
