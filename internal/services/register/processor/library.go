package processor

import (
	"context"

	"go.yaml.in/yaml/v3"

	"airial/internal/commons/access"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/model"
)

type catalogueFile struct {
	Products []struct{ Code, Domain, Name, About, AI string }
	Domains  []struct{ Code, Label string }
}

func catalogue() (f catalogueFile, err error) {
	b, err := data.ReadFile("data/catalogue.yaml")
	if err == nil {
		err = yaml.Unmarshal(b, &f)
	}
	return f, err
}

// Domains are the headings of the catalogue.
func Domains() (out []model.Option) {
	f, err := catalogue()
	if err != nil {
		panic(err) // embedded, and read by a test
	}
	for _, d := range f.Domains {
		out = append(out, model.Option{Code: d.Code, Label: say(d.Label)})
	}
	return out
}

// Install puts the usual kinds of product into the operator's catalogue, those
// that it lacks. They name no supplier: the operator completes them, or takes
// them out when it has the real ones.
func Install(ctx context.Context, tx access.Tx) (added int, err error) {
	f, err := catalogue()
	if err != nil {
		return 0, err
	}
	there, err := model.Models(ctx, tx, model.Filter{Kind: Kind, Retired: true})
	if err != nil {
		return 0, err
	}
	known := map[string]bool{}
	for _, m := range there {
		known[m.Code] = true
	}
	for _, p := range f.Products {
		if known[p.Code] {
			continue
		}
		r := model.Record{Fields: map[string]model.Value{fName: both(p.Name), fAbout: both(p.About), fRole: model.V("software")}, Lists: map[string][]model.Row{}}
		if p.AI != "" {
			r.Lists[lAI] = []model.Row{{Key: "a1", Cells: map[string]model.Value{"name": both(p.AI), "trains": model.V("unknown"), "off": model.V("unknown")}}}
		}
		m, err := model.Make(ctx, tx, CatalogueSpec, model.Model{Code: p.Code, Domain: p.Domain}, r)
		if err != nil {
			return added, err
		}
		if _, err := model.Issue(ctx, tx, CatalogueSpec, m.ID, i18n.Say(ctx, "Genre de produit fourni avec le programme, à compléter", "Kind of product that comes with the program, to be completed")); err != nil {
			return added, err
		}
		added++
	}
	return added, nil
}
