package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// bench is one run of the program.
type bench struct {
	binary  string // the program that is measured
	dir     string // for all that is made
	runs    int
	paced   time.Duration // how long requests come at a steady rate
	members int           // of the large demonstration
	kept    string        // a folder for that of 600 members, which stays; "" for one that goes
	large   string        // a folder filled before; "" to fill one
	moved   string        // FOLDER=DATABASE: the same after airial migrate-to; "" for none
	chart   string        // where the charts of growth are written, without the ending; "" for nowhere
	figures []Figure

	postgres *place         // once filled
	closers  []func() error // what was started
}

// measures are what there is, in the order in which it is done.
var measures = []struct {
	name string
	what string
	do   func(context.Context, *bench) error
}{
	{"size", "the binary", size},
	{"check", "airial check on 1,000,000 rows, valid and not, beside wc -l, encoding/csv, DuckDB, frictionless, tableschema", checkRows},
	{"privacy", "what the detector of personal data finds in the labelled corpus, by kind", detect},
	{"scan", "airial scan on a table of identifiers and on free text", scanSpeed},
	{"demo", "airial demo --members 600", fillSmall},
	{"start", "start to first answer, idle memory", start},
	{"deposit", "deposit to published, 100,000 rows and 40 rows", deposit},
	{"pages", "dataset page and search, 10,000 datasets", pages},
	{"catalogue", "the catalogue for machines of 10,000 datasets, and the search among 200,000, on both databases", catalogues},
	{"explore", "the Explore API on 1,000,000 rows × 16 columns, beside Datasette", explored},
	{"gather", "how long after a dataset is published its rows stand in the consolidated one of 600 members", gather},
	{"register", "a new version of 40 models of processing activities to 600 members, its undoing, and a search, on both databases", register},
	{"cockpit", "the cockpit of the data-protection officers over 600 members with 60 activities each, and over 35,000, on both databases", cockpits},
	{"steady", "100 requests a second of all kinds, on both databases, and on -large and -moved", steady},
	{"sustain", "50 small deposits a second, on both databases", sustain},
	{"growth", "each cost at 24 to 2,400 members and on -large and -moved, drawn in charts", growth},
}

func main() {
	b := &bench{}
	only := flag.String("only", "", "names of the measures to take, with commas; all when empty")
	list := flag.Bool("list", false, "list the measures")
	flag.StringVar(&b.binary, "binary", "bin/airial", "the program to measure")
	flag.IntVar(&b.runs, "runs", 5, "runs behind a median")
	flag.DurationVar(&b.paced, "paced", 20*time.Second, "how long the Explore API is asked at each steady rate; shorter while one works on it")
	flag.IntVar(&b.members, "members", 1800, "members of the demonstration on which pages are measured")
	flag.StringVar(&b.kept, "small", "", "folder of the demonstration of 600 members, filled if need be and kept for the next run")
	flag.StringVar(&b.chart, "chart", "", "files for the charts of growth, without -sqlite.svg, -postgresql.svg, .csv")
	flag.StringVar(&b.large, "large", "", "folder already filled with that demonstration, to save the time")
	flag.StringVar(&b.moved, "moved", "", "FOLDER=DATABASE of that demonstration on PostgreSQL, after airial migrate-to")
	flag.Parse()
	if *list {
		for _, m := range measures {
			fmt.Printf("%-9s %s\n", m.name, m.what)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	missed, err := b.run(ctx, *only)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	if err != nil || missed > 0 {
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, only string) (missed int, err error) {
	if b.binary, err = filepath.Abs(b.binary); err != nil {
		return 0, err
	}
	if b.dir, err = os.MkdirTemp("", "airial-bench-"); err != nil {
		return 0, err
	}
	defer os.RemoveAll(b.dir)
	defer func() {
		for _, c := range b.closers {
			err = errors.Join(err, c())
		}
	}()
	chosen := strings.Split(only, ",")
	describeMachine(os.Stdout, b.binary)
	for _, m := range measures {
		if only != "" && !slices.Contains(chosen, m.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring", m.what, "…")
		if failed := m.do(ctx, b); failed != nil { // the others are measured all the same
			err = errors.Join(err, fmt.Errorf("%s: %w", m.name, failed))
		}
	}
	fmt.Println()
	return printTable(os.Stdout, b.figures), err
}

func (b *bench) add(figures ...Figure) { b.figures = append(b.figures, figures...) }

// size measures the binary.
func size(_ context.Context, b *bench) error {
	info, err := os.Stat(b.binary)
	if err != nil {
		return err
	}
	b.add(Figure{Name: "binary", Value: float64(info.Size()) / 1e6, Unit: "MB", Runs: 1, Most: 120, Load: load()})
	return nil
}
