package console

import (
	"net/http"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/platform/i18n"
)

const (
	searchPath  = Home + "/search"
	searchLimit = 20
)

type searchView struct {
	Query   string
	Pieces  []lifeRow
	Members []organisation.Member
}

// search looks for pieces and members that the person may open.
func (c *Console) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	scope := access.From(ctx)
	v := searchView{Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	err := c.Doors.Read(ctx, scope, func(tx access.Tx) error {
		if v.Query == "" {
			return nil
		}
		if filter, ok := manages(scope); ok {
			var err error
			filter.Query = v.Query
			if v.Members, _, err = organisation.List(ctx, tx, filter, searchLimit, 0); err != nil {
				return err
			}
		}
		found, err := piece.Search(ctx, tx, v.Query, searchLimit)
		if err != nil || len(found) == 0 {
			return err
		}
		ids := make([]string, len(found))
		for i, p := range found {
			ids[i] = p.ID
		}
		byPiece, err := life.OfPieces(ctx, tx, ids)
		if err != nil {
			return err
		}
		var list []life.Life
		for _, p := range found {
			if l, ok := byPiece[p.ID]; ok {
				list = append(list, l)
			}
		}
		if v.Pieces, err = c.rows(ctx, tx, list); err != nil {
			return err
		}
		for i, l := range list {
			v.Pieces[i].Words, v.Pieces[i].When = c.Stands(ctx, l), i18n.ShortDate(ctx, l.Updated)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.Show(w, r, Page{Title: i18n.Say(ctx, "Recherche", "Search"), Query: v.Query}, searchBody(v))
}
