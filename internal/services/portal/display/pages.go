package display

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web"
	"airial/internal/platform/web/chart"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal"
	"airial/internal/services/portal/picture"
)

const (
	dataset = console.Home + "/deposits/"
	pattern = dataset + "{piece}/charts"
)

// Path is where the charts of a dataset's page are chosen.
func Path(id string) string { return dataset + id + "/charts" }

// Pages are the room's pages in the console.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages { return &Pages{s, desk} }

// Register adds the pages.
func (p *Pages) Register(routes *web.Routes) {
	for _, r := range []web.Route{
		{Method: http.MethodGet, Pattern: pattern, Handler: p.edit},
		{Method: http.MethodPost, Pattern: pattern, Handler: p.save},
		{Method: http.MethodGet, Pattern: pattern + "/history", Handler: p.history},
		{Method: http.MethodPost, Pattern: pattern + "/history/{number}", Handler: p.restore},
	} {
		r.Kind, r.Guard = web.Page, p.desk.SignedIn()
		routes.Add(r)
	}
}

// view is what the editor shows.
type view struct {
	Dataset
	State    State
	Lines    []line
	Others   []line // that the program proposes and nobody has chosen
	Form     *form.Form
	Fields   portal.ChartForm
	Editing  int // place of the figure in the form; -1 for a new one
	Preview  *line
	Mine     *Document // what the reader would have saved, had nobody come first
	MineJSON string
	Versions []State
}

// line is a figure with its drawing.
type line struct {
	Figure
	At      int
	Name    string
	Chart   *chart.Chart
	Map     *chart.Map
	Problem string // why it is not shown to the public
}

// load reads the dataset and how its page stands, for those who may arrange it.
func (p *Pages) load(ctx context.Context, tx access.Tx, r *http.Request) (v view, err error) {
	v.Editing, v.Form = -1, form.New()
	id := r.PathValue("piece")
	if !ident.Valid(id) {
		return v, fault.Missing("display.page")
	}
	if v.Dataset, err = p.Catalogue.Dataset(ctx, tx, id); err != nil {
		return v, err
	}
	if err = tx.May(ctx, access.Deposit, v.Member.ID); err != nil {
		return v, err
	}
	v.State, err = latest(ctx, tx, id)
	return v, err
}

func (p *Pages) read(r *http.Request) (v view, err error) {
	ctx := r.Context()
	err = p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		v, err = p.load(ctx, tx, r)
		return err
	})
	return v, err
}

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

func (v view) page(ctx context.Context, title string, more ...ui.Link) console.Page {
	crumbs := []ui.Link{{Label: i18n.Say(ctx, "Dépôts", "Deposits"), Href: console.Home + "/deposits"}, {Label: v.Title, Href: dataset + v.ID}}
	return console.Page{Title: title, Crumbs: append(append(crumbs, more...), ui.Link{Label: title})}
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

// save carries out one act on the page, at once: each can be taken back.
func (p *Pages) save(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	verb, place, _ := strings.Cut(f.Raw("do"), ":")
	at, err := strconv.Atoi(place)
	if err != nil {
		at = -1
	}
	base, _ := strconv.Atoi(f.Raw("base"))
	var v view
	var next Document
	var done State
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r); err != nil {
			return err
		}
		v.Form, v.Editing = f, at
		figure := v.readFigure(f, r)
		if verb == "preview" {
			figure.Title = words(figure.Title)
			one := p.draw(ctx, v.Table, figure, 0, "preview")
			v.Preview = &one
			return nil
		}
		if verb == verbRestored {
			if err := json.Unmarshal([]byte(f.Raw("document")), &next); err != nil {
				return fault.New(fault.Invalid, "display.save", "Cette version ne se lit pas. Refaites votre changement.", "This version cannot be read. Make your change again.")
			}
		} else if next, err = p.from(ctx, tx, v, base).act(v.Table, verb, at, figure); err != nil {
			return err
		}
		done, err = p.Save(ctx, tx, v.ID, base, next)
		return err
	})
	switch {
	case fault.Is(err, fault.Conflict) && v.Public && next.Figures != nil || fault.Is(err, fault.Conflict) && v.Public && next.Automatic:
		return p.overtaken(w, r, next)
	case fault.Is(err, fault.Invalid) && v.ID != "":
		f.Fail("title", fault.Message(err))
		if v.Fields.Columns == nil {
			v.Fields = portal.ChartFormOf(v.Table, picture.Spec{})
		}
		return p.show(w, r, http.StatusUnprocessableEntity, v)
	case err != nil:
		return err
	case verb == "preview":
		return p.show(w, r, http.StatusOK, v)
	}
	p.desk.FlashUndo(ctx, ui.Good, said[verb], Path(v.ID)+"/history/"+strconv.Itoa(done.Number-1))
	return web.Redirect(w, r, Path(v.ID))
}

// said is what was done, as people read it.
var said = map[string]i18n.Text{
	verbAdd:       i18n.T("Graphique ajouté\u202f: le public le voit.", "Chart added: the public sees it."),
	verbSuggested: i18n.T("Graphique ajouté\u202f: le public le voit.", "Chart added: the public sees it."),
	verbChange:    i18n.T("Graphique changé\u202f: le public le voit ainsi.", "Chart changed: the public sees it so."),
	verbUp:        i18n.T("Graphique monté.", "Chart moved up."),
	verbDown:      i18n.T("Graphique descendu.", "Chart moved down."),
	verbHide:      i18n.T("Graphique masqué\u202f: le public ne le voit plus.", "Chart hidden: the public no longer sees it."),
	verbShow:      i18n.T("Graphique montré\u202f: le public le voit.", "Chart shown: the public sees it."),
	verbRemove:    i18n.T("Graphique retiré.", "Chart removed."),
	verbAutomatic: i18n.T("La page montre de nouveau les graphiques proposés.", "The page shows the proposed charts again."),
	verbRestored:  i18n.T("Votre version est enregistrée à la place de l’autre.", "Your version is saved in place of the other."),
}

// from is the document from which a change was made: what stood when the form was
// shown.
func (p *Pages) from(ctx context.Context, tx access.Tx, v view, base int) Document {
	if base != v.State.Number {
		if was, err := at(ctx, tx, v.ID, base); err == nil {
			return was.Document
		}
		return Document{Automatic: true}
	}
	return v.State.Document
}

// overtaken shows what stands now beside what the reader would have saved.
func (p *Pages) overtaken(w http.ResponseWriter, r *http.Request, mine Document) error {
	v, err := p.read(r)
	if err != nil {
		return err
	}
	text, err := json.Marshal(mine)
	if err != nil {
		return fault.Wrap("display.overtaken", err)
	}
	v.Mine, v.MineJSON = &mine, string(text)
	v.fill(Figure{})
	return p.show(w, r, http.StatusConflict, v)
}

// mostVersions is how many states the history shows.
const mostVersions = 50

func (p *Pages) history(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var v view
	err := p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		if v, err = p.load(ctx, tx, r); err == nil {
			v.Versions, err = history(ctx, tx, v.ID, mostVersions)
		}
		return err
	})
	if err != nil {
		return err
	}
	title := i18n.Say(ctx, "Ce qui a été montré", "What was shown")
	return p.desk.Show(w, r, v.page(ctx, title, ui.Link{Label: i18n.Say(ctx, "Graphiques de la page", "Charts of the page"), Href: Path(v.ID)}), historyBody(v))
}

func (p *Pages) restore(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	number, err := strconv.Atoi(r.PathValue("number"))
	id := r.PathValue("piece")
	if err != nil || number < 0 || !ident.Valid(id) {
		return fault.Missing("display.restore")
	}
	var done State
	err = p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) (err error) {
		done, err = p.Restore(ctx, tx, id, number)
		return err
	})
	if err != nil {
		return err
	}
	p.desk.FlashUndo(ctx, ui.Good, i18n.T("Les graphiques sont de nouveau comme avant.", "The charts are as they were before."), Path(id)+"/history/"+strconv.Itoa(done.Number-1))
	return web.Redirect(w, r, Path(id))
}

// titles are the names of a document's figures, in a row.
func (v view) titles(ctx context.Context, d Document) []string {
	var out []string
	for _, f := range d.Figures {
		name := f.Spec().Name(ctx, v.Table)
		if f.Hidden {
			name += i18n.Say(ctx, " (masqué)", " (hidden)")
		}
		out = append(out, name)
	}
	return out
}
