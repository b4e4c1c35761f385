package activity

import (
	"context"
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/platform/text"
	"airial/internal/services/register/model"
)

type mapView struct {
	view
	Drawn  Drawn
	See    string // what is chosen
	Label  string // of it
	Query  string
	People string // the category of people that is asked about
	Answer []answer
	Asked  bool
	Table  []answer // the map in words
	Empty  bool
}

// An answer is where data of a person are, and who can see them.
type answer struct {
	Activity model.Full
	Name     string
	Data     []string
	Where    []string
	Who      []string
}

// dataMap draws which processing uses which data and who sees them, and answers
// where a person's data are.
func (p *Pages) dataMap(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := mapView{See: q.Get("see"), Query: q.Get("q"), People: q.Get("people")}
	v.Asked = v.Query != "" || v.People != ""
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: v.Member.ID})
		if err != nil {
			return err
		}
		v.Empty = len(list) == 0
		var near map[string]bool
		v.Drawn, near = draw(lang(ctx), v.Terms, v.Products, list, v.base(), v.See)
		for _, n := range v.Drawn.Nodes {
			if n.Key == v.See {
				v.Label = n.Label
			}
		}
		if v.Asked {
			v.Answer = whereAre(lang(ctx), v.Terms, v.Products, list, v.People, v.Query)
		}
		for _, a := range whereAre(lang(ctx), v.Terms, v.Products, list, "", "") {
			if near == nil || near["activity:"+a.Activity.ID] {
				v.Table = append(v.Table, a)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowMember(w, r, http.StatusOK, v.Face, mapBody(v))
}

// whereAre lists the activities that concern a category of people ("" for any)
// and speak of all the words.
func whereAre(l i18n.Lang, terms model.Terms, products []Product, list []model.Full, people, words string) []answer {
	var out []answer
	for _, f := range list {
		concerns := people == ""
		for _, row := range f.Record.Lists[lPeople] {
			concerns = concerns || row.Cells["category"].Fr == people
		}
		if !concerns || !speaks(f.Record, terms, words) {
			continue
		}
		a := answer{Activity: f, Name: f.Record.Get(fName).In(l)}
		for _, row := range f.Record.Lists[lData] {
			a.Data = append(a.Data, showCell(l, lData, "category", row, terms)+" – "+row.Cells["active"].In(l))
		}
		for _, row := range f.Record.Lists[lSoftware] {
			a.Where = append(a.Where, whereWords(l, products, row))
		}
		if !f.Record.Get(fPaper).Empty() {
			a.Where = append(a.Where, i18n.T("dossiers papier", "paper files").In(l))
		}
		for _, row := range f.Record.Lists[lRecipients] {
			if p, ok := productOf(products, row); ok && p.Place.In(l) != "" {
				a.Where = append(a.Where, whereWords(l, products, row))
			}
			a.Who = append(a.Who, row.Cells["name"].In(l))
		}
		out = append(out, a)
	}
	return out
}

// whereWords is a line of software with its place: that of the processor which
// it has chosen, or what it says.
func whereWords(l i18n.Lang, products []Product, row model.Row) string {
	name, where := row.Cells["name"].In(l), row.Cells["hosting"].In(l)
	if p, ok := productOf(products, row); ok {
		name = p.Name.In(l)
		if at := p.Place.In(l); at != "" {
			where = at
		}
	}
	if where != "" {
		return name + " (" + where + ")"
	}
	return name
}

func speaks(r model.Record, terms model.Terms, words string) bool {
	var all strings.Builder
	r.Each(func(path string, v model.Value) {
		all.WriteString(" " + v.Fr + " " + v.En)
		if f, _, ok := Spec.Of(path); ok {
			all.WriteString(" " + Spec.Show(i18n.French, f, v, terms) + " " + Spec.Show(i18n.English, f, v, terms))
		}
	})
	folded := text.Fold(all.String())
	for _, w := range strings.Fields(text.Fold(words)) {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return true
}
