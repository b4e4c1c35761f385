package display_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/jobs"
	"airial/internal/services/portal/display"
	"airial/internal/services/portal/picture"
)

// shelf has one dataset, whose table may change.
type shelf struct {
	town  organisation.Member
	table picture.Table
	draft bool
}

func (s *shelf) Dataset(_ context.Context, _ access.Tx, id string) (display.Dataset, error) {
	if id != dataset {
		return display.Dataset{}, fault.Missing("test")
	}
	return display.Dataset{ID: id, Title: "Subventions", Member: s.town, Public: !s.draft, Table: s.table}, nil
}

const dataset = "ds-1"

func grants() picture.Table {
	return picture.Table{Dataset: dataset, Rows: 3, Columns: []picture.Column{{Name: "nature", Type: "text"}, {Name: "montant", Type: "number"}, {Name: "date", Type: "date"}},
		Preview: [][]string{{"a", "1", "2025-01-01"}, {"a", "2", "2025-02-01"}, {"b", "3", "2025-03-01"}}}
}

type house struct {
	*organisationtest.Ground
	t     *testing.T
	shelf *shelf
	room  *display.Service
}

// shelves stands for the room of datasets, whose rows say whose a choice is.
var shelves = database.Schema{Room: "shelves", Files: fstest.MapFS{"schema/0001_dataset.sql": {Data: []byte("-- +goose Up\ncreate table dataset (piece_id text primary key, member_id text not null);\n")}},
	Tables: []database.Table{{Name: "dataset", Member: "member_id", Public: "true"}}}

func each(t *testing.T, test func(t *testing.T, h *house)) {
	organisationtest.Each(t, []database.Schema{jobs.Schema, user.Schema, shelves, display.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		s := &shelf{town: g.Town, table: grants()}
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := database.Exec(t.Context(), tx, "test", `insert into dataset (piece_id, member_id) values ($1, $2)`, dataset, g.Town.ID)
			return err
		})
		test(t, &house{g, t, s, display.New(display.Parts{Doors: g.Doors, Catalogue: s, Personal: func(text string) (i18n.Text, bool) {
			return i18n.T("Ce titre nomme quelqu’un.", "This title names somebody."), strings.Contains(text, "@")
		}})})
	})
}

func (h *house) as(name string, role access.Role) access.Scope {
	return access.For(access.Actor{Kind: access.Person, ID: name, Name: name}, map[string][]access.Role{h.Town.ID: {role}}, nil)
}

func (h *house) save(who access.Scope, base int, figures ...display.Figure) (out display.State, err error) {
	err = h.Doors.Write(h.t.Context(), who, func(tx access.Tx) (err error) {
		out, err = h.room.Save(h.t.Context(), tx, dataset, base, display.Document{Figures: figures})
		return err
	})
	return out, err
}

func (h *house) chosen() ([]picture.Spec, bool) {
	h.t.Helper()
	specs, ok, err := h.room.Chosen(h.t.Context(), dataset)
	if err != nil {
		h.t.Fatal(err)
	}
	return specs, ok
}

var (
	byNature = display.Figure{Kind: "bar", By: "nature", Of: "montant", Title: i18n.T("Qui reçoit quoi", "Qui reçoit quoi"), Unit: "€"}
	byDate   = display.Figure{Kind: "line", By: "date", Of: "montant"}
)

// TestChoice: nothing is chosen until somebody chooses; what is hidden stays and
// does not show; the way back leads to what the program chooses.
func TestChoice(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.as("odile", access.Depositor)
		if specs, ok := h.chosen(); ok || len(specs) > 0 {
			t.Errorf("chosen before anybody chose: %v", specs)
		}
		hidden := byDate
		hidden.Hidden = true
		if _, err := h.save(odile, 0, byNature, hidden); err != nil {
			t.Fatal(err)
		}
		specs, ok := h.chosen()
		if diff := cmp.Diff([]picture.Spec{byNature.Spec()}, specs); !ok || diff != "" {
			t.Errorf("%v (-want +got)\n%s", ok, diff)
		}
		if _, err := h.save(odile, 1); err != nil {
			t.Fatal(err)
		}
		if specs, ok := h.chosen(); !ok || len(specs) > 0 {
			t.Errorf("no chart is a choice too: %v %v", ok, specs)
		}
		for number, want := range map[int]bool{1: true, 0: false} {
			h.Write(t, odile, func(tx access.Tx) error {
				_, err := h.room.Restore(t.Context(), tx, dataset, number)
				return err
			})
			if specs, ok := h.chosen(); ok != want || want && len(specs) != 1 {
				t.Errorf("restored %d: %v %v", number, ok, specs)
			}
		}
	})
}

// TestTwoAtOnce: the second to save is told, and the first's charts stand.
func TestTwoAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if _, err := h.save(h.as("odile", access.Depositor), 0, byNature); err != nil {
			t.Fatal(err)
		}
		if _, err := h.save(h.as("paul", access.Depositor), 0, byDate); !fault.Is(err, fault.Conflict) {
			t.Errorf("over somebody's head: %v", err)
		}
		if specs, _ := h.chosen(); len(specs) != 1 || specs[0].By != "nature" {
			t.Errorf("stands: %v", specs)
		}
		if done, err := h.save(h.as("paul", access.Depositor), 1, byDate); err != nil || done.Number != 2 {
			t.Errorf("knowingly: %v %v", done, err)
		}
	})
}

// TestColumnGone: a chart outlives its column, is not taken for a new one, and
// another may be changed beside it.
func TestColumnGone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.as("odile", access.Depositor)
		if _, err := h.save(odile, 0, byNature); err != nil {
			t.Fatal(err)
		}
		h.shelf.table.Columns = h.shelf.table.Columns[1:]
		if _, err := h.save(odile, 1, byNature, byDate); err != nil {
			t.Errorf("beside a chart whose column is gone: %v", err)
		}
		specs, _ := h.chosen()
		if column, lacks := h.shelf.table.Lacks(specs[0]); !lacks || column != "nature" {
			t.Errorf("lacks %q, %v", column, lacks)
		}
		fresh := byNature
		fresh.Kind = "column"
		if _, err := h.save(odile, 2, fresh); !fault.Is(err, fault.Invalid) {
			t.Errorf("a new chart of a column that is not there: %v", err)
		}
	})
}

func TestRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		odile := h.as("odile", access.Depositor)
		for name, f := range map[string]display.Figure{
			"no categories":     {Kind: "bar"},
			"not a form":        {Kind: "pie", By: "nature"},
			"not a way":         {By: "nature", How: "median"},
			"words are no sum":  {By: "date", Of: "nature"},
			"no places":         {Kind: picture.Map},
			"a long title":      {By: "nature", Title: i18n.Text{Fr: strings.Repeat("é", 121)}},
			"somebody’s letter": {By: "nature", Title: i18n.Text{Fr: "odile@exemple.fr"}},
		} {
			if _, err := h.save(odile, 0, f); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.save(odile, 0, make([]display.Figure, 13)...); !fault.Is(err, fault.Invalid) {
			t.Errorf("thirteen: %v", err)
		}
		if _, err := h.save(h.as("rémi", access.Reader), 0, byNature); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a reader: %v", err)
		}
		h.shelf.draft = true
		if _, err := h.save(odile, 0, byNature); !fault.Is(err, fault.Conflict) {
			t.Errorf("of what is not published: %v", err)
		}
	})
}

// TestForgotten: nothing is left of what was chosen for a dataset that is erased.
func TestForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		if _, err := h.save(h.as("odile", access.Depositor), 0, byNature); err != nil {
			t.Fatal(err)
		}
		h.Write(t, access.System("test"), func(tx access.Tx) error { return display.Forget(t.Context(), tx, dataset) })
		if _, ok := h.chosen(); ok {
			t.Error("still chosen")
		}
	})
}
