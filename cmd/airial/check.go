package main

import (
	"context"
	"os"
	"runtime/debug"
	"time"

	"airial/internal/platform/clock"
	"airial/internal/platform/fault"
	"airial/internal/services/check"
)

type checkCommand struct {
	Schema    string   `help:"Schema: a name of the catalogue (scdl/subventions, with @version if need be), the path of a Table Schema, or none. Recognised from the header when absent." placeholder:"NAME|PATH|none"`
	Format    string   `help:"Form of the report; jsonl is one JSON value a line, as things are found." enum:"text,json,jsonl,csv,html,pdf" default:"text"`
	Limit     int      `help:"Most findings to list; 0 for all. Counts are never cut." default:"1000"`
	Lang      string   `help:"Language of the report; that of the terminal when absent." enum:"fr,en," default:""`
	Encoding  string   `help:"Encoding of a text file, when what is detected is wrong: utf-8, windows-1252, iso-8859-15, macintosh, ibm850…" placeholder:"NAME"`
	Delimiter string   `help:"Delimiter of a text file, when what is detected is wrong: a character, or tab." placeholder:"CHAR"`
	Sheet     string   `help:"Sheet of a workbook, by its name or number; the first one that holds something when absent." placeholder:"NAME|NUMBER"`
	Fix       bool     `help:"Write the table again, with what is wrong and surely mended put right, to --output; the report is about what was written."`
	Output    string   `short:"o" help:"Where --fix writes the table (clean CSV), or the report goes without --fix; standard output when absent." type:"path" placeholder:"PATH"`
	Changes   string   `help:"Where --fix lists the changes as JSON; beside the output when absent." type:"path" placeholder:"PATH"`
	Compat    string   `help:"Read patterns as Validata does: ^…$ without a group, and \\d of all scripts." enum:"validata," default:""`
	Package   bool     `help:"The file is the descriptor of a data package (datapackage.json): check its tables, and the keys from one into another."`
	Quality   []string `help:"Look beyond the schema too: all, or names of rules (duplicate-row, constant-column, outlier, future-date, changed-owner, reversed-coordinates, outside-france, outside-commune, insee-code, wrong-total, truncated-text, capitals, mojibake)." placeholder:"all|RULE,…"`
	Schemas   string   `help:"Folder of the schemas that airial schemas update has fetched." env:"AIRIAL_SCHEMAS" type:"path" placeholder:"DIR"`
	File      string   `arg:"" help:"File to check: CSV, XLSX, ODS, JSON, GeoJSON, Parquet, also in gzip or zip; - for standard input." placeholder:"FILE|-"`
}

func (c *checkCommand) Run(ctx context.Context) error {
	// Little lives in a check, and much passes through: collect at half the
	// usual growth, to stay small beside whatever else runs.
	debug.SetGCPercent(50)
	lang := c.Lang
	if lang == "" {
		lang = string(terminalLang())
	}
	args := check.Args{Schema: c.Schema, Format: c.Format, Limit: c.Limit, File: c.File, Lang: lang,
		Encoding: c.Encoding, Delimiter: c.Delimiter, Sheet: c.Sheet, Compat: c.Compat, Changes: c.Changes,
		Quality: c.Quality, Today: clock.System{}.Now().Format(time.DateOnly),
		Schemas: schemasDir(c.Schemas), Color: colours(os.Stdout), Waiting: terminal(os.Stderr)}
	out := os.Stdout
	switch {
	case c.Fix && c.Output == "":
		return errNoOutput
	case c.Fix:
		args.Fix = c.Output
	case c.Output != "":
		f, err := os.Create(c.Output)
		if err != nil {
			return err
		}
		defer f.Close()
		out, args.Color = f, false
	}
	status := 0
	if c.Package {
		status = check.RunPackage(ctx, args, out, os.Stderr)
	} else {
		status = check.Run(ctx, args, os.Stdin, out, os.Stderr)
	}
	if status != 0 {
		return exit(status)
	}
	return nil
}

var errNoOutput = fault.New(fault.Invalid, "check", "Avec --fix, dites où écrire le tableau corrigé\u202f: -o CHEMIN.",
	"With --fix, say where to write the mended table: -o PATH.")

// schemasDir is the folder of the fetched schemas: the one given, or the
// person's.
func schemasDir(given string) string {
	if given != "" {
		return given
	}
	return check.DefaultSchemas()
}

// terminal tells whether a file is one.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// colours tells whether a file is a terminal that wants them (no-color.org).
func colours(f *os.File) bool { return terminal(f) && os.Getenv("NO_COLOR") == "" }
