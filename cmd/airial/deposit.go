package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"airial/internal/client"
	"airial/internal/services/clear/remove"
)

type depositCommand struct {
	Server   string `required:"" env:"AIRIAL_SERVER" placeholder:"URL" help:"Address of the server."`
	Token    string `required:"" env:"AIRIAL_TOKEN" help:"Token that acts for the member."`
	Member   string `placeholder:"SIREN" help:"Member; that of the token when absent."`
	Schema   string `placeholder:"NAME" help:"Schema of the table; recognised when absent."`
	Sheet    string `placeholder:"NAME|NUMBER" help:"Sheet of a workbook; the first one that shows something when absent."`
	Activity string `placeholder:"ID|none" help:"Processing activity that the file comes from (see airial dataset activities); proposed from schema and title when absent."`
	Title    string `required:"" placeholder:"TEXT" help:"Title of the dataset."`
	Piece    string `placeholder:"ID" help:"Dataset to which to add a version; a new one when absent."`
	Plan     string `type:"existingfile" placeholder:"PATH" help:"Anonymise the table by this plan before it leaves the machine (see airial anonymise)."`
	Key      string `type:"path" placeholder:"PATH" help:"Key of the pseudonyms that the plan makes."`
	File     string `arg:"" type:"existingfile" help:"File to deposit: CSV, XLSX, ODS, JSON, GeoJSON, Parquet, also in gzip or zip."`
}

func (c *depositCommand) Run(ctx context.Context) error {
	if c.Plan != "" {
		made, done, err := c.anonymised(ctx)
		if err != nil {
			return err
		}
		defer done()
		c.File, c.Sheet = made, ""
	}
	life, err := client.Deposit(ctx, client.Request{Server: c.Server, Token: c.Token, Member: c.Member, Schema: c.Schema, Sheet: c.Sheet, Activity: c.Activity,
		Title: c.Title, Piece: c.Piece, File: c.File, Lang: terminalLang()}, os.Stderr)
	if err != nil {
		return err
	}
	if err := life.Print(os.Stdout, terminalLang()); err != nil {
		return err
	}
	if !life.Well() {
		return exit(1)
	}
	fmt.Fprintln(os.Stderr)
	return nil
}

// anonymised makes what is deposited in place of the file, under its name. A
// table in which something is left is not sent.
func (c *depositCommand) anonymised(ctx context.Context) (made string, done func(), err error) {
	dir, err := os.MkdirTemp("", "airial-deposit-")
	if err != nil {
		return "", nil, err
	}
	done = func() { _ = os.RemoveAll(dir) }
	name := filepath.Base(c.File)
	made = filepath.Join(dir, strings.TrimSuffix(name, filepath.Ext(name))+".csv")
	if status := remove.Anonymise(ctx, remove.Args{Plan: c.Plan, Key: c.Key, File: c.File, Sheet: c.Sheet, Output: made, Lang: string(terminalLang())}, os.Stdin, os.Stdout, os.Stderr); status != 0 {
		done()
		return "", nil, exit(status)
	}
	return made, done, nil
}
