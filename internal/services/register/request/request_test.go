package request_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
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
	"airial/internal/platform/fault"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/keys"
	"airial/internal/platform/mail"
	"airial/internal/platform/web/ui"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/enclosure/enclosuretest"
	"airial/internal/services/register/post"
	"airial/internal/services/register/request"
	"github.com/a-h/templ"
)

type activities []request.Activity

func (a activities) Of(context.Context, access.Tx, string) ([]request.Activity, error) { return a, nil }

type world struct {
	*consoletest.Desk
	*request.Service
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
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, jobs.Schema, designation.Schema, request.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Desk: consoletest.New(t, g), files: enclosuretest.New(), queue: jobs.NewQueue(g.Clock, ident.New(g.Clock, nil))}
		ring, err := keys.New(make([]byte, keys.Size))
		if err != nil {
			t.Fatal(err)
		}
		w.Ground.Doors.Tell(w)
		w.Service = request.New(request.Parts{Doors: g.Doors, Files: w.files, Clock: g.Clock, Key: []byte("key"),
			Activities: activities{{ID: "a1", Name: "État civil", Bases: []string{"legal-obligation"}}, {ID: "a2", Name: "Lettre d’information", Bases: []string{"consent"}}},
			Post:       post.Post{Letters: mail.NewQueue(w.queue, ring, true), PublicURL: "https://airial.example"},
			Frame: func(_ context.Context, _ ui.Page, _ organisation.Member, body templ.Component) templ.Component {
				return templ.ComponentFunc(func(ctx context.Context, out io.Writer) error {
					_, _ = io.WriteString(out, "<main>")
					err := body.Render(ctx, out)
					_, _ = io.WriteString(out, "</main>")
					return err
				})
			}})
		w.Desk.Serve(w.Service.Pages(w.Console).Register)
		w.manager = w.person(t, "claire", g.Village, access.Manager)
		w.officer = w.person(t, "dpo", g.Operator, access.ProtectionOfficer)
		test(t, w)
	})
}

func (w *world) person(t *testing.T, login string, m organisation.Member, role access.Role) (s access.Scope) {
	w.Desk.Write(t, access.System("test"), func(tx access.Tx) error {
		u, err := user.OpenAt(t.Context(), tx, m.ID, user.Account{Login: login, Name: "Mme " + login, Email: login + "@exemple.fr"}, []access.Role{role})
		if err != nil {
			return err
		}
		s, err = access.ScopeOf(t.Context(), tx, u.Actor())
		return err
	})
	return s
}

// letters counts the letters that wait to go out.
func (w *world) letters(t *testing.T) (n int64) {
	w.Desk.Read(t, access.System("test"), func(tx access.Tx) error {
		list, err := w.queue.Counts(t.Context(), tx)
		for _, c := range list {
			n += c.Jobs
		}
		return err
	})
	return n
}

func (w *world) get(t *testing.T, id string) (r request.Request, files []request.File) {
	w.Desk.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		r, _, files, err = request.Get(t.Context(), tx, id)
		return err
	})
	return r, files
}

func (w *world) receive(t *testing.T, kinds ...string) (r request.Request) {
	w.Desk.Write(t, access.System("test"), func(tx access.Tx) (err error) {
		r, err = request.Receive(t.Context(), tx, request.Intake{MemberID: w.Village.ID, Channel: request.ByLetter, Kinds: kinds,
			Requester: request.Requester{Name: "Jeanne Zqx", Email: "zqx@exemple.fr"}, Words: "Je suis Jeanne Zqx."})
		return err
	})
	return r
}

func ask(kinds ...string) []string {
	out := []string{"name", "Jeanne Zqx", "email", "zqx@exemple.fr", "words", "Que savez-vous de moi ?"}
	for _, k := range kinds {
		out = append(out, "kinds", k)
	}
	return out
}

// TestARequestRunsToItsEnd takes one from the public form through every state,
// with its clock, until nothing names the person any more.
func TestARequestRunsToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		public := request.PublicPath(w.Village.Slug)
		body, _ := w.Wants(200, access.Scope{}, public)
		consoletest.Says(t, "the form", body, "Saint-Élix vous répond en un mois", "ni de compte", "Directives post mortem", "Envoyer ma demande")
		shown := between(body, `name="shown" value="`, `"`)
		w.Wants(422, access.Scope{}, public, append(ask("access"), "shown", shown)...) // too fast for a person
		w.Ground.Clock.Advance(20 * time.Second)
		w.Wants(422, access.Scope{}, public, append(ask("access"), "shown", shown, "website", "http://x")...)
		body, _ = w.Wants(422, access.Scope{}, public, append(ask(), "shown", shown)...)
		consoletest.Says(t, "without a right", body, "Choisissez au moins un droit")
		_, header := w.Wants(303, access.Scope{}, public, append(ask("access", "erasure"), "shown", shown)...)
		body, _ = w.Wants(200, access.Scope{}, header.Get("Location"))
		consoletest.Says(t, "thanks", body, "Sa référence", "5 novembre 2026", "CNIL")
		if n := w.letters(t); n != 3 { // the manager, the officer, the requester
			t.Errorf("%d letters", n)
		}

		list := request.ListPath(w.Village.Siren)
		body, _ = w.Wants(200, w.manager, list)
		consoletest.Says(t, "the list", body, "2026-001", "Accès, Effacement", "reste 31 jours", "reçue")
		id := between(body, list+"/0", `"`)
		one := list + "/0" + id
		body, _ = w.Wants(200, w.manager, one)
		consoletest.Says(t, "the request", body, "Réponse au plus tard le 5 novembre 2026", "Commencer l’examen", "Jeanne Zqx", "Que savez-vous de moi")
		for name, s := range map[string]access.Scope{"a depositor": organisationtest.At("x", w.Village, access.Depositor), "a reader": organisationtest.At("x", w.Village, access.Reader),
			"a stranger": organisationtest.At("x", w.Town, access.Manager), "support": organisationtest.At("x", w.Operator, access.Support)} {
			for _, path := range []string{list, one, one + "/edit", one + "/letter/answer", list + "/export"} {
				if status, _, _ := w.As(s, path); status != 404 {
					t.Errorf("%s reads %s: %d", name, path, status)
				}
			}
		}

		w.Wants(303, w.manager, one+"/edit", append(ask("access", "erasure"), "activities", "a1", "activities", "a2", "revision", "0")...)
		body, _ = w.Wants(409, w.officer, one+"/edit", append(ask("access"), "notes", "les miennes", "revision", "0")...)
		consoletest.Says(t, "changed by two", body, "Mme claire a modifié cette fiche", "Quelqu’un a modifié", "les miennes")
		body, _ = w.Wants(200, w.manager, one)
		consoletest.Says(t, "the rights", body, "Effacement", "Obligation légale", "exclu", "La loi impose", "Effacement", "Consentement", "ouvert")

		body, _ = w.Wants(409, w.manager, one+"/move", "to", "prepare", "revision", "1") // skips the examination
		consoletest.Says(t, "a skipped state", body, "ne peut pas passer à")
		w.Wants(422, w.manager, one+"/doubt", "why", " ", "by", "letter", "revision", "1")
		w.Wants(303, w.manager, one+"/doubt", "why", "Deux personnes portent ce nom.", "by", "mail", "revision", "1")
		if _, err := w.AddFile(t.Context(), w.manager, "0"+id, request.IdentityFile, "carte Zqx.pdf", strings.NewReader("carte")); err != nil {
			t.Fatal(err)
		}
		w.Wants(303, w.manager, one+"/move", "to", "examine", "revision", "2")

		w.Ground.Clock.Set(time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)) // three days are left at most
		before := w.letters(t)
		w.tick(t)
		w.tick(t)
		if n := w.letters(t) - before; n != 2 {
			t.Errorf("%d reminders, want one for each of two people", n)
		}
		w.Wants(422, w.manager, one+"/extend", "longer_why", "Recherche dans les archives", "longer_by", "", "revision", "3")
		w.Wants(303, w.manager, one+"/extend", "longer_why", "Recherche dans les archives", "longer_by", "mail", "revision", "3")
		if r, _ := w.get(t, "0"+id); r.DueOn != "2027-01-05" || r.ExtendedOn != "2026-11-03" {
			t.Errorf("extended: %s, due %s", r.ExtendedOn, r.DueOn)
		}
		w.Wants(409, w.manager, one+"/extend", "longer_why", "encore", "longer_by", "letter", "revision", "4")

		w.Wants(303, w.officer, one+"/move", "to", "prepare", "revision", "4")
		body, _ = w.Wants(200, w.officer, one+"?template=partly")
		consoletest.Says(t, "the template", body, "Nous faisons droit en partie à votre demande", "sans mandat, vous n’agissez pas en son nom")
		w.Wants(303, w.officer, one+"/answer", "do", "draft", "outcome", "partly", "answer", "Brouillon", "by", "letter", "revision", "5")
		w.Wants(403, w.officer, one+"/answer", "do", "close", "outcome", "granted", "answer", "Voici.", "by", "letter", "revision", "6")
		body, _ = w.Wants(422, w.manager, one+"/answer", "do", "close", "outcome", "partly", "answer", "Voici.", "by", "letter", "revision", "6")
		consoletest.Says(t, "no ground", body, "Choisissez le motif du refus")
		w.Wants(303, w.manager, one+"/answer", "do", "close", "outcome", "partly", "ground", "law", "reason", "Ces actes se gardent.", "answer", "Voici.", "by", "mail", "revision", "6")
		r, files := w.get(t, "0"+id)
		if !r.InTime() || !strings.Contains(r.Answer, "www.cnil.fr") || !strings.Contains(r.Answer, "tribunal administratif") || r.EraseOn != "2027-11-03" {
			t.Errorf("closed: %+v", r)
		}
		if len(files) != 1 || files[0].DestroyOn != "2026-11-05" || len(w.files.Kept) != 1 {
			t.Fatalf("files: %+v, %d kept", files, len(w.files.Kept))
		}
		w.Ground.Clock.Set(time.Date(2026, 11, 6, 9, 0, 0, 0, time.UTC)) // the day after the last one of the card
		w.tick(t)
		if _, files = w.get(t, "0"+id); files[0].Digest != "" || files[0].Name != "" || len(w.files.Kept) != 0 {
			t.Errorf("the card is there: %+v", files)
		}
		if status, _, _ := w.As(w.manager, one+"/files/"+files[0].ID); status != 410 {
			t.Errorf("the destroyed card: %d", status)
		}

		w.Ground.Clock.Set(time.Date(2027, 11, 3, 9, 0, 0, 0, time.UTC))
		w.tick(t)
		if r, _ = w.get(t, "0"+id); r.State != request.Closed {
			t.Errorf("erased on its last day: %s", r.State)
		}
		w.Ground.Clock.Advance(24 * time.Hour)
		w.tick(t)
		if r, _ = w.get(t, "0"+id); r.State != request.Erased || r.Requester != (request.Requester{}) || r.Words+r.Answer+r.Notes+r.Reason != "" {
			t.Errorf("after the period: %+v", r)
		}
		body, _ = w.Wants(200, w.manager, one)
		consoletest.Says(t, "erased", body, "coordonnées effacées", "!Zqx", "!zqx@")
		w.Wants(409, w.manager, one+"/move", "to", "reopen", "revision", "9")
		for _, e := range w.said {
			if b := fmt.Sprint(e.Body); strings.Contains(b, "Zqx") || strings.Contains(b, "zqx") || strings.Contains(b, "archives") {
				t.Errorf("the journal says %s", b)
			}
		}
	})
}

func (w *world) tick(t *testing.T) {
	t.Helper()
	if err := w.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

// What is late is told each week, and stands first before the operator's people.
func TestLateRequestsComeFirst(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		late := w.receive(t, "access")
		w.Ground.Clock.Advance(20 * 24 * time.Hour)
		soon := w.receive(t, "objection")
		w.Ground.Clock.Set(time.Date(2026, 11, 6, 9, 0, 0, 0, time.UTC))
		w.tick(t)
		n := w.letters(t)
		w.Ground.Clock.Advance(7 * 24 * time.Hour)
		w.tick(t)
		if more := w.letters(t) - n; more != 2 {
			t.Errorf("%d reminders a week later", more)
		}
		body, _ := w.Wants(200, w.officer, "/console/operator/rgpd/requests")
		consoletest.Says(t, "all", body, "1 en retard", late.Name(), "Saint-Élix", "en retard de 8 jours", soon.Name(), "reste")
		body, _ = w.Wants(200, w.officer, "/console/operator/rgpd/requests?view=late")
		consoletest.Says(t, "late", body, late.Name(), "!"+soon.Name())
		body, _ = w.Wants(200, w.officer, "/console/operator/rgpd/requests?q="+url.QueryEscape(soon.Reference))
		consoletest.Says(t, "by reference", body, soon.Name(), "!"+late.Name())
		_, csv, _ := w.As(w.officer, "/console/operator/rgpd/requests/export")
		if !strings.Contains(csv, late.Name()+";"+late.Reference) || strings.Contains(csv, "Zqx") {
			t.Errorf("the export: %s", csv)
		}
		w.Wants(409, w.manager, request.Path(w.Village.Siren, late.ID)+"/extend", "longer_why", "trop tard", "longer_by", "letter", "revision", "0")
	})
}

// Only so many from one address.
func TestThePublicFormHasLimits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		public := request.PublicPath(w.Village.Slug)
		body, _ := w.Wants(200, access.Scope{}, public)
		shown := between(body, `name="shown" value="`, `"`)
		w.Ground.Clock.Advance(time.Minute)
		var got []int
		for range 7 {
			status, _, _ := w.As(access.Scope{}, public, append(ask("information"), "shown", shown)...)
			got = append(got, status)
		}
		if want := []int{303, 303, 303, 303, 303, 429, 429}; !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		w.Ground.Clock.Advance(25 * time.Hour)
		w.Wants(422, access.Scope{}, public, append(ask("information"), "shown", shown)...)
		w.Wants(422, access.Scope{}, request.PublicPath(w.Town.Slug), append(ask("information"), "shown", shown)...) // another body's seal
	})
}

// Whatever is done in whatever order, no state is skipped.
func TestStatesNeverSkip(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, random := t.Context(), rand.New(rand.NewPCG(40, 6))
		reached := map[request.State]int{}
		for range 15 {
			r := w.receive(t, "access")
			was := r.State
			for range 8 {
				act := random.IntN(7)
				err := w.Try(t, w.manager, func(tx access.Tx) (err error) {
					switch act {
					case 0:
						_, err = request.Examine(ctx, tx, r.ID, -1)
					case 1:
						_, err = request.Doubt(ctx, tx, r.ID, -1, "doute")
					case 2:
						_, err = request.Prepare(ctx, tx, r.ID, -1)
					case 3:
						_, err = request.Close(ctx, tx, r.ID, -1, request.Ending{Outcome: request.Granted, Answer: "Fait.", By: "letter"})
					case 4:
						_, err = request.Reopen(ctx, tx, r.ID)
					case 5:
						_, err = request.Close(ctx, tx, r.ID, -1, request.Ending{Outcome: request.Withdrawn})
					case 6:
						_, err = request.Extend(ctx, tx, r.ID, -1, "complexe")
					}
					return err
				})
				now, _ := w.get(t, r.ID)
				is := now.State
				withdrawn := act == 5 && was.Open() && is == request.Closed
				if is != was && !request.Follows(was, is) && !withdrawn {
					t.Fatalf("%s became %s", was, is)
				}
				if err != nil && (is != was || !fault.Is(err, fault.Conflict)) {
					t.Fatalf("refused, yet %s became %s: %v", was, is, err)
				}
				was = is
				reached[is]++
			}
		}
		for _, s := range []request.State{request.Received, request.Identity, request.Examining, request.Answering, request.Closed} {
			if reached[s] == 0 {
				t.Errorf("no request was ever %s: this proves little", s)
			}
		}
	})
}

// A CCAS is absorbed: its requests and their files are the heir's.
func TestRequestsPassToTheHeir(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.receive(t, "access")
		w.Desk.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := request.Receive(t.Context(), tx, request.Intake{MemberID: w.Town.ID, Channel: request.ByLetter, Kinds: []string{"access"},
				Requester: request.Requester{Name: "X", Phone: "0"}})
			return err
		})
		f, err := w.AddFile(t.Context(), w.manager, r.ID, request.SentFile, "lettre.pdf", strings.NewReader("lettre"))
		if err != nil {
			t.Fatal(err)
		}
		room := request.Inheritance{Service: w.Service}
		move, err := room.Prepare(t.Context(), organisation.Part{From: w.Village.ID, To: w.Town.ID})
		if err != nil {
			t.Fatal(err)
		}
		w.Desk.Write(t, access.System("test"), func(tx access.Tx) error { return move.Records(t.Context(), tx) })
		if err := move.After(t.Context()); err != nil {
			t.Fatal(err)
		}
		now, files := w.get(t, r.ID)
		if now.MemberID != w.Town.ID || now.Name() != "2026-002" || len(files) != 1 || files[0].MemberID != w.Town.ID {
			t.Errorf("passed: %s %s %+v", now.MemberID, now.Name(), files)
		}
		if _, err := w.files.Open(t.Context(), w.Village.ID, f.Digest); err == nil {
			t.Error("the file is left with the former owner")
		}
		if err := room.Erase(t.Context(), w.Town.ID, true); err != nil || len(w.files.Kept) > 1 {
			t.Errorf("erased: %v, %d files", err, len(w.files.Kept))
		}
	})
}

func TestEveryBasisJudgesEveryRight(t *testing.T) {
	for _, k := range request.Kinds() {
		if k.Article == "" || k.Fr == "" || k.En == "" || k.HelpFr == "" || k.HelpEn == "" {
			t.Errorf("%+v", k)
		}
		for _, b := range request.Bases() {
			v, ok := request.Judge(k.ID, b.ID)
			if !ok || v.Article == "" || v.Why.Fr == "" || v.Applies != request.Yes && v.Applies != request.No && v.Applies != request.Depends {
				t.Errorf("%s under %s: %+v", k.ID, b.ID, v)
			}
		}
	}
	// The table of article 20, 21 and 17 for public bodies.
	for _, c := range []struct {
		kind, basis string
		want        request.Applies
	}{{"portability", "public-task", request.No}, {"objection", "public-task", request.Yes}, {"erasure", "legal-obligation", request.No},
		{"objection", "legal-obligation", request.No}, {"portability", "legal-obligation", request.No}, {"withdrawal", "consent", request.Yes}, {"portability", "consent", request.Yes}} {
		if v, _ := request.Judge(c.kind, c.basis); v.Applies != c.want {
			t.Errorf("%s under %s: %s, want %s", c.kind, c.basis, v.Applies, c.want)
		}
	}
}

func TestTheOperatorWordsItsLetters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const letters = "/console/operator/rgpd/requests/letters"
		body, _ := w.Wants(422, w.officer, letters+"/granted", "body-granted", "Bonjour {prenom}")
		consoletest.Says(t, "an unknown place", body, "{prenom} n’est pas connu")
		w.Wants(303, w.officer, letters+"/granted", "body-granted", "Bonjour {nom}, c’est fait.")
		w.Wants(404, w.officer, letters+"/unknown", "body-unknown", "x")
		body, _ = w.Wants(409, w.officer, letters+"/granted", "seen", "of before", "body-granted", "Mon texte.")
		consoletest.Says(t, "changed by two", body, "Quelqu’un a modifié ce modèle", "Bonjour {nom}, c’est fait.", "Mon texte.")
		r := w.receive(t, "access")
		one := request.Path(w.Village.Siren, r.ID)
		body, _ = w.Wants(200, w.manager, one+"/letter/granted")
		consoletest.Says(t, "the letter", body, "Bonjour Jeanne Zqx, c’est fait.")
		w.Wants(303, w.officer, letters+"/granted", "do", "default", "body-granted", "x")
		body, _ = w.Wants(200, w.manager, one+"/letter/granted")
		consoletest.Says(t, "the letter again", body, "Nous y avons fait droit")
	})
}
