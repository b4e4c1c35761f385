package assessment

import (
	"context"
	"fmt"
	"io/fs"
	"strconv"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// An Entry is a model that the program brings.
type Entry struct {
	Code, Domain string
	Bodies       []string
	Record       model.Record
}

// Models reads the models that the program brings: our own wording, to be read
// and adapted. Nothing in them counts as verified.
func Models() ([]Entry, error) {
	names, err := fs.Glob(data, "data/models/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, name := range names {
		b, err := data.ReadFile(name)
		if err != nil {
			return nil, err
		}
		e, err := parseModel(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, e)
	}
	return out, nil
}

func parseModel(b []byte) (Entry, error) {
	var file struct {
		Code, Domain, Name string
		Bodies             []string
		Source, Verified   string
		Questions          map[int]string
		Measures           []struct{ Title, Content string }
		Lists              map[int][]string
		Gauges             map[int]struct {
			Level int
			Why   string
		}
	}
	if err := yaml.Unmarshal(b, &file); err != nil {
		return Entry{}, err
	}
	value := func(s string) model.Value {
		t := pair(s)
		if t.En == t.Fr {
			return model.V(t.Fr)
		}
		return model.Value{Fr: t.Fr, En: t.En}
	}
	r := model.Record{Fields: map[string]model.Value{fName: value(file.Name)}, Lists: map[string][]model.Row{}}
	known := map[int]bool{}
	for _, p := range pia.Parts() {
		for _, q := range p.Questions {
			known[q.ID] = true
			switch q.Kind {
			case pia.List:
				for n, s := range file.Lists[q.ID] {
					r.Lists[question(q)] = append(r.Lists[question(q)], model.Row{Key: rowKey(n + 1), Cells: map[string]model.Value{cWhat: value(s)}})
				}
			case pia.Gauge:
				g := file.Gauges[q.ID]
				r.Fields[question(q)], r.Fields[question(q)+"_why"] = gauge(g.Level), value(g.Why)
			default:
				r.Fields[question(q)] = value(file.Questions[q.ID])
			}
		}
	}
	for n, m := range file.Measures {
		r.Lists[lMeasures] = append(r.Lists[lMeasures], model.Row{Key: measureKey(n + 1), Cells: map[string]model.Value{cTitle: value(m.Title), cContent: value(m.Content)}})
	}
	for id := range file.Questions {
		if !known[id] {
			return Entry{}, fmt.Errorf("there is no question %s", strconv.Itoa(id))
		}
	}
	return Entry{Code: file.Code, Domain: file.Domain, Bodies: file.Bodies, Record: r.Tidy()}, nil
}

// Install puts the models that the program brings into the operator's library,
// each issued as version 1. What is there under the same code stays.
func Install(ctx context.Context, tx access.Tx) (added int, err error) {
	entries, err := Models()
	if err != nil {
		return 0, err
	}
	there, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Retired: true})
	if err != nil {
		return 0, err
	}
	known := map[string]bool{}
	for _, m := range there {
		known[m.Code] = true
	}
	for _, e := range entries {
		if known[e.Code] {
			continue
		}
		m, err := model.Make(ctx, tx, ModelSpec, model.Model{Code: e.Code, Domain: e.Domain, Bodies: e.Bodies}, e.Record)
		if err != nil {
			return added, err
		}
		if _, err := model.Issue(ctx, tx, ModelSpec, m.ID, i18n.Say(ctx, "Modèle fourni avec le programme, à vérifier et à adapter", "Model that comes with the program, to be verified and adapted")); err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}
