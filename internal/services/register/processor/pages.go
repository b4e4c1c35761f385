package processor

import (
	"context"
	"net/http"

	"airial/internal/commons/access"
	"airial/internal/commons/console"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web"
	"airial/internal/platform/web/form"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/model"
)

// Pages are the pages of this room.
type Pages struct {
	*Service
	desk *console.Console
}

// Pages dresses the room for the console.
func (s *Service) Pages(desk *console.Console) *Pages {
	desk.Add(console.Entry{Icon: ui.IconLink, Label: i18n.T("Sous-traitants", "Processors"), Href: operatorPath, Order: 604,
		Also:    []string{CataloguePath},
		Visible: func(s access.Scope) bool { return s.Has(access.ProtectionOfficer) }})
	return &Pages{s, desk}
}

const maxFile = 20 << 20

// Register adds the pages to the list of routes.
func (p *Pages) Register(routes *web.Routes) {
	anyone, officer := p.desk.SignedIn(), p.desk.OperatorOnly(access.ProtectionOfficer)
	get, post := http.MethodGet, http.MethodPost
	const one = pattern + "/{processor}"
	for _, r := range []web.Route{
		{Method: get, Pattern: pattern, Guard: anyone, Handler: p.list},
		{Method: get, Pattern: pattern + "/new", Guard: anyone, Handler: p.askNew},
		{Method: post, Pattern: pattern + "/new", Guard: anyone, Handler: p.saveNew, MaxBody: 1 << 20},
		{Method: post, Pattern: pattern + "/tick", Guard: anyone, Handler: p.tick},
		{Method: get, Pattern: pattern + "/exposure", Guard: anyone, Handler: p.exposure},
		{Method: get, Pattern: pattern + "/exposure/csv", Guard: anyone, Handler: p.exposureCSV, Kind: web.Download},
		{Method: get, Pattern: pattern + "/export", Guard: anyone, Handler: p.export, Kind: web.Download},
		{Method: get, Pattern: one, Guard: anyone, Handler: p.one},
		{Method: get, Pattern: one + "/edit", Guard: anyone, Handler: p.askEdit},
		{Method: post, Pattern: one + "/edit", Guard: anyone, Handler: p.saveEdit, MaxBody: 1 << 20},
		{Method: get, Pattern: one + "/settle", Guard: anyone, Handler: p.askSettle},
		{Method: post, Pattern: one + "/settle", Guard: anyone, Handler: p.settle},
		{Method: get, Pattern: one + "/clauses", Guard: anyone, Handler: p.askClauses},
		{Method: post, Pattern: one + "/clauses", Guard: anyone, Handler: p.saveClauses},
		{Method: get, Pattern: one + "/contract", Guard: anyone, Handler: p.askContract},
		{Method: post, Pattern: one + "/contract", Guard: anyone, Handler: p.saveContract},
		{Method: get, Pattern: one + "/signed", Guard: anyone, Handler: p.signed, Kind: web.Download},
		{Method: post, Pattern: one + "/signed", Guard: anyone, Handler: p.keepSigned, MaxBody: maxFile + 1<<20},
		{Method: post, Pattern: one + "/use", Guard: anyone, Handler: p.use},
		{Method: get, Pattern: operatorPath, Guard: officer, Handler: p.all},
		{Method: get, Pattern: operatorPath + "/exposure", Guard: officer, Handler: p.exposureAll},
		{Method: get, Pattern: operatorPath + "/exposure/csv", Guard: officer, Handler: p.exposureAllCSV, Kind: web.Download},
		{Method: get, Pattern: operatorPath + "/own", Guard: officer, Handler: p.own},
		{Method: post, Pattern: operatorPath + "/own", Guard: officer, Handler: p.merge},
		{Method: post, Pattern: operatorPath + "/own/{merge}/undo", Guard: officer, Handler: p.unmerge},
	} {
		if r.Kind == "" {
			r.Kind = web.Page
		}
		routes.Add(r)
	}
}

func (p *Pages) reading(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Read(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func (p *Pages) writing(r *http.Request, fn func(ctx context.Context, tx access.Tx) error) error {
	ctx := r.Context()
	return p.Doors.Write(ctx, access.From(ctx), func(tx access.Tx) error { return fn(ctx, tx) })
}

func lang(ctx context.Context) i18n.Lang { return i18n.From(ctx).Lang }

// view is what every page of a member shows.
type view struct {
	console.Face
	MayWrite bool
	Today    string
}

func (v view) path() string { return Path(v.Member.Siren) }

func (v view) one(id string) string { return v.path() + "/" + id }

func (p *Pages) view(ctx context.Context, tx access.Tx, r *http.Request) (v view, err error) {
	if v.Face, err = p.desk.FaceOf(ctx, tx, r, tab); err != nil {
		return v, err
	}
	v.Today = access.Today(tx.Clock())
	v.MayWrite, err = tx.Allowed(ctx, access.Register, v.Member.ID)
	return v, err
}

// found is the product of the address, at its member.
func (v view) found(ctx context.Context, tx access.Tx, r *http.Request) (model.Full, error) {
	return byID(ctx, tx, v.Member.ID, r.PathValue("processor"))
}

func byID(ctx context.Context, tx access.Tx, member, id string) (model.Full, error) {
	f, err := model.Read(ctx, tx, id)
	if err == nil && (f.MemberID != member || f.Kind != Kind) {
		err = fault.Missing("processor.byID")
	}
	return f, err
}

// A row is a product in a list.
type row struct {
	Full     model.Full
	Contract Contract
	Missing  int // clauses
	Whys     []Why
	Uses     int
}

type listView struct {
	view
	Rows   []row
	Ending []row
	Certs  []Certificate // that end soon, or have ended
	Uses   map[string]int
}

func (p *Pages) rows(ctx context.Context, tx access.Tx, member string) ([]row, error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	contracts, err := Contracts(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	uses, err := p.Uses.Of(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	used := map[string]int{}
	for _, u := range uses {
		used[u.Product]++
	}
	out := make([]row, len(list))
	for n, f := range list {
		out[n] = row{Full: f, Contract: contracts[f.ID], Whys: Whys(f.Record), Uses: used[f.ID]}
		_, out[n].Missing = CheckClauses(f.Record)
	}
	return out, nil
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	var v listView
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		v.Rows, err = p.rows(ctx, tx, v.Member.ID)
		for _, x := range v.Rows {
			if x.Contract.Ending(v.Today) {
				v.Ending = append(v.Ending, x)
			}
			v.Certs = append(v.Certs, ended(x.Full, v.Today)...)
		}
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, http.StatusOK, v.Face, listBody(v))
}

// An offer is an entry of the catalogue that a member does not use yet.
type offer struct {
	model.Model
	Supplier string
	Likely   bool // an activity names it
}

type newView struct {
	view
	Offered []offer
	Query   string
	Edited  model.Edited
	Form    *form.Form
}

func (p *Pages) askNew(w http.ResponseWriter, r *http.Request) error {
	return p.showNew(w, r, http.StatusOK, model.FillForm(FormSpec, model.Record{}))
}

func (p *Pages) showNew(w http.ResponseWriter, r *http.Request, status int, f *form.Form) error {
	v := newView{Form: f, Query: r.URL.Query().Get("q")}
	err := p.reading(r, func(ctx context.Context, tx access.Tx) (err error) {
		if v.view, err = p.view(ctx, tx, r); err != nil {
			return err
		}
		v.Edited = model.Edited{Spec: FormSpec, Form: f, Own: func(string) bool { return false }}
		if err := tx.May(ctx, access.Register, v.Member.ID); err != nil {
			return err
		}
		v.Offered, err = p.offers(ctx, tx, v)
		return err
	})
	if err != nil {
		return err
	}
	return p.desk.ShowMember(w, r, status, v.Face, newBody(v))
}
