package remove

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"airial/internal/services/clear/letters"
	"airial/privacy/redact"
)

// RedactArgs are the arguments of "airial redact".
type RedactArgs struct {
	List    bool     // list what would be taken out, and nothing else
	Words   []string // texts to take out as well
	Only    []int    // marks to take out; nil for those that are proposed
	Except  []int    // marks to leave
	Boxes   []string // PAGE:X0,Y0,X1,Y1 in percent of the page
	Profile string
	Output  string // path; "-" for standard output
	Report  string // path of the report in JSON; "" for none
	File    string // path, or "-" for standard input
	Lang    string // "fr" or "en"
}

// Redact is "airial redact": it takes names and identifiers out of a document
// and gives the exit code.
func Redact(ctx context.Context, args RedactArgs, stdin io.Reader, stdout, stderr io.Writer) int {
	fail := func(err error) int {
		fmt.Fprintln(stderr, "airial redact:", say(args.Lang, err))
		return ExitWrong
	}
	if !args.List && args.Output == "" {
		return fail(errOutput)
	}
	b, err := readAll(args.File, stdin)
	if err != nil {
		return fail(err)
	}
	d, err := redact.Open(ctx, b, redact.Options{Reader: letters.Installed(), Strict: args.Profile == "strict"})
	if err != nil {
		return fail(err)
	}
	if args.List {
		out := bufio.NewWriter(stdout)
		listMarks(out, args.Lang, d)
		if err := out.Flush(); err != nil {
			return fail(err)
		}
		return ExitDone
	}
	choice, err := choose(args, d)
	if err != nil {
		return fail(err)
	}
	copied, done, err := d.Redact(choice)
	if err != nil {
		return fail(err)
	}
	out, err := create(args.Output, stdout)
	if err != nil {
		return fail(err)
	}
	defer out.discard()
	if _, err := out.Write(copied); err != nil {
		return fail(err)
	}
	if err := writeRedactReport(args, b, out, d, done); err != nil {
		return fail(err)
	}
	if err := out.keep(); err != nil {
		return fail(err)
	}
	tellRedacted(stderr, args.Lang, d, done)
	if len(done.NotFound) > 0 || unread(d) > 0 {
		return ExitLeft
	}
	return ExitDone
}

func readAll(path string, stdin io.Reader) ([]byte, error) {
	src := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		src = f
	}
	b, err := io.ReadAll(io.LimitReader(src, redact.MostBytes+1))
	if err == nil && len(b) > redact.MostBytes {
		err = redact.ErrTooLarge
	}
	return b, err
}

var (
	errOutput = errors.New("no output")
	errBox    = errors.New("box")
	errMark   = errors.New("mark")
)

func choose(args RedactArgs, d *redact.Document) (redact.Choice, error) {
	c := d.Proposed()
	known := func(id int) bool { return id >= 1 && id <= len(d.Marks) }
	if args.Only != nil {
		c.On = map[int]bool{}
	}
	for _, id := range args.Only {
		if !known(id) {
			return c, fmt.Errorf("%w %d", errMark, id)
		}
		c.On[id] = true
	}
	for _, id := range args.Except {
		if !known(id) {
			return c, fmt.Errorf("%w %d", errMark, id)
		}
		delete(c.On, id)
	}
	c.Words = args.Words
	for _, s := range args.Boxes {
		box, ok := redact.ParseBox(s)
		if !ok || box.Page < 1 || box.Page > len(d.Pages) {
			return c, fmt.Errorf("%w %s", errBox, s)
		}
		c.Boxes = append(c.Boxes, box)
	}
	return c, nil
}

func unread(d *redact.Document) int {
	n := 0
	for _, p := range d.Pages {
		if p.Scanned && !p.Read {
			n++
		}
	}
	return n
}

func writeRedactReport(args RedactArgs, in []byte, out *output, d *redact.Document, done redact.Done) error {
	if args.Report == "" {
		return nil
	}
	b, err := json.MarshalIndent(struct {
		Format string `json:"format"`
		Pages  int    `json:"pages,omitempty"`
		Input  string `json:"input_sha256"`
		Output string `json:"output_sha256"`
		Unread int    `json:"pages_not_read,omitempty"`
		// How many texts were not found, not which: they are names, mostly.
		NotFound int `json:"not_found,omitempty"`
		redact.Done
	}{d.Format, len(d.Pages), digestBytes(in), out.digest(), unread(d), len(done.NotFound), done}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(args.Report, append(b, '\n'), 0o644) // #nosec G306 -- it names nobody
}
