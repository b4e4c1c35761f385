package check

import (
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
	opts := tableschema.Options{File: c.args.File, Limit: c.args.Limit}
	if opts.Limit == 0 {
		opts.Limit = -1
	}
	if c.args.File == "-" {
		rep, err = schema.Check(stdin, opts)
		return rep, true, err
	}
	f, err := openFile(c.args.File)
	if err != nil {
		return nil, true, &callError{"source-error", "not-found", err}
	}
	defer f.Close()
	rep, err = schema.Check(f, opts)
	return rep, true, err
}
