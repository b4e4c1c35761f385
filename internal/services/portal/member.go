package portal

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/label"
)

const memberDatasets = 100

// memberView is what the first page of a member's portal shows.
type memberView struct {
	Profile
	Label  label.Label
	Blocks []blockView
	Total  int
	None   []none
	Beside harvestedView // what other portals have
	Told   []ui.Link     // where its data are told in plain figures
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
	head := ui.Page{Title: i18n.Sayf(ctx, "Données publiques de %s", "Public data of %s", profile.Name),
		Description: i18n.Sayf(ctx, "Les données publiques de %s, à chercher, lire et télécharger.", "The public data of %s, to search, read and download.", profile.Name)}
	page, err := s.memberWith(ctx, head, profile, s.face(ctx, profile.Member))
	if err != nil {
		return err
	}
	return show(w, r, page)
}

// memberWith is the first page of a member's portal with a face.
func (s *Service) memberWith(ctx context.Context, head ui.Page, profile Profile, f label.Face) (templ.Component, error) {
	found, err := s.p.Catalogue.Search(ctx, Search{Member: profile.Slug, Sort: "recent", Limit: memberDatasets, Own: true})
	if err != nil {
		return nil, err
	}
	v := memberView{Profile: profile, Total: found.Total, None: s.nones(ctx, profile.Nothing), Label: f.Label}
	if v.Beside, err = s.beside(ctx, &profile.Member); err != nil {
		return nil, err
	}
	if v.Blocks, err = s.memberBlocks(ctx, profile.Member, f, s.groups(ctx, found.Datasets), found.Datasets, found.Total); err != nil {
		return nil, err
	}
	if v.Told, err = s.toldOf(ctx, profile.Member, found.Datasets); err != nil {
		return nil, err
	}
	return memberPage(s.memberFrameWith(ctx, head, profile.Member, "home", f), v), nil
}

// groups puts datasets under their schemas, in the order in which they come; what
// follows no schema comes last.
func (s *Service) groups(ctx context.Context, list []Dataset) []group {
	var out []group
	at := map[string]int{}
	for _, d := range list {
		i, ok := at[d.Schema]
		if !ok {
			i = len(out)
			at[d.Schema] = i
			label := i18n.Say(ctx, "Autres données", "Other data")
			if d.Schema != "" {
				label = s.schemaLabel(ctx, d.Schema)
			}
			out = append(out, group{Label: label})
		}
		out[i].Datasets = append(out[i].Datasets, d)
	}
	if i, ok := at[""]; ok {
		other := out[i]
		out = append(append(out[:i:i], out[i+1:]...), other)
	}
	return out
}
