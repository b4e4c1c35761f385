package tableschema

import (
	"bytes"
	"encoding/json"
)

// The form of a report that scripts read. Its names and nulls are a contract.
type (
	reportJSON struct {
		File     string        `json:"file"`
		Schema   schemaJSON    `json:"schema"`
		Dialect  dialectJSON   `json:"dialect"`
		Rows     int           `json:"rows"`
		Valid    bool          `json:"valid"`
		Stats    statsJSON     `json:"stats"`
		Summary  []summaryJSON `json:"summary"`
		Findings []findingJSON `json:"findings"`
	}
	schemaJSON struct {
		Name    string  `json:"name"`
		Version *string `json:"version"`
	}
	dialectJSON struct {
		Encoding  *string `json:"encoding"`
		Delimiter *string `json:"delimiter"`
		Quote     *string `json:"quote"`
		HeaderRow *int    `json:"header_row"`
		// What follows stands there only where it says something: scripts count
		// on the names above, for a CSV.
		Format string `json:"format,omitempty"`
		Sheet  string `json:"sheet,omitempty"`
		Packed string `json:"packed,omitempty"`
	}
	statsJSON struct {
		Errors   int `json:"errors"`
		Warnings int `json:"warnings"`
		Infos    int `json:"infos,omitempty"`
	}
	summaryJSON struct {
		Code     string   `json:"code"`
		Field    *string  `json:"field"`
		Count    int      `json:"count"`
		FirstRow *int     `json:"first_row"`
		Examples []string `json:"examples"`
	}
	findingJSON struct {
		Level   Level   `json:"level"`
		Code    string  `json:"code"`
		Row     *int    `json:"row"`
		Field   *string `json:"field"`
		Value   *string `json:"value"`
		Message string  `json:"message"`
		Fix     *string `json:"fix"`
	}
)

// JSON gives the report in the form that scripts read, with its messages in
// lang ("fr" or "en").
func (rep *Report) JSON(lang string) ([]byte, error) {
	return marshalPlain(rep.contract(lang))
}

// IndentedJSON is JSON laid out for people.
func (rep *Report) IndentedJSON(lang string) ([]byte, error) {
	plain, err := rep.JSON(lang)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = json.Indent(&out, plain, "", "  ")
	return out.Bytes(), err
}

// marshalPlain writes <, > and & as they are: the report is no part of a page.
func marshalPlain(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(out.Bytes(), "\n"), err
}

func (rep *Report) contract(lang string) reportJSON {
	out := reportJSON{
		File:     rep.File,
		Schema:   schemaJSON{Name: rep.Schema.Name, Version: textOrNull(rep.Schema.Version, rep.Schema.Version != "")},
		Rows:     rep.Rows,
		Valid:    rep.Valid,
		Stats:    statsJSON{rep.Errors, rep.Warnings, rep.Infos},
		Summary:  make([]summaryJSON, 0, len(rep.Summary)),
		Findings: make([]findingJSON, 0, len(rep.Findings)),
	}
	if d := rep.Dialect; d.Encoding != "" {
		out.Dialect = dialectJSON{&d.Encoding, textOrNull(d.Delimiter, d.Delimiter != ""), textOrNull(d.Quote, d.Quote != ""),
			numberOrNull(d.HeaderRow), d.Format, d.Sheet, d.Packed}
	}
	for _, s := range rep.Summary {
		out.Summary = append(out.Summary, summaryJSON{
			Code: s.Code, Field: textOrNull(s.Field, s.HasField), Count: s.Count,
			FirstRow: numberOrNull(s.FirstRow), Examples: append([]string{}, s.Examples...),
		})
	}
	for i := range rep.Findings {
		f := &rep.Findings[i]
		out.Findings = append(out.Findings, f.contract(lang))
	}
	return out
}

// JSON gives one finding in the form that scripts read, as it stands in the
// report.
func (f *Finding) JSON(lang string) ([]byte, error) { return marshalPlain(f.contract(lang)) }

func (f *Finding) contract(lang string) findingJSON {
	fix := f.Fix(lang)
	return findingJSON{
		Level: f.Level, Code: f.Code, Row: numberOrNull(f.Row),
		Field: textOrNull(f.Field, f.HasField), Value: textOrNull(f.Value, f.HasValue),
		Message: f.Message(lang), Fix: textOrNull(fix, fix != "" || f.HasRepair),
	}
}

func textOrNull(s string, there bool) *string {
	if !there {
		return nil
	}
	return &s
}

func numberOrNull(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}
