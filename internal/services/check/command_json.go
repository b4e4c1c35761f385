package check

import (
	"bufio"
	"io"
	"os"

	"airial/standards/catalogue"
	"airial/standards/jsonschema"
	"airial/standards/tableschema"
)

// checkJSON checks a document when the schema that is asked for is a JSON
// Schema; done is false when it is none.
func (c *command) checkJSON(known *catalogue.Catalogue, stdin io.Reader) (rep *tableschema.Report, done bool, err error) {
	name := c.args.Schema
	if name == "" || name == tableschema.None {
		return nil, false, nil
	}
	if d, ok := catalogue.LookupDocument(name); ok && c.isDocument(stdin) {
		schema, err := d.Schema()
		if err != nil {
			return nil, true, &callError{"schema-error", "", err}
		}
		rep, err = c.checkDocument(schema, stdin)
		return rep, true, err
	}
	if _, ok := known.Lookup(name); ok {
		return nil, false, nil
	}
	info, err := os.Stat(name)
	if err != nil || info.IsDir() || info.Size() > maxDescriptor {
		return nil, false, nil // readSchema says why
	}
	raw, err := os.ReadFile(name)
	if err != nil || !jsonschema.Is(raw) {
		return nil, false, nil
	}
	schema, err := jsonschema.Compile(name, raw)
	if err != nil {
		return nil, true, &callError{"schema-error", "", err}
	}
	rep, err = c.checkDocument(schema, stdin)
	return rep, true, err
}

// isDocument tells whether the file of the call is a JSON document.
func (c *command) isDocument(stdin io.Reader) bool {
	if c.args.File == "-" {
		head, _ := stdin.(*bufio.Reader).Peek(headBytes)
		return isDocument(head)
	}
	f, err := openFile(c.args.File)
	if err != nil {
		return true // checkDocument says why
	}
	defer f.Close()
	head, _ := peek(f)
	return isDocument(head)
}

// checkDocument checks the file of the call under a JSON Schema.
func (c *command) checkDocument(schema *jsonschema.Schema, stdin io.Reader) (*tableschema.Report, error) {
	opts := tableschema.Options{File: c.args.File, Limit: c.args.Limit}
	if opts.Limit == 0 {
		opts.Limit = -1
	}
	if c.args.File == "-" {
		return schema.Check(stdin, opts)
	}
	f, err := openFile(c.args.File)
	if err != nil {
		return nil, &callError{"source-error", "not-found", err}
	}
	defer f.Close()
	return schema.Check(f, opts)
}
