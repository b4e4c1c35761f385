package remove

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"airial/privacy/anonymise"
)

// The exit codes of both commands.
const (
	ExitDone  = 0 // nothing personal is left that anybody would have to decide on
	ExitLeft  = 1 // the file is written, and something is left in it
	ExitWrong = 2 // nothing is written: the file cannot be read, or the call or plan is wrong
)

// Args are the arguments of "airial anonymise".
type Args struct {
	Suggest bool   // write a plan, and nothing else
	Plan    string // path of the plan
	Profile string // standard or strict; "" is standard
	Output  string // path of the result; "" or "-" for standard output
	Report  string // path of the report in JSON; "" for none
	Key     string // path of the key of the pseudonyms; "" for none
	File    string // path, or "-" for standard input
	Sheet   string // of a workbook; "" for the first that shows something
	Lang    string // "fr" or "en"
}

// Anonymise is "airial anonymise": it suggests a plan for a table, or applies
// one, and gives the exit code.
func Anonymise(ctx context.Context, args Args, stdin io.Reader, stdout, stderr io.Writer) int {
	fail := func(err error) int {
		fmt.Fprintln(stderr, "airial anonymise:", say(args.Lang, err))
		return ExitWrong
	}
	if args.Suggest == (args.Plan != "") {
		return fail(errEither)
	}
	path, done, err := spooled(args.File, stdin)
	if err != nil {
		return fail(err)
	}
	defer done()
	if args.Suggest {
		s, err := anonymise.Suggest(ctx, opener(path, args.Sheet), args.Profile == "strict")
		if err == nil {
			err = writeSuggestion(args, s, stdout)
		}
		if err != nil {
			return fail(err)
		}
		return ExitDone
	}
	report, err := apply(ctx, args, path, stdout)
	if err != nil {
		return fail(err)
	}
	writeReport(stderr, args.Lang, report)
	if len(report.Left) > 0 {
		return ExitLeft
	}
	return ExitDone
}

// written is the report of a run, with what names the files.
type written struct {
	Input  string `json:"input_sha256"`
	Output string `json:"output_sha256"`
	*anonymise.Report
}

func apply(ctx context.Context, args Args, path string, stdout io.Writer) (*anonymise.Report, error) {
	text, err := os.ReadFile(args.Plan)
	if err != nil {
		return nil, err
	}
	plan, err := anonymise.Parse(text)
	if err != nil {
		return nil, err
	}
	opts := anonymise.Options{Strict: args.Profile == "strict"}
	if plan.Uses(anonymise.Pseudonym) {
		if opts.Key, err = key(args.Key); err != nil {
			return nil, err
		}
	}
	out, err := create(args.Output, stdout)
	if err != nil {
		return nil, err
	}
	defer out.discard()
	report, err := anonymise.Run(ctx, plan, opener(path, args.Sheet), out, opts)
	if err != nil {
		return nil, err
	}
	if args.Report != "" {
		w := written{Output: out.digest(), Report: report}
		if w.Input, err = digestOf(path); err != nil {
			return nil, err
		}
		b, err := json.MarshalIndent(w, "", "  ")
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(args.Report, append(b, '\n'), 0o644); err != nil {
			return nil, err
		}
	}
	return report, out.keep()
}
