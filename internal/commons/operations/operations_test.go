package operations_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/console/consoletest"
	"airial/internal/commons/life"
	"airial/internal/commons/operations"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/commons/user"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/journal"
	"airial/internal/platform/outbound"
)

const jobsPath = operations.Path + "/jobs"

// room is a desk with the pages of this room, and an administrator.
type room struct {
	*consoletest.Desk
	parts operations.Parts
	queue *jobs.Queue
	admin access.Scope
	t     *testing.T
}

func each(t *testing.T, test func(t *testing.T, r *room)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, jobs.Schema, journal.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		d := consoletest.New(t, g)
		queue := jobs.NewQueue(g.Clock, ident.New(g.Clock, nil))
		host, err := outbound.ParsePattern("hooks.example.fr")
		if err != nil {
			t.Fatal(err)
		}
		parts := operations.Parts{Doors: g.Doors, Desk: d.Console, Queue: queue,
			Kinds:    map[string]i18n.Text{"life.visit": i18n.T("Faire avancer un dépôt", "Move a deposit on")},
			Outbound: outbound.New(outbound.Config{Hosts: []outbound.Pattern{host}, Clock: g.Clock}),
			Beside:   []outbound.Declared{{Address: "db.example.fr:5432", Purpose: i18n.T("base de données", "database")}},
			System:   operations.System{Version: "v1.2.3", Started: g.Clock.Now().Add(-3 * time.Hour), PublicURL: "https://donnees.example.fr", Database: "SQLite"},
			Settings: []config.Setting{{Name: "smtp", Variable: "AIRIAL_SMTP", Value: "smtp://…@mail.example.fr", From: config.FromVar},
				{Name: "listen", Value: "localhost:8080", From: config.FromDefault}, {Name: "data", Value: "/srv/data", From: config.FromFlag}},
			Cached: func() (int, int64) { return 2, 4000 },
			Space:  func() (int64, int64, bool) { return 59e9, 252e9, true },
			Swept: func(context.Context, access.Tx) (operations.Swept, error) {
				return operations.Swept{Ended: g.Clock.Now(), Seen: 1234, Noted: 5, Strays: 2}, nil
			},
			Journal: journal.New(g.Clock, ident.New(g.Clock, nil), nil)}
		r := &room{d, parts, queue, organisationtest.At("a", g.Operator, access.Administrator), t}
		d.Serve(operations.New(parts).Register)
		test(t, r)
	})
}

// insert asks for a job, later than those before it.
func (r *room) insert(j jobs.Job) (id string) {
	r.Clock.Advance(time.Second)
	r.Write(r.t, access.System("test"), func(tx access.Tx) (err error) {
		id, err = r.queue.Insert(r.t.Context(), tx, j)
		return err
	})
	return id
}

// work runs what is ready; a job of kind life.visit fails at its only attempt.
func (r *room) work() {
	runner := jobs.NewRunner(r.Doors.Platform("test"), r.queue, slog.New(slog.DiscardHandler), jobs.Config{})
	runner.Handle("life.visit", func(context.Context, jobs.Job) error { return errors.New("the disk is full") })
	if err := runner.Drain(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

func TestJobs(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		body, _ := r.Wants(200, r.admin, jobsPath)
		consoletest.Says(t, "a list of nothing", body, "Rien à faire, rien en échec", "!Par genre")

		failed := r.insert(jobs.Job{Kind: "life.visit", Args: "x", Fair: r.Town.ID, MaxAttempts: 1})
		r.work()
		waiting := r.insert(jobs.Job{Kind: "mail.send", Args: "y"})
		body, _ = r.Wants(200, r.admin, jobsPath)
		consoletest.Says(t, "the list", body, "1 en échec", "mail.send", "Prête", "Faire avancer un dépôt", "the disk is full", r.Town.Name, "Échec",
			"Relancer", "Par genre", "Par collectivité", r.Town.Name)
		for query, want := range map[string][]string{
			"?state=failed":              {"the disk is full", "Relancer"},
			"?state=running":             {"Aucune tâche ne correspond"},
			"?kind=mail.send":            {"!the disk is full"},
			"?member=" + r.Town.Siren:    {"the disk is full"},
			"?member=" + r.Village.Siren: {"Aucune tâche ne correspond"},
		} {
			body, _ = r.Wants(200, r.admin, jobsPath+query)
			consoletest.Says(t, query, body, want...)
		}
		r.Wants(404, r.admin, jobsPath+"?member=000000000")

		one := jobsPath + "/" + failed
		body, _ = r.Wants(200, r.admin, one)
		consoletest.Says(t, "its page", body, "Relancer", "the disk is full", r.Town.Name, "1 sur 1", failed, "!Abandonner")
		r.Wants(409, r.admin, one+"/give-up")
		r.Wants(409, r.admin, one+"/give-up", "reason", "no use")
		r.Wants(303, r.admin, one+"/retry", "go", "1")
		body, _ = r.Wants(200, r.admin, one)
		consoletest.Says(t, "once retried", body, "Lancer maintenant", "Abandonner…", "Prête")

		one = jobsPath + "/" + waiting
		body, _ = r.Wants(200, r.admin, one+"/give-up")
		consoletest.Says(t, "the question", body, "mail.send", "Abandonner la tâche", "Garder la tâche")
		body, _ = r.Wants(422, r.admin, one+"/give-up", "reason", " ")
		consoletest.Says(t, "without a reason", body, "Dites pourquoi")
		r.Wants(303, r.admin, one+"/give-up", "reason", "Adresse fausse")
		body, _ = r.Wants(200, r.admin, one)
		consoletest.Says(t, "once given up", body, "Relancer", "Adresse fausse", "Abandonnée")
		r.Wants(404, r.admin, jobsPath+"/nothing")
		r.Wants(404, r.admin, jobsPath+"/nothing/retry", "go", "1")
	})
}

func TestALongListGoesOn(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		first := r.insert(jobs.Job{Kind: "mail.send"})
		for range 50 {
			r.insert(jobs.Job{Kind: "mail.send"})
		}
		body, _ := r.Wants(200, r.admin, jobsPath+"?kind=mail.send")
		consoletest.Says(t, "the first page", body, "Tâches plus anciennes")
		if strings.Contains(body, first) {
			t.Error("the oldest of 51 jobs is on the first page")
		}
		_, rest, _ := strings.Cut(body, "before=")
		before, _, _ := strings.Cut(rest, "&")
		body, _ = r.Wants(200, r.admin, jobsPath+"?kind=mail.send&before="+before)
		if !strings.Contains(body, first) {
			t.Error("the oldest job is not on the second page")
		}
		consoletest.Says(t, "the second page", body, "!Tâches plus anciennes")
	})
}

func TestOnlyAdministrators(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		support := organisationtest.At("s", r.Operator, access.Support)
		manager := organisationtest.At("m", r.Town, access.Manager)
		for _, page := range pages {
			body, _ := r.Wants(200, r.admin, page)
			if !strings.Contains(body, "Exploitation") {
				t.Errorf("%s does not say where it is", page)
			}
			r.Wants(200, r.admin, "/en"+page)
			r.Wants(404, support, page)
			r.Wants(404, manager, page)
			r.Wants(303, access.Public(), page)
		}
		body, _ := r.Wants(200, support, "/console")
		if strings.Contains(body, operations.Path) {
			t.Error("the rail leads somebody of the support to the operations")
		}
	})
}

// pages are all that stands for itself.
var pages = []string{operations.Path, jobsPath, operations.Path + "/outbound", operations.Path + "/storage", operations.Path + "/journal",
	operations.Path + "/system"}

func TestOutbound(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		const page = operations.Path + "/outbound"
		body, _ := r.Wants(200, r.admin, page)
		consoletest.Says(t, "before any contact", body, "hooks.example.fr", "db.example.fr:5432", "base de données", "Rien n’a encore été contacté")

		r.parts.Outbound.Declare("127.0.0.1:1", i18n.T("envoi du courriel", "sending mail"))
		dial := r.parts.Outbound.Dialer("webhook")
		for _, address := range []string{"127.0.0.1:1", "elsewhere.example.org:443"} { // nobody answers; not allowed
			if c, err := dial(t.Context(), "tcp", address); err == nil {
				_ = c.Close()
				t.Errorf("%s was reached", address)
			}
		}
		body, _ = r.Wants(200, r.admin, page)
		consoletest.Says(t, "afterwards", body, "127.0.0.1:1", "envoi du courriel", "elsewhere.example.org:443", "webhook", "0 0 1", "!Rien n’a encore")
	})
}

func TestSystem(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		body, _ := r.Wants(200, r.admin, operations.Path+"/system")
		consoletest.Says(t, "the system", body, "v1.2.3", "il y a 3 h", "https://donnees.example.fr", "SQLite", "Aucun courriel ne part",
			"Réglages faits", "--smtp", "variable AIRIAL_SMTP", "--data", "/srv/data", "ligne de commande", "Réglages par défaut", "--listen", "par défaut")
	})
}

func TestStorage(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		const page = operations.Path + "/storage"
		body, _ := r.Wants(200, r.admin, page)
		consoletest.Says(t, "without files", body, "4,0", "en cache", "59,0",
			"libres sur le disque de ce serveur, sur 252", "234 vus, 5 qu’aucun enregistrement", "un jour après avoir été vus", "2.",
			"Aucun fichier pour l’instant")
		for _, d := range []piece.Deposit{
			{MemberID: r.Village.ID, Title: "Menus", Digest: "a", Size: 1000},
			{MemberID: r.Town.ID, Title: "Budget", Digest: "b", Size: 2000},
			{MemberID: r.Town.ID, Title: "Budget encore", Digest: "b", Size: 2000}, // the same file: kept once
			{MemberID: r.Town.ID, Title: "Arbres", Digest: "c", Size: 1000},
		} {
			d.Kind = "dataset"
			r.Write(t, access.System("test"), func(tx access.Tx) error {
				_, _, _, err := piece.Put(t.Context(), tx, d)
				return err
			})
		}
		body, _ = r.Wants(200, r.admin, page)
		consoletest.Says(t, "with files", body, "4,0", "de fichiers déposés", "3 fichiers", r.Town.Name, "2 3,0", "75", r.Village.Name, "1 1,0", "25")
	})
}

func TestJournal(t *testing.T) {
	each(t, func(t *testing.T, r *room) {
		const page = operations.Path + "/journal"
		body, _ := r.Wants(200, r.admin, page)
		consoletest.Says(t, "an empty journal", body, "Le journal est encore vide", "Aucun témoin")

		signer, _, err := journal.DeriveKey([]byte("a secret of thirty-two bytes ..."), "journal.example.fr")
		if err != nil {
			t.Fatal(err)
		}
		r.Write(t, access.System("test"), func(tx access.Tx) error {
			_, err := r.parts.Journal.Append(t.Context(), tx, journal.Entry{Kind: "test.done", By: "system:test", At: r.Clock.Now(), Body: struct{}{}})
			return err
		})
		s := journal.NewSequencer(r.parts.Journal, r.Doors.Platform("test"), signer, slog.New(slog.DiscardHandler), journal.SequencerConfig{})
		if _, err := s.Sequence(t.Context()); err != nil {
			t.Fatal(err)
		}
		body, _ = r.Wants(200, r.admin, page)
		consoletest.Says(t, "a journal with an entry", body, "1 entrées numérotées", "0 attendent leur numéro", "journal.example.fr", "!encore vide")
	})
}
