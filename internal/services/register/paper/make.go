package paper

import (
	"context"
	"maps"
	"strconv"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
)

// An Officer answers for the protection of a member's data.
type Officer struct {
	Name    string
	Contact string
	Number  string // of the designation at the CNIL

	// Designated is found by the set: the name is otherwise the operator's.
	Designated bool
}

// An OfficerOf finds the officer of a member. A zero one stands for the
// operator.
type OfficerOf func(ctx context.Context, tx access.Tx, m organisation.Member) (Officer, error)

// A Set holds the templates in force as they were when it was opened. It serves
// one transaction.
type Set struct {
	saved    map[string]Version
	parsed   map[string]*document.Template
	operator string
	officer  OfficerOf
	officers map[string]Officer // by member
}

// Open reads the templates in force. officer may be nil.
func Open(ctx context.Context, tx access.Tx, officer OfficerOf) (*Set, error) {
	list, err := database.All(ctx, tx, "paper.Open", scanVersion, `select `+versionColumns+` from register_paper_template t
		where number = (select max(number) from register_paper_template l where l.kind = t.kind and l.lang = t.lang)`)
	if err != nil {
		return nil, err
	}
	s := &Set{saved: map[string]Version{}, parsed: map[string]*document.Template{}, officer: officer, officers: map[string]Officer{}}
	for _, v := range list {
		s.saved[v.Kind+" "+string(v.Lang)] = v
	}
	o, err := organisation.Operator(ctx, tx)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	s.operator = o.Name
	return s, nil
}

// version is the template in force of a kind.
func (s *Set) version(k Kind, l i18n.Lang) Version {
	if v, ok := s.saved[k.Name+" "+string(l)]; ok {
		return v.of(k)
	}
	return k.first(l)
}

// A Made paper is one with its fields filled in.
type Made struct {
	Kind     Kind
	Ask      Ask
	Version  int    // of the template
	Markdown string // the text
	At       time.Time
}

// Make makes a paper. Who may take it is the caller's to ask (see Service.Take).
func (s *Set) Make(ctx context.Context, tx access.Tx, k Kind, a Ask) (Made, error) {
	a.Lang = k.in(a.Lang)
	filled, err := k.filled(ctx, tx, a)
	if err != nil {
		return Made{}, err
	}
	return s.From(ctx, tx, k, a, filled)
}

// From makes a paper of what the caller has read already.
func (s *Set) From(ctx context.Context, tx access.Tx, k Kind, a Ask, filled document.Data) (Made, error) {
	a.Lang = k.in(a.Lang)
	v := s.version(k, a.Lang)
	data, err := s.data(ctx, tx, k, a, filled)
	if err != nil {
		return Made{}, err
	}
	t, err := s.template(k, v)
	if err != nil {
		return Made{}, err
	}
	text, err := t.Fill(data)
	return Made{Kind: k, Ask: a, Version: v.Number, Markdown: text, At: tx.Clock().Now()}, err
}

// template parses a version once. One that was accepted by an earlier program
// and names a field that is no more is answered with who can mend it.
func (s *Set) template(k Kind, v Version) (*document.Template, error) {
	key := k.Name + " " + string(v.Lang)
	if t := s.parsed[key]; t != nil {
		return t, nil
	}
	t, err := k.Check(v.Body, v.Lang)
	if err != nil {
		said := fault.Message(err)
		return nil, fault.New(fault.Invalid, "paper.template", "Le modèle «\u00a0%[1]s\u00a0» ne peut pas être rempli\u202f: %[3]s L’opérateur peut le corriger, ou revenir au modèle d’origine.",
			"The template “%[2]s” cannot be filled: %[4]s The operator can mend it, or go back to the one that came with the program.",
			k.Title.Fr, k.Title.In(i18n.English), said.Fr, said.En)
	}
	s.parsed[key] = t
	return t, nil
}

// filled is what the kind itself fills in.
func (k Kind) filled(ctx context.Context, tx access.Tx, a Ask) (document.Data, error) {
	if k.Fill == nil {
		return nil, nil
	}
	return k.Fill(i18n.With(ctx, i18n.Locale{Lang: a.Lang}), tx, a)
}

// officerOf finds the officer of a member, once.
func (s *Set) officerOf(ctx context.Context, tx access.Tx, m organisation.Member) (o Officer, err error) {
	if o, ok := s.officers[m.ID]; ok {
		return o, nil
	}
	if s.officer != nil {
		if o, err = s.officer(ctx, tx, m); err != nil {
			return o, err
		}
	}
	if o.Designated = o.Name != ""; !o.Designated {
		o.Name = s.operator
	}
	s.officers[m.ID] = o
	return o, nil
}

// data is what the fields hold, all of them.
func (s *Set) data(ctx context.Context, tx access.Tx, k Kind, a Ask, filled document.Data) (document.Data, error) {
	data := maps.Clone(filled)
	if data == nil {
		data = document.Data{}
	}
	o, err := s.officerOf(ctx, tx, a.Member)
	if err != nil {
		return nil, err
	}
	in := i18n.With(ctx, i18n.Locale{Lang: a.Lang})
	common := document.Data{"collectivite": a.Member.Name, "siren": a.Member.Siren, "code_postal": a.Member.Postcode, "operateur": s.operator,
		"delegue": o.Name, "delegue_designe": o.Designated, "delegue_contact": o.Contact, "delegue_numero": o.Number, "date": i18n.Date(in, tx.Clock().Now())}
	if a.Member.Population > 0 {
		common["population"] = i18n.Number(in, a.Member.Population)
	}
	if a.Year > 0 {
		common["annee"] = strconv.Itoa(a.Year)
	}
	for name, v := range common {
		if _, own := data[name]; !own {
			data[name] = v
		}
	}
	return whole(k.fields(), data), nil
}

// Document is the paper to be written.
func (m Made) Document() *document.Document {
	return paperOf(m.Markdown, m.Ask, m.Kind.Title.In(m.Ask.Lang), m.At)
}

func paperOf(markdown string, a Ask, title string, at time.Time) *document.Document {
	return &document.Document{Lang: string(a.Lang), Footer: a.Member.Name + " · " + title, Made: at.UTC().Format(time.RFC3339), Blocks: document.Read(markdown)}
}

// FileName is what the paper's file is called.
func (m Made) FileName(f document.Format) string {
	return fileName(m.Kind, m.Ask, f)
}

func fileName(k Kind, a Ask, f document.Format) string {
	name := k.Name + "-" + a.Member.Siren
	if a.Year > 0 {
		name += "-" + strconv.Itoa(a.Year)
	}
	return name + "." + string(f)
}
