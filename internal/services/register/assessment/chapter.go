package assessment

import (
	"slices"
	"strings"

	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
	"airial/standards/pia"
)

// A Chapter is a step of the study: what one page asks.
type Chapter struct {
	Name  string
	Title i18n.Text
	Lead  i18n.Text
	Parts []model.Part
}

// chapters are the steps in their order; the last one is not evaluated.
var chapters = func() []Chapter {
	out := []Chapter{
		{Name: "context", Title: i18n.T("Contexte", "Context"), Lead: i18n.T("Ce qui est étudié, qui en répond, par où passent les données.", "What is studied, who answers for it, where the data go.")},
		{Name: "principles", Title: i18n.T("Principes fondamentaux", "Fundamental principles"), Lead: i18n.T("Est-ce nécessaire et proportionné, et les droits sont-ils protégés\u202f?", "Is it necessary and proportionate, and are rights protected?")},
		{Name: "measures", Title: i18n.T("Mesures", "Measures"), Lead: i18n.T("Ce qui protège les données aujourd’hui, et ce qui est prévu.", "What protects the data today, and what is planned.")},
		{Name: "access", Title: i18n.T("Accès illégitime", "Illegitimate access")},
		{Name: "change", Title: i18n.T("Modification non désirée", "Unwanted change")},
		{Name: "loss", Title: i18n.T("Disparition", "Disappearance")},
		{Name: "opinions", Title: i18n.T("Avis", "Opinions"), Lead: i18n.T("Celui du délégué, et celui des personnes concernées.", "The officer’s, and that of the people concerned."), Parts: judgedParts[1:]},
	}
	feared := i18n.T("Ce qui pourrait arriver aux personnes, comment, et ce qui l’empêche.", "What might happen to people, how, and what prevents it.")
	for i := range out[3:6] {
		out[3+i].Lead = feared
	}
	at := map[string]int{"1": 0, "2": 1, "3.1": 2, "3.2": 3, "3.3": 4, "3.4": 5}
	out[0].Parts = []model.Part{methodParts[0]}
	for n, p := range pia.Parts() {
		key := p.Ref
		if !strings.HasPrefix(key, "3") {
			key = key[:1]
		}
		c := &out[at[key]]
		c.Parts = append(c.Parts, methodParts[n+1])
	}
	return out
}()

// evaluatedChapters are those that are evaluated.
var evaluatedChapters = chapters[:6]

func chapterOf(list []Chapter, name string) (Chapter, int) {
	n := slices.IndexFunc(list, func(c Chapter) bool { return c.Name == name })
	if n < 0 {
		return Chapter{}, n
	}
	return list[n], n
}

// spec is what the chapter asks, as a kind of record of its own.
func (c Chapter) spec() model.Spec {
	return model.Spec{Kind: Kind, Label: Spec.Label, Title: fName, Parts: c.Parts}
}

// Progress counts the answers of a chapter.
func (c Chapter) Progress(r model.Record) Progress {
	if c.Name == "opinions" {
		p := Progress{Of: 2}
		if !r.Get(fDPOSays).Empty() {
			p.Done++
		}
		if asked := r.Get(fPeopleAsked).Fr; asked == "no" && !r.Get(fPeopleNotWhy).Empty() || asked == "yes" && !r.Get(fPeopleSay).Empty() {
			p.Done++
		}
		return p
	}
	return ProgressOf(c.Parts, r)
}

// cut is the part of a record that the chapter asks.
func (c Chapter) cut(r model.Record) model.Record {
	out := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for _, p := range c.Parts {
		for _, f := range p.Fields {
			out.Fields[f.Name] = r.Get(f.Name)
		}
		for _, l := range p.Lists {
			out.Lists[l.Name] = slices.Clone(r.Lists[l.Name])
		}
	}
	return out.Tidy()
}

// put is the record with another text of the chapter.
func (c Chapter) put(r, part model.Record) model.Record {
	out := filledFrom(r, model.Record{})
	for _, p := range c.Parts {
		for _, f := range p.Fields {
			out.Fields[f.Name] = part.Get(f.Name)
		}
		for _, l := range p.Lists {
			out.Lists[l.Name] = slices.Clone(part.Lists[l.Name])
		}
	}
	return out.Tidy()
}

// A Subject is one thing of a chapter that is evaluated: a part, a question, a
// measure.
type Subject struct {
	Key   string // of its row
	Title i18n.Text
	Said  []i18n.Text // what the study says of it
	Risk  bool        // a feared event: severity and likelihood are told too
	Own   bool        // its title is the study's
}

// subjects are those of a chapter.
func (c Chapter) subjects(r model.Record) []Subject {
	var out []Subject
	for n, p := range pia.Parts() {
		part := methodParts[n+1]
		if !slices.ContainsFunc(c.Parts, func(x model.Part) bool { return x.Name == part.Name }) {
			continue
		}
		switch {
		case p.Ref == "3.1":
			for _, m := range r.Lists[lMeasures] {
				title := m.Cells[cTitle]
				out = append(out, Subject{Key: "3-1-" + m.Key, Title: say(title), Own: true, Said: []i18n.Text{say(m.Cells[cContent])}})
			}
		case strings.HasPrefix(p.Ref, "2."):
			for _, q := range p.Questions {
				out = append(out, Subject{Key: evaluationKey(p.EvaluationRef(q)), Title: textOf(q.Title), Said: []i18n.Text{say(r.Get(question(q)))}})
			}
		default:
			s := Subject{Key: evaluationKey(p.Ref), Title: textOf(p.Title), Risk: strings.HasPrefix(p.Ref, "3.")}
			for _, q := range p.Questions {
				s.Said = append(s.Said, answered(q, r))
			}
			out = append(out, s)
		}
	}
	return out
}

func say(v model.Value) i18n.Text { return i18n.Text{Fr: v.Fr, En: v.In(i18n.English)} }

// answered is a question with its answer.
func answered(q pia.Question, r model.Record) i18n.Text {
	in := func(l i18n.Lang) string {
		answer := r.Get(question(q)).In(l)
		switch q.Kind {
		case pia.List:
			var list []string
			for _, row := range r.Lists[question(q)] {
				list = append(list, row.Cells[cWhat].In(l))
			}
			answer = strings.Join(list, "\u202f; ")
		case pia.Gauge:
			answer = levelWords(number(r.Get(question(q)))).In(l)
		}
		if answer == "" {
			answer = "–"
		}
		return textOf(q.Title).In(l) + "\n" + answer
	}
	return i18n.Text{Fr: in(i18n.French), En: in(i18n.English)}
}

// levelWords names a level of a gauge; "" for none.
func levelWords(n int) i18n.Text {
	if n < 1 || n > len(levels) {
		return i18n.Text{}
	}
	return levels[n-1].Label
}
