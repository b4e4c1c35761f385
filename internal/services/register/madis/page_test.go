package madis_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"log/slog"
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/services/register/intake"
	"airial/internal/services/register/madis"
	"airial/internal/services/register/madis/madistest"
)

// TestThroughThePages takes an installation over as an officer does: the files in
// the store, the work as jobs, the decisions on the page.
func TestThroughThePages(t *testing.T) {
	each(t, func(w *world) {
		ctx := t.Context()
		desk := consoletest.New(t, w.Ground)
		w.room.Queue = jobs.NewQueue(w.Clock, ident.New(w.Clock, nil))
		runner := jobs.NewRunner(w.Doors.Platform("jobs"), w.room.Queue, slog.New(slog.DiscardHandler), jobs.Config{Alone: true})
		w.room.Handle(runner)
		desk.Serve((&madis.Pages{Service: w.room, Desk: desk.Console}).Register)
		dpo := organisationtest.At("dpo", w.Operator, access.ProtectionOfficer)
		work := func() {
			t.Helper()
			if err := runner.Drain(ctx); err != nil {
				t.Fatal(err)
			}
		}
		made := madistest.Make(5, 6)
		var packed bytes.Buffer
		z := zip.NewWriter(&packed)
		if err := z.AddFS(fs.FS(made.Documents)); err != nil {
			t.Fatal(err)
		}
		_ = z.Close()
		dump, _ := w.files.Put(ctx, w.Operator.ID, strings.NewReader(made.SQL))
		documents, _ := w.files.Put(ctx, w.Operator.ID, &packed)
		var id string
		w.Write(t, dpo, func(tx access.Tx) error {
			i, err := w.room.Begin(ctx, tx, "madis.sql", dump, documents)
			id = i.ID
			return err
		})
		page := madis.Path + "/" + id
		body, _ := desk.Wants(200, dpo, page)
		consoletest.Says(t, "while it is read", body, "lecture en cours", "Rien n’est encore écrit au registre")
		work()
		body, _ = desk.Wants(200, dpo, page)
		consoletest.Says(t, "the preview", body, "La dernière ligne de la sauvegarde manque", "6", "collectivités", "à décider", "Créer les 4 qui ont un SIREN", "traitements", "modèles, faits des traitements dupliqués")
		desk.Wants(409, dpo, page+"/accept", "do", "1")
		desk.Wants(303, dpo, page+"/decide", "do", "make")
		var odd intake.Part
		for _, p := range w.parts(id) {
			if p.Key != "" && p.Decision == intake.Choose {
				odd = p
			}
		}
		desk.Wants(422, dpo, page+"/bodies/"+odd.Key, "decide", "match", "siren", "123456789")
		desk.Wants(303, dpo, page+"/bodies/"+odd.Key, "decide", "match", "siren", w.Village.Siren)
		desk.Wants(303, dpo, page+"/decide", "do", "skip")
		desk.Wants(303, dpo, page+"/accept", "do", "1")
		work()
		body, _ = desk.Wants(200, dpo, page)
		consoletest.Says(t, "the end", body, "Annuler cette reprise", "1", "laissées de côté", "fiches ou champs non repris", "reprise")
		mine := madis.MemberPath(w.Village.Siren)
		clerk := organisationtest.At("clerk", w.Village, access.Depositor)
		body, _ = desk.Wants(200, clerk, mine)
		consoletest.Says(t, "the member’s page", body, "Délibération du conseil", "traitement\u202f: État civil")
		_, rest, _ := strings.Cut(body, mine+"/proofs/")
		file, _, _ := strings.Cut(rest, `"`)
		if got, _ := desk.Wants(200, clerk, mine+"/proofs/"+file); !strings.HasPrefix(got, "%PDF") {
			t.Errorf("the proof is %q", got)
		}
		desk.Wants(404, organisationtest.At("other", w.Town, access.Depositor), mine+"/proofs/"+file)
		body, _ = desk.Wants(200, dpo, page+"/originals")
		if !strings.Contains(body, "registry_extra") || strings.Contains(body, "SECRET") {
			t.Errorf("the originals: %.300s", body)
		}
		desk.Wants(303, dpo, page+"/clear", "do", "1")
		desk.Wants(303, dpo, page+"/undo", "do", "1")
		work()
		body, _ = desk.Wants(200, dpo, page)
		consoletest.Says(t, "the undoing", body, "annulée")
		if len(w.files) != 0 {
			t.Errorf("%d files are left", len(w.files))
		}
	})
}
