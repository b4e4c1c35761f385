package breach_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/database"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
	"airial/internal/platform/mail"
	"airial/internal/platform/web"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/enclosure/enclosuretest"
	"airial/internal/services/register/paper"
	"airial/internal/services/register/post"
)

type world struct {
	*consoletest.Desk
	room    *breach.Service
	files   *enclosuretest.Files
	queue   *jobs.Queue
	manager access.Scope
	officer access.Scope
	said    []journal.Entry
}

func (w *world) Append(_ context.Context, _ database.Tx, e journal.Entry) (string, error) {
	w.said = append(w.said, e)
	return "", nil
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, jobs.Schema, paper.Schema, breach.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Desk: consoletest.New(t, g), files: enclosuretest.New(), queue: jobs.NewQueue(g.Clock, ident.New(g.Clock, nil))}
		ring, err := keys.New(make([]byte, keys.Size))
		if err != nil {
			t.Fatal(err)
		}
		g.Doors.Tell(w)
		w.room = breach.New(breach.Parts{Doors: g.Doors, Files: w.files, Post: post.Post{Letters: mail.NewQueue(w.queue, ring, true), PublicURL: "https://airial.example"}})
		w.Serve(func(routes *web.Routes) {
			w.room.Pages(w.Console).Register(routes)
			paper.New(paper.Parts{Doors: g.Doors, Desk: w.Console, Kinds: breach.Papers()}).Register(routes)
		})
		w.manager = w.person(t, "claire", g.Village, access.Manager)
		w.person(t, "paul", g.Town, access.Manager)
		w.officer = w.person(t, "dpo", g.Operator, access.ProtectionOfficer)
		test(t, w)
	})
}

func (w *world) person(t *testing.T, login string, m organisation.Member, role access.Role) (s access.Scope) {
	w.Write(t, access.System("test"), func(tx access.Tx) error {
		u, err := user.OpenAt(t.Context(), tx, m.ID, user.Account{Login: login, Name: "Mme " + login, Email: login + "@exemple.fr"}, []access.Role{role})
		if err != nil {
			return err
		}
		s, err = access.ScopeOf(t.Context(), tx, u.Actor())
		return err
	})
	return s
}

func (w *world) letters(t *testing.T) (n int64) {
	w.Read(t, access.System("test"), func(tx access.Tx) error {
		list, err := w.queue.Counts(t.Context(), tx)
		for _, c := range list {
			n += c.Jobs
		}
		return err
	})
	return n
}

func (w *world) tick(t *testing.T) (letters int64) {
	t.Helper()
	before := w.letters(t)
	if err := w.room.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w.letters(t) - before
}

func (w *world) get(t *testing.T, id string) (b breach.Breach) {
	w.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		b, _, err = breach.Get(t.Context(), tx, id)
		return err
	})
	return b
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

// TestABreachRunsToItsEnd takes one from the first minute to its closing, with
// the reminders of both clocks.
func TestABreachRunsToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		list := breach.ListPath(w.Village.Siren)
		for name, s := range map[string]access.Scope{"a depositor": organisationtest.At("x", w.Village, access.Depositor), "a stranger": organisationtest.At("x", w.Town, access.Manager),
			"support": organisationtest.At("x", w.Operator, access.Support)} {
			for _, path := range []string{list, list + "/new", list + "/contacts", list + "/export"} {
				if status, _, _ := w.As(s, path); status != 404 {
					t.Errorf("%s reads %s: %d", name, path, status)
				}
			}
		}
		w.Wants(422, w.manager, list+"/new", "title", "Rançongiciel", "aware", "2026-10-05T11:00") // is to come
		w.Wants(422, w.manager, list+"/new", "title", " ", "aware", "2026-10-05T09:30")
		// 9:41 in Paris is 7:41 UTC.
		_, header := w.Wants(303, w.manager, list+"/new", "title", "Rançongiciel à la mairie", "aware", "2026-10-05T09:41", "story", "Les écrans sont noirs.")
		one := header.Get("Location")
		id := one[strings.LastIndexByte(one, '/')+1:]
		if b := w.get(t, id); !b.Due().Equal(time.Date(2026, 10, 8, 7, 41, 0, 0, time.UTC)) || b.Name() != "V2026-01" {
			t.Errorf("%s due %s", b.Name(), b.Due())
		}
		body, _ := w.Wants(200, w.manager, one)
		consoletest.Says(t, "the first minute", body, "CNIL\u202f: reste 71 h 41", "Plainte\u202f: reste 71 h 41", "L12-10-1", "à vérifier", "Dites quelles données")

		if n := w.tick(t); n != 0 {
			t.Errorf("%d letters at once", n)
		}
		w.Clock.Set(time.Date(2026, 10, 6, 8, 0, 0, 0, time.UTC)) // 48 hours are left
		if n := w.tick(t) + 10*w.tick(t); n != 2 {
			t.Errorf("%d letters a day later, want the manager’s and the officer’s, once", n)
		}

		w.Wants(303, w.manager, one+"/step/facts", "revision", "0", "do", "next", "story", "Les écrans sont noirs.", "found", "un agent", "losses", "confidentiality", "losses", "availability",
			"nature", "hacking", "cause", "outside-malice", "began", "2026-10-04")
		body, _ = w.Wants(409, w.officer, one+"/step/facts", "revision", "0", "story", "La mienne.")
		consoletest.Says(t, "changed by two", body, "Mme claire a modifié ce dossier", "un agent", "Quelqu’un a modifié")
		w.Wants(422, w.manager, one+"/step/data", "revision", "1", "plain", "nothing-known")
		w.Wants(422, w.manager, one+"/step/data", "revision", "1", "persons", "beaucoup")
		w.Wants(303, w.manager, one+"/step/data", "revision", "1", "plain", "identity", "plain", "nir", "people", "users", "persons", "800", "protected", "no")
		body, _ = w.Wants(200, w.manager, one)
		consoletest.Says(t, "the suggestion", body, "Risque élevé", "Gravité 3 sur 4, vraisemblance 3 sur 4", "numéro de sécurité sociale", "Quelqu’un a voulu ces données")

		w.Wants(422, w.manager, one+"/decide", "revision", "2", "notify", "yes", "notify_why", "", "tell", "", "tell_why", "")
		w.Wants(403, w.officer, one+"/decide", "revision", "2", "notify", "yes", "notify_why", "risque", "tell", "yes", "tell_why", "risque")
		w.Wants(303, w.officer, one+"/note", "note", "Je conseille de notifier.")
		w.Wants(303, w.manager, one+"/decide", "revision", "2", "notify", "yes", "notify_why", "Risque élevé.", "tell", "yes", "tell_why", "Fraude possible.")
		w.Wants(303, w.manager, one+"/done", "revision", "3", "what", "complaint", "when", "2026-10-06T09:00", "words", "Brigade de Mugron")
		w.Wants(409, w.manager, one+"/done", "revision", "4", "what", "completed", "when", "2026-10-06T09:00") // before the initial one

		w.Clock.Set(time.Date(2026, 10, 8, 7, 42, 0, 0, time.UTC)) // one minute too late
		body, _ = w.Wants(200, w.officer, "/console/operator/rgpd/breaches?view=late")
		consoletest.Says(t, "late", body, "72 heures passées (1)", "V2026-01", "Saint-Élix", "dépassé de 0 h 01", "déposée")
		if n := w.tick(t); n != 2 {
			t.Errorf("%d letters when time is over", n)
		}
		body, _ = w.Wants(422, w.manager, one+"/done", "revision", "4", "what", "notified", "when", "2026-10-08T09:42", "words", "N-1")
		consoletest.Says(t, "late, without a reason", body, "dites pourquoi")
		w.Wants(303, w.manager, one+"/step/others", "revision", "4", "late", "Plus de réseau.", "authorities", "police")
		w.Wants(303, w.manager, one+"/done", "revision", "5", "what", "notified", "when", "2026-10-08T09:41", "words", "N-1")
		if b := w.get(t, id); !b.InTime() {
			t.Error("the last minute is not in time")
		}
		body, _ = w.Wants(409, w.manager, one+"/done", "revision", "6", "what", "close")
		consoletest.Says(t, "not yet", body, "Notez la notification complémentaire")
		w.Wants(303, w.manager, one+"/done", "revision", "6", "what", "completed", "when", "2026-10-08T09:42", "words", "N-1")
		w.Wants(303, w.manager, one+"/done", "revision", "7", "what", "told", "when", "2026-10-08T09:42", "words", "par lettre")
		w.Wants(303, w.manager, one+"/done", "revision", "8", "what", "close")
		if n := w.tick(t); n != 0 {
			t.Errorf("%d letters about a closed file", n)
		}
		papers := "/console/members/" + w.Village.Siren + "/rgpd/papers/"
		id = one[strings.LastIndexByte(one, '/')+1:]
		if _, header := w.Wants(303, w.manager, one+"/summary"); header.Get("Location") != papers+"violation-fiche?of="+id {
			t.Errorf("the summary is at %s", header.Get("Location"))
		}
		w.Wants(303, w.manager, one+"/message")
		w.Wants(404, organisationtest.At("reader", w.Village, access.Reader), papers+"violation-fiche?of="+id)
		body, _ = w.Wants(200, w.manager, papers+"violation-fiche?of="+id)
		consoletest.Says(t, "the summary", body, "Responsable du traitement", "SIREN "+w.Village.Siren, "N-1", "Oui – Risque élevé.", "Piratage", "Numéro de sécurité sociale", "Plus de réseau.")
		body, _ = w.Wants(200, w.manager, papers+"violation-personnes?of="+id)
		consoletest.Says(t, "the message", body, "Saint-Élix a constaté un incident", "état civil, numéro de sécurité sociale", "Ce que vous pouvez faire", "CNIL")
		_, csv, _ := w.As(w.manager, list+"/export")
		if !strings.Contains(csv, "V2026-01;Rançongiciel à la mairie;2026-10-05 09:41;2026-10-08 09:41") || !strings.Contains(csv, ";oui;") {
			t.Errorf("the register: %s", csv)
		}
		w.Wants(303, w.manager, one+"/done", "what", "reopen")
		for _, e := range w.said {
			if b := fmt.Sprint(e.Body); strings.Contains(b, "écrans") || strings.Contains(b, "Brigade") || strings.Contains(b, "Rançongiciel") {
				t.Errorf("the journal says %s", b)
			}
		}
	})
}

// The operator is the processor: its members have their files at once, and know.
func TestTheProcessorTellsItsMembers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const path = "/console/operator/rgpd/breaches"
		w.Wants(404, w.manager, path+"/new")
		w.Wants(422, w.officer, path+"/new", "title", "Sauvegarde volée", "aware", "2026-10-05T08:00", "who", "some")
		_, header := w.Wants(303, w.officer, path+"/new", "title", "Sauvegarde volée", "aware", "2026-10-05T08:00", "who", "some", "member", w.Village.Siren, "member", w.Town.Siren)
		if n := w.letters(t); n != 2 {
			t.Errorf("%d letters, want one to each manager", n)
		}
		body, _ := w.Wants(200, w.officer, header.Get("Location"))
		consoletest.Says(t, "the operator’s file", body, "Sauvegarde volée", "Collectivités touchées", "Saint-Élix", "Ychoux-sur-Lande")
		body, _ = w.Wants(200, w.manager, breach.ListPath(w.Village.Siren))
		id := between(body, breach.ListPath(w.Village.Siren)+"/0", `"`)
		b := w.get(t, "0"+id)
		if !b.Aware.Equal(w.Clock.Now()) || b.OriginID == "" {
			t.Errorf("aware at %s, when it was told at %s", b.Aware, w.Clock.Now())
		}
		w.Wants(303, w.officer, header.Get("Location")+"/note", "note", "Les données étaient chiffrées.", "all", "1")
		body, _ = w.Wants(200, w.manager, breach.Path(w.Village.Siren, b.ID))
		consoletest.Says(t, "the member’s file", body, "Ouvert par l’opérateur", "Les données étaient chiffrées.")
		if n := w.letters(t); n != 4 {
			t.Errorf("%d letters after the news", n)
		}
		w.Wants(404, w.manager, header.Get("Location"))
		w.Wants(404, w.manager, breach.Path(w.Village.Siren, b.ID)+"/note", "note", "x", "all", "1")
	})
}

// An exercise has its clock, and is counted nowhere.
func TestAnExerciseIsNoBreach(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		list := breach.ListPath(w.Village.Siren)
		w.Wants(303, w.manager, list+"/new", "title", "Jeu de rôle", "aware", "2026-10-05T09:00", "exercise", "1")
		body, _ := w.Wants(200, w.manager, list)
		consoletest.Says(t, "the register", body, "En cours (0)", "Exercices (1)", "!Jeu de rôle")
		body, _ = w.Wants(200, w.manager, list+"?view=exercise")
		consoletest.Says(t, "exercises", body, "Jeu de rôle")
		_, csv, _ := w.As(w.officer, "/console/operator/rgpd/breaches/export")
		if strings.Contains(csv, "Jeu de rôle") {
			t.Error("an exercise is exported")
		}
		w.Clock.Advance(80 * time.Hour)
		if n := w.tick(t); n != 2 {
			t.Errorf("%d letters of the exercise", n)
		}
	})
}

func TestTheSheetIsTheMembersOwn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		path := breach.ListPath(w.Village.Siren) + "/contacts"
		body, _ := w.Wants(200, w.manager, path)
		consoletest.Says(t, "the sheet", body, "Gendarmerie", "CNIL", "Assureur")
		w.Wants(303, w.manager, path, "who-0", "Mme la maire", "phone-0", "06 00 00 00 00", "words-0", "jour et nuit", "who-1", "", "phone-1", "1")
		body, _ = w.Wants(200, w.manager, path)
		consoletest.Says(t, "her sheet", body, "Mme la maire", "06 00 00 00 00", "jour et nuit", "!Assureur")
		_, from, _ := strings.Cut(body, `name="seen" value="`)
		from, _, _ = strings.Cut(from, `"`)
		w.Wants(303, w.manager, path, "seen", from, "who-0", "Mme la maire", "phone-0", "06 11 11 11 11")
		body, _ = w.Wants(409, w.manager, path, "seen", from, "who-0", "M. le secrétaire")
		consoletest.Says(t, "changed by two", body, "06 11 11 11 11", "Quelqu’un a modifié la fiche", "M. le secrétaire")
		w.Wants(303, w.manager, path, "do", "default", "who-0", "x")
		body, _ = w.Wants(200, w.manager, path)
		consoletest.Says(t, "the first sheet", body, "Gendarmerie", "!Mme la maire")
	})
}

func TestWeigh(t *testing.T) {
	for name, c := range map[string]struct {
		answers      breach.Answers
		notify, tell bool
	}{
		"nothing known":         {breach.Answers{}, false, false},
		"addresses, elsewhere":  {breach.Answers{"losses": {"confidentiality"}, "plain": {"contact"}, "severity": {"2"}}, true, false},
		"a nuisance":            {breach.Answers{"losses": {"availability"}, "plain": {"contact"}, "severity": {"1"}, "likelihood": {"1"}}, false, false},
		"health, by malice":     {breach.Answers{"losses": {"confidentiality"}, "sensitive": {"health"}, "cause": {"outside-malice"}}, true, true},
		"health, encrypted":     {breach.Answers{"losses": {"confidentiality"}, "sensitive": {"health"}, "cause": {"outside-malice"}, "protected": {"yes"}}, false, false},
		"encrypted, also gone":  {breach.Answers{"losses": {"confidentiality", "availability"}, "sensitive": {"health"}, "cause": {"outside-malice"}, "protected": {"yes"}}, true, true},
		"pupils, by accident":   {breach.Answers{"losses": {"confidentiality"}, "plain": {"identity"}, "people": {"pupils"}, "likelihood": {"2"}}, true, false},
		"what a person thought": {breach.Answers{"losses": {"integrity"}, "plain": {"contact"}, "severity": {"4"}, "likelihood": {"4"}}, true, true},
	} {
		w := c.answers.Weigh()
		if w.Notify != c.notify || w.Tell != c.tell {
			t.Errorf("%s: notify %v, tell %v: %+v", name, w.Notify, w.Tell, w)
		}
	}
}

// The data files say everything twice, and rules ask what is asked.
func TestTheAssistantIsSound(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range breach.Steps() {
		for _, q := range s.Questions {
			if seen[q.ID] || q.Fr == "" || q.En == "" || !slices.Contains([]string{"text", "long", "one", "many", "number", "day", "yes"}, q.Type) ||
				(len(q.Options) > 0) != (q.Type == "one" || q.Type == "many") {
				t.Errorf("%+v", q)
			}
			seen[q.ID] = true
			for _, o := range q.Options {
				if o.Fr == "" || o.En == "" {
					t.Errorf("%s: %+v", q.ID, o)
				}
			}
		}
	}
	if n := len(breach.Answers{}.Missing(false)); n < 8 || n >= len(breach.Answers{}.Missing(true)) {
		t.Errorf("%d questions for the initial notification", n)
	}
}
