package main

import (
	"context"
	"os"

	"airial/internal/services/check"
)

type checkCommand struct {
	Schema    string `help:"Schema: a name of the catalogue (scdl/subventions, with @version if need be), the path of a Table Schema, or none. Recognised from the header when absent." placeholder:"NAME|PATH|none"`
	Format    string `help:"Form of the report." enum:"text,json,csv" default:"text"`
	Limit     int    `help:"Most findings to list; 0 for all. Counts are never cut." default:"1000"`
	Lang      string `help:"Language of the report; that of the terminal when absent." enum:"fr,en," default:""`
	Encoding  string `help:"Encoding of a text file, when what is detected is wrong: utf-8, windows-1252, iso-8859-15, macintosh, ibm850…" placeholder:"NAME"`
	Delimiter string `help:"Delimiter of a text file, when what is detected is wrong: a character, or tab." placeholder:"CHAR"`
	Sheet     string `help:"Sheet of a workbook, by its name or number; the first one that holds something when absent." placeholder:"NAME|NUMBER"`
	File      string `arg:"" help:"File to check: CSV, XLSX, ODS, JSON, GeoJSON, Parquet, also in gzip or zip; - for standard input." placeholder:"FILE|-"`
}

func (c *checkCommand) Run(ctx context.Context) error {
	lang := c.Lang
	if lang == "" {
		lang = string(terminalLang())
	}
	status := check.Run(ctx, check.Args{Schema: c.Schema, Format: c.Format, Limit: c.Limit, File: c.File, Lang: lang,
		Encoding: c.Encoding, Delimiter: c.Delimiter, Sheet: c.Sheet, Color: colours(os.Stdout)},
		os.Stdin, os.Stdout, os.Stderr)
	if status != 0 {
		return exit(status)
	}
	return nil
}

// colours tells whether a file is a terminal that wants them (no-color.org).
func colours(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == ""
}
