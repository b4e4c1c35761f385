package counter

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/services/check"
	"airial/internal/services/check/report"
	"airial/standards/tableschema"
)

// API adds the operations that check a file, and those that name the schemas.
func (s *Service) API(api *web.Interface) {
	s.schemasAPI(api)
	if s.Limits.Together <= 0 {
		return
	}
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: "string", Description: doc} }
	query := func(name, doc string) *huma.Param { return &huma.Param{Name: name, In: "query", Schema: text(doc)} }
	binary := &huma.Schema{Type: "string", Format: "binary"}
	api.Stream(web.Everyone, huma.Operation{Method: http.MethodPost, Path: "/api/v1/check", Tags: []string{"check"},
		Summary: "Check a file",
		Description: "Anybody may, without a token; nothing is kept. The file is the body, or the first file of a form. It is checked while it comes: " +
			"the answer is one JSON value a line (NDJSON), first {\"type\":\"opened\"}, then {\"type\":\"finding\"} as they are found, row by row, then {\"type\":\"summary\"}; " +
			"what ends it before its time is {\"type\":\"problem\"} with the problem document. With Accept: application/json, or another format, the answer comes whole. " +
			"A file that is not valid, or no table, is an answer like any other: status 200.",
		Parameters: []*huma.Param{
			query("schema", "Name of a schema, with @version if need be; “none” for structure only; recognised when absent"),
			query("sheet", "Sheet of a workbook, by its name or number; the first that shows something when absent"),
			query("encoding", "Encoding of a text file, when what is detected is wrong"),
			query("delimiter", "Delimiter of a text file, when what is detected is wrong: a character, or tab"),
			query("quality", "Rules of quality beyond the schema: on (all), off, or their names with commas. Off by default"),
			query("format", "ndjson (default), json, csv, html, pdf, or mended: the table itself, with what is surely mended put right"),
			query("limit", "Most findings in the answer, 1000 by default; 0 for all, of NDJSON. Counts are never cut"),
			query("file", "Name of the file, to be shown in the report"),
		},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/octet-stream": {Schema: binary}, "text/csv": {Schema: binary},
			"multipart/form-data": {Schema: &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{"file": binary}}}}},
		Responses: map[string]*huma.Response{"200": {Description: "What was found", Content: map[string]*huma.MediaType{
			"application/x-ndjson": {Schema: &huma.Schema{Type: "object"}}, "application/json": {Schema: &huma.Schema{Type: "object"}},
			"text/csv": {Schema: binary}, "text/html": {Schema: binary}, "application/pdf": {Schema: binary}}}},
	}, -1, s.post)
}

// mediaTypes of the formats of an answer.
var mediaTypes = map[report.Format]string{report.JSON: "application/json", report.CSV: "text/csv; charset=utf-8",
	report.HTML: "text/html; charset=utf-8", report.PDF: "application/pdf", mended: "text/csv; charset=utf-8"}

// Forms of an answer beside those of a report.
const (
	ndjson report.Format = "ndjson"
	mended report.Format = "mended"
)

// formatOf is the form in which the answer is wanted.
func formatOf(r *http.Request) (report.Format, error) {
	if name := r.URL.Query().Get("format"); name != "" {
		f := report.Format(strings.ToLower(name))
		if f == report.JSONL {
			return ndjson, nil
		}
		if _, known := mediaTypes[f]; !known && f != ndjson {
			return "", fault.New(fault.Invalid, "counter.format", "Le format «\u00a0%[1]s\u00a0» n’existe pas\u202f: choisissez ndjson, json, csv, html, pdf ou mended.",
				"There is no format “%[1]s”: choose ndjson, json, csv, html, pdf or mended.", name)
		}
		return f, nil
	}
	if accept := r.Header.Get("Accept"); strings.Contains(accept, "application/json") && !strings.Contains(accept, "ndjson") {
		return report.JSON, nil
	}
	return ndjson, nil
}

// post checks a file for a program.
func (s *Service) post(w http.ResponseWriter, r *http.Request) error {
	q := request{Question: check.Question{Today: s.today(), Bounds: s.bounds()}}
	format, err := formatOf(r)
	if err == nil {
		err = q.readQuery(r)
	}
	if err != nil {
		return err
	}
	ctx, leave, err := s.enter(w, r)
	if err != nil {
		return err
	}
	defer leave()
	body, err := q.body(r)
	if err != nil {
		return err
	}
	if body == nil {
		return fault.New(fault.Invalid, "counter.post", "Aucun fichier n’a été envoyé.", "No file was sent.")
	}
	if err := q.Validate(); err != nil {
		return err
	}
	in := s.intake(ctx, body)
	switch format {
	case mended:
		return s.sendMended(w, r, in, q.Question)
	case ndjson:
		return s.stream(w, r, in, q.Question)
	}
	q.Limit = min(q.Limit, mostWhole)
	if q.Limit < 0 {
		q.Limit = mostWhole
	}
	a, err := check.Ask(ctx, q.Question, in)
	if err != nil {
		return s.explain(in, err)
	}
	w.Header().Set("Content-Type", mediaTypes[format])
	if format == report.HTML {
		w.Header().Set("Content-Security-Policy", sheetPolicy)
	}
	return report.Write(w, a.Report, format, report.Options{Lang: langOf(ctx), Recognised: recognised(a)})
}

// mostWhole is how many findings an answer holds that comes whole: it stands in
// memory.
const mostWhole = 100_000

// sheetPolicy lets the page of a report have its own style, and nothing else.
const sheetPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

func recognised(a *check.Answer) bool { return a.Guess != nil && a.Guess.Best.Schema != "" }

// problem is its last line when something ends the check.
type problem struct {
	Problem *web.Problem `json:"problem"`
}

// stream answers while the file comes.
func (s *Service) stream(w http.ResponseWriter, r *http.Request, in *intake, q check.Question) error {
	ctx, lang := in.ctx, langOf(r.Context())
	// A caller may go on sending while we answer; where the protocol does not
	// let us, the answer comes when she has done.
	_ = http.NewResponseController(w).EnableFullDuplex()
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // what stands in front hands lines on
	p := newPump(w)
	out := report.NewStream(p, lang, q.Limit)
	if q.Limit < 0 {
		q.Limit = 0 // all go out as lines; few are kept
	} else if q.Limit == 0 {
		q.Limit = tableschema.DefaultLimit
	}
	q.Opened = func(a *check.Answer) error {
		o := report.Opened{Schema: a.Schema(), Sheets: a.Sheets}
		if a.Guess != nil {
			o.Recognised = a.Guess
		}
		return out.Opened(o)
	}
	q.Each = out.Finding
	a, err := check.Ask(ctx, q, in)
	switch {
	case err != nil:
		err = out.Line("problem", problem{web.ProblemOf(r, s.explain(in, err))})
	default:
		err = out.Summary(a.Report)
	}
	p.close()
	if err != nil && in.ctx.Err() == nil && p.err == nil {
		return err
	}
	return nil // who left is no error of ours
}

// sendMended answers with the mended table.
func (s *Service) sendMended(w http.ResponseWriter, r *http.Request, in *intake, q check.Question) error {
	out := &late{w: w, name: mendedName(q.File, i18n.From(r.Context()).Lang)}
	if _, err := check.Mend(in.ctx, q, in, out); err != nil {
		if why, ok := check.Unreadable(err); ok {
			err = &fault.Error{Kind: fault.Invalid, Op: "counter.mend", Say: why}
		}
		return s.explain(in, err) // cuts the line when rows have gone out
	}
	return nil
}
