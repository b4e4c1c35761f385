package gather

import (
	"fmt"
	"path"
)

// describe gives a state its words. What is published has one language, French.
func (s *Service) describe(st *State, l look) {
	title := l.model.Title.Fr
	if title == "" {
		title = l.model.Name
	}
	st.Model, st.Licence = l.model, licenceOf(l.sources)
	st.Title = title + "\u202f: tout le territoire"
	st.Name = path.Base(l.model.Name) + "-territoire.csv"
	members := map[string]bool{}
	for _, x := range l.sources {
		members[x.Member] = true
	}
	st.Description = fmt.Sprintf("Consolidation des jeux de données publiés sous le schéma %s par les collectivités du territoire. "+
		"Elle est refaite à chaque publication ou retrait\u202f; personne ne la recopie.\n\n"+
		"Chaque ligne dit qui l’a publiée (%s, %s), dans quel jeu de données (%s) et quelle version (%s).\n\n"+
		"Un total ne vaut que pour les collectivités qui ont publié\u202f: voyez qui manque sur la page de couverture, %s.",
		l.model.Name, ColumnSiren, ColumnName, ColumnSource, ColumnVersion, s.p.PublicURL+CoveragePath(l.model.Name))
}

// CoveragePath is the page that says who has published under a schema, and who has
// not.
func CoveragePath(schema string) string { return "/coverage/" + schema }
