package help_test

import (
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/help"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
)

func each(t *testing.T, test func(t *testing.T, d *consoletest.Desk, asker access.Scope)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, help.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		d := consoletest.New(t, g)
		d.Serve(help.New(help.Parts{Doors: g.Doors, Desk: d.Console}).Register)
		var asker access.Scope
		g.Write(t, access.System("test"), func(tx access.Tx) error {
			u, err := user.OpenAt(t.Context(), tx, g.Village.ID, user.Account{Login: "claire", Name: "Claire Dupuy"}, []access.Role{access.Depositor})
			if err != nil {
				return err
			}
			asker, err = access.ScopeOf(t.Context(), tx, u.Actor())
			return err
		})
		test(t, d, asker)
	})
}

func TestAQuestionAndItsAnswer(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, asker access.Scope) {
		var p piece.Piece
		d.Write(t, asker, func(tx access.Tx) (err error) {
			p, _, _, err = piece.Put(t.Context(), tx, piece.Deposit{MemberID: d.Village.ID, Kind: "dataset", Title: "Budget 2026", Digest: "x"})
			return err
		})
		form := "/console/help/new?from=%2Fconsole%2Fdeposits%2F" + p.ID + "&request=0199-abc"
		body, _ := d.Wants(200, asker, form)
		consoletest.Says(t, "the form", body, "Demander de l’aide", "Saint-Élix", "Budget 2026", "/console/deposits/"+p.ID, "0199-abc")
		body, _ = d.Wants(422, asker, "/console/help/new", "from", "/console/deposits/"+p.ID, "request", "0199-abc", "words", " ")
		consoletest.Says(t, "an empty form", body, "À corriger", "Dites en quelques mots", "Budget 2026")
		_, header := d.Wants(303, asker, "/console/help/new", "from", "/console/deposits/"+p.ID, "request", "0199-abc", "words", "Le budget est refusé.\n\nPourquoi ?")
		thread := header.Get("Location")

		support := organisationtest.At("lucie", d.Operator, access.Support)
		body, _ = d.Wants(200, support, "/console/operator/help")
		consoletest.Says(t, "the queue", body, "1 demande", "Le budget est refusé. …", "Claire Dupuy", "Saint-Élix", "Budget 2026", "nouvelle")
		for query, want := range map[string]string{"?q=refus%C3%A9": "1 demande", "?q=0199-abc": "1 demande", "?q=jamais": "0 demande",
			"?state=closed": "0 demande", "?state=mine": "0 demande", "?member=" + d.Town.Siren: "0 demande"} {
			body, _ = d.Wants(200, support, "/console/operator/help"+query)
			consoletest.Says(t, query, body, want)
		}
		d.Wants(303, support, strings.Replace(thread, "/help/", "/operator/help/", 1)+"/take", "go", "1")
		body, _ = d.Wants(200, support, thread)
		consoletest.Says(t, "the thread", body, "prise en charge", "suivie par Mme lucie", "Le budget est refusé.", "Pourquoi ?", "Répondre")
		d.Wants(303, support, thread, "words", "Il manque une colonne.")
		body, _ = d.Wants(200, asker, "/console/help")
		consoletest.Says(t, "her list", body, "n°\u00a01", "Budget 2026", "réponse à lire")
		body, _ = d.Wants(200, asker, thread)
		consoletest.Says(t, "her thread", body, "Il manque une colonne.", "!Prendre en charge")
		body, _ = d.Wants(200, asker, "/console/help")
		consoletest.Says(t, "her list once read", body, "répondue", "!à lire")
		d.Told()
		d.Wants(303, asker, thread+"/close", "go", "1")
		undo := d.Told()[0].Undo
		d.Wants(303, support, strings.Replace(thread, "/help/", "/operator/help/", 1)+"/take", "go", "1") // closed: refused, in words
		if says := d.Told(); len(says) != 1 || !strings.Contains(says[0].Text, "Rouvrez-la") {
			t.Errorf("taking a closed one: %+v", says)
		}
		d.Wants(303, asker, undo, "go", "1")
		d.Wants(303, asker, thread, "words", "Et maintenant ?")
		body, _ = d.Wants(200, support, "/console/operator/help?state=taken")
		consoletest.Says(t, "it is open again", body, "1 demande")

		for name, s := range map[string]access.Scope{"a colleague": organisationtest.At("x", d.Village, access.Manager), "a stranger": organisationtest.At("x", d.Town, access.Manager)} {
			for _, path := range []string{thread, thread + "/close", "/console/operator/help"} {
				var form []string
				if strings.HasSuffix(path, "close") {
					form = []string{"go", "1"}
				}
				if status, _, _ := d.As(s, path, form...); status != 404 {
					t.Errorf("%s for %s: %d", path, name, status)
				}
			}
		}
	})
}

// TestAQuestionTellsNothingThatItsAskerDoesNotSee asks about things of others.
func TestAQuestionTellsNothingThatItsAskerDoesNotSee(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, asker access.Scope) {
		var p piece.Piece
		d.Write(t, access.System("test"), func(tx access.Tx) (err error) {
			p, _, _, err = piece.Put(t.Context(), tx, piece.Deposit{MemberID: d.Town.ID, Kind: "dataset", Title: "Un secret", Digest: "x"})
			return err
		})
		for _, from := range []string{"/console/deposits/" + p.ID, "/console/members/" + d.Town.Siren, "/console?member=" + d.Town.Siren} {
			body, _ := d.Wants(200, asker, "/console/help/new?from="+strings.ReplaceAll(from, "?", "%3F"))
			consoletest.Says(t, from, body, "!Un secret", "!Ychoux")
		}
		for _, from := range []string{"https://elsewhere.example/", "//elsewhere.example/", "/datasets", "javascript:alert(1)", "%zz"} {
			body, _ := d.Wants(200, asker, "/console/help/new?from="+strings.ReplaceAll(from, "%", "%25"))
			main := body[strings.Index(body, "<main"):]
			if strings.Contains(main, "elsewhere") || strings.Contains(main, "alert(1)") || strings.Contains(main, "/datasets") {
				t.Errorf("%s comes back in the page", from)
			}
		}
	})
}

// Old questions go with what was said; those that wait for an answer stay.
func TestOldQuestionsAreDestroyed(t *testing.T) {
	each(t, func(t *testing.T, d *consoletest.Desk, asker access.Scope) {
		ask := func(words string) (q help.Question) {
			d.Write(t, asker, func(tx access.Tx) (err error) {
				q, err = help.Ask(t.Context(), tx, help.Question{Page: "/console"}, words)
				return err
			})
			return q
		}
		closed, waiting := ask("Comment fermer ?"), ask("Comment attendre ?")
		d.Write(t, asker, func(tx access.Tx) error { _, err := help.Close(t.Context(), tx, closed.ID, false); return err })
		d.Clock.Advance(100 * 24 * time.Hour)
		count := func() (n int) {
			d.Read(t, access.System("test"), func(tx access.Tx) (err error) {
				n, err = database.Value[int](t.Context(), tx, "test", `select (select count(*) from help_question) + (select count(*) from help_message)`)
				return err
			})
			return n
		}
		for _, c := range []struct {
			kept time.Duration
			left int
		}{{0, 4}, {101 * 24 * time.Hour, 4}, {99 * 24 * time.Hour, 2}} {
			if err := help.Sweep(t.Context(), d.Doors, c.kept); err != nil {
				t.Fatal(err)
			}
			if n := count(); n != c.left {
				t.Errorf("kept for %v: %d rows, want %d", c.kept, n, c.left)
			}
		}
		d.Read(t, access.System("test"), func(tx access.Tx) error { _, _, err := help.Get(t.Context(), tx, waiting.ID); return err })
	})
}
