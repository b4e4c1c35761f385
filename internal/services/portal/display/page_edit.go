package display

import (
	"context"
	"net/http"
	"strconv"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/form"
	"airial/internal/services/portal"
	"airial/internal/services/portal/picture"
)

func (p *Pages) edit(w http.ResponseWriter, r *http.Request) error {
	v, err := p.read(r)
	if err != nil {
		return err
	}
	figures := v.State.standing(v.Table)
	if n, err := strconv.Atoi(r.URL.Query().Get("edit")); err == nil && n >= 0 && n < len(figures) {
		v.Editing = n
		f := figures[n]
		v.fill(f)
	} else {
		v.fill(Figure{})
	}
	return p.show(w, r, http.StatusOK, v)
}

// fill puts a figure into the form.
func (v *view) fill(f Figure) {
	en := f.Title.En
	if en == f.Title.Fr {
		en = ""
	}
	v.Fields = portal.ChartFormOf(v.Table, f.Spec())
	v.Form = form.New("title", f.Title.Fr, "title_en", en, "unit", f.Unit)
}

// show draws what stands and writes the page.
func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v view) error {
	ctx := r.Context()
	figures := v.State.standing(v.Table)
	for i, f := range figures {
		v.Lines = append(v.Lines, p.draw(ctx, v.Table, f, i, "stands"))
	}
	if !v.State.Automatic {
		for i, s := range picture.Suggest(v.Table) {
			f, known := figureOf(s), false
			for _, have := range figures {
				known = known || have.same(f)
			}
			if !known {
				v.Others = append(v.Others, p.draw(ctx, v.Table, f, i, "proposed"))
			}
		}
	}
	title := i18n.Say(ctx, "Graphiques de la page", "Charts of the page")
	return p.desk.ShowStatus(w, r, status, v.page(ctx, title), editBody(v))
}

// draw computes a figure, or says why it cannot be shown.
func (p *Pages) draw(ctx context.Context, t picture.Table, f Figure, at int, kind string) line {
	out := line{Figure: f, At: at, Name: f.Spec().Name(ctx, t)}
	id := kind + "-" + strconv.Itoa(at+1)
	if column, lacks := t.Lacks(f.Spec()); lacks {
		out.Problem = i18n.Sayf(ctx, "La colonne «\u00a0%s\u00a0» n’est plus dans la version publiée, ou n’y est plus un nombre\u202f: le public ne voit pas ce graphique.", "The column “%s” is no longer in the published version, or no longer holds numbers: the public does not see this chart.", column)
		if column == "" {
			out.Problem = i18n.Say(ctx, "La version publiée n’a plus de lieu à mettre sur une carte\u202f: le public ne voit pas cette carte.", "The published version no longer has places to put on a map: the public does not see this map.")
		}
		return out
	}
	var err error
	if f.Kind == picture.Map {
		var m chart.Map
		m, err = p.Pictures.Map(ctx, t, f.Spec())
		m.ID, out.Map = id, &m
	} else {
		var c chart.Chart
		c, err = p.Pictures.Chart(ctx, t, f.Spec())
		c.ID, out.Chart = id, &c
	}
	if err != nil {
		out.Chart, out.Map, out.Problem = nil, nil, i18n.Read(ctx, fault.Message(err))
	}
	return out
}

// readFigure reads the form's figure.
func (v *view) readFigure(f *form.Form, r *http.Request) Figure {
	spec, _ := picture.Read(r.PostForm, v.Table.Columns)
	out := figureOf(spec)
	out.Title = i18n.Text{Fr: f.Text("title", mostTitle+1), En: f.Text("title_en", mostTitle+1)}
	out.Unit = f.Text("unit", mostUnit+1)
	v.Fields = portal.ChartFormOf(v.Table, spec)
	return out
}
