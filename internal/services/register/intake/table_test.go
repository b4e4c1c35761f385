package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/assessment"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/request"
)

type shelf map[string][]byte

func (s shelf) Put(_ context.Context, member string, body io.Reader) (blob.Ref, error) {
	b, err := io.ReadAll(body)
	ref := blob.Ref{Digest: fmt.Sprintf("%064x", len(s)+1), Size: int64(len(b))}
	s[member+"/"+ref.Digest] = b
	return ref, err
}

func (s shelf) Claim(context.Context, access.Tx, string, string) error { return nil }

type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

func (s shelf) Open(_ context.Context, member, digest string) (blob.Blob, error) {
	return opened{bytes.NewReader(s[member+"/"+digest])}, nil
}

func (s shelf) Destroy(_ context.Context, member string, digests []string) error {
	for _, d := range digests {
		delete(s, member+"/"+d)
	}
	return nil
}

type world struct {
	*organisationtest.Ground
	t     *testing.T
	room  *intake.Service
	desk  *consoletest.Desk
	clerk access.Scope
}

func each(t *testing.T, test func(w *world)) {
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, jobs.Schema, model.Schema, activity.Schema, request.Schema, breach.Schema, maturity.Schema, plan.Schema, assessment.Schema, intake.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Ground: g, t: t, desk: consoletest.New(t, g), clerk: organisationtest.At("clerk", g.Village, access.Depositor)}
		w.room = &intake.Service{Doors: g.Doors, Files: shelf{}, Holds: intake.Usual()}
		pages := &intake.Pages{Service: w.room, Desk: w.desk.Console}
		w.desk.Serve(pages.Register)
		g.Write(t, access.System("test"), func(tx access.Tx) error { _, err := activity.Install(t.Context(), tx); return err })
		test(w)
	})
}

// receive takes a file in, as the page does.
func (w *world) receive(file string) (intake.Import, intake.Preview) {
	w.t.Helper()
	ref, err := w.room.Files.Put(w.t.Context(), w.Village.ID, strings.NewReader(file))
	if err != nil {
		w.t.Fatal(err)
	}
	var i intake.Import
	w.Write(w.t, w.clerk, func(tx access.Tx) (err error) {
		i, err = w.room.Receive(w.t.Context(), tx, w.Village.ID, "registre", ref, []byte(file))
		return err
	})
	return i, w.look(i)
}

func (w *world) look(i intake.Import) (p intake.Preview) {
	w.t.Helper()
	w.Read(w.t, w.clerk, func(tx access.Tx) (err error) { i, err = intake.Get(w.t.Context(), tx, i.ID); return err })
	sheet, c, err := w.room.Sheet(w.t.Context(), i)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Read(w.t, w.clerk, func(tx access.Tx) (err error) {
		p, err = intake.Look(w.t.Context(), tx, w.Village.ID, sheet, c)
		return err
	})
	return p
}

func (w *world) accept(i intake.Import, good bool) error {
	p := w.look(i)
	return w.Try(w.t, w.clerk, func(tx access.Tx) error {
		_, err := w.room.Accept(w.t.Context(), tx, i.ID, p.Sheet, good)
		return err
	})
}

func (w *world) register() map[string]model.Record {
	out := map[string]model.Record{}
	w.Read(w.t, w.clerk, func(tx access.Tx) error {
		list, err := model.All(w.t.Context(), tx, model.Ask{Kind: activity.Kind, Member: w.Village.ID})
		for _, f := range list {
			out[f.Record.Get("name").Fr] = f.Record
		}
		return err
	})
	return out
}

const kept = `Registre des traitements de la commune;;;;;;
N°;Intitulé du traitement;Finalités;Base légale;Personnes concernées;Catégories de données;Durée de conservation;Destinataires;Sauvegarde
T1;Cantine;Inscrire les enfants;Mission d’intérêt public;Enfants et élèves, Familles et représentants légaux;État civil, identité, coordonnées;1 an;"Service scolaire ; Trésor public";Chaque nuit
T2;Cimetière;Tenir les concessions;obligation légale;Défunts;Données internet, Couleur préférée;99 ans;;
`

func TestATableOfOnesOwn(t *testing.T) {
	each(t, func(w *world) {
		i, p := w.receive(kept)
		if p.New != 2 || p.Bad != 0 {
			t.Fatalf("%+v", p)
		}
		if d := cmp.Diff([]string{"reference", "name", "purposes", "basis", "people", "data", "retention", "recipients", "measures.backup"}, p.Choices.Mapping); d != "" {
			t.Error(d)
		}
		if err := w.accept(i, false); err != nil {
			t.Fatal(err)
		}
		r := w.register()["Cantine"]
		cell := func(list string, n int, name string) string { return r.Lists[list][n].Cells[name].Fr }
		if cell("purposes", 0, "basis") != "6.1.e" || cell("people", 0, "category") != "children" || cell("people", 1, "category") != "family" || cell("data", 0, "category") != "identity" ||
			cell("data", 0, "active") != "1 an" || len(r.Lists["recipients"]) != 2 || cell("measures", 0, "kind") != "backup" || r.Get("reference").Fr != "T1" {
			t.Errorf("%+v", r)
		}
		if got := w.register()["Cimetière"].Get("remarks").Fr; !strings.Contains(got, "Couleur préférée") {
			t.Errorf("what has no place is lost: %q", got)
		}

		// The same again changes nothing; a change is shown as one, and undone.
		again, p := w.receive(kept)
		if p.Same != 2 || p.New+p.Changed+p.Bad != 0 {
			t.Errorf("again: new %d, same %d, changed %d, bad %d: %+v", p.New, p.Same, p.Changed, p.Bad, p.Rows[0].Changes)
		}
		if err := w.accept(again, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("nothing new is imported: %v", err)
		}
		before := w.register()
		third, p := w.receive(strings.ReplaceAll(kept, "Chaque nuit", "Chaque semaine") + "T3;Piscine;Ouvrir;consentement;Usagers;Santé;2 ans;;\n")
		if p.Changed != 1 || p.New != 1 || p.Same != 1 || len(p.Rows[0].Changes) != 1 {
			t.Errorf("changed: %+v", p)
		}
		if err := w.accept(third, false); err != nil {
			t.Fatal(err)
		}
		w.Write(t, w.clerk, func(tx access.Tx) error { _, err := w.room.Undo(t.Context(), tx, third.ID); return err })
		if d := cmp.Diff(before, w.register()); d != "" {
			t.Errorf("undone: %s", d)
		}
	})
}

func TestBadRows(t *testing.T) {
	each(t, func(w *world) {
		var b strings.Builder
		b.WriteString("nom;référence;mis en œuvre;base légale\n")
		for n := range 400 {
			switch n {
			case 10:
				b.WriteString(";R10;;\n")
			case 20:
				b.WriteString("Traitement 20;R20;hier;\n")
			case 30:
				b.WriteString("Traitement 30;R29;;consentement\n") // as another
			default:
				fmt.Fprintf(&b, "Traitement %d;R%d;01/02/2020;consentement\n", n, n)
			}
		}
		i, p := w.receive(b.String())
		if p.Bad != 3 || p.New != 397 {
			t.Fatalf("bad %d, new %d: %v", p.Bad, p.New, p.Choices.Mapping)
		}
		if err := w.accept(i, false); !fault.Is(err, fault.Conflict) || len(w.register()) != 0 {
			t.Errorf("bad rows are imported: %v", err)
		}
		page, _ := w.desk.Wants(200, w.clerk, intake.Path(w.Village.Siren)+"/"+i.ID)
		consoletest.Says(t, "the page", page, "Ligne 12", "le nom du traitement manque", "Ligne 22", "«\u00a0hier\u00a0» n’est pas une date", "Ligne 32", "la ligne 31 porte")
		w.desk.Wants(409, w.clerk, intake.Path(w.Village.Siren)+"/"+i.ID, "do", "accept")
		w.desk.Wants(303, w.clerk, intake.Path(w.Village.Siren)+"/"+i.ID, "do", "good")
		if n := len(w.register()); n != 397 {
			t.Errorf("%d activities", n)
		}
		page, _ = w.desk.Wants(200, w.clerk, intake.Path(w.Village.Siren)+"/"+i.ID)
		consoletest.Says(t, "the page", page, "397", "Ligne 12")
		w.desk.Wants(303, w.clerk, intake.Path(w.Village.Siren)+"/"+i.ID+"/undo", "do", "undo")
		if n := len(w.register()); n != 0 {
			t.Errorf("%d activities after the undoing", n)
		}
		w.desk.Wants(404, organisationtest.At("other", w.Town, access.Depositor), intake.Path(w.Village.Siren))
	})
}

// TestTheSheetsOfTheCNIL reads a workbook of the CNIL's form.
func TestTheSheetsOfTheCNIL(t *testing.T) {
	each(t, func(w *world) {
		i, p := w.receive(cnilODS(t))
		if p.Sheet.Format != "cnil" || p.New != 2 {
			t.Fatalf("%s, %d new, %d bad: %+v", p.Sheet.Format, p.New, p.Bad, p.Rows)
		}
		if err := w.accept(i, false); err != nil {
			t.Fatal(err)
		}
		r := w.register()["Gestion de la paie"]
		data := map[string]model.Row{}
		for _, row := range r.Lists["data"] {
			data[row.Cells["category"].Fr] = row
		}
		if data["identity"].Cells["active"].Fr != "5 ans" || data["nir"].Cells["detail"].Fr != "NIR des agents" || len(r.Lists["purposes"]) != 1 || len(r.Lists["recipients"]) != 2 ||
			r.Lists["recipients"][0].Cells["kind"].Fr != "internal" || r.Get("reference").Fr != "P-01" || r.Get("since").Fr != "2021-03-04" || len(r.Lists["measures"]) != 2 {
			t.Errorf("%+v", r)
		}
	})
}

// TestWhatTheRegisterExports comes back as it was: exactly from JSON, with nothing
// that differs from the tables.
func TestWhatTheRegisterExports(t *testing.T) {
	each(t, func(w *world) {
		i, _ := w.receive(kept)
		if err := w.accept(i, false); err != nil {
			t.Fatal(err)
		}
		var export activity.Exported
		w.Read(t, w.clerk, func(tx access.Tx) error {
			list, err := model.All(t.Context(), tx, model.Ask{Kind: activity.Kind, Member: w.Village.ID})
			export = activity.ExportOf(w.Village, list, w.Clock.Now())
			return err
		})
		b, err := json.Marshal(export)
		if err != nil {
			t.Fatal(err)
		}
		if _, p := w.receive(string(b)); p.Same != 2 || p.Sheet.Format != "json" {
			t.Errorf("JSON: %s, new %d, same %d, changed %d, bad %d", p.Sheet.Format, p.New, p.Same, p.Changed, p.Bad)
		}
		for _, format := range []string{"csv", "xlsx"} {
			var out bytes.Buffer
			w.Read(t, w.clerk, func(tx access.Tx) error { return activity.WriteTable(t.Context(), tx, &out, format, w.Village.ID) })
			if _, p := w.receive(out.String()); p.Same != 2 {
				t.Errorf("%s: new %d, same %d, changed %d, bad %d", format, p.New, p.Same, p.Changed, p.Bad)
				for _, r := range p.Rows {
					t.Log(r.Reason.Fr, r.Changes)
				}
			}
		}
	})
}
