package activity

import (
	"context"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

// ProductTerms is the vocabulary of what a member uses: its processors, as the
// lines of software and recipients may choose them.
const ProductTerms = "processor"

const fProduct = "product"

// A Product is software or a supplier that a member uses.
type Product struct {
	ID       string
	Name     i18n.Text
	Supplier string
	Place    i18n.Text // where it is hosted, and by whom
	Foreign  bool      // under the law of a country outside the Union
	AI       bool      // with functions of artificial intelligence
	Href     string    // its page
}

// Products is what this room needs of the room of processors.
type Products interface {
	// Of lists what a member uses.
	Of(ctx context.Context, tx access.Tx, member string) ([]Product, error)
}

// productTerms are a member's products as terms, so that lines choose them.
func productTerms(list []Product) (out model.Terms) {
	for _, p := range list {
		out = append(out, model.Term{Vocabulary: ProductTerms, Code: p.ID, Label: p.Name})
	}
	return out
}

// TermsOf is productTerms for other rooms that show activities.
func TermsOf(list []Product) model.Terms { return productTerms(list) }

// ModelSpec is the record of the operator's models, and of what leaves the
// house: without the products that only one member has.
var ModelSpec = func() model.Spec {
	out := Spec
	out.Parts = slices.Clone(Spec.Parts)
	for n, p := range out.Parts {
		out.Parts[n].Lists = slices.Clone(p.Lists)
		for k, l := range p.Lists {
			out.Parts[n].Lists[k].Cells = slices.DeleteFunc(slices.Clone(l.Cells), func(f model.Field) bool { return f.Name == fProduct })
		}
	}
	return out
}()

// withProducts fills in the name of lines that chose a product and have none,
// and refuses a product that is not the member's.
func withProducts(r model.Record, was model.Record, products []Product) (model.Record, error) {
	for _, list := range []string{lSoftware, lRecipients} {
		for _, row := range r.Lists[list] {
			id := row.Cells[fProduct].Fr
			if id == "" {
				continue
			}
			n := slices.IndexFunc(products, func(p Product) bool { return p.ID == id })
			before, _ := was.Row(list, row.Key)
			if n < 0 && before.Cells[fProduct].Fr != id { // one that has gone out of use stays where it is
				return r, fault.New(fault.Invalid, "activity.withProducts", "Ce sous-traitant n’est pas dans la liste de la collectivité. Choisissez-en un autre.",
					"This processor is not on the body’s list. Choose another.")
			}
			if n >= 0 && row.Cells["name"].Empty() {
				row.Cells["name"] = model.Value{Fr: products[n].Name.Fr, En: products[n].Name.En}
			}
		}
	}
	return r, nil
}

// A Use is an activity that uses a product.
type Use struct {
	Product                string
	Full                   model.Full
	Name                   i18n.Text
	Categories             []i18n.Text
	Sensitive              bool
	Purposes, People, Data []string // in French
}

// Uses lists the activities that use products: of a member, or of all that the
// scope sees where member is "".
func Uses(ctx context.Context, tx access.Tx, member string) ([]Use, error) {
	const op = "activity.Uses"
	only, args := tx.Only("o.member_id", []any{string(Kind)})
	if member != "" {
		args = append(args, member)
		only += " and o.member_id = " + database.In(1, len(args))
	}
	ids, err := database.All(ctx, tx, op, func(r database.Row) (id string, err error) { return id, r.Scan(&id) },
		`select distinct o.instance_id from register_override o join register_instance i on i.id = o.instance_id and i.kind = $1 and i.retired_at = 0
			where `+only+` and (o.path like 'software#%' or o.path like 'recipients#%') and (o.path like '%.product' or o.content like '%"product"%') order by o.instance_id`, args...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return nil, err
	}
	var out []Use
	for from := 0; from < len(ids); from += 500 {
		list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member, IDs: ids[from:min(from+500, len(ids))]})
		if err != nil {
			return nil, err
		}
		for _, f := range list {
			for _, id := range productsOf(f.Record) {
				out = append(out, useOf(terms, f, id))
			}
		}
	}
	return out, nil
}

// productsOf are the products that an activity's lines have chosen.
func productsOf(r model.Record) (out []string) {
	for _, list := range []string{lSoftware, lRecipients} {
		for _, row := range r.Lists[list] {
			if id := row.Cells[fProduct].Fr; id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

func useOf(terms model.Terms, f model.Full, product string) Use {
	name := f.Record.Get(fName)
	u := Use{Product: product, Full: f, Name: i18n.Text{Fr: name.Fr, En: name.In(i18n.English)}}
	for _, row := range f.Record.Lists[lData] {
		t, ok := terms.Find(DataTerms, row.Cells["category"].Fr)
		if !ok {
			continue
		}
		u.Categories, u.Data = append(u.Categories, t.Label), append(u.Data, t.Label.Fr)
		u.Sensitive = u.Sensitive || t.Sensitive
	}
	for _, row := range f.Record.Lists[lPurposes] {
		u.Purposes = append(u.Purposes, row.Cells["name"].Fr)
	}
	for _, row := range f.Record.Lists[lPeople] {
		u.People = append(u.People, showCell(i18n.French, lPeople, "category", row, terms))
	}
	return u
}

// Named lists the software and suppliers that a member's activities name in
// their own words.
func Named(ctx context.Context, tx access.Tx, member string) (out []string, err error) {
	list, err := model.All(ctx, tx, model.Ask{Kind: Kind, Member: member})
	for _, f := range list {
		for _, name := range namedIn(f.Record) {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out, err
}

// namedIn are the names of lines without a product.
func namedIn(r model.Record) (out []string) {
	for _, row := range r.Lists[lSoftware] {
		if row.Cells[fProduct].Empty() {
			for _, c := range []string{"name", "publisher"} {
				if v := row.Cells[c].Fr; v != "" {
					out = append(out, v)
				}
			}
		}
	}
	for _, row := range r.Lists[lRecipients] {
		if row.Cells[fProduct].Empty() && row.Cells["kind"].Fr == "processor" {
			out = append(out, row.Cells["name"].Fr)
		}
	}
	return out
}

// Lead makes activities of a member that use one product use another, and
// returns which did; only those of list where it is not nil.
func Lead(ctx context.Context, tx access.Tx, member, from, to string, list []string) (led []string, err error) {
	uses, err := Uses(ctx, tx, member)
	if err != nil {
		return nil, err
	}
	led = []string{}
	for _, u := range uses {
		if u.Product != from || list != nil && !slices.Contains(list, u.Full.ID) {
			continue
		}
		record := u.Full.Record
		for _, name := range []string{lSoftware, lRecipients} {
			for _, row := range record.Lists[name] {
				if row.Cells[fProduct].Fr == from {
					row.Cells[fProduct] = model.V(to)
				}
			}
		}
		before, err := model.Read(ctx, tx, u.Full.ID)
		if err != nil {
			return led, err
		}
		if _, err := model.Edit(ctx, tx, Spec, before.ID, before.Rev, record); err != nil {
			return led, err
		}
		led = append(led, u.Full.ID)
	}
	return led, nil
}

// A proposal is a line whose words are likely one of the member's products.
type proposal struct {
	List, Key, Name string
	Product         Product
}

// proposals match the lines of an activity that name software or a supplier in
// their own words with what the member uses.
func proposals(r model.Record, products []Product, alike func(a, b string) bool) (out []proposal) {
	for _, list := range []string{lSoftware, lRecipients} {
		for _, row := range r.Lists[list] {
			if !row.Cells[fProduct].Empty() || list == lRecipients && row.Cells["kind"].Fr != "processor" {
				continue
			}
			for _, p := range products {
				name, publisher := row.Cells["name"].Fr, row.Cells["publisher"].Fr
				if alike(name, p.Name.Fr) || p.Supplier != "" && (alike(name, p.Supplier) || publisher != "" && alike(publisher, p.Supplier)) {
					out = append(out, proposal{list, row.Key, name, p})
					break
				}
			}
		}
	}
	return out
}

// choose has a line of an activity choose a product; a new line of software
// where key is "".
func choose(ctx context.Context, tx access.Tx, f model.Full, rev int, list, key, product string, products []Product) error {
	if list != lSoftware && list != lRecipients {
		return fault.New(fault.Invalid, "activity.choose", "Cette ligne n’existe pas.", "There is no such line.")
	}
	record := model.Record{Fields: f.Record.Fields, Lists: map[string][]model.Row{}}
	for name, rows := range f.Record.Lists {
		record.Lists[name] = slices.Clone(rows)
	}
	n := slices.IndexFunc(record.Lists[list], func(row model.Row) bool { return row.Key == key })
	switch {
	case key == "":
		record.Lists[list] = append(record.Lists[list], model.Row{Key: model.NewKey(tx)(), Cells: map[string]model.Value{fProduct: model.V(product)}})
	case n < 0:
		return fault.New(fault.Conflict, "activity.choose", "Cette ligne n’y est plus. Relisez la fiche.", "This line is no longer there. Read the record again.")
	default:
		cells := map[string]model.Value{}
		for c, v := range record.Lists[list][n].Cells {
			cells[c] = v
		}
		cells[fProduct] = model.V(product)
		record.Lists[list][n].Cells = cells
	}
	record, err := withProducts(record, f.Record, products)
	if err != nil {
		return err
	}
	_, err = model.Edit(ctx, tx, Spec, f.ID, rev, record)
	return err
}

// Link adds a product of the member to the software of an activity.
func Link(ctx context.Context, tx access.Tx, id string, p Product) error {
	f, err := model.Read(ctx, tx, id)
	if err != nil {
		return err
	}
	return choose(ctx, tx, f, f.Rev, lSoftware, "", p.ID, []Product{p})
}
