package main

import (
	"context"
	"os"

	"airial/internal/services/clear/remove"
)

type redactCommand struct {
	List    bool     `help:"List what would be taken out, with its number, and do nothing else. It shows what it found: the terminal is that of a person who has the file."`
	Output  string   `short:"o" help:"Where the redacted copy goes; - for standard output." type:"path" placeholder:"PATH"`
	Report  string   `help:"Where what was done is told as JSON, without what was taken out." type:"path" placeholder:"PATH"`
	Word    []string `help:"Text to take out too, wherever it stands; may be given several times." sep:"none" placeholder:"TEXT"`
	Only    []int    `help:"Numbers of --list to take out, instead of those that are proposed." placeholder:"N,…"`
	Except  []int    `help:"Numbers of --list to leave." placeholder:"N,…"`
	Box     []string `help:"Rectangle to take out of a page, in percent from its upper left corner: PAGE:LEFT,TOP,RIGHT,BOTTOM; may be given several times." sep:"none" placeholder:"BOX"`
	Profile string   `help:"Strict: for documents that come from the processing of sensitive data." enum:"standard,strict" default:"standard"`
	Lang    string   `help:"Language of what is told; that of the terminal when absent." enum:"fr,en," default:""`
	File    string   `arg:"" help:"Document: PDF, DOCX, ODT, or the picture of a page (PNG, JPEG); - for standard input." placeholder:"FILE|-"`
}

func (c *redactCommand) Run(ctx context.Context) error {
	lang := c.Lang
	if lang == "" {
		lang = string(terminalLang())
	}
	status := remove.Redact(ctx, remove.RedactArgs{List: c.List, Output: c.Output, Report: c.Report, Words: c.Word, Only: c.Only, Except: c.Except,
		Boxes: c.Box, Profile: c.Profile, File: c.File, Lang: lang}, os.Stdin, os.Stdout, os.Stderr)
	if status != 0 {
		return exit(status)
	}
	return nil
}
