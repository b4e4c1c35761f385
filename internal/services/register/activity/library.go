package activity

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

//go:embed data
var data embed.FS

// both reads "français | English".
func both(s string) model.Value {
	fr, en, _ := strings.Cut(s, " | ")
	fr, en = strings.TrimSpace(fr), strings.TrimSpace(en)
	if en == fr {
		en = ""
	}
	return model.Value{Fr: fr, En: en}
}

func say(s string) i18n.Text {
	v := both(s)
	return i18n.Text{Fr: v.Fr, En: v.In(i18n.English)}
}

type libraryFile struct {
	Activities []libraryEntry `yaml:"activities"`
}

type libraryEntry struct {
	Code, Domain, Bodies, Name, About, People, Art9, DPIA, Why string
	Purposes                                                   []struct{ Why, Basis, Law string }
	Data                                                       []struct{ Is, What, Keep, Later, Then, From string }
	To                                                         []map[string]string
	Schemas                                                    string
}

type vocabularyFile struct {
	Data, People []struct {
		Code, Label string
		Sensitive   bool
	}
	Measures []struct{ Key, Kind, What string }
	Domains  []struct{ Code, Label string }
}

func vocabulary() (v vocabularyFile, err error) {
	b, err := data.ReadFile("data/vocabulary.yaml")
	if err == nil {
		err = yaml.Unmarshal(b, &v)
	}
	return v, err
}

// domains are the headings of the library.
var domains = func() []model.Option {
	v, err := vocabulary()
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	var out []model.Option
	for _, d := range v.Domains {
		out = append(out, model.Option{Code: d.Code, Label: say(d.Label)})
	}
	return out
}()

// DomainLabel names a heading of the library.
func DomainLabel(l i18n.Lang, code string) string {
	for _, d := range domains {
		if d.Code == code {
			return d.Label.In(l)
		}
	}
	return code
}

// An Entry is a usual activity, as the program brings it.
type Entry struct {
	Code, Domain string
	Bodies       []string
	Record       model.Record
}

// Usual reads the activities that the program brings.
func Usual() ([]Entry, error) {
	v, err := vocabulary()
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(data, "data/library/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, name := range names {
		b, err := data.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var f libraryFile
		if err := yaml.Unmarshal(b, &f); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, e := range f.Activities {
			out = append(out, Entry{Code: e.Code, Domain: e.Domain, Bodies: strings.Fields(e.Bodies), Record: e.record(v)})
		}
	}
	return out, nil
}

func (e libraryEntry) record(v vocabularyFile) model.Record {
	r := model.Record{Lists: map[string][]model.Row{}, Fields: map[string]model.Value{
		fName: both(e.Name), fAbout: both(e.About), fDPIA: model.V(e.DPIA), fDPIAWhy: both(e.Why), fArt9: model.V(e.Art9)}}
	add := func(list, key string, cells map[string]model.Value) {
		r.Lists[list] = append(r.Lists[list], model.Row{Key: key, Cells: cells})
	}
	for n, p := range e.Purposes {
		add(lPurposes, fmt.Sprint("p", n+1), map[string]model.Value{"name": both(p.Why), "basis": model.V(p.Basis), "law": both(p.Law)})
	}
	for _, p := range strings.Fields(e.People) {
		add(lPeople, p, map[string]model.Value{"category": model.V(p)})
	}
	for _, d := range e.Data {
		add(lData, d.Is, map[string]model.Value{"category": model.V(d.Is), "detail": both(d.What), "active": both(d.Keep),
			"intermediate": both(d.Later), "fate": model.V(d.Then), "source": both(d.From)})
	}
	for n, t := range e.To {
		for kind, name := range t {
			add(lRecipients, fmt.Sprint("r", n+1), map[string]model.Value{"name": both(name), "kind": model.V(kind)})
		}
	}
	for _, m := range v.Measures {
		add(lMeasures, m.Key, map[string]model.Value{"kind": model.V(m.Kind), "detail": both(m.What)})
	}
	for _, s := range strings.Fields(e.Schemas) {
		add(lSchemas, strings.ReplaceAll(s, "/", "-"), map[string]model.Value{"schema": model.V(s)})
	}
	return r.Tidy()
}

// Install puts the usual activities into the operator's library: terms and
// models that it lacks, each issued as version 1. What the operator has under
// the same code stays as it is.
func Install(ctx context.Context, tx access.Tx) (added int, err error) {
	v, err := vocabulary()
	if err != nil {
		return 0, err
	}
	entries, err := Usual()
	if err != nil {
		return 0, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return 0, err
	}
	term := func(vocabulary, code, label string, sensitive bool) error {
		if _, there := terms.Find(vocabulary, code); there {
			return nil
		}
		_, err := model.SaveTerm(ctx, tx, model.Term{Vocabulary: vocabulary, Code: code, Label: say(label), Sensitive: sensitive})
		return err
	}
	for _, t := range v.Data {
		if err := term(DataTerms, t.Code, t.Label, t.Sensitive); err != nil {
			return 0, err
		}
	}
	for _, t := range v.People {
		if err := term(PeopleTerms, t.Code, t.Label, false); err != nil {
			return 0, err
		}
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
		m, err := model.Make(ctx, tx, Spec, model.Model{Code: e.Code, Domain: e.Domain, Bodies: e.Bodies}, e.Record)
		if err != nil {
			return added, err
		}
		if _, err := model.Issue(ctx, tx, Spec, m.ID, i18n.Say(ctx, "Modèle fourni avec le programme, à vérifier", "Model that comes with the program, to be verified")); err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}

// BuiltInTerms are the terms that the program brings, for who reads a record
// without the operator's.
func BuiltInTerms() (model.Terms, error) {
	v, err := vocabulary()
	if err != nil {
		return nil, err
	}
	var out model.Terms
	for _, t := range v.Data {
		out = append(out, model.Term{Vocabulary: DataTerms, Code: t.Code, Label: say(t.Label), Sensitive: t.Sensitive})
	}
	for _, t := range v.People {
		out = append(out, model.Term{Vocabulary: PeopleTerms, Code: t.Code, Label: say(t.Label)})
	}
	return out, nil
}
