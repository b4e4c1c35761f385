package check

import (
	"context"
	"errors"
	"io"
	"slices"

	"airial/internal/platform/fault"
	"airial/standards/catalogue"
	"airial/standards/decp"
	"airial/standards/quality"
	"airial/standards/source"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// Question is a file to be checked, of any format, with what its sender says
// of it.
type Question struct {
	File   string // the name shown
	Schema string // name in the catalogue, None, or "" to recognise it
	// Sheet, Encoding and Delimiter override what would be detected.
	Sheet, Encoding, Delimiter string
	// Quality are the rules of quality to apply beyond the schema, "all" for
	// all of them; nil for none. Today is the day of the check, YYYY-MM-DD.
	Quality []string
	Today   string
	Limit   int // findings kept, as in tableschema.Options
	Bounds  Bounds
	// Opened, when it is there, is called once before the first row is read.
	Opened func(*Answer) error
	// Each is called with findings as soon as they are known: with every one, or
	// where Limit is above 0 with somewhat more than so many.
	Each func(*tableschema.Finding) error
}

// Bounds protect who checks for others. Zero means the default of the reader.
type Bounds struct {
	Text     tabular.Limits
	Unpacked int64 // bytes that a file may unpack to
	Rows     int   // records of data
	Cell     int   // bytes of a cell
	Strings  int64 // bytes of the texts of a workbook, which stand in memory
	Document int64 // bytes of a JSON document, which stands in memory
}

// Answer is what a check found, and how the file was understood.
type Answer struct {
	Report *tableschema.Report `json:"report"`
	// Guess tells how the schema was recognised; nil where it was named.
	Guess *Guess `json:"guess,omitempty"`
	// Sheets are all sheets of a workbook.
	Sheets []string `json:"sheets,omitempty"`

	schema *tableschema.Schema
	named  tableschema.SchemaRef // of a JSON document
}

// Guess is the schema that a header seems to follow, and the runner-up.
type Guess struct {
	Best Likeness `json:"best"` // no name where nothing is near
	Next Likeness `json:"next"`
}

// Likeness is how near a table is to a schema.
type Likeness struct {
	Schema  string  `json:"schema,omitempty"`
	Version string  `json:"version,omitempty"`
	Matched int     `json:"matched,omitempty"` // columns of the schema that the header names
	Fields  int     `json:"fields,omitempty"`  // columns of the schema
	Score   float64 `json:"score,omitempty"`   // from 0 to 1
}

// sampled is how many rows help to recognise a schema.
const sampled = 20

// opened is a table of which the head was read.
type opened interface {
	Header() []string
	Sample(most int) [][]string
}

// Recognise says which schema of the catalogue a table seems to follow, by its
// header and its first values.
func Recognise(t opened) (*tableschema.Schema, Guess) { return recognise(catalogue.BuiltIn(), t) }

func recognise(known *catalogue.Catalogue, t opened) (*tableschema.Schema, Guess) {
	var g Guess
	var best *tableschema.Schema
	for i, c := range known.Recognise(t.Header(), t.Sample(sampled)) {
		like := Likeness{c.Schema.Name, c.Schema.Version, c.Matched, len(c.Schema.Fields), c.Score}
		switch i {
		case 0:
			best, g.Best = c.Schema, like
		case 1:
			g.Next = like
		}
	}
	return best, g
}

// Ask checks the file in body. What cannot be read as a table gets an answer
// too, whose report says why. It fails with a fault of kind Invalid when the
// question makes no sense, and with tableschema.ErrTooManyRows.
func Ask(ctx context.Context, q Question, body io.Reader) (*Answer, error) {
	body, doc := q.document(body)
	if doc != nil {
		return q.askDocument(doc, body)
	}
	schema, err := q.validate()
	if err != nil {
		return nil, err
	}
	opts := tableschema.Options{File: q.File, Limit: q.Limit, Spill: Room{}, Rows: q.Bounds.Rows, Cell: q.Bounds.Cell, Each: q.Each, EachKept: q.Limit > 0}
	a := &Answer{schema: schema}
	t, err := q.open(body, a)
	if err != nil {
		return a.unreadable(q, err, opts)
	}
	defer t.Close()
	if q.Opened != nil {
		if err := q.Opened(a); err != nil {
			return nil, err
		}
	}
	var src tableschema.Source = t
	var watched *quality.Watcher
	if q.Quality != nil {
		watched = quality.Watch(t, a.schema, q.Today, q.rules())
		src = watched
	}
	if a.Report, err = tableschema.Check(ctx, src, a.schema, opts); err != nil {
		return a.unreadable(q, err, opts)
	}
	if watched == nil {
		return a, nil
	}
	more := watched.Findings()
	a.Report.Add(more)
	return a, q.tell(more)
}

// Mend writes the table again with what is surely mended put right, see
// tableschema.Mend.
func Mend(ctx context.Context, q Question, body io.Reader, w io.Writer) (*tableschema.Mended, error) {
	schema, err := q.validate()
	if err != nil {
		return nil, err
	}
	a := &Answer{schema: schema}
	t, err := q.open(body, a)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	return tableschema.Mend(ctx, t, a.schema, w, nil)
}

// Validate says what is wrong with a question before its file is read.
func (q Question) Validate() error {
	if _, known := catalogue.LookupDocument(q.Schema); known {
		return nil
	}
	_, err := q.validate()
	return err
}

func (q Question) validate() (*tableschema.Schema, error) {
	const op = "check.Question"
	if len(q.Delimiter) > 1 && q.Delimiter != "tab" && q.Delimiter != `\t` {
		return nil, fault.New(fault.Invalid, op, "Le séparateur est un seul caractère, ou «\u00a0tab\u00a0».", "The delimiter is a single character, or “tab”.")
	}
	if !tabular.KnownEncoding(q.Encoding) {
		return nil, fault.New(fault.Invalid, op, "L’encodage «\u00a0%[1]s\u00a0» n’est pas connu. Choisissez par exemple utf-8, windows-1252, iso-8859-15, macintosh ou ibm850.",
			"The encoding “%[1]s” is not known. Choose utf-8, windows-1252, iso-8859-15, macintosh or ibm850, for example.", q.Encoding)
	}
	for _, rule := range q.Quality {
		if rule != "all" && !slices.Contains(quality.Rules, rule) {
			return nil, fault.New(fault.Invalid, op, "La règle de qualité «\u00a0%[1]s\u00a0» n’existe pas.", "There is no rule of quality “%[1]s”.", rule)
		}
	}
	return Find(q.Schema)
}

// open opens the table and settles its schema.
func (q Question) open(body io.Reader, a *Answer) (*source.Table, error) {
	asked := source.Options{Text: tabular.Options{Encoding: q.Encoding, Delimiter: delimiterByte(q.Delimiter), Limits: q.Bounds.Text},
		Sheet: q.Sheet, Spill: Room{}, Limits: source.Limits{Unpacked: q.Bounds.Unpacked, Strings: q.Bounds.Strings}}
	if a.schema != nil {
		asked.Text.Expect = a.schema.Labels()
	}
	t, err := openTable(body, asked, q.Bounds.Document, nil)
	if err != nil {
		return nil, err
	}
	a.Sheets = t.Sheets
	if q.Schema == "" {
		best, guess := Recognise(t)
		a.schema, a.Guess = best, &guess
	}
	return t, nil
}

func (q Question) rules() []string {
	if slices.Contains(q.Quality, "all") {
		return nil
	}
	return q.Quality
}

// Document tells whether the file is a JSON document, and no table.
func (a *Answer) Document() bool {
	_, known := catalogue.LookupDocument(a.Report.Schema.Name)
	return known && a.Report.Dialect.Format == decp.JSON && len(a.Report.Columns) == 0
}

// unreadable makes an answer of an error that says that the bytes are no table.
func (a *Answer) unreadable(q Question, err error, opts tableschema.Options) (*Answer, error) {
	if a.Report = tableschema.UnreadableReport(err, a.schema, opts); a.Report == nil {
		return nil, err
	}
	return a, q.tell(a.Report.Findings)
}

func (q Question) tell(findings []tableschema.Finding) error {
	if q.Each == nil {
		return nil
	}
	var err error
	for i := range findings {
		err = errors.Join(err, q.Each(&findings[i]))
	}
	return err
}

// Schema returns the schema under which the table was checked, by name; both
// parts empty for none.
func (a *Answer) Schema() tableschema.SchemaRef {
	switch {
	case a.named.Name != "":
		return a.named
	case a.schema == nil:
		return tableschema.SchemaRef{Name: None}
	}
	return tableschema.SchemaRef{Name: a.schema.Name, Version: a.schema.Version}
}
