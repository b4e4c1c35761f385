package plan_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/keys"
	"airial/internal/platform/mail"
	"airial/internal/services/register/enclosure"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/post"
)

// files keeps files in memory.
type files struct{ kept map[string][]byte }

func (f *files) Put(_ context.Context, member string, r io.Reader) (blob.Ref, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return blob.Ref{}, err
	}
	digest := fmt.Sprintf("%x", sha256.Sum256(b))
	f.kept[member+digest] = b
	return blob.Ref{Digest: digest, Size: int64(len(b))}, nil
}

func (f *files) Claim(context.Context, access.Tx, string, string) error { return nil }

type opened struct{ *bytes.Reader }

func (opened) Close() error { return nil }

func (f *files) Open(_ context.Context, member, digest string) (blob.Blob, error) {
	b, ok := f.kept[member+digest]
	if !ok {
		return nil, fault.Missing("open")
	}
	return opened{bytes.NewReader(b)}, nil
}

func (f *files) Destroy(_ context.Context, member string, digests []string) error {
	for _, d := range digests {
		delete(f.kept, member+d)
	}
	return nil
}

type world struct {
	*consoletest.Desk
	*plan.Service
	models           *model.Service
	files            *files
	queue            *jobs.Queue
	manager, officer access.Scope
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, jobs.Schema, model.Schema, plan.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Desk: consoletest.New(t, g), files: &files{map[string][]byte{}}, queue: jobs.NewQueue(g.Clock, ident.New(g.Clock, nil))}
		ring, err := keys.New(make([]byte, keys.Size))
		if err != nil {
			t.Fatal(err)
		}
		w.models = &model.Service{Doors: g.Doors, Specs: model.Specs{plan.Kind: plan.Spec}}
		advice := func(context.Context, access.Tx, organisation.Member) ([]plan.Recommendation, error) {
			return []plan.Recommendation{{Link: plan.Link{Kind: "maturity", Target: "q/dpo"}, Title: i18n.T("Désigner un référent", "Name a contact"), Priority: plan.High, From: "Maturité"}}, nil
		}
		w.Service = plan.New(plan.Parts{Doors: g.Doors, Desk: w.Console, Files: w.files, Key: []byte("key"), PublicURL: "https://airial.example",
			Post: post.Post{Letters: mail.NewQueue(w.queue, ring, true), PublicURL: "https://airial.example"}, Recommends: []plan.Recommends{advice},
			Links: []plan.Linkable{{Kind: "activity", Label: i18n.T("Traitement", "Activity"), Of: func(context.Context, access.Tx, organisation.Member) ([]plan.Target, error) {
				return []plan.Target{{ID: "a1", Label: "État civil", Href: "/console"}}, nil
			}}},
			Dues: []plan.Dues{func(_ context.Context, tx access.Tx, member, until string) ([]plan.Deadline, error) {
				if !tx.Scope().Sees(g.Village.ID) || member != "" && member != g.Village.ID {
					return nil, nil
				}
				return []plan.Deadline{{Kind: "request", ID: "r1", MemberID: g.Village.ID, Label: i18n.T("Demande", "Request"), Title: i18n.T("2026-001", "2026-001"), On: "2026-10-09", Path: "/rgpd/requests/r1"}}, nil
			}}})
		w.Desk.Serve(w.Service.Pages().Register)
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

func (w *world) list(t *testing.T, f plan.Filter) (list []plan.Action) {
	w.Desk.Read(t, access.System("test"), func(tx access.Tx) (err error) {
		list, _, err = plan.List(t.Context(), tx, f, 100, 0)
		return err
	})
	return list
}

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

// TestAnActionRunsToItsEnd takes a recommendation through the plan: it is given to
// somebody, is late, stands in her letter and calendar, is proved and done.
func TestAnActionRunsToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		base := plan.Base(w.Village.Siren)
		clerk := w.person(t, "paul", w.Village, access.Reader)
		body, _ := w.Wants(200, w.manager, base+"/recommended")
		consoletest.Says(t, "what is advised", body, "Désigner un référent")
		w.Wants(422, w.manager, base+"/recommended", "due", "2026-10-20")  // nothing ticked
		w.Wants(403, clerk, base+"/recommended", "take", "maturity:q/dpo") // she only reads
		w.Wants(303, w.manager, base+"/recommended", "take", "maturity:q/dpo", "due", "2026-10-20", "owner", clerk.Actor().ID)
		list := w.list(t, plan.Filter{Member: w.Village.ID})
		if len(list) != 1 || list[0].Priority != plan.High || list[0].OwnerName != "Mme paul" || list[0].Due != "2026-10-20" {
			t.Fatalf("%+v", list)
		}
		one := plan.Path(w.Village.Siren, list[0].ID)
		body, _ = w.Wants(200, w.manager, base+"/recommended")
		if strings.Contains(body, "q/dpo") {
			t.Error("what is in the plan is advised again")
		}
		w.Wants(303, w.manager, one+"/links", "link", "activity:a1")
		w.Wants(422, w.manager, one+"/links", "link", "activity:unknown")
		body, _ = w.Wants(200, clerk, one)
		consoletest.Says(t, "the action", body, "Commencer", "Rien ne montre encore", "État civil")
		w.Wants(303, clerk, one+"/move", "state", "doing")
		w.Wants(403, clerk, base+"/bulk", "action", list[0].ID, "do", "due", "due", "2027-01-01")
		w.Wants(404, w.person(t, "zoe", w.Town, access.Manager), one)

		w.Wants(303, clerk, plan.MinePath+"/subscribe", "member", "")
		body, _ = w.Wants(200, clerk, plan.MinePath)
		_, address, _ := strings.Cut(body, "https://airial.example/calendars/")
		address = "/calendars/" + address[:strings.IndexAny(address, "<\"")]
		ics, header := w.Wants(200, access.Scope{}, address)
		if !strings.HasPrefix(header.Get("Content-Type"), "text/calendar") || !strings.Contains(ics, "DTSTART;VALUE=DATE:20261020") || !strings.Contains(ics, "request-r1") {
			t.Errorf("%s", ics)
		}
		w.Wants(404, access.Scope{}, address+"x")
		w.Wants(404, access.Scope{}, "/calendars/"+list[0].ID+address[strings.IndexByte(address, '.'):])

		w.Ground.Clock.Set(time.Date(2026, 10, 26, 9, 0, 0, 0, time.UTC)) // a Monday
		if err := w.Tick(t.Context()); err != nil {
			t.Fatal(err)
		}
		n := w.letters(t)
		if n != 3 { // who does it, the manager, the officer; not the other town's
			t.Errorf("%d letters", n)
		}
		if err := w.Tick(t.Context()); err != nil || w.letters(t) != n {
			t.Error("a letter goes out twice")
		}
		w.Wants(303, clerk, plan.MinePath, "often", "none")
		w.Wants(422, clerk, plan.MinePath, "often", "hourly")
		w.Desk.Read(t, clerk, func(tx access.Tx) error {
			d, err := w.Digest(t.Context(), tx, user.User{ID: clerk.Actor().ID}, "2026-11-02")
			if words := d.Words(i18n.French, "https://airial.example"); d.LateCount != 1 || !strings.Contains(words, "Désigner un référent, pour vous, 20/10/2026") || strings.Contains(words, "2026-001") {
				t.Errorf("%s", words) // she does not keep the register: the request is not hers
			}
			return err
		})

		w.Wants(422, clerk, one+"/proofs", "href", "javascript:alert(1)")
		w.Wants(303, clerk, one+"/proofs", "href", "https://exemple.fr/note.pdf", "name", "Note de service")
		w.Wants(303, clerk, one+"/move", "state", "done")
		if a := w.list(t, plan.Filter{Member: w.Village.ID})[0]; a.State != plan.Done || a.DoneOn != "2026-10-26" {
			t.Errorf("%+v", a)
		}
		body, _ = w.Wants(200, w.manager, one)
		consoletest.Says(t, "its history", body, "Note de service", "en cours → fait", "Mme paul")
		ics, _ = w.Wants(200, access.Scope{}, address)
		if strings.Contains(ics, "20261020") {
			t.Error("what is done stays in the calendar")
		}
		calendar := address[len("/calendars/"):strings.IndexByte(address, '.')]
		w.Wants(404, w.manager, plan.MinePath+"/calendars/"+calendar+"/revoke", "x", "1")
		w.Wants(303, clerk, plan.MinePath+"/calendars/"+calendar+"/revoke", "x", "1")
		w.Wants(404, access.Scope{}, address)
	})
}

// TestFilesProve keeps a file, gives it back, and destroys it.
func TestFilesProve(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var a plan.Action
		w.Desk.Write(t, w.manager, func(tx access.Tx) (err error) {
			a, err = plan.Create(t.Context(), tx, own(w.Village.ID, "Charte"))
			return err
		})
		ctx := t.Context()
		if _, err := w.Prove(ctx, w.manager, a.ID, `C:\x\charte signée.pdf`, strings.NewReader("%PDF")); err != nil {
			t.Fatal(err)
		}
		for what, body := range map[string]io.Reader{"an empty file": strings.NewReader(""), "a file that is too large": io.LimitReader(zeros{}, enclosure.Max+1)} {
			if _, err := w.Prove(ctx, w.manager, a.ID, "x", body); err == nil {
				t.Errorf("%s is kept", what)
			}
		}
		var proofs []plan.Proof
		w.Desk.Read(t, w.manager, func(tx access.Tx) (err error) {
			proofs, err = plan.Proofs(ctx, tx, a.ID)
			return err
		})
		if len(proofs) != 1 || proofs[0].Name != "charte signée.pdf" {
			t.Fatalf("%+v", proofs)
		}
		path := plan.Path(w.Village.Siren, a.ID) + "/proofs/" + proofs[0].ID
		body, _ := w.Wants(200, w.manager, path)
		w.Wants(303, w.manager, path+"/remove", "x", "1")
		if body != "%PDF" || len(w.files.kept) != 1 { // the empty one, which nothing claimed
			t.Errorf("%q, %d files", body, len(w.files.kept))
		}
		w.Wants(404, w.manager, path)
	})
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func own(member, title string) plan.Wanted {
	return plan.Wanted{MemberID: member, Plan: plan.Plan{Cost: plan.Unknown}, Record: model.Record{Fields: map[string]model.Value{"name": model.V(title), "kind": model.V("legal"), "priority": model.V("1")}}}
}

// TestModelsOfActions gives models to members, brings a new version, and undoes
// it all but for what somebody has worked on.
func TestModelsOfActions(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		var m model.Model
		w.Desk.Write(t, w.officer, func(tx access.Tx) error {
			n, err := plan.Install(ctx, tx)
			if err == nil && n < 8 {
				t.Errorf("%d models", n)
			}
			if err == nil {
				n, err = plan.Install(ctx, tx)
			}
			if err != nil || n != 0 {
				t.Errorf("again: %d, %v", n, err)
			}
			m, err = model.ByCode(ctx, tx, plan.Kind, "sauvegardes")
			return err
		})
		run := func(ask func(tx access.Tx) (model.Batch, error)) model.Batch {
			var b model.Batch
			w.Desk.Write(t, w.officer, func(tx access.Tx) (err error) {
				b, err = ask(tx)
				return err
			})
			if err := w.models.Run(ctx, b.ID); err != nil {
				t.Fatal(err)
			}
			return b
		}
		order := model.Order{Kind: plan.Kind, Models: []string{m.ID}, How: model.Take}
		given := run(func(tx access.Tx) (model.Batch, error) { return w.models.Adopt(ctx, tx, order) })
		list := w.list(t, plan.Filter{View: "open"})
		if len(list) != 4 || list[0].Due != "2026-11-04" || list[0].Kind != plan.Technical { // thirty days from now
			t.Fatalf("%+v", list)
		}
		w.Desk.Write(t, w.manager, func(tx access.Tx) error {
			for _, a := range list {
				if a.MemberID == w.Village.ID {
					_, err := plan.Move(ctx, tx, a.ID, plan.Doing)
					return err
				}
			}
			return nil
		})
		run(func(tx access.Tx) (model.Batch, error) { return w.models.Undo(ctx, tx, given.ID) })
		if list = w.list(t, plan.Filter{}); len(list) != 1 || list[0].State != plan.Doing { // the one that somebody works on stays
			t.Fatalf("%+v", list)
		}
		run(func(tx access.Tx) (model.Batch, error) { return w.models.Adopt(ctx, tx, order) })
		w.Desk.Write(t, w.officer, func(tx access.Tx) error {
			d, err := model.ReadDraft(ctx, tx, m.ID)
			if err != nil {
				return err
			}
			d.Record.Fields["priority"] = model.V("3")
			if _, err = model.SaveDraft(ctx, tx, plan.Spec, m.ID, d.Rev, d.Record); err == nil {
				_, err = model.Issue(ctx, tx, plan.Spec, m.ID, "")
			}
			return err
		})
		pushed := run(func(tx access.Tx) (model.Batch, error) { return w.models.Push(ctx, tx, order) })
		if n := len(w.list(t, plan.Filter{Priority: plan.Low})); n != 4 {
			t.Errorf("the new priority reaches %d", n)
		}
		run(func(tx access.Tx) (model.Batch, error) { return w.models.Undo(ctx, tx, pushed.ID) })
		if n := len(w.list(t, plan.Filter{Priority: plan.High})); n != 4 {
			t.Errorf("the former priority is back at %d", n)
		}
	})
}

// TestTwoWhoEditOneAction: what only one has changed is taken from her; where
// both did, the second sees it before anything is overwritten.
func TestTwoWhoEditOneAction(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var a plan.Action
		w.Desk.Write(t, w.manager, func(tx access.Tx) (err error) {
			a, err = plan.Create(t.Context(), tx, own(w.Village.ID, "Charte"))
			return err
		})
		path := plan.Path(w.Village.Siren, a.ID) + "/edit"
		body, _ := w.Wants(200, w.manager, path)
		hidden := func(name string) string {
			_, rest, _ := strings.Cut(body, `name="`+name+`" value="`)
			return strings.NewReplacer("&#34;", `"`, "&quot;", `"`).Replace(rest[:strings.IndexByte(rest, '"')])
		}
		form := func(pairs ...string) []string {
			return append([]string{"rev", hidden("rev"), "seen", hidden("seen"), "planned", hidden("planned"), "name", "Charte", "kind", "legal", "priority", "1"}, pairs...)
		}
		mine := form("state", "todo", "due", "2026-12-01", "cost", "12,50")
		w.Wants(303, w.officer, path, form("state", "doing", "due", "2026-11-01")...)
		said, _ := w.Wants(409, w.manager, path, mine...)
		consoletest.Says(t, "the clash", said, "Mme dpo a modifié cette action", "Vous l’avez modifié aussi")
		body = said
		w.Wants(303, w.manager, path, append(form("state", "todo", "due", "2026-12-01", "cost", "12,50"), "met", "1", "rev2", "x")...)
		got := w.list(t, plan.Filter{})[0]
		if diff := cmp.Diff(plan.Plan{State: plan.Doing, Due: "2026-12-01", Cost: 1250}, got.Plan); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// TestLists filters, groups, exports and changes many at once.
func TestLists(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		base := plan.Base(w.Village.Siren)
		w.Wants(303, w.manager, base+"/new", "name", "Clés", "kind", "technical", "priority", "1", "state", "todo", "due", "2026-10-01", "owner_name", "M. Lartigue", "cost", "1 200,50")
		w.Wants(303, w.manager, base+"/new", "name", "=Formule", "kind", "legal", "priority", "3", "state", "todo", "due", "2026-10-08")
		w.Wants(422, w.manager, base+"/new", "name", "", "kind", "legal", "state", "todo")
		w.Wants(422, w.manager, base+"/new", "name", "x", "state", "todo", "due", "demain")
		w.Wants(422, w.manager, base+"/new", "name", "x", "state", "todo", "cost", "beaucoup")
		for view, want := range map[string]int{"": 2, "late": 1, "week": 1, "open": 2, "closed": 0} {
			if got := len(w.list(t, plan.Filter{View: view})); got != want {
				t.Errorf("%s: %d, not %d", view, got, want)
			}
		}
		if got := w.list(t, plan.Filter{Query: "cles"}); len(got) != 1 || got[0].Cost != 120050 {
			t.Errorf("%+v", got)
		}
		for _, by := range []string{"owner", "month", "calendar&month=2026-10"} {
			body, _ := w.Wants(200, w.manager, base+"?by="+by)
			consoletest.Says(t, by, body, "Clés")
		}
		body, _ := w.Wants(200, w.manager, base+"/export/csv")
		if !strings.Contains(body, "1200,50") || !strings.Contains(body, "'=Formule") {
			t.Errorf("%s", body)
		}
		w.Wants(404, w.manager, base+"/export/pdf")
		w.Wants(200, w.officer, plan.OperatorPath)
		body, _ = w.Wants(200, w.officer, plan.OperatorPath+"/export/csv?view=late")
		if strings.Count(body, w.Village.Siren) != 1 {
			t.Errorf("%s", body)
		}
		w.Wants(404, w.manager, plan.OperatorPath)
		list := w.list(t, plan.Filter{})
		w.Wants(422, w.manager, base+"/bulk", "do", "state", "state", "void")
		w.Wants(303, w.manager, base+"/bulk", "do", "state", "state", "void", "action", list[0].ID, "action", list[1].ID)
		if n := len(w.list(t, plan.Filter{View: "closed"})); n != 2 {
			t.Errorf("%d closed", n)
		}
		ics, _ := w.Wants(200, w.manager, base+"/calendar")
		if strings.Count(ics, "BEGIN:VEVENT") != 1 { // the other room's
			t.Errorf("%s", ics)
		}
	})
}
