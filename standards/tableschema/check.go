package tableschema

import (
	"context"
	"errors"
	"io"

	"airial/standards/tabular"
)

// Options of a check.
type Options struct {
	// File is the name shown in the report.
	File string
	// Limit is the number of findings kept; they are all counted. 0 means
	// DefaultLimit, a negative number all of them.
	Limit int
}

// DefaultLimit is how many findings a report keeps when nothing else is asked.
const DefaultLimit = 1000

// checkInterval is how many records pass between two looks at the context.
const checkInterval = 4096

// Check reads the table to its end and reports what is wrong with it, under
// schema; nil means the structure only. It fails when the schema makes no
// sense, when ctx ends, and when the source fails.
func Check(ctx context.Context, r *tabular.Reader, schema *Schema, opts Options) (*Report, error) {
	prog := &program{}
	if schema != nil {
		if err := schema.Prepare(); err != nil {
			return nil, err
		}
		prog = schema.prog
	}
	if opts.Limit == 0 {
		opts.Limit = DefaultLimit
	}
	run := newRun(prog, r.Header(), r.Dialect().HeaderRow, opts.Limit)
	run.start(r)
	for n := 0; ; n++ {
		if n%checkInterval == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		run.record(rec)
	}
	return run.report(schema, r, opts), nil
}

// CheckSource opens src and checks it. What cannot be read as a table gives a
// report too, which says why in Report.Unreadable.
func CheckSource(ctx context.Context, src io.Reader, dialect tabular.Options, schema *Schema, opts Options) (*Report, error) {
	if schema != nil && dialect.Expect == nil {
		dialect.Expect = schema.Labels()
	}
	r, err := tabular.Open(src, dialect)
	if err == nil {
		return Check(ctx, r, schema, opts)
	}
	if rep := UnreadableReport(err, schema, opts); rep != nil {
		return rep, nil
	}
	return nil, err
}

// UnreadableReport is the report on a file which tabular.Open refused with
// err; nil when err says something else.
func UnreadableReport(err error, schema *Schema, opts Options) *Report {
	var u *tabular.UnreadableError
	if !errors.As(err, &u) {
		return nil
	}
	c := newCollector(-1)
	c.add(Finding{Level: Error, Code: "source-error", Detail: u.Reason})
	rep := &Report{File: opts.File, Schema: refOf(schema), Unreadable: u.Reason, Columns: []Column{}}
	rep.take(c)
	return rep
}

// FailedReport is the report on a file of which nothing could be read, because
// it or the schema could not be opened. cause says why, in the words of who
// asked.
func FailedReport(file, schema, code, detail, cause string) *Report {
	c := newCollector(-1)
	f := Finding{Level: Error, Code: code, Detail: detail}
	c.add(*f.arg("cause", cause))
	if schema == "" {
		schema = None
	}
	rep := &Report{File: file, Schema: SchemaRef{Name: schema}, Unreadable: code, Columns: []Column{}}
	rep.take(c)
	return rep
}

func refOf(schema *Schema) SchemaRef {
	if schema == nil {
		return SchemaRef{Name: None}
	}
	return SchemaRef{Name: schema.Name, Version: schema.Version}
}

// take puts what was collected into the report.
func (rep *Report) take(c *collector) {
	rep.Errors, rep.Warnings = c.errors, c.warnings
	rep.Valid = c.errors == 0
	rep.Findings = c.findings()
	rep.Summary = c.summaries()
}

func (r *run) report(schema *Schema, src *tabular.Reader, opts Options) *Report {
	if r.rows == 0 {
		r.c.add(Finding{Level: Warning, Code: "row-count", Detail: "no-rows"})
	}
	d := src.Dialect()
	rep := &Report{
		File:    opts.File,
		Schema:  refOf(schema),
		Dialect: Dialect{Encoding: d.Encoding, Delimiter: string(d.Delimiter), HeaderRow: d.HeaderRow},
		Rows:    r.rows,
		Columns: r.matching.Columns,
	}
	if d.Quote != 0 {
		rep.Dialect.Quote = string(d.Quote)
	}
	rep.take(r.c)
	return rep
}
