package check

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"airial/standards/source"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// evidence is the list of changes beside a mended file.
type evidence struct {
	File   string                `json:"file"`
	Output string                `json:"output"`
	Schema tableschema.SchemaRef `json:"schema"`
	tableschema.Mended
}

// fix writes the mended table and the list of changes, and gives the report on
// what was written.
func (c *command) fix(ctx context.Context, t *source.Table, schema *tableschema.Schema, opts tableschema.Options) (*tableschema.Report, error) {
	if same(c.args.File, c.args.Fix) {
		return nil, &callError{"source-error", "not-found", errSameFile}
	}
	var done *tableschema.Mended
	err := writeWhole(c.args.Fix, func(w io.Writer) (err error) {
		done, err = tableschema.Mend(ctx, t, schema, w, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	changes := c.args.Changes
	if changes == "" {
		changes = c.args.Fix + ".changes.json"
	}
	e := evidence{File: opts.File, Output: c.args.Fix, Schema: tableschema.SchemaRef{Name: tableschema.None}, Mended: *done}
	if schema != nil {
		e.Schema = tableschema.SchemaRef{Name: schema.Name, Version: schema.Version}
	}
	err = writeWhole(changes, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", " ")
		enc.SetEscapeHTML(false)
		return enc.Encode(e)
	})
	if err != nil {
		return nil, err
	}
	c.sayChanges(done, changes)
	f, err := os.Open(c.args.Fix)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opts.File = c.args.Fix
	dialect := tabular.Options{Encoding: tabular.UTF8, Delimiter: ',', Quote: '"', HeaderRow: 1}
	return tableschema.CheckSource(ctx, f, dialect, schema, opts)
}

var errSameFile = errors.New("the mended table cannot take the place of the file that is read")

func same(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".airial-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if err = write(w); err != nil {
		return err
	}
	if err = errors.Join(w.Flush(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// changeNames says in both languages what was changed for the whole file.
var changeNames = map[string]tableschema.Text{
	"encoding":    {Fr: "Encodage", En: "Encoding"},
	"delimiter":   {Fr: "Séparateur", En: "Delimiter"},
	"format":      {Fr: "Format du fichier", En: "Format of the file"},
	"title-lines": {Fr: "Lignes au-dessus de l’en-tête retirées", En: "Lines above the header removed"},
	"label":       {Fr: "Noms de colonnes", En: "Column names"},
	"blank-row":   {Fr: "Lignes vides retirées", En: "Blank rows removed"},
	"extra-cell":  {Fr: "Cellules vides en trop retirées", En: "Empty extra cells removed"},
}

// sayChanges sums up on stderr what was changed.
func (c *command) sayChanges(done *tableschema.Mended, path string) {
	codes := make([]string, 0, len(done.Counts))
	for code := range done.Counts {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	if len(codes) == 0 {
		c.note("Rien n’était à corriger de façon sûre.\n", "Nothing could be mended for certain.\n")
	}
	for _, code := range codes {
		name := changeNames[code].In(c.out.Lang)
		if name == "" {
			name = tableschema.Title(code, c.out.Lang)
		}
		fmt.Fprintf(c.stderr, "%6d  %s\n", done.Counts[code], name)
	}
	c.note("Fichier corrigé\u202f: %s ; liste des changements\u202f: %s\n", "Mended file: %s; list of changes: %s\n", c.args.Fix, path)
}
