package portal

import (
	"context"
	"net/http"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

const memberDatasets = 100

// memberView is what the first page of a member's portal shows.
type memberView struct {
	Profile
	Groups []group
	Total  int
	None   []none
	Beside harvestedView // what other portals have
}

// none is what the member has nothing of.
type none struct{ Label, Period, Declared string }

// nones puts what a member has nothing of into words.
func (s *Service) nones(ctx context.Context, list []Nothing) []none {
	var out []none
	for _, n := range list {
		out = append(out, none{s.schemaLabel(ctx, n.Schema), n.Period, i18n.Date(ctx, n.Declared)})
	}
	return out
}

// group is the member's datasets under one schema.
type group struct {
	Label    string
	Datasets []Dataset
}

func (s *Service) member(w http.ResponseWriter, r *http.Request) error {
	ctx, address := r.Context(), r.PathValue("member")
	profile, err := s.p.Catalogue.Body(ctx, address)
	if err != nil {
		return err
	}
	if profile.Slug != address {
		return moved(w, r, memberPath(profile.Member))
	}
	found, err := s.p.Catalogue.Search(ctx, Search{Member: address, Sort: "recent", Limit: memberDatasets, Own: true})
	if err != nil {
		return err
	}
	v := memberView{Profile: profile, Total: found.Total, None: s.nones(ctx, profile.Nothing)}
	if v.Beside, err = s.beside(ctx, "", &profile.Member); err != nil {
		return err
	}
	at := map[string]int{}
	for _, d := range found.Datasets {
		i, ok := at[d.Schema]
		if !ok {
			i = len(v.Groups)
			at[d.Schema] = i
			label := i18n.Say(ctx, "Autres données", "Other data")
			if d.Schema != "" {
				label = s.schemaLabel(ctx, d.Schema)
			}
			v.Groups = append(v.Groups, group{Label: label})
		}
		v.Groups[i].Datasets = append(v.Groups[i].Datasets, d)
	}
	// What follows no schema comes last.
	if i, ok := at[""]; ok {
		other := v.Groups[i]
		v.Groups = append(append(v.Groups[:i:i], v.Groups[i+1:]...), other)
	}
	head := ui.Page{Title: i18n.Sayf(ctx, "Données publiques de %s", "Public data of %s", profile.Name),
		Description: i18n.Sayf(ctx, "Les données publiques de %s, à chercher, lire et télécharger.", "The public data of %s, to search, read and download.", profile.Name)}
	return show(w, r, memberPage(s.memberFrame(ctx, head, profile.Member, "home"), v))
}
