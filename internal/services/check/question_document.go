package check

import (
	"io"

	"airial/internal/platform/fault"
	"airial/standards/catalogue"
	"airial/standards/jsonschema"
	"airial/standards/tableschema"
)

// document finds the schema of a question that is about a JSON document: the
// one that is named, or the one that its head shows. nil is for a table. body
// is to be read from what is returned.
func (q Question) document(body io.Reader) (io.Reader, *catalogue.Document) {
	named, known := catalogue.LookupDocument(q.Schema)
	if q.Schema != "" && !known {
		return body, nil
	}
	head, body := peek(body)
	switch {
	case !known:
		named, _ = catalogue.DocumentOf(head)
	case !isDocument(head): // the table that is made of such documents
		named = nil
	}
	return body, named
}

// askDocument checks a JSON document.
func (q Question) askDocument(d *catalogue.Document, body io.Reader) (*Answer, error) {
	schema, err := d.Schema()
	if err != nil {
		return nil, fault.Wrap("check.askDocument", err)
	}
	a := &Answer{named: tableschema.SchemaRef{Name: d.Name, Version: d.Version}}
	if q.Schema == "" {
		a.Guess = &Guess{Best: Likeness{Schema: d.Name, Version: d.Version, Matched: 1, Fields: 1, Score: 1}}
	}
	if q.Opened != nil {
		if err := q.Opened(a); err != nil {
			return nil, err
		}
	}
	most := q.Bounds.Document
	if most <= 0 {
		most = jsonschema.Most
	}
	if a.Report, err = schema.CheckUpTo(body, tableschema.Options{File: q.File, Limit: q.Limit}, most); err != nil {
		return nil, err
	}
	return a, q.tell(a.Report.Findings)
}
