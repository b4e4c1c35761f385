package activity

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/model"
)

// A Source is an activity as the gate of personal data wants it: files come
// from it.
type Source struct {
	ID         string
	Name       i18n.Text
	Sensitive  bool     // works on data of art. 9 or 10, or the NIR
	Categories []string // codes of the vocabulary of data
	Schemas    []string // names of schemas whose files come from it
	Bases      []string // legal bases of its purposes, as Bases has them
}

// Sources lists the activities of a member's register from which files may
// come.
func Sources(ctx context.Context, tx access.Tx, member string) ([]Source, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	out := make([]Source, len(list))
	for n, f := range list {
		name := f.Record.Get(fName)
		s := Source{ID: f.ID, Name: i18n.Text{Fr: name.Fr, En: name.In(i18n.English)}}
		for _, row := range f.Record.Lists[lData] {
			code := row.Cells["category"].Fr
			if t, ok := terms.Find(DataTerms, code); ok && t.Sensitive {
				s.Sensitive = true
			}
			if builtin(code) {
				s.Categories = append(s.Categories, code)
			}
		}
		for _, row := range f.Record.Lists[lPurposes] {
			if b := row.Cells["basis"].Fr; b != "" && !slices.Contains(s.Bases, b) {
				s.Bases = append(s.Bases, b)
			}
		}
		for _, row := range f.Record.Lists[lSchemas] {
			s.Schemas = append(s.Schemas, row.Cells["schema"].Fr)
		}
		out[n] = s
	}
	return out, nil
}

// builtin tells whether a category of data is one of those that the program
// brings: the gate knows which findings belong to it. One that the operator has
// added says nothing to the gate.
func builtin(code string) bool {
	return slices.ContainsFunc(builtins, func(c string) bool { return c == code })
}

var builtins = func() []string {
	v, err := vocabulary()
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	var out []string
	for _, t := range v.Data {
		out = append(out, t.Code)
	}
	return out
}()

// Propose returns the activity from which a file under a schema with a title
// likely comes: the one that names the schema, else the one whose name shares
// the most words with the title; "" for none.
func Propose(list []Source, schema, title string) string {
	for _, s := range list {
		if schema != "" && slices.Contains(s.Schemas, schema) {
			return s.ID
		}
	}
	best, most := "", 0
	words := text.Words(title)
	for _, s := range list {
		n := 0
		for _, w := range text.Words(s.Name.Fr) {
			if len(w) > 3 && slices.Contains(words, w) {
				n += len(w)
			}
		}
		if n > most && n >= 6 {
			best, most = s.ID, n
		}
	}
	return best
}

// Likely is Propose among the activities of a member's register; there tells
// whether it has any. Without a schema their names are all that is read.
func Likely(ctx context.Context, tx access.Tx, member, schema, title string) (id string, there bool, err error) {
	var list []Source
	if schema != "" {
		list, err = Sources(ctx, tx, member)
	} else {
		var all []model.Instance
		all, err = model.Instances(ctx, tx, model.Ask{Kind: Kind, Member: member})
		for _, i := range all {
			list = append(list, Source{ID: i.ID, Name: i.Name})
		}
	}
	return Propose(list, schema, title), len(list) > 0, err
}

// Domains are the headings of the library.
func Domains() []model.Option {
	return slices.Clone(domains)
}
