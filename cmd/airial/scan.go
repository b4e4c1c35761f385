package main

import (
	"context"
	"os"

	"airial/internal/services/clear/scan"
)

type scanCommand struct {
	Format  string `help:"Form of the report." enum:"text,json,csv" default:"text"`
	Profile string `help:"Strict: for files that come from the processing of sensitive data." enum:"standard,strict" default:"standard"`
	Limit   int    `help:"Most findings to list; 0 for all. Counts are never cut." default:"0"`
	Lang    string `help:"Language of the report; that of the terminal when absent." enum:"fr,en," default:""`
	File    string `arg:"" help:"File to look through: a table in any form that check reads, TXT, DOCX, ODT, PDF, the picture of a page; - for standard input." placeholder:"FILE|-"`
}

func (c *scanCommand) Run(ctx context.Context) error {
	lang := c.Lang
	if lang == "" {
		lang = string(terminalLang())
	}
	status := scan.Run(ctx, scan.Args{Format: c.Format, Profile: c.Profile, Limit: c.Limit, File: c.File, Lang: lang}, os.Stdin, os.Stdout, os.Stderr)
	if status != 0 {
		return exit(status)
	}
	return nil
}
