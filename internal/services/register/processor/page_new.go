package processor

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

// offers are what a member may tick: what its activities name comes first.
func (p *Pages) offers(ctx context.Context, tx access.Tx, v newView) ([]offer, error) {
	models, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Issued: true, Query: v.Query})
	if err != nil {
		return nil, err
	}
	has, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: v.Member.ID})
	if err != nil {
		return nil, err
	}
	names, err := p.Uses.Names(ctx, tx, v.Member.ID)
	if err != nil {
		return nil, err
	}
	var out []offer
	for _, m := range models {
		if slices.ContainsFunc(has, func(f model.Full) bool { return f.ModelID == m.ID }) || !m.For(string(v.Member.Kind)) {
			continue
		}
		version, err := model.ReadVersion(ctx, tx, m.ID, m.Issued)
		if err != nil {
			return nil, err
		}
		o := offer{Model: m, Supplier: version.Record.Get(fSupplier).Fr}
		o.Likely = slices.ContainsFunc(names, func(n string) bool { return Alike(n, m.Name.Fr) || o.Supplier != "" && Alike(n, o.Supplier) })
		out = append(out, o)
	}
	slices.SortStableFunc(out, func(a, b offer) int {
		switch {
		case a.Likely == b.Likely:
			return 0
		case a.Likely:
			return -1
		}
		return 1
	})
	return out, nil
}

// Alike tells whether two names of products or suppliers are likely the same:
// one is the other, but for signs, case, accents and legal form, or holds all
// of its words.
func Alike(a, b string) bool {
	x, y := strings.Fields(plain(a)), strings.Fields(plain(b))
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 || len(x) == 1 && len(x[0]) < 4 && len(y) > 1 {
		return false
	}
	return !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
}

// tick takes entries of the catalogue into use.
func (p *Pages) tick(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	var v view
	var last model.Instance
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		if len(f.All("model")) == 0 {
			return wrong("model", "Cochez au moins un produit.", "Tick at least one product.")
		}
		for _, id := range f.All("model") {
			if last, err = Adopt(ctx, tx, v.Member.ID, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.desk.Flash(r.Context(), ui.Good, i18n.T("C’est noté. Donnez maintenant les dates du contrat, et vérifiez les clauses.", "It is noted. Now give the dates of the contract, and check the clauses."))
	if len(f.All("model")) == 1 {
		return web.Redirect(w, r, v.one(last.ID))
	}
	return web.Redirect(w, r, v.path())
}

// Adopt takes an entry of the catalogue into use at a member.
func Adopt(ctx context.Context, tx access.Tx, member, entry string) (model.Instance, error) {
	return model.Create(ctx, tx, Spec, member, entry, model.Record{})
}

func (p *Pages) saveNew(w http.ResponseWriter, r *http.Request) error {
	f, err := form.Parse(r)
	if err != nil {
		return err
	}
	if model.More(FormSpec, f) {
		return p.showNew(w, r, http.StatusOK, f)
	}
	var v view
	var made model.Instance
	err = p.writing(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		made, err = model.Create(ctx, tx, Spec, v.Member.ID, "", model.ReadForm(FormSpec, f, model.Record{}, model.NewKey(tx)))
		return err
	})
	if fault.Is(err, fault.Invalid) {
		f.Fail("", fault.Message(err))
		return p.showNew(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.one(made.ID))
}
