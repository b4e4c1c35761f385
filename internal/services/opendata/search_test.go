package opendata_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/opendata"
	"airial/internal/services/opendata/opendatatest"
)

// shelf publishes some datasets of two members, one after the other.
func (h *house) shelf() (other organisation.Member) {
	h.write(access.System("test"), func(tx access.Tx) (err error) {
		other, err = organisation.Add(h.t.Context(), tx, organisation.Member{Siren: "200000024", Name: "Lande-Basse", Kind: organisation.Commune})
		return err
	})
	for i, d := range []struct{ member, title, description, schema string }{
		{h.member.ID, "Équipements sportifs", "", opendatatest.Known.Name},
		{h.member.ID, "Budget primitif 2025", "", "none"},
		{h.member.ID, "Subventions 2025", "Votées avec le budget", opendatatest.Known.Name},
		{other.ID, "Arbres d’alignement", "Hors budget", "none"},
		{other.ID, "Budgets annexes", "", opendatatest.Known.Name},
	} {
		h.clock.Advance(time.Hour)
		s := access.For(access.Actor{Kind: access.Person, ID: "d", Name: "d"}, map[string][]access.Role{d.member: {access.Depositor}}, nil)
		h.deposit(s, opendata.Request{MemberID: d.member, Title: d.title, Description: d.description, Schema: d.schema, Press: true},
			sound+fmt.Sprint(i)+",1\n")
	}
	return other
}

func TestSurvey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other := h.shelf()
		mine, known := h.member.ID, opendatatest.Known.Name
		bySchema := func(known, none int) (out []opendata.Facet) {
			out = []opendata.Facet{{Value: opendatatest.Known.Name, Count: known}, {Value: "", Count: none}}
			if known == none {
				out[0], out[1] = out[1], out[0]
			}
			return out
		}
		byMember := func(mine, others int) []opendata.Facet {
			out := []opendata.Facet{{Value: h.member.ID, Count: mine}, {Value: other.ID, Count: others}}
			slices.SortFunc(out, func(a, b opendata.Facet) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Value, b.Value)) })
			return out
		}
		for _, c := range []struct {
			name    string
			q       opendata.Search
			titles  []string
			total   int
			schemas []opendata.Facet
			members []opendata.Facet
		}{
			{"all, the most recent first", opendata.Search{Limit: 3},
				[]string{"Budgets annexes", "Arbres d’alignement", "Subventions 2025"}, 5, bySchema(3, 2), byMember(3, 2)},
			{"the next page", opendata.Search{Limit: 3, Offset: 3},
				[]string{"Budget primitif 2025", "Équipements sportifs"}, 5, bySchema(3, 2), byMember(3, 2)},
			{"by title", opendata.Search{Limit: 9, Sort: "title"},
				[]string{"Arbres d’alignement", "Budget primitif 2025", "Budgets annexes", "Équipements sportifs", "Subventions 2025"},
				5, bySchema(3, 2), byMember(3, 2)},
			{"of a member: the others are still counted", opendata.Search{Limit: 9, MemberID: other.ID},
				[]string{"Budgets annexes", "Arbres d’alignement"}, 2, bySchema(1, 1), byMember(3, 2)},
			{"of a schema", opendata.Search{Limit: 9, Schema: "none", Sort: "title", MemberID: mine},
				[]string{"Budget primitif 2025"}, 1, bySchema(2, 1), byMember(1, 1)},
			{"a word: first in titles, then the most recent", opendata.Search{Query: "les budgets", Limit: 9},
				[]string{"Budgets annexes", "Budget primitif 2025", "Arbres d’alignement", "Subventions 2025"},
				4, bySchema(2, 2), byMember(2, 2)},
			{"a word, the most recent first", opendata.Search{Query: "budget", Limit: 2, Offset: 1, Sort: "recent"},
				[]string{"Arbres d’alignement", "Subventions 2025"}, 4, bySchema(2, 2), byMember(2, 2)},
			{"a word, by title", opendata.Search{Query: "budget", Limit: 9, Sort: "title", MemberID: mine},
				[]string{"Budget primitif 2025", "Subventions 2025"}, 2, bySchema(1, 1), byMember(2, 2)},
			{"the beginning of a word, within a schema", opendata.Search{Query: "SUBV", Limit: 9, Schema: known},
				[]string{"Subventions 2025"}, 1, []opendata.Facet{{Value: known, Count: 1}}, []opendata.Facet{{Value: mine, Count: 1}}},
			{"on a member's own site, a word", opendata.Search{Query: "les budg", Limit: 9, MemberID: other.ID, Alone: true},
				[]string{"Budgets annexes", "Arbres d’alignement"}, 2, bySchema(1, 1), nil},
			{"on a member's own site, a schema", opendata.Search{Schema: "none", Limit: 9, MemberID: mine, Alone: true},
				[]string{"Budget primitif 2025"}, 1, bySchema(2, 1), nil},
			{"behind the last page", opendata.Search{Query: "budget", Limit: 9, Offset: 9}, nil, 4, bySchema(2, 2), byMember(2, 2)},
			{"only a stop word", opendata.Search{Query: "les", Limit: 9}, nil, 0, nil, nil},
			{"nothing", opendata.Search{Query: "piscine", Limit: 9}, nil, 0, nil, nil},
		} {
			h.read(access.Public(), func(tx access.Tx) error {
				got, err := h.service.Survey(t.Context(), tx, c.q)
				if err != nil {
					return fmt.Errorf("%s: %w", c.name, err)
				}
				var titles []string
				for _, d := range got.Datasets {
					titles = append(titles, d.Title)
				}
				if diff := gocmp.Diff(c.titles, titles); diff != "" || got.Total != c.total {
					t.Errorf("%s: %d in all, want %d; titles (-want +got):\n%s", c.name, got.Total, c.total, diff)
				}
				h.agrees(h.service, tx, c.q, c.name)
				want := opendata.Sides{Schemas: c.schemas, Members: c.members}
				counts := opendata.Sides{Schemas: got.Schemas, Members: got.Members}
				if diff := gocmp.Diff(want, counts, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s: counts (-want +got):\n%s", c.name, diff)
				}
				return err
			})
		}
		h.read(access.Public(), func(tx access.Tx) error {
			got, err := h.service.Count(t.Context(), tx)
			want := opendata.Figures{Datasets: 5, Members: 2, Rows: 15}
			if got != want {
				t.Errorf("counts %+v, want %+v", got, want)
			}
			return err
		})
	})
}

// A new version moves its dataset in the list, with its words or with others.
func TestListedAnew(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		s := h.as(access.Depositor, "d")
		first := h.deposit(s, opendata.Request{Title: "Subventions", Press: true}, sound)
		h.clock.Advance(time.Hour)
		h.deposit(s, opendata.Request{Title: "Budget", Press: true}, sound+"x,1\n")
		h.clock.Advance(time.Hour)
		for _, c := range []struct{ content, query string }{
			{sound + "y,1\n", "montant"},                  // the same words, another row
			{"nom,somme\nAmicale,1\nx,2\ny,3\n", "somme"}, // other words
		} {
			h.deposit(s, opendata.Request{PieceID: first.PieceID, Press: true}, c.content)
			h.clock.Advance(time.Hour)
			h.read(access.Public(), func(tx access.Tx) error {
				got, err := h.service.Survey(t.Context(), tx, opendata.Search{Limit: 9})
				if err != nil || got.Total != 2 || got.Datasets[0].Title != "Subventions" || got.Datasets[0].Rows != 3 {
					t.Errorf("%+v, %v", got, err)
				}
				got, err = h.service.Survey(t.Context(), tx, opendata.Search{Query: c.query, Limit: 9})
				if err != nil || len(got.Datasets) == 0 || got.Datasets[0].Title != "Subventions" {
					t.Errorf("%s: %+v, %v", c.query, got, err)
				}
				count, err := h.service.Count(t.Context(), tx)
				if count.Datasets != 2 || count.Rows != 6 {
					t.Errorf("%+v", count)
				}
				return err
			})
		}
		h.read(access.Public(), func(tx access.Tx) error {
			got, err := h.service.Survey(t.Context(), tx, opendata.Search{Query: "montant", Limit: 9})
			if len(got.Datasets) != 1 || got.Datasets[0].Title != "Budget" {
				t.Errorf("words of the earlier version are still found: %+v", got)
			}
			return err
		})
	})
}
