package check

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"airial/standards/catalogue"
	"airial/standards/sirene"
	"airial/standards/source"
	"airial/standards/tableschema"
	"airial/standards/template"
)

// TemplateArgs are the arguments of "airial schemas template".
type TemplateArgs struct {
	Name   string // of the schema, or path of a descriptor
	Output string // its ending says the format
	Rows   string // path of a table whose rows are copied; "" for none
	// Body is the name of the body that fills it in, Siren its SIREN or SIRET,
	// Insee the code of a commune; each may be "".
	Body, Siren, Insee string
}

// WriteTemplate is "airial schemas template": it writes a workbook to be filled
// in under a schema.
func WriteTemplate(args SchemasArgs, t TemplateArgs) error {
	c, err := catalogue.Open(args.Dir)
	if err != nil {
		return err
	}
	s, err := readSchema(c, t.Name)
	if errors.Is(err, errUnknownSchema) || err == nil && s == nil {
		return ErrUnknownSchema
	}
	if err != nil {
		return err
	}
	if n := t.Siren; n != "" && !sirene.ValidSIREN(n) && !sirene.ValidSIRET(n) {
		return fmt.Errorf(pick(args.Lang, "%s n’est ni un SIREN ni un SIRET valable", "%s is neither a valid SIREN nor a valid SIRET"), n)
	}
	format := strings.TrimPrefix(strings.ToLower(filepath.Ext(t.Output)), ".")
	o := template.Options{Lang: args.Lang, Own: template.Own{Name: t.Body, SIRET: t.Siren, INSEE: t.Insee}}
	if t.Rows != "" {
		if o.Rows, err = rowsUnder(t.Rows, s); err != nil {
			return err
		}
	}
	var out bytes.Buffer
	if err := template.Write(&out, format, s, o); err != nil {
		return fmt.Errorf(pick(args.Lang, "%s : choisissez .xlsx, .ods ou .csv", "%s: choose .xlsx, .ods or .csv"), t.Output)
	}
	return writeWhole(t.Output, func(w io.Writer) error {
		_, err := w.Write(out.Bytes())
		return err
	})
}

// mostCopied is how many rows a template takes over.
const mostCopied = 100_000

// rowsUnder reads the rows of a table, with their cells in the order of the
// schema's fields.
func rowsUnder(path string, s *tableschema.Schema) ([][]string, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := source.Open(f, source.Options{Spill: Room{}})
	if err != nil {
		return nil, err
	}
	defer t.Close()
	place := map[string]int{}
	for i := range s.Fields {
		place[s.Fields[i].Name] = i
	}
	columns := tableschema.Match(t.Header(), s).Columns
	var rows [][]string
	for len(rows) < mostCopied {
		rec, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if rec.Blank() {
			continue
		}
		row := make([]string, len(s.Fields))
		for i, cell := range rec.Cells {
			if i < len(columns) && columns[i].Field != "" {
				row[place[columns[i].Field]] = string(cell)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
