package check

import (
	"context"
	"errors"
	"io"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/platform/blob"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/standards/catalogue"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Service is the room, put together.
type Service struct {
	doors  *access.Doors
	blobs  blob.Store
	limits tabular.Limits
	rows   int64 // of a table that may be published; 0 for any number
	cell   int   // bytes of a cell; 0 for any number
}

// LimitRows refuses tables of more rows. Call it before anything is checked.
func (s *Service) LimitRows(most int64) { s.rows = most }

// LimitCells refuses tables with a longer cell, in bytes. Call it before
// anything is checked.
func (s *Service) LimitCells(most int) { s.cell = most }

// New puts the room together.
func New(doors *access.Doors, blobs blob.Store, limits tabular.Limits) *Service {
	return &Service{doors: doors, blobs: blobs, limits: limits}
}

// Stage returns the gate as a stage for any life of tables.
func (s *Service) Stage() life.Handler { return stage{s} }

type stage struct{ s *Service }

func (h stage) Visit(ctx context.Context, v life.Visit) (life.Verdict, error) {
	open := func() (io.ReadCloser, error) { return h.s.blobs.Open(ctx, v.Version.MemberID, v.Version.Digest) }
	x := &examination{file: v.Version.FileName, open: open, limits: h.s.limits, cell: h.s.cell}
	r, err := x.run(ctx, v.Version.Profile)
	if err != nil {
		return life.Verdict{}, fault.Wrap("check.Visit", err)
	}
	evidence := map[string]any{"schema": r.Report.Schema.Name, "version": r.Report.Schema.Version,
		"recognised": v.Version.Profile == "", "rows": r.Report.Rows, "errors": r.Report.Errors,
		"warnings": r.Report.Warnings, "encoding": r.Report.Dialect.Encoding, "delimiter": r.Report.Dialect.Delimiter}
	if x.guess.Best.Schema != "" {
		evidence["score"], evidence["matched"] = x.guess.Best.Score, x.guess.Best.Matched
		evidence["runner_up"], evidence["runner_up_score"] = x.guess.Next.Schema, x.guess.Next.Score
	}
	verdict := life.Pass(evidence)
	if !r.Report.Valid {
		verdict = life.Refuse(refusal(r.Report), evidence)
	} else if most := h.s.rows; most > 0 && int64(r.Report.Rows) > most {
		verdict = life.Refuse(i18n.T("Le tableau compte %[1]d lignes\u202f; il en faut au plus %[2]d. Découpez-le, par exemple par année, ou demandez à l’opérateur de relever la limite.",
			"The table has %[1]d rows; at most %[2]d fit. Split it, by year for instance, or ask the operator to raise the limit.", r.Report.Rows, most), evidence)
	}
	return verdict.WithOwn(func(ctx context.Context, tx access.Tx) error {
		return save(ctx, tx, v.Version.ID, v.Version.MemberID, r)
	}), nil
}

func refusal(r *tableschema.Report) i18n.Text {
	if r.Unreadable != "" {
		if len(r.Findings) > 0 {
			return said(&r.Findings[0])
		}
		return i18n.T("Le fichier ne se lit pas comme un tableau. Déposez un CSV.",
			"The file cannot be read as a table. Deposit a CSV file.")
	}
	if r.Errors == 1 {
		return i18n.T("Une erreur est à corriger dans le fichier. Déposez ensuite le fichier corrigé comme nouvelle version.",
			"One error is to be corrected in the file. Then deposit the corrected file as a new version.")
	}
	return i18n.T("%[1]d erreurs sont à corriger dans le fichier. Déposez ensuite le fichier corrigé comme nouvelle version.",
		"%[1]d errors are to be corrected in the file. Then deposit the corrected file as a new version.", r.Errors)
}

func said(f *tableschema.Finding) i18n.Text {
	return i18n.Text{Fr: f.Message("fr"), En: f.Message("en")}
}

// Unreadable says, to people, why bytes are no table, when err says that.
func Unreadable(err error) (i18n.Text, bool) {
	r := tableschema.UnreadableReport(err, nil, tableschema.Options{})
	if r == nil {
		return i18n.Text{}, false
	}
	return said(&r.Findings[0]), true
}

// Result is what a check found.
type Result struct {
	Report *tableschema.Report
	// Types are the types of the columns of a valid table, in the file's
	// order: those of the schema, or as found where there is none.
	Types []tableschema.Type
}

// examination is the check of one file. open is called once for each pass over
// the bytes: two where there is no schema to tell the types.
type examination struct {
	file   string
	open   func() (io.ReadCloser, error)
	limits tabular.Limits
	cell   int   // bytes of a cell; 0 for any number
	guess  Guess // where the schema was recognised
}

// run checks the table under the schema of a name, recognised from the header
// when the name is empty.
func (x *examination) run(ctx context.Context, name string) (Result, error) {
	schema, err := Find(name)
	if err != nil {
		return Result{}, err
	}
	report, err := x.check(ctx, schema, name == "")
	if err != nil || !report.Valid {
		return Result{Report: report}, err
	}
	types, err := x.types(report)
	return Result{Report: report, Types: types}, err
}

func (x *examination) check(ctx context.Context, schema *tableschema.Schema, recognise bool) (*tableschema.Report, error) {
	src, err := x.open()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	opts := tableschema.Options{File: x.file, Spill: Room{}, Cell: x.cell}
	asked := tabular.Options{Limits: x.limits}
	if schema != nil {
		asked.Expect = schema.Labels()
	}
	reader, err := tabular.Open(src, asked)
	if err != nil {
		if report := tableschema.UnreadableReport(err, schema, opts); report != nil {
			return report, nil
		}
		return nil, err
	}
	if recognise {
		schema, x.guess = Recognise(reader)
	}
	return tableschema.Check(ctx, reader, schema, opts)
}

// types gives the types of the columns of a valid table.
func (x *examination) types(report *tableschema.Report) ([]tableschema.Type, error) {
	schema, err := schemaOf(report)
	if err != nil {
		return nil, err
	}
	if schema == nil {
		return x.infer(report)
	}
	types := make([]tableschema.Type, len(report.Columns))
	for i, c := range report.Columns {
		types[i] = tableschema.String
		if f := schema.Field(c.Field); f != nil {
			types[i] = f.Type
		}
	}
	return types, nil
}

// infer finds the types of a table without schema from its cells.
func (x *examination) infer(report *tableschema.Report) ([]tableschema.Type, error) {
	src, err := x.open()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	reader, err := tabular.Open(src, dialectOf(report, x.limits))
	if err != nil {
		return nil, err
	}
	inferred, err := tableschema.Infer(reader)
	if err != nil {
		return nil, err
	}
	types := make([]tableschema.Type, len(inferred.Fields))
	for i, f := range inferred.Fields {
		types[i] = f.Type
	}
	return types, nil
}

var errNoSchema = errors.New("the schema under which the table was checked is no longer in the catalogue")

// schemaOf returns the schema of a report, nil for a table without.
func schemaOf(r *tableschema.Report) (*tableschema.Schema, error) {
	if r.Schema.Name == None || r.Schema.Name == "" {
		return nil, nil
	}
	schema, ok := catalogue.Lookup(r.Schema.Name + "@" + r.Schema.Version)
	if !ok {
		return nil, errNoSchema
	}
	return schema, nil
}

// dialectOf returns the options that read the bytes of a report once more.
func dialectOf(r *tableschema.Report, limits tabular.Limits) tabular.Options {
	options := r.Dialect.Options()
	options.Limits = limits
	return options
}
