package scan

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

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

// share is how much of a text one processor looks at in one go, in bytes.
const share = 256 << 10

// scanText looks through a text, on all processors where it is long.
func scanText(text []byte, options privacy.Options) privacy.Result {
	options.Risk = false
	if len(text) <= share {
		return scanPart(text, options)
	}
	var parts [][]byte
	for len(text) > share {
		end := bytes.LastIndexByte(text[:share], '\n') + 1
		if end < share/2 {
			end = max(bytes.LastIndexByte(text[:share], ' ')+1, 1)
		}
		if end < share/2 {
			end = share
		}
		parts, text = append(parts, text[:end]), text[end:]
	}
	parts = append(parts, text)
	results := make([]privacy.Result, len(parts))
	var workers sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				results[i] = scanPart(parts[i], options)
			}
		})
	}
	for i := range parts {
		next <- i
	}
	close(next)
	workers.Wait()
	out := outcome{Result: privacy.Result{Verdict: privacy.Clear}}
	base := 0
	for i, r := range results {
		for j := range r.Findings {
			r.Findings[j].Start += base
			r.Findings[j].End += base
		}
		out.add(0, r, options.MaxFindings)
		base += len(parts[i])
	}
	return out.Result
}

func scanPart(text []byte, options privacy.Options) privacy.Result {
	s := privacy.NewScanner(nil, options)
	s.Text("", text)
	return s.Result()
}
