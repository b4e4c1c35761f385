package main

import (
	"context"
	"os"

	"airial/internal/services/clear/remove"
)

type anonymiseCommand struct {
	Suggest bool   `help:"Propose a plan for the table, on standard output, and do nothing else."`
	Plan    string `help:"Plan to apply (YAML)." type:"path" placeholder:"PATH"`
	Output  string `short:"o" help:"Where the result goes, as clean CSV; standard output when absent." type:"path" placeholder:"PATH"`
	Report  string `help:"Where what was done is told as JSON; a summary goes to standard error in any case." type:"path" placeholder:"PATH"`
	Key     string `help:"File with the key of the pseudonyms; made when there is none. Destroy it, and nobody can make them again." type:"path" placeholder:"PATH"`
	Profile string `help:"Strict: for files that come from the processing of sensitive data." enum:"standard,strict" default:"standard"`
	Sheet   string `help:"Sheet of a workbook, by its name or number; the first one that shows something when absent." placeholder:"NAME|NUMBER"`
	Lang    string `help:"Language of what is told; that of the terminal when absent." enum:"fr,en," default:""`
	File    string `arg:"" help:"Table, in any form that check reads; - for standard input." placeholder:"FILE|-"`
}

func (c *anonymiseCommand) Run(ctx context.Context) error {
	lang := c.Lang
	if lang == "" {
		lang = string(terminalLang())
	}
	status := remove.Anonymise(ctx, remove.Args{Suggest: c.Suggest, Plan: c.Plan, Output: c.Output, Report: c.Report, Key: c.Key,
		Profile: c.Profile, File: c.File, Sheet: c.Sheet, Lang: lang}, os.Stdin, os.Stdout, os.Stderr)
	if status != 0 {
		return exit(status)
	}
	return nil
}
