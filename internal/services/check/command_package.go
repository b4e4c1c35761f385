package check

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"airial/internal/services/check/report"
	"airial/standards/catalogue"
	"airial/standards/source"
	"airial/standards/tableschema"
	"airial/standards/tabular"
)

// packageRun checks the tables of a data package, each under its schema and
// with the keys that lead into the others.
type packageRun struct {
	c      *command
	dir    string
	known  *catalogue.Catalogue
	pack   *tableschema.Package
	schema map[string]*tableschema.Schema
	keys   map[string]*tableschema.KeySet
}

// RunPackage is "airial check --package": it checks the tables that the
// descriptor at a path names, and gives the gravest of their exit codes.
func RunPackage(ctx context.Context, args Args, stdout, stderr io.Writer) int {
	c := &command{args: args, out: report.Options{Lang: args.Lang, Color: args.Color}, stdout: stdout, stderr: stderr}
	if c.out.Lang != "en" {
		c.out.Lang = "fr"
	}
	reports, err := c.checkPackage(ctx)
	if err != nil {
		return c.complain("Le paquet ne peut pas être vérifié\u202f: %v", "The package cannot be checked: %v", err)
	}
	exit := ExitValid
	for _, rep := range reports {
		exit = max(exit, status(rep))
	}
	if err := c.writePackage(reports); err != nil {
		return c.complain("L’écriture du rapport a échoué\u202f: %v", "The report could not be written: %v", err)
	}
	return exit
}

// writePackage writes one report after the other; as JSON they make a list.
func (c *command) writePackage(reports []*tableschema.Report) error {
	switch report.Format(c.args.Format) {
	case report.JSON:
		list := make([]json.RawMessage, len(reports))
		for i, rep := range reports {
			raw, err := rep.JSON(c.out.Lang)
			if err != nil {
				return err
			}
			list[i] = raw
		}
		enc := json.NewEncoder(c.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(list)
	case report.Text, "":
		for _, rep := range reports {
			if err := report.Write(c.stdout, rep, report.Text, c.out); err != nil {
				return err
			}
			if _, err := fmt.Fprintln(c.stdout); err != nil {
				return err
			}
		}
		return nil
	}
	return errors.New(c.pick("un paquet donne text ou json", "a package gives text or json"))
}

func (c *command) checkPackage(ctx context.Context) ([]*tableschema.Report, error) {
	raw, err := os.ReadFile(c.args.File)
	if err != nil {
		return nil, err
	}
	p := &packageRun{c: c, dir: filepath.Dir(c.args.File), schema: map[string]*tableschema.Schema{}, keys: map[string]*tableschema.KeySet{}}
	if p.pack, err = tableschema.LoadPackage(raw); err != nil {
		return nil, err
	}
	if p.known, err = catalogue.Open(c.args.Schemas); err != nil {
		return nil, err
	}
	for _, r := range p.pack.Resources {
		if p.schema[r.Name], err = p.schemaOf(r); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
	}
	if err := p.collect(ctx); err != nil {
		return nil, err
	}
	var reports []*tableschema.Report
	for _, r := range p.pack.Resources {
		if r.Path == "" {
			c.note("%s\u202f: le paquet ne dit pas où sont les données.\n", "%s: the package does not say where the data are.\n", r.Name)
			continue
		}
		rep, err := p.check(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
		reports = append(reports, rep)
	}
	if len(reports) == 0 {
		return nil, errors.New(c.pick("aucune table n’a de données", "no table has data"))
	}
	return reports, nil
}

// schemaOf gives the schema of a resource: written out, at a path within the
// package, or a name of the catalogue.
func (p *packageRun) schemaOf(r tableschema.Resource) (*tableschema.Schema, error) {
	if r.Schema != nil || r.SchemaPath == "" {
		return r.Schema, nil
	}
	if s, ok := p.known.Lookup(r.SchemaPath); ok {
		return s, nil
	}
	path, err := p.within(r.SchemaPath)
	if err != nil {
		return nil, err
	}
	return readSchema(p.known, path)
}

// within gives the path of a file of the package, which may not lie outside.
func (p *packageRun) within(name string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", fmt.Errorf("%s lies outside of the package", name)
	}
	return filepath.Join(p.dir, filepath.FromSlash(name)), nil
}

func (p *packageRun) open(r tableschema.Resource) (*source.Table, io.Closer, error) {
	path, err := p.within(r.Path)
	if err != nil {
		return nil, nil, err
	}
	f, err := openFile(path)
	if err != nil {
		return nil, nil, err
	}
	asked := tabular.Options{}
	if s := p.schema[r.Name]; s != nil {
		asked.Expect = s.Labels()
	}
	t, err := source.Open(f, source.Options{Text: asked, Spill: Room{}})
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return t, f, nil
}

// collect reads the values that keys refer to.
func (p *packageRun) collect(ctx context.Context) error {
	for _, r := range p.pack.Resources {
		s := p.schema[r.Name]
		if s == nil {
			continue
		}
		for i := range s.ForeignKeys {
			k := &s.ForeignKeys[i]
			for _, other := range p.pack.Resources {
				if other.Name != k.Resource && !(k.Resource == "" && other.Name == r.Name) || other.Path == "" {
					continue
				}
				t, f, err := p.open(other)
				if err != nil {
					continue // its own report says why
				}
				set, ok, err := tableschema.CollectKeys(ctx, t, p.schema[other.Name], k.RefFields)
				t.Close()
				f.Close()
				if err != nil && !isUnreadable(err) {
					return err
				}
				if ok {
					p.keys[k.Reference()] = set
				}
			}
			if p.keys[k.Reference()] == nil {
				p.c.note("%s\u202f: la table «\u202f%s\u202f» manque, sa clé n’est pas vérifiée.\n", "%s: the table “%s” is missing, the key into it is not checked.\n", r.Name, k.Resource)
			}
		}
	}
	return nil
}

func isUnreadable(err error) bool {
	_, ok := tabular.Unreadable(err)
	return ok
}

func (p *packageRun) check(ctx context.Context, r tableschema.Resource) (*tableschema.Report, error) {
	opts := tableschema.Options{File: r.Path, Limit: p.c.args.Limit, Spill: Room{}, References: p.keys}
	if opts.Limit == 0 {
		opts.Limit = -1
	}
	s := p.schema[r.Name]
	t, f, err := p.open(r)
	if err != nil {
		if rep := tableschema.UnreadableReport(err, s, opts); rep != nil {
			return rep, nil
		}
		return nil, err
	}
	defer f.Close()
	defer t.Close()
	rep, err := tableschema.Check(ctx, t, s, opts)
	if unread := tableschema.UnreadableReport(err, s, opts); unread != nil {
		return unread, nil
	}
	return rep, err
}
