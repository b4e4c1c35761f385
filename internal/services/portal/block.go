package portal

import (
	"context"
	"strings"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/web/ui"
	"airial/internal/services/portal/label"
)

const (
	blockLatest = 6
	// blockThemes is how many schemas a block of themes names.
	blockThemes = 24
)

// blockView is a part of the first page with what it shows.
type blockView struct {
	label.Block
	Base    string // of the portal: "" or "/p/ville"
	Heading string // in words; empty shows none
	Search  *ui.Search
	Shown   []Dataset // featured, or latest
	Themes  []theme
	Stats   []stat
	More    *ui.Link
	Groups  []group // all datasets of a member, by subject
	Places  *places
}

// stat is one figure.
type stat struct{ Figure, Label, Href string }

// heading is the block's own, or the usual one.
func heading(ctx context.Context, b label.Block, usual string) string {
	if b.Title.Empty() {
		return usual
	}
	return i18n.Read(ctx, b.Title)
}

// featured finds datasets by what a label names. One that is gone is passed by:
// the page stays right without anybody's doing.
func (s *Service) featured(ctx context.Context, m organisation.Member, names []string) ([]Dataset, error) {
	var out []Dataset
	for _, name := range names {
		member, slug := m.Slug, name
		if before, after, found := strings.Cut(name, "/"); found {
			member, slug = before, after
		} else if ident.Valid(name) {
			member = ""
		}
		shown, err := s.p.Catalogue.Dataset(ctx, member, slug, 0)
		if fault.Is(err, fault.NotFound) || err == nil && shown.Hidden != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, shown.Dataset)
	}
	return out, nil
}

// themesOf are the schemas of a search's facets, with how many datasets each has.
func (s *Service) themesOf(facets []Facet, most int) []theme {
	var out []theme
	for _, f := range facets {
		if schema, ok := s.p.Schemas.Schema(f.Value); ok && len(out) < most {
			out = append(out, theme{schema, f.Count})
		}
	}
	return out
}

// common fills the blocks that are alike on every portal.
func (s *Service) common(ctx context.Context, v *blockView, m organisation.Member) (known bool, err error) {
	switch v.Kind {
	case label.Words, label.Links:
		v.Heading = heading(ctx, v.Block, "")
		return true, nil
	case label.Featured:
		v.Heading = heading(ctx, v.Block, i18n.Say(ctx, "À la une", "Featured"))
		v.Shown, err = s.featured(ctx, m, v.Datasets)
		return true, err
	}
	return false, nil
}

// memberBlocks fills the blocks of a member's first page.
func (s *Service) memberBlocks(ctx context.Context, m organisation.Member, f label.Face, groups []group, latest []Dataset, total int) ([]blockView, error) {
	base := memberPath(m)
	var out []blockView
	for _, b := range f.Label.Shown(false) {
		v := blockView{Block: b, Base: base}
		known, err := s.common(ctx, &v, m)
		if err != nil {
			return nil, err
		}
		if !known && total == 0 {
			continue // what would be empty is said once
		}
		switch b.Kind {
		case label.Search:
			v.Heading = heading(ctx, b, "")
			v.Search = &ui.Search{Action: base + "/datasets", Label: i18n.Sayf(ctx, "Rechercher dans les données de %s", "Search the data of %s", m.Name),
				Placeholder: i18n.Say(ctx, "Rechercher dans nos données", "Search our data")}
		case label.Datasets:
			v.Heading, v.Groups = heading(ctx, b, ""), groups
			if total > memberDatasets {
				v.More = &ui.Link{Label: i18n.Sayf(ctx, "Les %s jeux de données", "All %s datasets", i18n.Number(ctx, total)), Href: base + "/datasets"}
			}
		case label.Latest:
			v.Heading, v.Shown = heading(ctx, b, i18n.Say(ctx, "Publié récemment", "Lately published")), latest[:min(len(latest), blockLatest)]
			v.More = &ui.Link{Label: i18n.Say(ctx, "Toutes nos publications", "All our publications"), Href: base + "/datasets?sort=recent"}
		case label.Themes:
			found, err := s.p.Catalogue.Search(ctx, Search{Member: m.Slug, Facets: true, Own: true})
			if err != nil {
				return nil, err
			}
			v.Heading, v.Themes = heading(ctx, b, i18n.Say(ctx, "De quoi parlent ces données", "What these data are about")), s.themesOf(found.Schemas, blockThemes)
		case label.Figures:
			v.Heading, v.Stats = heading(ctx, b, ""), memberStats(ctx, base, latest, total)
		}
		out = append(out, v)
	}
	return out, nil
}

// memberStats are a member's figures: how many datasets, rows of those that are
// listed, and when it has last published.
func memberStats(ctx context.Context, base string, list []Dataset, total int) []stat {
	var rows int64
	var last time.Time
	for _, d := range list {
		rows += d.Rows
		if d.Modified.After(last) {
			last = d.Modified
		}
	}
	out := []stat{{i18n.Number(ctx, total), i18n.Say(ctx, "jeux de données", "datasets"), base + "/datasets"}}
	if total <= len(list) {
		out = append(out, stat{i18n.Number(ctx, rows), i18n.Say(ctx, "lignes à lire, trier, télécharger", "rows to read, sort, download"), ""})
	}
	return append(out, stat{i18n.ShortDate(ctx, last), i18n.Say(ctx, "dernière publication", "last publication"), base + "/datasets?sort=recent"})
}

// homeBlocks fills the blocks of the operator's first page.
func (s *Service) homeBlocks(ctx context.Context, f label.Face, v homeView) ([]blockView, error) {
	var out []blockView
	for _, b := range f.Label.Shown(true) {
		w := blockView{Block: b}
		if _, err := s.common(ctx, &w, s.p.Operator); err != nil {
			return nil, err
		}
		switch b.Kind {
		case label.Search:
			w.Heading = heading(ctx, b, "")
			w.Search = &ui.Search{Action: "/datasets", Label: i18n.Say(ctx, "Rechercher dans les données", "Search the data"), Placeholder: i18n.Say(ctx, "subventions, école, budget…", "grants, school, budget…")}
		case label.Places:
			w.Heading, w.Places = heading(ctx, b, i18n.Say(ctx, "Votre commune", "Your town")), &v.Places
		case label.Figures:
			if v.Figures.Datasets == 0 {
				continue
			}
			w.Heading = heading(ctx, b, "")
			w.Stats = []stat{{i18n.Number(ctx, v.Figures.Datasets), i18n.Say(ctx, "jeux de données", "datasets"), "/datasets"},
				{i18n.Number(ctx, v.Figures.Publishing), i18n.Sayf(ctx, "collectivités publient, sur %s", "public bodies publish, out of %s", i18n.Number(ctx, v.Figures.Bodies)), "/members"},
				{i18n.Number(ctx, v.Figures.Rows), i18n.Say(ctx, "lignes à lire, trier, télécharger", "rows to read, sort, download"), ""}}
		case label.Themes:
			w.Heading, w.Themes = heading(ctx, b, i18n.Say(ctx, "De quoi parlent ces données", "What these data are about")), v.Themes
		case label.Latest:
			w.Heading, w.Shown = heading(ctx, b, i18n.Say(ctx, "Publié récemment", "Lately published")), v.Latest
			w.More = &ui.Link{Label: i18n.Say(ctx, "Toutes les publications", "All publications"), Href: "/datasets?sort=recent"}
		}
		out = append(out, w)
	}
	return out, nil
}
