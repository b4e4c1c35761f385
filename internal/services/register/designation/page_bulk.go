package designation

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
)

// Whom a replacement is for.
const (
	toAll     = "all"
	toNobody  = "missing" // those without an officer
	toChosen  = "chosen"
	toHolders = "holder:" // those of an officer
)

type replaceView struct {
	Members []organisation.Member
	Holders []Holder
	Counts  Counts
	Form    *form.Form
}

func (p *Pages) page(ctx context.Context, title string) console.Page {
	return console.Page{Title: title, Crumbs: []ui.Link{{Label: i18n.Say(ctx, "Désignations", "Designations"), Href: operatorPath}, {Label: title}}}
}

func (p *Pages) askReplace(w http.ResponseWriter, r *http.Request) error {
	f := form.New("form", string(Shared), "whom", toAll)
	if chosen := r.URL.Query()["member"]; len(chosen) > 0 {
		f.Set("whom", toChosen)
		f.Values["member"] = chosen
	} else if r.URL.Query().Get("whom") == toNobody {
		f.Set("whom", toNobody)
	}
	return p.showReplace(w, r, http.StatusOK, f)
}

func (p *Pages) showReplace(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := replaceView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Members, err = organisation.Page(ctx, tx, organisation.Filter{}, most, 0); err != nil {
			return err
		}
		if v.Counts, err = CountAll(ctx, tx); err != nil {
			return err
		}
		if !f.Values.Has("from") {
			f.Set("from", access.Today(tx.Clock()))
		}
		v.Holders, err = Holders(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.ShowStatus(w, r, status, p.page(r.Context(), i18n.Say(r.Context(), "Remplacer le délégué", "Replace the officer")), replaceBody(v))
}

// whom are the members that a form means.
func whom(ctx context.Context, tx access.Tx, f *form.Form) ([]string, error) {
	var filter Filter
	switch w := f.Raw("whom"); {
	case w == toAll:
	case w == toNobody:
		filter.View = NoOfficer
	case w == toChosen:
		return f.All("member"), nil
	case len(w) > len(toHolders) && w[:len(toHolders)] == toHolders:
		filter.Holder = w[len(toHolders):]
	default:
		return nil, wrong("whom", "Dites pour quelles collectivités.", "Say for which bodies.")
	}
	list, _, err := Members(ctx, tx, filter, most, 0)
	return ids(list), err
}

func (p *Pages) replace(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var b Batch
	if f.OK() {
		err = p.writing(r, func(ctx context.Context, tx access.Tx) error {
			members, err := whom(ctx, tx, f)
			if err != nil {
				return err
			}
			b, err = Replace(ctx, tx, readOffice(f), members, f.Text("note", maxLine))
			return err
		})
		if err != nil && !told(f, err) {
			return err
		}
	}
	if !f.OK() {
		return p.showReplace(w, r, http.StatusUnprocessableEntity, f)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("%[1]s est le délégué de %[2]d collectivités. Déclarez-le à la CNIL pour chacune, puis collez ici les numéros reçus.",
		"%[1]s is the officer of %[2]d bodies. Tell the CNIL for each of them, then paste the numbers that you get here.", b.Holder, b.Count))
	return web.Redirect(w, r, operatorPath+"/acts")
}

type pasteView struct {
	Form  *form.Form
	Lines []Line // read, to be looked at
}

func (v pasteView) good() (n int) {
	for _, l := range v.Lines {
		if l.OK() {
			n++
		}
	}
	return n
}

func (p *Pages) askRenew(w http.ResponseWriter, r *http.Request) error {
	return p.showRenew(w, r, http.StatusOK, pasteView{Form: form.New("title", "Maire")})
}

func (p *Pages) showRenew(w http.ResponseWriter, r *http.Request, status int, v pasteView) error {
	return p.Desk.ShowStatus(w, r, status, p.page(r.Context(), i18n.Say(r.Context(), "Renouveler les représentants", "Renew controllers")), renewBody(v))
}

// renew reads the list, shows it, and saves it when its reader says so. Lines
// that cannot be read stop it, unless she leaves them out.
func (p *Pages) renew(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v := pasteView{Form: f}
	var b Batch
	saved := false
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Lines, err = ReadControllers(ctx, tx, f.Long("lines", 1<<20), f.Text("title", maxLine), f.Text("from", 10), f.Text("act", maxLine)); err != nil {
			return err
		}
		if !f.Checked("save") || v.good() < len(v.Lines) && !f.Checked("leave") {
			return nil
		}
		var list []Office
		for _, l := range v.Lines {
			if l.OK() {
				list = append(list, l.Office)
			}
		}
		saved = true
		b, err = Renew(ctx, tx, list, f.Text("act", maxLine))
		return err
	})
	if err != nil && !told(f, err) {
		return err
	}
	if !f.OK() || !saved {
		status := http.StatusOK
		if !f.OK() {
			status = http.StatusUnprocessableEntity
		}
		return p.showRenew(w, r, status, v)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("%[1]d représentants sont enregistrés.", "%[1]d controllers are saved.", b.Count))
	return web.Redirect(w, r, operatorPath+"/acts")
}

func (p *Pages) askNumbers(w http.ResponseWriter, r *http.Request) error {
	return p.showNumbers(w, r, http.StatusOK, pasteView{Form: form.New()})
}

func (p *Pages) showNumbers(w http.ResponseWriter, r *http.Request, status int, v pasteView) error {
	return p.Desk.ShowStatus(w, r, status, p.page(r.Context(), i18n.Say(r.Context(), "Numéros de la CNIL", "The CNIL’s numbers")), numbersBody(v))
}

func (p *Pages) numbers(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	v := pasteView{Form: f}
	written, saved := 0, false
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Lines, err = ReadNumbers(ctx, tx, f.Long("lines", 1<<20)); err != nil {
			return err
		}
		if !f.Checked("save") || v.good() < len(v.Lines) && !f.Checked("leave") {
			return nil
		}
		var list []Number
		for _, l := range v.Lines {
			if l.OK() {
				list = append(list, Number{l.Member.ID, l.Cells[0], l.On})
			}
		}
		saved = true
		written, _, err = SetNumbers(ctx, tx, list)
		return err
	})
	if err != nil && !told(f, err) {
		return err
	}
	if !f.OK() || !saved {
		status := http.StatusOK
		if !f.OK() {
			status = http.StatusUnprocessableEntity
		}
		return p.showNumbers(w, r, status, v)
	}
	p.Desk.Flash(r.Context(), ui.Good, i18n.T("%[1]d numéros sont enregistrés.", "%[1]d numbers are saved.", written))
	return web.Redirect(w, r, operatorPath)
}

type actsView struct{ Batches []Batch }

func (p *Pages) acts(w http.ResponseWriter, r *http.Request) error {
	var v actsView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		v.Batches, err = Batches(ctx, tx, 200)
		return err
	})
	if err != nil {
		return err
	}
	return p.Desk.Show(w, r, p.page(r.Context(), i18n.Say(r.Context(), "Actes groupés", "Acts over many bodies")), actsBody(v))
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	var b Batch
	err := p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		b, err = Undo(ctx, tx, r.PathValue("act"))
		return err
	})
	if err != nil {
		return err
	}
	words := i18n.T("L’acte est annulé.", "The act is undone.")
	if b.Left > 0 {
		words = i18n.T("L’acte est annulé. %[1]d lignes ont été corrigées depuis\u202f: elles restent telles quelles.",
			"The act is undone. %[1]d lines were corrected since: they stay as they are.", b.Left)
	}
	p.Desk.Flash(r.Context(), ui.Good, words)
	return web.Redirect(w, r, operatorPath+"/acts")
}

// chosenFirst puts the members that are ticked before the others.
func chosenFirst(v replaceView) []organisation.Member {
	chosen := v.Form.All("member")
	out := slices.Clone(v.Members)
	slices.SortStableFunc(out, func(a, b organisation.Member) int {
		return number(!slices.Contains(chosen, a.ID)) - number(!slices.Contains(chosen, b.ID))
	})
	return out
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func count(n int) string { return strconv.Itoa(n) }
