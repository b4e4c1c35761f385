package jsonschema

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	library "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"airial/standards/tableschema"
)

// Schema is a JSON Schema, compiled.
type Schema struct {
	Name     string
	Version  string
	compiled *library.Schema
}

// Is tells whether a document is a JSON Schema and no Table Schema.
func Is(descriptor []byte) bool {
	doc, err := library.UnmarshalJSON(bytes.NewReader(descriptor))
	object, ok := doc.(map[string]any)
	if err != nil || !ok {
		return false
	}
	if _, table := object["fields"]; table {
		return false
	}
	for _, key := range []string{"properties", "definitions", "$defs", "allOf", "anyOf", "oneOf", "$ref", "items"} {
		if _, ok := object[key]; ok {
			return true
		}
	}
	return false
}

// sealed refuses all that lies outside the schema.
type sealed struct{}

func (sealed) Load(url string) (any, error) {
	return nil, fmt.Errorf("jsonschema: the schema refers to %s, which is outside of it", url)
}

// address stands for the schema; it is reached by nothing.
const address = "airial:schema"

// Compile reads a schema of any draft.
func Compile(name string, descriptor []byte) (*Schema, error) {
	doc, err := library.UnmarshalJSON(bytes.NewReader(descriptor))
	if err != nil {
		return nil, fmt.Errorf("jsonschema: not JSON: %w", err)
	}
	c := library.NewCompiler()
	c.UseLoader(sealed{})
	c.AssertFormat()
	if err := c.AddResource(address, doc); err != nil {
		return nil, fmt.Errorf("jsonschema: %w", err)
	}
	compiled, err := c.Compile(address)
	if err != nil {
		return nil, fmt.Errorf("jsonschema: %w", err)
	}
	return &Schema{Name: name, compiled: compiled}, nil
}

// Most is the size in bytes of the largest document that is read: it stands in
// memory, at some ten times its size.
const Most = 64 << 20

// Check reads a document and reports what the schema does not admit. Row is the
// place of the record in the list that holds it, numbered as if a header stood
// in row 1; Field is the path of the value within the record.
func (s *Schema) Check(src io.Reader, opts tableschema.Options) (*tableschema.Report, error) {
	return s.CheckUpTo(src, opts, Most)
}

// CheckUpTo is Check of a document of so many bytes at most.
func (s *Schema) CheckUpTo(src io.Reader, opts tableschema.Options, most int64) (*tableschema.Report, error) {
	raw, err := io.ReadAll(io.LimitReader(src, most+1))
	if err != nil {
		return nil, err
	}
	ref := tableschema.SchemaRef{Name: s.Name, Version: s.Version}
	refuse := func(detail string) *tableschema.Report {
		rep := tableschema.NewReport(opts, ref, []tableschema.Finding{{Level: tableschema.Error, Code: "source-error", Detail: detail}})
		rep.Unreadable = detail
		return rep
	}
	if int64(len(raw)) > most {
		return refuse("too-large"), nil
	}
	doc, err := library.UnmarshalJSON(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))))
	if err != nil {
		return refuse("damaged"), nil
	}
	var found []tableschema.Finding
	var invalid *library.ValidationError
	if err := s.compiled.Validate(doc); errors.As(err, &invalid) {
		collect(invalid, doc, &found)
	} else if err != nil {
		return nil, err
	}
	// The library gives them in no order.
	slices.SortStableFunc(found, func(a, b tableschema.Finding) int {
		return cmp.Or(a.Row-b.Row, cmp.Compare(a.Field, b.Field), cmp.Compare(a.Detail, b.Detail), cmp.Compare(a.Args["names"], b.Args["names"]), cmp.Compare(a.Args["want"], b.Args["want"]), cmp.Compare(a.Value, b.Value))
	})
	rep := tableschema.NewReport(opts, ref, found)
	rep.Dialect = tableschema.Dialect{Encoding: "utf-8", Format: "json", HeaderRow: 1}
	rep.Rows = records(doc)
	return rep, nil
}

// collect gives the innermost errors; where one of several alternatives was
// to fit, that none did is the error.
func collect(e *library.ValidationError, doc any, found *[]tableschema.Finding) {
	switch e.ErrorKind.(type) {
	case *kind.AnyOf, *kind.OneOf, *kind.Not:
	default:
		if len(e.Causes) > 0 {
			for _, cause := range e.Causes {
				collect(cause, doc, found)
			}
			return
		}
	}
	*found = append(*found, finding(e, doc))
}

func finding(e *library.ValidationError, doc any) tableschema.Finding {
	f := tableschema.Finding{Level: tableschema.Error, Code: "json-schema", Args: map[string]string{}}
	var path []string
	for _, step := range e.InstanceLocation {
		if n, err := strconv.Atoi(step); err == nil && f.Row == 0 {
			f.Row, path = n+2, nil
			continue
		}
		path = append(path, step)
	}
	f.Field, f.HasField = strings.Join(path, "."), true
	if v, ok := scalar(at(doc, e.InstanceLocation)); ok {
		f.Value, f.HasValue = v, true
	}
	describe(&f, e.ErrorKind)
	return f
}

// describe tells which rule was broken.
func describe(f *tableschema.Finding, k library.ErrorKind) {
	list := func(values []string) string { return strings.Join(values, ", ") }
	switch k := k.(type) {
	case *kind.Required:
		f.Detail, f.Args["names"] = "required", list(k.Missing)
	case *kind.AdditionalProperties:
		f.Detail, f.Args["names"] = "additional", list(k.Properties)
	case *kind.Type:
		f.Detail, f.Args["want"] = "type", list(k.Want)
	case *kind.Enum:
		var want []string
		for _, v := range k.Want {
			if text, ok := scalar(v); ok && len(want) < 12 {
				want = append(want, text)
			}
		}
		f.Detail, f.Args["want"] = "enum", list(want)
	case *kind.Pattern:
		f.Detail, f.Args["want"] = "pattern", k.Want
	case *kind.Format:
		f.Detail, f.Args["want"] = "format", k.Want
	case *kind.MinLength:
		f.Detail, f.Args["want"] = "shorter", strconv.Itoa(k.Want)
	case *kind.MaxLength:
		f.Detail, f.Args["want"] = "longer", strconv.Itoa(k.Want)
	case *kind.Minimum:
		f.Detail, f.Args["want"] = "below", k.Want.RatString()
	case *kind.Maximum:
		f.Detail, f.Args["want"] = "above", k.Want.RatString()
	default:
		f.Args["rule"] = strings.Join(k.KeywordPath(), "/")
	}
}

// at follows a path into a document.
func at(doc any, path []string) any {
	for _, step := range path {
		switch v := doc.(type) {
		case map[string]any:
			doc = v[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(v) {
				return nil
			}
			doc = v[n]
		default:
			return nil
		}
	}
	return doc
}

var long = regexp.MustCompile(`(?s)^(.{300}).+`)

func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case nil, map[string]any, []any:
		return "", false
	case string:
		return long.ReplaceAllString(v, "$1…"), true
	default:
		return fmt.Sprint(v), true
	}
}

// records counts what is in the longest list of records near the top.
func records(doc any) int {
	most := 0
	switch v := doc.(type) {
	case []any:
		return len(v)
	case map[string]any:
		for _, inner := range v {
			most = max(most, records(inner))
		}
	}
	return most
}
