package scan

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"airial/privacy"
)

// Args are the arguments of "airial scan".
type Args struct {
	Format  string // text, json or csv; "" is text
	Profile string // standard or strict; "" is standard
	Limit   int    // findings listed; 0 for all
	File    string // path, or "-" for standard input
	Lang    string // "fr" or "en"
}

// The exit codes of "airial scan".
const (
	ExitClear  = 0 // nothing, or only what is of level info
	ExitFound  = 1 // something to review, or that blocks
	ExitUnread = 2 // the file cannot be read, or the call is wrong
)

// Run looks through one file, writes what it found to stdout and gives the exit
// code. What is found is shown as it is: the terminal is that of a person who
// has the file.
func Run(ctx context.Context, args Args, stdin io.Reader, stdout, stderr io.Writer) int {
	result, err := look(ctx, args, stdin)
	if err != nil {
		fmt.Fprintln(stderr, "airial scan:", say(args.Lang, err))
		return ExitUnread
	}
	result.order()
	out := bufio.NewWriter(stdout)
	switch args.Format {
	case "json":
		err = writeJSON(out, result)
	case "csv":
		err = writeCSV(out, result)
	default:
		err = writeText(out, result, args)
	}
	if err = errors.Join(err, out.Flush()); err != nil {
		fmt.Fprintln(stderr, "airial scan:", err)
		return ExitUnread
	}
	if len(result.unread) > 0 {
		fmt.Fprintln(stderr, "airial scan:", sayUnread(args.Lang, result.unread))
	}
	if result.Verdict == privacy.Stop || len(result.unread) > 0 { // what nobody has read may hold anything
		return ExitFound
	}
	return ExitClear
}

// look reads the file and scans it.
func look(ctx context.Context, args Args, stdin io.Reader) (outcome, error) {
	src := stdin
	if args.File != "-" {
		f, err := os.Open(args.File)
		if err != nil {
			return outcome{}, err
		}
		defer f.Close()
		src = f
	}
	options := privacy.Options{Names: true, Risk: true, Text: true, Strict: args.Profile == "strict", MaxFindings: -1}
	if args.Limit > 0 {
		options.MaxFindings = args.Limit
	}
	in := bufio.NewReaderSize(src, sniffed)
	switch kind, err := kindOf(in, args.File); {
	case err != nil:
		return outcome{}, err
	case kind == isDocument:
		text, err := document(in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Result: scanText(text, options)}, nil
	case kind == isText:
		text, err := readText(in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Result: scanText(text, options)}, nil
	case kind == isPDF:
		return scanPDF(ctx, in, options)
	case kind == isPicture:
		return scanPicture(ctx, in, options)
	}
	r, err := scanTable(ctx, in, options)
	return outcome{Result: r}, err
}

func scanText(text []byte, options privacy.Options) privacy.Result {
	options.Risk = false
	s := privacy.NewScanner(nil, options)
	s.Text("", text)
	return s.Result()
}
