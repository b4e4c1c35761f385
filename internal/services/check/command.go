package check

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"airial/internal/services/check/report"
	"airial/standards/catalogue"
	"airial/standards/quality"
	"airial/standards/source"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Args are the arguments of "airial check".
type Args struct {
	Schema string // name in the catalogue, path of a descriptor, "none", or "" to recognise
	Format string // one of report.Formats; "" is text
	Limit  int    // findings shown; 0 for all
	File   string // path, or "-" for standard input
	Lang   string // "fr" or "en"
	Color  bool   // text: whether stdout is a terminal
	// Encoding, Delimiter and Sheet override what would be detected.
	Encoding, Delimiter, Sheet string
	// Schemas is the folder of the schemas that were fetched, "" for none.
	Schemas string
	// Fix is the path where the mended table is written, "" for none, and
	// Changes where the list of changes is.
	Fix, Changes string
	// Compat is "validata" to read patterns as Validata does.
	Compat string
	// Quality are the rules of quality to apply beyond the schema, "all" for
	// all of them; nil for none. Today is the day of the check, YYYY-MM-DD.
	Quality []string
	Today   string
	// Waiting says that a person waits at a terminal, which is stderr: she is
	// shown there what is found first, and how far a long check is.
	Waiting bool
}

// Validata is the reference checker whose reading of patterns Args.Compat may
// ask for.
const Validata = "validata"

// Exit codes of "airial check".
const (
	ExitValid   = 0
	ExitInvalid = 1
	ExitUnread  = 2 // no table, or the call is wrong
)

// Run is "airial check": it checks one file, writes the report to stdout and
// gives the exit code.
func Run(ctx context.Context, args Args, stdin io.Reader, stdout, stderr io.Writer) int {
	c := command{args: args, out: report.Options{Lang: args.Lang, Color: args.Color}, stdout: stdout, stderr: stderr}
	if c.out.Lang != "en" {
		c.out.Lang = "fr"
	}
	if c.args.Format == "" {
		c.args.Format = string(report.Text)
	}
	if !slices.Contains(report.Formats, report.Format(c.args.Format)) {
		return c.complain("Le format «\u202f%s\u202f» n’existe pas\u202f: choisissez text, json, jsonl, csv, html ou pdf.",
			"There is no format “%s”: choose text, json, jsonl, csv, html or pdf.", args.Format)
	}
	for _, rule := range args.Quality {
		if rule != "all" && !slices.Contains(quality.Rules, rule) {
			return c.complain("La règle «\u202f%s\u202f» n’existe pas\u202f: choisissez all ou parmi %s.",
				"There is no rule “%s”: choose all, or among %s.", rule, strings.Join(quality.Rules, ", "))
		}
	}
	if args.Compat != "" && args.Compat != Validata {
		return c.complain("La compatibilité «\u202f%s\u202f» n’existe pas\u202f: seule «\u202fvalidata\u202f» est connue.",
			"There is no compatibility “%s”: “validata” alone is known.", args.Compat)
	}
	if len(args.Delimiter) > 1 && args.Delimiter != "tab" && args.Delimiter != `\t` {
		return c.complain("Le séparateur «\u202f%s\u202f» n’en est pas un\u202f: donnez un seul caractère, ou tab.",
			"“%s” is no delimiter: give a single character, or tab.", args.Delimiter)
	}
	if !tabular.KnownEncoding(args.Encoding) {
		return c.complain("L’encodage «\u202f%s\u202f» n’est pas connu\u202f: choisissez par exemple utf-8, windows-1252, iso-8859-15, macintosh ou ibm850.",
			"The encoding “%s” is not known: choose utf-8, windows-1252, iso-8859-15, macintosh or ibm850, for example.", args.Encoding)
	}
	if args.Limit < 0 {
		return c.complain("La limite doit être 0 ou un nombre positif.", "The limit must be 0 or a positive number.")
	}
	rep, err := c.check(ctx, stdin)
	if err != nil && c.written {
		return c.complain("La vérification a été interrompue\u202f: %v", "The check was interrupted: %v", err)
	}
	if err != nil {
		return c.fail(err)
	}
	if c.written {
		return status(rep)
	}
	if err := report.Write(stdout, rep, report.Format(c.args.Format), c.out); err != nil {
		return c.complain("L’écriture du rapport a échoué\u202f: %v", "The report could not be written: %v", err)
	}
	return status(rep)
}

func status(rep *tableschema.Report) int {
	switch {
	case rep.Unreadable != "":
		return ExitUnread
	case rep.Valid:
		return ExitValid
	}
	return ExitInvalid
}

type command struct {
	args           Args
	out            report.Options
	stdout, stderr io.Writer
	written        bool // the report went out while it was made
	file           *os.File
	guess          *Guess // how the schema was recognised
}

func (c *command) check(ctx context.Context, stdin io.Reader) (*tableschema.Report, error) {
	known, err := catalogue.Open(c.args.Schemas)
	if err != nil {
		return nil, &callError{"schema-error", "", err}
	}
	if c.args.File == "-" {
		stdin = bufio.NewReaderSize(stdin, headBytes)
	}
	if rep, done, err := c.checkJSON(known, stdin); done {
		return rep, err
	}
	schema, err := readSchema(known, c.args.Schema)
	if err != nil {
		return nil, &callError{"schema-error", "", err}
	}
	name, src := "-", stdin
	if c.args.File != "-" {
		f, err := openFile(c.args.File)
		if err != nil {
			return nil, &callError{"source-error", "not-found", err}
		}
		defer f.Close()
		name, src, c.file = c.args.File, f, f
	}
	opts := tableschema.Options{File: name, Limit: c.args.Limit}
	if opts.Limit == 0 {
		opts.Limit = -1
	}
	opts.Spill = Room{}
	asked := source.Options{Text: tabular.Options{Encoding: c.args.Encoding, Delimiter: delimiterByte(c.args.Delimiter)},
		Sheet: c.args.Sheet, Spill: opts.Spill}
	if schema != nil {
		asked.Text.Expect = schema.Labels()
	}
	t, err := openTable(src, asked, 0, nil)
	if err != nil {
		if rep := tableschema.UnreadableReport(err, schema, opts); rep != nil {
			return rep, nil
		}
		return nil, &callError{"source-error", "not-found", err}
	}
	defer t.Close()
	if c.args.Schema == "" {
		schema = c.recognise(known, t)
	}
	if schema != nil && c.args.Compat == Validata {
		schema = schema.AsValidata()
	}
	if c.args.Fix != "" {
		return c.fix(ctx, t, schema, opts)
	}
	return c.findings(ctx, t, schema, opts)
}

// delimiterByte reads the delimiter of a call: a character, or its name.
func delimiterByte(name string) byte {
	switch name {
	case "":
		return 0
	case "tab", `\t`:
		return '\t'
	}
	return name[0]
}

// recognise finds the schema from the header and the first values, and says on
// stderr which.
func (c *command) recognise(known *catalogue.Catalogue, t opened) *tableschema.Schema {
	before := debug.SetGCPercent(400) // of sixty schemas that are read nothing is garbage, and somebody waits
	schema, guess := recognise(known, t)
	debug.SetGCPercent(before)
	c.guess = &guess
	if schema == nil {
		c.note("Aucun schéma n’a été reconnu d’après l’en-tête\u202f: seule la structure est vérifiée.\n",
			"No schema was recognised from the header: only the structure is checked.\n")
		return nil
	}
	best, next := guess.Best, guess.Next
	c.out.Recognised = true
	c.note("Schéma reconnu d’après l’en-tête\u202f: %s %s (%d colonnes sur %d, score %.2f)\n",
		"Schema recognised from the header: %s %s (%d columns of %d, score %.2f)\n",
		best.Schema, best.Version, best.Matched, best.Fields, best.Score)
	if next.Schema != "" {
		c.out.RunnerUp = next.Schema
		c.note("Le suivant serait %s (%d colonnes sur %d, score %.2f).\n", "The next one would be %s (%d columns of %d, score %.2f).\n",
			next.Schema, next.Matched, next.Fields, next.Score)
	}
	return schema
}

// maxDescriptor bounds the size of a schema read from a file.
const maxDescriptor = 16 << 20

// readSchema finds a schema by its name in the catalogue, or reads it at a
// path. "" and "none" give nil.
func readSchema(known *catalogue.Catalogue, name string) (*tableschema.Schema, error) {
	if name == "" || name == tableschema.None {
		return nil, nil
	}
	if s, ok := known.Lookup(name); ok {
		return s, nil
	}
	f, err := openFile(name)
	if errors.Is(err, os.ErrNotExist) && !strings.HasSuffix(name, ".json") {
		return nil, errUnknownSchema
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDescriptor+1))
	if err != nil {
		return nil, err
	}
	schema, err := tableschema.LoadJSON(data)
	if err == nil && schema.Name == "" {
		schema.Name = name
	}
	return schema, err
}

var errUnknownSchema = errors.New("no schema of the catalogue has this name, and no file this path")

// openFile opens a regular file or a pipe, never a folder.
func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, fmt.Errorf("%s: is a folder", path)
	}
	return f, nil
}

// callError is a call that cannot be answered by looking at a table.
type callError struct {
	code, detail string
	err          error
}

func (e *callError) Error() string { return e.err.Error() }

func (e *callError) Unwrap() error { return e.err }

// fail says why nothing was checked. A script that asked for JSON gets a
// report that says so.
func (c *command) fail(err error) int {
	var call *callError
	if !errors.As(err, &call) {
		return c.complain("La vérification a été interrompue\u202f: %v", "The check was interrupted: %v", err)
	}
	cause := call.err.Error()
	switch {
	case errors.Is(err, os.ErrNotExist):
		cause = c.pick("il n’existe pas.", "it does not exist.")
	case errors.Is(err, errUnknownSchema):
		cause = c.pick("ce n’est ni un nom du catalogue ni le chemin d’un fichier.", "it is neither a name of the catalogue nor the path of a file.")
	}
	rep := tableschema.FailedReport(c.args.File, c.args.Schema, call.code, call.detail, cause)
	if c.args.Format != string(report.Text) {
		if err := report.Write(c.stdout, rep, report.Format(c.args.Format), c.out); err != nil {
			return ExitUnread
		}
	}
	f := &rep.Findings[0]
	return c.complain("%s", "%s", f.Message(c.out.Lang))
}

func (c *command) pick(fr, en string) string {
	if c.out.Lang == "en" {
		return en
	}
	return fr
}

func (c *command) note(fr, en string, args ...any) {
	fmt.Fprintf(c.stderr, c.pick(fr, en), args...)
}

func (c *command) complain(fr, en string, args ...any) int {
	c.note(fr+"\n", en+"\n", args...)
	return ExitUnread
}
