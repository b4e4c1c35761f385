package processor

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

func (p *Pages) page(ctx context.Context, title string) console.Page {
	first := i18n.Say(ctx, "Sous-traitants", "Processors")
	if title == "" {
		return console.Page{Title: first}
	}
	return console.Page{Title: title, Crumbs: []ui.Link{{Label: first, Href: operatorPath}, {Label: title}}}
}

// An end is a contract that ends soon, at its member.
type end struct {
	Contract Contract
	Name     i18n.Text
	Member   organisation.Member
}

type allView struct {
	Today   string
	Entries int // of the catalogue
	Used    int // products at members
	Own     int // of members' own
	Signed  int
	Ends    []end
	Certs   []Certificate // that end soon, or have ended
	Members map[string]organisation.Member
}

func (p *Pages) all(w http.ResponseWriter, r *http.Request) error {
	var v allView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) error {
		v.Today = access.Today(tx.Clock())
		models, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Counted: true})
		if err != nil {
			return err
		}
		v.Entries = len(models)
		followed := 0
		for _, m := range models {
			followed += m.Used
		}
		c, err := model.Count(ctx, tx, model.Ask{Kind: Kind})
		if err != nil {
			return err
		}
		if v.Certs, err = Certificates(ctx, tx, "", access.Day(tx.Clock().Now().AddDate(0, 0, Soon))); err != nil {
			return err
		}
		owners := make([]string, len(v.Certs))
		for n, c := range v.Certs {
			owners[n] = c.MemberID
		}
		if v.Members, err = organisation.ByIDs(ctx, tx, owners); err != nil {
			return err
		}
		v.Used, v.Own = c.All, max(0, c.All-followed)
		contracts, err := Contracts(ctx, tx, "")
		if err != nil {
			return err
		}
		var ids, members []string
		for id, c := range contracts {
			if c.Annex == Signed {
				v.Signed++
			}
			if c.Ending(v.Today) {
				ids, members = append(ids, id), append(members, c.MemberID)
			}
		}
		if len(ids) == 0 {
			return nil
		}
		by, err := organisation.ByIDs(ctx, tx, members)
		if err != nil {
			return err
		}
		slices.Sort(ids)
		for _, id := range ids {
			i, err := model.Get(ctx, tx, id)
			if err != nil {
				return err
			}
			if m := by[i.MemberID]; i.Retired.IsZero() && m.Closed.IsZero() {
				v.Ends = append(v.Ends, end{contracts[id], i.Name, m})
			}
		}
		slices.SortFunc(v.Ends, func(a, b end) int {
			return strings.Compare(a.Contract.Ends+a.Member.Name, b.Contract.Ends+b.Member.Name)
		})
		return nil
	})
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, p.page(r.Context(), ""), allBody(v))
}

type ownView struct {
	Groups  []Group
	Members map[string]organisation.Member
	Models  []model.Model
	Merges  []Merge
	Form    *form.Form
}

func (p *Pages) own(w http.ResponseWriter, r *http.Request) error {
	return p.showOwn(w, r, http.StatusOK, nil)
}

func (p *Pages) showOwn(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := ownView{Form: f}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.Groups, err = Own(ctx, tx); err != nil {
			return err
		}
		var ids []string
		for _, g := range v.Groups {
			for _, f := range g.List {
				ids = append(ids, f.MemberID)
			}
		}
		if v.Members, err = organisation.ByIDs(ctx, tx, ids); err != nil {
			return err
		}
		if v.Models, err = model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true}); err != nil {
			return err
		}
		v.Merges, err = Merges(ctx, tx, 50)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowStatus(w, r, status, p.page(r.Context(), i18n.Say(r.Context(), "Fournisseurs des adhérents", "Members’ own suppliers")), ownBody(v))
}

func (p *Pages) merge(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var m Merge
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		m, err = p.MergeInto(ctx, tx, f.All("supplier"), f.Text("into", 64))
		return err
	})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		f.Fail("", fault.Message(err))
		return p.showOwn(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("%[1]d fournisseurs suivent maintenant «\u00a0%[2]s\u00a0» du catalogue.", "%[1]d suppliers now follow “%[2]s” of the catalogue.", m.Count, m.Name))
	return web.Redirect(w, r, operatorPath+"/own")
}

func (p *Pages) unmerge(w http.ResponseWriter, r *http.Request) error {
	err := p.writing(r, func(ctx context.Context, tx access.Tx) error {
		_, err := p.Unmerge(ctx, tx, r.PathValue("merge"))
		return err
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("Le regroupement est annulé.", "The merge is undone."))
	return web.Redirect(w, r, operatorPath+"/own")
}

type exposureView struct {
	view
	List    []Exposure
	Members map[string]organisation.Member // of all; nil for one
}

func (p *Pages) exposure(w http.ResponseWriter, r *http.Request) error {
	v, err := p.readExposure(r)
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, exposureBody(v))
}

func (p *Pages) readExposure(r *http.Request) (v exposureView, err error) {
	err = p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err == nil {
			v.List, err = p.Exposed(ctx, tx, v.Member.ID)
		}
		return err
	})
	return v, err
}

func (p *Pages) readExposureAll(r *http.Request) (v exposureView, err error) {
	err = p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.List, err = p.Exposed(ctx, tx, ""); err != nil {
			return err
		}
		ids := []string{}
		for _, e := range v.List {
			ids = append(ids, e.Full.MemberID)
		}
		v.Members, err = organisation.ByIDs(ctx, tx, ids)
		return err
	})
	return v, err
}

func (p *Pages) exposureAll(w http.ResponseWriter, r *http.Request) error {
	v, err := p.readExposureAll(r)
	if err != nil {
		return err
	}
	return p.desk.Show(w, r, p.page(r.Context(), i18n.Say(r.Context(), "Droit étranger et IA", "Foreign law and AI")), exposureAllBody(v))
}

func (p *Pages) exposureCSV(w http.ResponseWriter, r *http.Request) error {
	v, err := p.readExposure(r)
	if err != nil {
		return err
	}
	v.Members = map[string]organisation.Member{v.Member.ID: v.Member}
	return writeExposure(w, r, "donnees-exposees-"+v.Member.Siren+".csv", v)
}

func (p *Pages) exposureAllCSV(w http.ResponseWriter, r *http.Request) error {
	v, err := p.readExposureAll(r)
	if err != nil {
		return err
	}
	return writeExposure(w, r, "donnees-exposees.csv", v)
}

func writeExposure(w http.ResponseWriter, r *http.Request, name string, v exposureView) error {
	ctx := r.Context()
	lines := [][]string{{"siren", "collectivite", "produit", "fournisseur", "pays", "hebergeur", "droit_etranger", "ia", "raisons", "donnees", "sensibles", "traitements"}}
	for _, e := range v.List {
		m := v.Members[e.Full.MemberID]
		var whys, categories, uses []string
		for _, x := range e.Whys {
			whys = append(whys, i18n.Read(ctx, x.Label))
		}
		for _, c := range e.Categories {
			categories = append(categories, i18n.Read(ctx, c))
		}
		for _, u := range e.Uses {
			uses = append(uses, i18n.Read(ctx, u.Name))
		}
		lines = append(lines, []string{m.Siren, m.Name, e.Full.Record.Get(fName).In(lang(ctx)), e.Full.Record.Get(fSupplier).In(lang(ctx)), e.Full.Record.Get(fCountry).In(lang(ctx)),
			e.Full.Record.Get(fHost).In(lang(ctx)), yes(ctx, e.Foreign()), yes(ctx, e.AI()), strings.Join(whys, " ; "), strings.Join(categories, " ; "), yes(ctx, e.Sensitive), strings.Join(uses, " ; ")})
	}
	return writeCSV(w, name, lines)
}

func (p *Pages) export(w http.ResponseWriter, r *http.Request) error {
	var v listView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err == nil {
			v.Rows, err = p.rows(ctx, tx, v.Member.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	ctx := r.Context()
	lines := [][]string{{"produit", "fournisseur", "siren_fournisseur", "pays", "hebergeur", "droit", "droit_extraterritorial", "contrat", "debut", "fin", "annexe", "annexe_le", "clauses_manquantes", "traitements"}}
	for _, x := range v.Rows {
		get := func(name string) string {
			f, _ := Spec.Field(name)
			return Spec.Show(lang(ctx), f, x.Full.Record.Get(name), nil)
		}
		lines = append(lines, []string{get(fName), get(fSupplier), get(fSiren), get(fCountry), get(fHost), get(fLaw), get(fForeign), x.Contract.Reference, x.Contract.Starts, x.Contract.Ends,
			i18n.Read(ctx, x.Contract.Annex.Label()), x.Contract.AnnexOn, strconv.Itoa(x.Missing), strconv.Itoa(x.Uses)})
	}
	return writeCSV(w, "sous-traitants-"+v.Member.Siren+".csv", lines)
}

func writeCSV(w http.ResponseWriter, name string, lines [][]string) error {
	web.Attachment(w, name, "text/csv; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	for _, l := range lines {
		for n, s := range l {
			if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
				l[n] = "'" + s // what somebody typed is no formula
			}
		}
		if err := out.Write(l); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
