package main

import (
	"context"
	"fmt"
	"os"

	"airial/internal/client"
)

type depositCommand struct {
	Server string `required:"" env:"AIRIAL_SERVER" placeholder:"URL" help:"Address of the server."`
	Token  string `required:"" env:"AIRIAL_TOKEN" help:"Token that acts for the member."`
	Member string `placeholder:"SIREN" help:"Member; that of the token when absent."`
	Schema string `placeholder:"NAME" help:"Schema of the table; recognised when absent."`
	Sheet  string `placeholder:"NAME|NUMBER" help:"Sheet of a workbook; the first one that shows something when absent."`
	Title  string `required:"" placeholder:"TEXT" help:"Title of the dataset."`
	Piece  string `placeholder:"ID" help:"Dataset to which to add a version; a new one when absent."`
	File   string `arg:"" type:"existingfile" help:"File to deposit: CSV, XLSX, ODS, JSON, GeoJSON, Parquet, also in gzip or zip."`
}

func (c *depositCommand) Run(ctx context.Context) error {
	life, err := client.Deposit(ctx, client.Request{Server: c.Server, Token: c.Token, Member: c.Member, Schema: c.Schema, Sheet: c.Sheet,
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
