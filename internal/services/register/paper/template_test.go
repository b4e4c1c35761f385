package paper_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/paper"
)

func each(t *testing.T, test func(t *testing.T, g *organisationtest.Ground)) {
	organisationtest.Each(t, []database.Schema{paper.Schema}, test)
}

// card is a small paper.
var card = paper.Kind{Name: "card", Title: i18n.T("Fiche", "Card"), Template: i18n.T("# {{nom}}\n", "# Card {{nom}}\n"),
	Fields: []paper.Field{paper.Text("nom", "Nom", "Name", "Cantine", "Canteen")},
	Fill: func(context.Context, access.Tx, paper.Ask) (document.Data, error) {
		return document.Data{"nom": "École *du* bourg"}, nil
	}}

func made(t *testing.T, g *organisationtest.Ground, as access.Scope, l i18n.Lang) (text string) {
	t.Helper()
	g.Read(t, as, func(tx access.Tx) error {
		set, err := paper.Open(t.Context(), tx, nil)
		if err != nil {
			return err
		}
		m, err := set.Make(t.Context(), tx, card, paper.Ask{Member: g.Village, Lang: l})
		if err == nil {
			text = document.Plain(m.Document().Blocks[0].Text)
		}
		return err
	})
	return text
}

func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		officer, clerk := organisationtest.At("dpo", g.Operator, access.ProtectionOfficer), organisationtest.At("clerk", g.Village, access.Depositor)
		if got := made(t, g, clerk, i18n.French); got != "École *du* bourg" {
			t.Errorf("the built-in template gives %q", got)
		}
		save := func(as access.Scope, l i18n.Lang, was int, body string) (v paper.Version, err error) {
			err = g.Doors.Write(ctx, as, func(tx access.Tx) error {
				v, err = paper.Save(ctx, tx, card, l, was, body, "note")
				return err
			})
			return v, err
		}
		if _, err := save(clerk, i18n.French, 0, "# x"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a clerk writes a template: %v", err)
		}
		if _, err := save(officer, i18n.French, 0, "a\n{{inconnu}}"); !fault.Is(err, fault.Invalid) || !strings.Contains(fault.Message(err).Fr, "Ligne 2") {
			t.Errorf("a field that there is not: %v", err)
		}
		if v, err := save(officer, i18n.French, 0, "# {{nom}} de {{collectivite}}\r\n"); err != nil || v.Number != 1 {
			t.Fatalf("%+v, %v", v, err)
		}
		if got, want := made(t, g, clerk, i18n.French), "École *du* bourg de "+g.Village.Name; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := made(t, g, clerk, i18n.English); got != "Card École *du* bourg" {
			t.Errorf("the English one is %q", got)
		}
		if _, err := save(officer, i18n.French, 0, "# {{nom}} encore"); !fault.Is(err, fault.Conflict) {
			t.Errorf("another was saved meanwhile: %v", err)
		}
		if v, err := save(officer, i18n.French, 1, "# {{nom}} de {{collectivite}}"); err != nil || v.Number != 1 {
			t.Errorf("saving what it says already: %+v, %v", v, err)
		}
		g.Write(t, officer, func(tx access.Tx) error {
			_, err := paper.Restore(ctx, tx, card, i18n.French, 1)
			return err
		})
		if got := made(t, g, clerk, i18n.French); got != "École *du* bourg" {
			t.Errorf("back to the built-in one: %q", got)
		}
		g.Read(t, clerk, func(tx access.Tx) error {
			list, err := paper.Versions(ctx, tx, card, i18n.French)
			var got []string
			for _, v := range list {
				got = append(got, v.Body)
			}
			if diff := cmp.Diff([]string{"# {{nom}}\n", "# {{nom}} de {{collectivite}}\n", "# {{nom}}\n"}, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			return err
		})
	})
}
