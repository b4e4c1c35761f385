package breach_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/handover"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/services/register/breach"
)

// filed opens a breach of the village with two files, of which one goes with the
// notification.
func (w *world) filed(t *testing.T) (one, id string) {
	t.Helper()
	_, header := w.Wants(303, w.manager, breach.ListPath(w.Village.Siren)+"/new", "title", "Clé de Mme Zqx perdue", "aware", "2026-10-05T09:00", "story", "Mme Zqx l’a perdue.")
	one = header.Get("Location")
	for name, kind := range map[string]string{"capture.png": "evidence", "journal.txt": "other"} {
		fields := []string{"kind", kind}
		if kind == "evidence" {
			fields = append(fields, "to_cnil", "1")
		}
		if status, body, _ := w.Upload(w.manager, one+"/files", name, "contenu de "+name, fields...); status != 303 {
			t.Fatalf("%s: %d %s", name, status, body)
		}
	}
	return one, one[strings.LastIndexByte(one, '/')+1:]
}

func (w *world) filesOf(t *testing.T, id string) (out map[string]breach.File) {
	t.Helper()
	out = map[string]breach.File{}
	w.Read(t, access.System("test"), func(tx access.Tx) error {
		list, err := breach.Files(t.Context(), tx, id)
		for _, f := range list {
			out[f.Name] = f
		}
		return err
	})
	return out
}

func TestABreachHasFiles(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, id := w.filed(t)
		for what, c := range map[string]struct{ name, content, kind, says string }{
			"an empty file":   {"vide.txt", "", "other", "vide"},
			"an unknown kind": {"a.txt", "a", "poem", "Dites ce qu’est ce fichier"},
			"no file":         {"", "", "other", "Choisissez un fichier"},
		} {
			if status, body, _ := w.Upload(w.manager, one+"/files", c.name, c.content, "kind", c.kind); status != 422 || !strings.Contains(body, c.says) {
				t.Errorf("%s: %d", what, status)
			}
		}
		files := w.filesOf(t, id)
		capture, log := files["capture.png"], files["journal.txt"]
		if len(files) != 2 || !capture.With.CNIL || log.With.CNIL || log.With.People {
			t.Fatalf("files: %+v", files)
		}
		stranger := organisationtest.At("x", w.Town, access.Manager)
		for _, path := range []string{one + "/files/" + log.ID, breach.Path(w.Town.Siren, id) + "/files/" + log.ID} {
			if status, _, _ := w.As(stranger, path); status != 404 {
				t.Errorf("a stranger reads %s: %d", path, status)
			}
		}
		if status, body, header := w.As(w.officer, one+"/files/"+log.ID); status != 200 || body != "contenu de journal.txt" || !strings.Contains(header.Get("Content-Disposition"), "journal.txt") {
			t.Errorf("the file: %d %q", status, body)
		}
		papers := "/console/members/" + w.Village.Siren + "/rgpd/papers/"
		body, _ := w.Wants(200, w.manager, papers+"violation-fiche?of="+id)
		consoletest.Says(t, "the sheet", body, "capture.png", "Trace de l’incident", "!journal.txt")
		w.Wants(303, w.manager, one+"/files/"+log.ID+"/enclose", "to_people-"+log.ID, "1")
		w.Wants(303, w.manager, one+"/files/"+capture.ID+"/enclose", "do", "save")
		body, _ = w.Wants(200, w.manager, papers+"violation-personnes?of="+id)
		consoletest.Says(t, "the message", body, "journal.txt", "!capture.png")
		body, _ = w.Wants(200, w.manager, papers+"violation-fiche?of="+id)
		consoletest.Says(t, "the sheet without enclosures", body, "!capture.png", "!journal.txt")

		w.Wants(404, stranger, one+"/files/"+log.ID+"/destroy", "do", "destroy")
		w.Wants(303, w.manager, one+"/files/"+log.ID+"/destroy", "do", "destroy")
		if _, err := w.files.Open(t.Context(), w.Village.ID, log.Digest); err == nil {
			t.Error("the destroyed file is there")
		}
		if status, _, _ := w.As(w.manager, one+"/files/"+log.ID); status != 410 {
			t.Errorf("the destroyed file: %d", status)
		}
		w.Wants(410, w.manager, one+"/files/"+log.ID+"/enclose", "to_cnil-"+log.ID, "1")
		w.Read(t, access.System("test"), func(tx access.Tx) error {
			list, err := breach.Shelf{}.Files(t.Context(), tx, w.Village.ID)
			want := []handover.File{{Path: "rgpd/breaches/V2026-01/" + capture.ID + "-capture.png", Title: "V2026-01", Digest: capture.Digest}}
			if fmt.Sprint(list) != fmt.Sprint(want) {
				t.Errorf("who leaves takes %+v", list)
			}
			return err
		})
	})
}

// What was written goes after the period of retention, and not a day before.
func TestTextsAndFilesAreErasedInTheEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, id := w.filed(t)
		w.Wants(303, w.manager, one+"/step/data", "revision", "0", "plain", "identity", "persons", "3")
		w.Wants(303, w.manager, one+"/decide", "revision", "1", "notify", "no", "notify_why", "Mme Zqx l’a retrouvée.", "tell", "no", "tell_why", "Rien à craindre pour Mme Zqx.")
		w.Wants(303, w.manager, one+"/done", "revision", "2", "what", "no-complaint", "words", "Mme Zqx ne se plaint pas.")
		w.Wants(303, w.manager, one+"/done", "revision", "3", "what", "close")
		on := w.get(t, id).EraseOn()
		if on != "2032-10-05" {
			t.Errorf("kept until %s", on)
		}
		body, _ := w.Wants(200, w.manager, one)
		consoletest.Says(t, "the closed file", body, "5 octobre 2032", "226-17-1", "à vérifier", "Zqx")

		w.Clock.Set(time.Date(2032, 10, 5, 20, 0, 0, 0, time.UTC))
		w.tick(t)
		if b := w.get(t, id); !b.Erased.IsZero() || len(w.files.Kept) != 2 {
			t.Error("erased on its last day")
		}
		w.Clock.Set(time.Date(2032, 10, 6, 4, 0, 0, 0, time.UTC))
		w.tick(t)
		w.tick(t)
		b := w.get(t, id)
		if b.Erased.IsZero() || len(w.files.Kept) != 0 || b.Answers.Has("story") || !b.Answers.Has("plain", "identity") || b.Answers.Number("persons") != 3 || b.Notify != breach.No {
			t.Errorf("the day after: %+v, %d files", b, len(w.files.Kept))
		}
		erased := 0
		for _, e := range w.said {
			if e.Kind == breach.EventErased {
				erased++
			}
		}
		if erased != 1 {
			t.Errorf("the journal says %d times that it was erased", erased)
		}
		body, _ = w.Wants(200, w.manager, one)
		consoletest.Says(t, "the erased file", body, "Textes et pièces effacés", "6 octobre 2032", "!Zqx", "!Rouvrir", "!Joindre une pièce", "!Ajouter une note")
		for _, form := range [][]string{{"/done", "what", "reopen"}, {"/note", "note", "x"}} {
			w.Wants(409, w.manager, one+form[0], form[1:]...)
		}
		if status, _, _ := w.Upload(w.manager, one+"/files", "a.txt", "a", "kind", "other"); status != 409 {
			t.Errorf("a file comes in: %d", status)
		}
		body, _ = w.Wants(200, w.manager, breach.ListPath(w.Village.Siren)+"?view=closed")
		consoletest.Says(t, "the register", body, "V2026-01", "!Zqx")
	})
}

// A CCAS is absorbed: its breaches and their files are the heir's.
func TestBreachesPassToTheHeir(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, id := w.filed(t)
		w.Wants(303, w.officer, breach.ListPath(w.Town.Siren)+"/new", "title", "Autre", "aware", "2026-10-05T09:00")
		room := breach.Inheritance{Service: w.room}
		move, err := room.Prepare(t.Context(), organisation.Part{From: w.Village.ID, To: w.Town.ID})
		if err != nil {
			t.Fatal(err)
		}
		w.Write(t, access.System("test"), func(tx access.Tx) error { return move.Records(t.Context(), tx) })
		if err := move.After(t.Context()); err != nil {
			t.Fatal(err)
		}
		b, files := w.get(t, id), w.filesOf(t, id)
		if b.MemberID != w.Town.ID || b.Name() != "V2026-02" || files["capture.png"].MemberID != w.Town.ID {
			t.Errorf("passed: %s %s %+v", b.MemberID, b.Name(), files)
		}
		if _, err := w.files.Open(t.Context(), w.Village.ID, files["capture.png"].Digest); err == nil {
			t.Error("the file is left with the former owner")
		}
		if err := room.Erase(t.Context(), w.Town.ID, true); err != nil || len(w.files.Kept) != 0 {
			t.Errorf("erased: %v, %d files", err, len(w.files.Kept))
		}
	})
}
