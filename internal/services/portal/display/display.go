package display

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/portal/picture"
)

// Bounds: how many figures a page has, and the characters of their words.
const (
	mostFigures = 12
	mostTitle   = 120
	mostUnit    = 20
)

// Figure is a chart or a map that was chosen.
type Figure struct {
	Kind   string    `json:"kind" enum:",bar,column,line,area,share,scatter,map" doc:"Its form; empty for what suits the columns"`
	By     string    `json:"by,omitempty" maxLength:"200" required:"false" doc:"Column of the categories; of a map, of the names"`
	Of     string    `json:"of,omitempty" maxLength:"200" required:"false" doc:"Column that is measured; empty counts rows"`
	How    string    `json:"how,omitempty" enum:",count,sum,avg,min,max" required:"false" doc:"How it is measured; empty is the sum, or the count without a column"`
	Split  string    `json:"split,omitempty" maxLength:"200" required:"false" doc:"Column of the series"`
	Cut    string    `json:"cut,omitempty" enum:",year,month,day" required:"false" doc:"Into what dates are put; empty for what suits"`
	Title  i18n.Text `json:"title,omitempty" required:"false" doc:"Empty for one made of the columns"`
	Unit   string    `json:"unit,omitempty" maxLength:"20" required:"false" doc:"Said beside values: “€”"`
	Hidden bool      `json:"hidden,omitempty" required:"false" doc:"Kept, and not shown to the public"`
}

// Spec is the figure as it is drawn.
func (f Figure) Spec() picture.Spec {
	return picture.Spec{Kind: f.Kind, By: f.By, Of: f.Of, How: f.How, Split: f.Split, Cut: f.Cut, Unit: f.Unit, Title: f.Title}
}

// figureOf is a picture as a choice.
func figureOf(s picture.Spec) Figure {
	return Figure{Kind: s.Kind, By: s.By, Of: s.Of, How: s.How, Split: s.Split, Cut: s.Cut, Unit: s.Unit, Title: s.Title}
}

// same tells whether two figures draw the same, whatever they are called.
func (f Figure) same(g Figure) bool {
	f.Title, f.Unit, f.Hidden, g.Title, g.Unit, g.Hidden = i18n.Text{}, "", false, i18n.Text{}, "", false
	return f == g
}

// Document is what was chosen: figures in their order, or nothing, and the
// program chooses.
type Document struct {
	Automatic bool     `json:"automatic" doc:"The program chooses; then there are no figures"`
	Figures   []Figure `json:"figures"`
}

// State is a document as it was saved. Number 0, automatic, is how each dataset
// begins.
type State struct {
	Document
	Number int
	Actor  access.Actor
	At     time.Time
}

// clean checks a document against the table that it is for and what stood before:
// a figure whose column is gone may stay, and none may come.
func (d *Document) clean(t picture.Table, before Document, personal func(string) (i18n.Text, bool)) error {
	const op = "display.Save"
	invalid := func(fr, en string, args ...any) error { return fault.New(fault.Invalid, op, fr, en, args...) }
	if d.Automatic {
		d.Figures = nil
		return nil
	}
	if len(d.Figures) > mostFigures {
		return invalid("Une page montre au plus %[1]d graphiques. Retirez-en un d’abord.", "A page shows %[1]d charts at most. Remove one first.", mostFigures)
	}
	for i := range d.Figures {
		f := &d.Figures[i]
		f.Title, f.Unit = words(f.Title), strings.Join(strings.Fields(f.Unit), " ")
		switch {
		case utf8.RuneCountInString(f.Title.Fr) > mostTitle || utf8.RuneCountInString(f.Title.En) > mostTitle:
			return invalid("Le titre tient en %[1]d caractères.", "The title must fit in %[1]d characters.", mostTitle)
		case utf8.RuneCountInString(f.Unit) > mostUnit:
			return invalid("L’unité tient en %[1]d caractères.", "The unit must fit in %[1]d characters.", mostUnit)
		case f.Kind != "" && f.Kind != "scatter" && !slices.Contains(picture.Kinds, f.Kind), f.How != "" && !slices.Contains(picture.Ways, f.How), f.Cut != "" && !slices.Contains(picture.Cuts, f.Cut):
			return invalid("Cette forme de graphique n’existe pas.", "There is no such form of chart.")
		case f.Kind != picture.Map && f.By == "":
			return invalid("Choisissez la colonne des catégories.", "Choose the column of the categories.")
		}
		for _, said := range []string{f.Title.Fr, f.Title.En, f.Unit} {
			if say, found := personal(said); found && said != "" {
				return fault.New(fault.Invalid, op, say.Fr, say.En)
			}
		}
		if column, lacks := t.Lacks(f.Spec()); lacks && !slices.ContainsFunc(before.Figures, f.same) {
			if column == "" {
				return invalid("Cette table n’a pas de lieu à mettre sur une carte.", "This table has no place to put on a map.")
			}
			return invalid("La colonne «\u00a0%[1]s\u00a0» n’est pas dans cette table, ou n’y est pas un nombre.", "The column “%[1]s” is not in this table, or holds no numbers there.", column)
		}
	}
	return nil
}

// words are a title in both languages: one that was given in one stands in both.
func words(t i18n.Text) i18n.Text {
	t.Fr, t.En = strings.Join(strings.Fields(strings.ToValidUTF8(t.Fr, "")), " "), strings.Join(strings.Fields(strings.ToValidUTF8(t.En, "")), " ")
	if t.Fr == "" {
		t.Fr = t.En
	}
	if t.En == "" {
		t.En = t.Fr
	}
	return t
}

// standing is what the page shows to its publisher: the figures that were
// chosen, or those that the program chooses.
func (d Document) standing(t picture.Table) []Figure {
	if !d.Automatic {
		return slices.Clone(d.Figures)
	}
	var out []Figure
	for _, s := range picture.Suggest(t) {
		out = append(out, figureOf(s))
	}
	return out
}

// The verbs of the form, each followed by the place of a figure where it is of
// one.
const (
	verbAdd, verbChange, verbSuggested      = "add", "change", "suggested"
	verbUp, verbDown, verbHide, verbShow    = "up", "down", "hide", "show"
	verbRemove, verbAutomatic, verbRestored = "remove", "automatic", "mine"
)

// act changes a document as a verb says. The first change of one that the
// program has chosen begins from what it has chosen.
func (d Document) act(t picture.Table, verb string, at int, f Figure) (Document, error) {
	unknown := fault.New(fault.Invalid, "display.act", "Ce graphique n’est plus à cette place. Rechargez la page.", "This chart is no longer in this place. Reload the page.")
	out := Document{Figures: d.standing(t)}
	n := len(out.Figures)
	if verb != verbAdd && verb != verbSuggested && verb != verbAutomatic && (at < 0 || at >= n) {
		return d, unknown
	}
	switch verb {
	case verbAutomatic:
		return Document{Automatic: true}, nil
	case verbAdd:
		out.Figures = append(out.Figures, f)
	case verbSuggested:
		all := picture.Suggest(t)
		if at < 0 || at >= len(all) {
			return d, unknown
		}
		out.Figures = append(out.Figures, figureOf(all[at]))
	case verbChange:
		f.Hidden = out.Figures[at].Hidden
		out.Figures[at] = f
	case verbUp, verbDown:
		to := at - 1
		if verb == verbDown {
			to = at + 1
		}
		if to < 0 || to >= n {
			return d, nil
		}
		out.Figures[at], out.Figures[to] = out.Figures[to], out.Figures[at]
	case verbHide, verbShow:
		out.Figures[at].Hidden = verb == verbHide
	case verbRemove:
		out.Figures = slices.Delete(out.Figures, at, at+1)
	default:
		return d, unknown
	}
	return out, nil
}
