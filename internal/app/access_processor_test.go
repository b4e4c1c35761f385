package app

import (
	"maps"
	"net/http"
	"net/url"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/model"
	"airial/internal/services/register/processor"
)

// accessProcessors is who answers for a member's data, and who works on them.
type accessProcessors struct{ office, officeAct, entry, entryBatch, processor, supplier, merge string }

// processorsOf gives a member an entry of the catalogue, with a signed annex, and
// suppliers of its own, one of them merged into the catalogue.
func (w *accessWorld) processorsOf(p *accessPlace) {
	ctx := w.t.Context()
	room := w.app.processors()
	signed, err := w.app.Blobs.Put(ctx, p.member.ID, strings.NewReader("une annexe de "+p.member.Siren))
	if err != nil {
		w.t.Fatal(err)
	}
	record := func(name string) model.Record {
		return model.Record{Fields: map[string]model.Value{"name": model.V(name), "supplier": model.V("Exemple"), "country": model.V("France"), "law": model.V("eu")}}
	}
	w.write(access.System("test"), func(tx access.Tx) error {
		entry := record("Paie de " + p.member.Siren)
		entry.Lists = map[string][]model.Row{"certifications": {{Key: "iso", Cells: map[string]model.Value{"name": model.V("iso27001"), "until": model.V("2028-01-31")}}}}
		m, err := model.Make(ctx, tx, processor.CatalogueSpec, model.Model{Code: "C" + p.member.Siren}, entry)
		if err == nil {
			_, err = model.Issue(ctx, tx, processor.CatalogueSpec, m.ID, "")
		}
		if err != nil {
			return err
		}
		i, err := processor.Adopt(ctx, tx, p.member.ID, m.ID)
		if err != nil {
			return err
		}
		own, err := model.Create(ctx, tx, processor.Spec, p.member.ID, "", record("Propre à "+p.member.Siren))
		if err != nil {
			return err
		}
		led, err := model.Create(ctx, tx, processor.Spec, p.member.ID, "", record("Rattaché de "+p.member.Siren))
		if err != nil {
			return err
		}
		merge, err := room.MergeInto(ctx, tx, []string{led.ID}, "")
		if err != nil {
			return err
		}
		b, err := (&model.Service{Doors: w.app.Doors, Specs: registerSpecs()}).Push(ctx, tx, model.Order{Kind: processor.Kind, Models: []string{m.ID}, Members: []string{p.member.ID}, How: model.Take})
		if err != nil {
			return err
		}
		p.entry, p.entryBatch, p.processor, p.supplier, p.merge = m.ID, b.ID, i.ID, own.ID, merge.ID
		_, err = room.Keep(ctx, tx, i.ID, "annexe.pdf", signed.Digest, signed.Size)
		return err
	})
}

// officesOf designates an officer at a member, and in one act again.
func (w *accessWorld) officesOf(p *accessPlace) {
	ctx := w.t.Context()
	w.write(access.System("test"), func(tx access.Tx) error {
		o, err := designation.Appoint(ctx, tx, designation.Office{MemberID: p.member.ID, Post: designation.Officer, Holder: "Une déléguée", Form: designation.Shared, From: "2020-01-01"})
		if err != nil {
			return err
		}
		b, err := designation.Replace(ctx, tx, designation.Office{Holder: "Un autre", Form: designation.Shared, From: "2021-01-01"}, []string{p.member.ID}, "")
		p.office, p.officeAct = o.ID, b.ID
		return err
	})
}

func init() {
	accessParams["/new/{post}"] = func(*accessPlace) string { return "referent" }
	accessParams["{office}"] = func(p *accessPlace) string { return p.office }
	accessParams["/acts/{act}"] = func(p *accessPlace) string { return p.officeAct }
	const base, all = "/console/members/{siren}/rgpd/designation", "/console/operator/rgpd/designations"
	const mine, every, catalogue = "/console/members/{siren}/rgpd/processors", "/console/operator/rgpd/processors", processor.CataloguePath
	accessParams["{processor}"] = func(p *accessPlace) string { return p.processor }
	accessParams["{merge}"] = func(p *accessPlace) string { return p.merge }
	accessParams["{certificate}"] = func(*accessPlace) string { return "iso" }
	accessParams["/processors/{id}"] = func(p *accessPlace) string { return p.processor }
	ofEntry := map[string]func(p *accessPlace) string{"{id}": func(p *accessPlace) string { return p.entry }, "/m/{id}": func(p *accessPlace) string { return p.entry }}
	ofBatch := map[string]func(p *accessPlace) string{"{id}": func(p *accessPlace) string { return p.entryBatch }, "/batches/{id}": func(p *accessPlace) string { return p.entryBatch }}
	conflict, refused := []int{http.StatusConflict}, []int{http.StatusUnprocessableEntity}
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + mine + "/new":                  {{form: values("name", "Paie", "supplier", "Exemple")}},
		"POST " + mine + "/tick":                 {{form: func(p *accessPlace) url.Values { return url.Values{"model": {p.entry}} }, want: conflict}}, // it is there
		"POST " + mine + "/{processor}/edit":     {{form: values("name", "Paie", "rev", "1", "seen", `{"fields":{"name":"Paie"}}`)}},
		"POST " + mine + "/{processor}/settle":   {{form: values("rev", "99"), want: refused}},
		"POST " + mine + "/{processor}/clauses":  {{form: values("rev", "99"), want: conflict}},
		"POST " + mine + "/{processor}/contract": {{form: values("rev", "99", "ends", "2027-01-01"), want: conflict}},
		"POST " + mine + "/{processor}/signed":   {{file: "file"}},
		"POST " + mine + "/{processor}/use":      {{}},
		"POST " + every + "/own":                 {{form: func(p *accessPlace) url.Values { return url.Values{"supplier": {p.supplier}} }}},
		"POST " + every + "/own/{merge}/undo":    {{}},

		"POST /console/members/{siren}/rgpd/activities/{id}/product": {{form: values("list", "software", "product", "none"), want: refused}},

		"POST " + catalogue + "/install":           {{}},
		"POST " + catalogue + "/new":               {{form: values("name", "Un produit", "code", "NEUF")}},
		"POST " + catalogue + "/send":              {{form: func(p *accessPlace) url.Values { return url.Values{"model": {p.entry}, "deed": {"take"}} }}},
		"GET " + catalogue + "/batches/{id}":       {{fill: ofBatch}},
		"POST " + catalogue + "/batches/{id}/undo": {{fill: ofBatch, want: conflict}}, // it is still at work
		"POST " + catalogue + "/terms":             {{form: values("vocabulary", "data", "label", "Une catégorie")}},
		"POST " + catalogue + "/terms/remove":      {{form: values("vocabulary", "data", "code", "none"), want: []int{http.StatusNotFound}}},
		"GET " + catalogue + "/m/{id}":             {{fill: ofEntry}},
		"GET " + catalogue + "/m/{id}/edit":        {{fill: ofEntry}},
		"POST " + catalogue + "/m/{id}/edit":       {{fill: ofEntry, form: values("name", "Un produit", "seen", "{}", "rev", "0")}},
		"POST " + catalogue + "/m/{id}/issue":      {{fill: ofEntry, want: refused}}, // nothing has changed
		"POST " + catalogue + "/m/{id}/drop":       {{fill: ofEntry}},
		"POST " + catalogue + "/m/{id}/use":        {{fill: ofEntry}},

		"POST /api/v1/members/{siren}/processors":                                   {{json: `{"record":{"fields":{"name":"Paie"}}}`}},
		"PUT /api/v1/members/{siren}/processors/{id}":                               {{json: `{"revision":99,"record":{"fields":{"name":"Paie"}}}`, want: conflict}},
		"PUT /api/v1/members/{siren}/processors/{id}/contract":                      {{json: `{"ends":"2027-01-01"}`}},
		"POST /api/v1/members/{siren}/processors/{id}/certificates":                 {{json: `{"name":"hds","until":"2027-01-01"}`}},
		"DELETE /api/v1/members/{siren}/processors/{id}/certificates/{certificate}": {{}},
	})
	held := values("holder", "Une personne", "form", "shared", "from", "2020-01-01", "until", "2020-12-31", "rev", "2")
	maps.Copy(accessSamples, map[string][]accessSample{
		"POST " + base + "/new/{post}":           {{form: values("holder", "Une personne", "from", "2026-01-01")}},
		"POST " + base + "/line/{office}":        {{form: held}},
		"POST " + base + "/line/{office}/remove": {{}},
		"POST " + all + "/replace":               {{form: values("whom", "all", "holder", "Une personne", "form", "shared", "from", "2026-11-01")}},
		"POST " + all + "/renew":                 {{form: values("lines", "Nulle part;Qui;Maire;2026-03-22")}},
		"POST " + all + "/numbers":               {{form: values("lines", "Nulle part;DPO-1")}},
		"POST " + all + "/acts/{act}/undo":       {{}},

		"POST /api/v1/members/{siren}/designations": {{json: `{"post":"referent","holder":"Une personne","from":"2026-01-01"}`}},
	})
}
