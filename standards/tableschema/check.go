package tableschema

import (
	"context"
	"errors"
	"io"
	"slices"

	"airial/standards/tabular"
)

// Options of a check.
type Options struct {
	// File is the name shown in the report.
	File string
	// Limit is the number of findings kept; they are all counted. 0 means
	// DefaultLimit, a negative number all of them.
	Limit int
	// Workers is how many parts of the table are looked at together; 0 means
	// one for each processor.
	Workers int
	// Spill gives room on disk for columns that must be unique, when they hold
	// more values than fit into memory. Without it they are held in memory, 40
	// bytes each, and with it what is repeated is told last.
	Spill Spill
	// References are the values that the schema's foreign keys refer to, by
	// ForeignKey.Reference. A key without them is not checked.
	References map[string]*KeySet
	// Rows is the most records of data that are checked: beyond them the check
	// ends with ErrTooManyRows. 0 means no limit.
	Rows int
	// Cell is the longest cell, in bytes of UTF-8: a row with a longer one is an
	// error, and not looked at otherwise. 0 means no limit but the record's.
	Cell int
	// Each, when it is there, is called with every finding as soon as it is
	// known, in the order of the rows. An error ends the check. It may keep
	// nothing of the finding.
	Each func(f *Finding) error
	// EachKept has Each called only with findings that are kept, of which there
	// may be somewhat more than Limit: the others are counted, and cost little.
	EachKept bool
}

// ErrTooManyRows says that a table has more records than Options.Rows.
var ErrTooManyRows = errors.New("tableschema: the table has too many rows")

// DefaultLimit is how many findings a report keeps when nothing else is asked.
const DefaultLimit = 1000

// checkInterval is how many records pass between two looks at the context.
const checkInterval = 4096

// Check reads the table to its end and reports what is wrong with it, under
// schema; nil means the structure only. It fails when the schema makes no
// sense, when ctx ends, and when the source fails.
//
// CSV is read in chunks by several workers, within a few megabytes for each;
// the report does not depend on how it is cut.
func Check(ctx context.Context, src Source, schema *Schema, opts Options) (*Report, error) {
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
	e := newEngine(prog, src, opts)
	if err := e.check(ctx); err != nil {
		return nil, err
	}
	return e.report(schema), nil
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

// NewReport makes the report of findings that another engine has made, within
// Options.Limit.
func NewReport(opts Options, schema SchemaRef, findings []Finding) *Report {
	if opts.Limit == 0 {
		opts.Limit = DefaultLimit
	}
	c := newCollector(opts.Limit)
	for _, f := range findings {
		if slices.Contains(structuralCodes, f.Code) {
			c.add(f)
		} else {
			c.addCell(f)
		}
	}
	rep := &Report{File: opts.File, Schema: schema, Columns: []Column{}}
	rep.take(c)
	return rep
}

// Add adds the findings of another engine about the same table: they stand
// behind those of the check.
func (rep *Report) Add(findings []Finding) {
	c := newCollector(-1)
	for _, f := range findings {
		c.addCell(f)
	}
	rep.Errors, rep.Warnings, rep.Infos = rep.Errors+c.errors, rep.Warnings+c.warnings, rep.Infos+c.infos
	rep.Valid = rep.Valid && c.errors == 0
	rep.Findings = append(rep.Findings, c.cells...)
	rep.Summary = append(rep.Summary, c.summaries()...)
}

func refOf(schema *Schema) SchemaRef {
	if schema == nil {
		return SchemaRef{Name: None}
	}
	return SchemaRef{Name: schema.Name, Version: schema.Version}
}

// take puts what was collected into the report.
func (rep *Report) take(c *collector) {
	rep.Errors, rep.Warnings, rep.Infos = c.errors, c.warnings, c.infos
	rep.Valid = c.errors == 0
	rep.Findings = c.findings()
	rep.Summary = c.summaries()
}

func (e *engine) report(schema *Schema) *Report {
	d := e.src.Dialect()
	rep := &Report{
		File:    e.opts.File,
		Schema:  refOf(schema),
		Dialect: Dialect{Encoding: d.Encoding, HeaderRow: d.HeaderRow, Format: d.Format, Sheet: d.Sheet, Packed: d.Packed},
		Rows:    e.rows,
		Columns: e.first.matching.Columns,
	}
	if d.Delimiter != 0 {
		rep.Dialect.Delimiter = string(d.Delimiter)
	}
	if d.Quote != 0 {
		rep.Dialect.Quote = string(d.Quote)
	}
	rep.take(e.c)
	return rep
}
