package report

import (
	"encoding/json"
	"io"

	"airial/standards/tableschema"
)

// JSONL is one JSON value a line, as they become known: how the file is
// understood, each finding, the summary.
const JSONL Format = "jsonl"

// Opened is the first line of a stream: how the file is understood.
type Opened struct {
	Schema     tableschema.SchemaRef `json:"schema"`
	Recognised any                   `json:"recognised,omitempty"` // how the schema was found
	Sheets     []string              `json:"sheets,omitempty"`
}

// Stream writes a report as JSONL while it is made. Each line goes out at once,
// by one call of the writer.
type Stream struct {
	w    io.Writer
	lang string
	most int // findings written; negative for all
	told int
}

// NewStream writes to w in lang; limit is the most findings that are written,
// as in tableschema.Options.
func NewStream(w io.Writer, lang string, limit int) *Stream {
	if limit == 0 {
		limit = tableschema.DefaultLimit
	}
	return &Stream{w: w, lang: lang, most: limit}
}

// Opened says how the file is understood.
func (s *Stream) Opened(o Opened) error { return s.Line("opened", o) }

// Finding writes a finding, unless there are enough.
func (s *Stream) Finding(f *tableschema.Finding) error {
	if s.told++; s.most >= 0 && s.told > s.most {
		return nil
	}
	raw, err := f.JSON(s.lang)
	if err != nil {
		return err
	}
	return s.Line("finding", json.RawMessage(raw))
}

// Summary ends the stream: the report without its findings.
func (s *Stream) Summary(rep *tableschema.Report) error {
	short := *rep
	short.Findings = nil
	raw, err := short.JSON(s.lang)
	if err != nil {
		return err
	}
	return s.Line("summary", json.RawMessage(raw))
}

// Line writes an object whose first name is its type.
func (s *Stream) Line(kind string, v any) error {
	raw, ok := v.(json.RawMessage)
	if !ok {
		var err error
		if raw, err = json.Marshal(v); err != nil {
			return err
		}
	}
	line := append([]byte(`{"type":"`+kind+`",`), raw[1:]...)
	_, err := s.w.Write(append(line, '\n'))
	return err
}

// writeJSONL writes a report that is whole already.
func writeJSONL(w io.Writer, rep *tableschema.Report, opts Options) error {
	s := NewStream(w, opts.Lang, -1)
	if err := s.Opened(Opened{Schema: rep.Schema}); err != nil {
		return err
	}
	for i := range rep.Findings {
		if err := s.Finding(&rep.Findings[i]); err != nil {
			return err
		}
	}
	return s.Summary(rep)
}
