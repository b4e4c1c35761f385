package opendata_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/services/opendata"
)

func TestNearTo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf()
		titles := func(list []opendata.Dataset) (out []string) {
			for _, d := range list {
				out = append(out, d.Title)
			}
			return out
		}
		for title, want := range map[string][2][]string{
			// Under the same schema elsewhere; of its own first those that share its schema.
			"Équipements sportifs": {{"Budgets annexes"}, {"Subventions 2025", "Budget primitif 2025"}},
			// Without schema: what shares a word of its title.
			"Budget primitif 2025": {{"Budgets annexes"}, {"Subventions 2025", "Équipements sportifs"}},
			"Arbres d’alignement":  {nil, {"Budgets annexes"}},
		} {
			h.read(access.Public(), func(tx access.Tx) error {
				found, err := h.service.Survey(t.Context(), tx, opendata.Search{Query: title, Limit: 1})
				if err != nil {
					return err
				}
				near, err := h.service.NearTo(t.Context(), tx, found.Datasets[0].ID)
				if diff := gocmp.Diff(want, [2][]string{titles(near.Elsewhere), titles(near.Own)}); diff != "" {
					t.Errorf("%s (-want +got):\n%s", title, diff)
				}
				return err
			})
		}
	})
}
