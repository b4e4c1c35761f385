package cockpit_test

import (
	"context"
	"fmt"
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
	"airial/internal/platform/database"
	"airial/internal/platform/i18n"
	"airial/internal/platform/ident"
	"airial/internal/platform/jobs"
	"airial/internal/platform/keys"
	"airial/internal/platform/mail"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/post"
)

type world struct {
	*consoletest.Desk
	*cockpit.Service
	queue                   *jobs.Queue
	officer, other, support access.Scope
	late                    map[string]cockpit.Waits
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	organisationtest.Each(t, []database.Schema{user.Schema, piece.Schema, life.Schema, jobs.Schema, model.Schema, activity.Schema, plan.Schema, cockpit.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		w := &world{Desk: consoletest.New(t, g), queue: jobs.NewQueue(g.Clock, ident.New(g.Clock, nil)), late: map[string]cockpit.Waits{}}
		ring, err := keys.New(make([]byte, keys.Size))
		if err != nil {
			t.Fatal(err)
		}
		models := &model.Service{Doors: g.Doors, Specs: model.Specs{activity.Kind: activity.Spec, plan.Kind: plan.Spec}}
		w.Service = cockpit.New(cockpit.Parts{Doors: g.Doors, Desk: w.Console, Models: models,
			Post: post.Post{Letters: mail.NewQueue(w.queue, ring, true), PublicURL: "https://airial.example"},
			Sources: []cockpit.Source{{Key: "requests", Label: i18n.T("Demandes", "Requests"), Tab: "rgpd/requests", Count: func(context.Context, access.Tx, string, string) (map[string]cockpit.Waits, error) {
				return w.late, nil
			}}},
			Courses:      []cockpit.Course{{Label: i18n.T("Visites", "Visits"), Count: cockpit.VisitYears}},
			Undesignated: func(context.Context, access.Tx) ([]string, error) { return []string{g.Welfare.ID}, nil }, DesignationTab: "rgpd/designation",
			Plan:  plan.New(plan.Parts{Doors: g.Doors}),
			Kinds: []cockpit.Pushable{{Kind: plan.Kind, Name: i18n.T("Actions", "Actions"), Path: plan.ModelsPath}},
			Outline: func(insee string) [][][2]float64 {
				if insee != "40002" {
					return nil
				}
				return [][][2]float64{{{-1, 44}, {-0.9, 44}, {-0.9, 44.1}, {-1, 44.1}}}
			}})
		w.Desk.Serve(w.Service.Pages().Register)
		w.officer = w.person(t, "sylvie", g.Operator, access.ProtectionOfficer)
		w.other = w.person(t, "karim", g.Operator, access.ProtectionOfficer)
		w.support = w.person(t, "aide", g.Operator, access.Support)
		w.person(t, "claire", g.Village, access.Manager)
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

func (w *world) board(t *testing.T, f cockpit.Filter) (b cockpit.Board, names []string) {
	w.Desk.Read(t, w.officer, func(tx access.Tx) (err error) {
		b, err = w.Board(t.Context(), tx, f)
		return err
	})
	for _, m := range b.All {
		names = append(names, m.Name)
	}
	return b, names
}

func (w *world) register(t *testing.T, m organisation.Member, names ...string) (ids []string) {
	w.Desk.Write(t, access.System("test"), func(tx access.Tx) error {
		for _, name := range names {
			i, err := model.Create(t.Context(), tx, activity.Spec, m.ID, "", model.Record{Fields: map[string]model.Value{"name": model.V(name)}})
			if err != nil {
				return err
			}
			ids = append(ids, i.ID)
		}
		return nil
	})
	return ids
}

// TestBoard orders members by what presses, counts them, and narrows the list.
func TestBoard(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ids := w.register(t, w.Village, "Cantine", "État civil")
		w.late[w.Town.ID] = cockpit.Waits{Late: 2, Week: 1}
		b, names := w.board(t, cockpit.Filter{})
		want := []string{w.Welfare.Name, w.Town.Name, w.Village.Name}
		if diff := cmp.Diff(want, names); diff != "" || b.Members != 3 || b.Undesignated != 1 || b.NoRegister != 2 || b.Late != 1 || b.Week != 1 || b.Checked != 0 {
			t.Errorf("%s %+v", diff, b)
		}
		w.Desk.Write(t, w.officer, func(tx access.Tx) error {
			for _, id := range ids {
				if err := model.Approve(t.Context(), tx, id, 1, ""); err != nil {
					return err
				}
			}
			return nil
		})
		if b, _ = w.board(t, cockpit.Filter{}); b.Checked != 1 || b.Complete != 1 {
			t.Errorf("%+v", b)
		}
		for f, want := range map[cockpit.Filter]string{
			{View: cockpit.NoRegister, Order: "name"}: "CCAS de Saint-Élix, Ychoux-sur-Lande", {View: cockpit.LateView}: "Ychoux-sur-Lande", {View: cockpit.NoDesignated}: "CCAS de Saint-Élix",
			{View: cockpit.WeekView}: "Ychoux-sur-Lande", {View: cockpit.ReviewView}: "", {Kind: organisation.CCAS}: "CCAS de Saint-Élix", {Size: "1"}: "Saint-Élix",
			{Group: w.Village.ID, Order: "name"}: "CCAS de Saint-Élix, Saint-Élix", {Query: "elix ccas"}: "CCAS de Saint-Élix", {Agent: "none", Size: "10000"}: "Ychoux-sur-Lande", {Agent: "me"}: ""} {
			if _, names := w.board(t, f); strings.Join(names, ", ") != want {
				t.Errorf("%+v: %v", f, names)
			}
		}
		w.Ground.Clock.Advance(400 * 24 * time.Hour)
		if _, names = w.board(t, cockpit.Filter{View: cockpit.ReviewView}); len(names) != 1 {
			t.Errorf("registers to be read again: %v", names)
		}
		// A record that goes out of use is counted no more.
		w.Desk.Write(t, w.officer, func(tx access.Tx) error { return model.SetUse(t.Context(), tx, ids[0], false) })
		if b, _ = w.board(t, cockpit.Filter{Kind: organisation.Commune, Size: "1"}); b.All[0].Tally.Total != 1 {
			t.Errorf("%+v", b.All)
		}
		body, _ := w.Wants(200, w.officer, cockpit.Home)
		consoletest.Says(t, "the cockpit", body, "1 entité n’a désigné aucun délégué", "sans registre", "Demandes", "CCAS de Saint-Élix", "Rappeler")
		body, _ = w.Wants(200, w.support, cockpit.Home)
		if strings.Contains(body, "Rappeler") {
			t.Error("support is offered what she may not do")
		}
		for _, path := range []string{"", "/cockpit/export", "/cockpit/map", "/cockpit/map?theme=late", "/cockpit/map?theme=visits", "/cockpit/progress", "/cockpit/progress/export", "/cockpit/portfolios", "/cockpit/portfolios/export"} {
			w.Wants(200, w.support, cockpit.Home+path)
			w.Wants(404, organisationtest.At("x", w.Village, access.Manager), cockpit.Home+path)
		}
		for _, path := range []string{"/cockpit/visits", "/cockpit/acts", "/members/" + w.Village.Siren} {
			w.Wants(200, w.officer, cockpit.Home+path)
			w.Wants(404, w.support, cockpit.Home+path)
		}
		body, _ = w.Wants(200, w.officer, cockpit.Home+"/cockpit/map")
		if !strings.Contains(body, `d="M10.0 `) || !strings.Contains(body, "terrain-tile terrain-0") && !strings.Contains(body, `terrain-tile`) {
			t.Error("no outline, or no tile")
		}
	})
}

// TestActsOnMany gives members to an agent, plans visits and reminds, and takes
// back what can be.
func TestActsOnMany(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		all := []string{"member", w.Town.ID, "member", w.Village.ID, "member", w.Welfare.ID}
		act := func(pairs ...string) string {
			t.Helper()
			w.Wants(200, w.officer, cockpit.Home+"/cockpit/bulk", append(pairs, all...)...)
			_, header := w.Wants(303, w.officer, cockpit.Home+"/cockpit/act", append(pairs, all...)...)
			at := header.Get("Location")
			id := at[strings.LastIndexByte(at, '/')+1:]
			if err := w.Run(ctx, id); err != nil {
				t.Fatal(err)
			}
			return id
		}
		sylvie, karim := w.officer.Actor().ID, w.other.Actor().ID
		first := act("do", "assign", "to_agent", sylvie)
		second := act("do", "assign", "to_agent", karim)
		if _, names := w.board(t, cockpit.Filter{Agent: karim}); len(names) != 3 {
			t.Errorf("%v", names)
		}
		w.Wants(303, w.officer, cockpit.Home+"/cockpit/acts/"+first+"/undo", "x", "1") // nothing is as it was: all stays
		if _, names := w.board(t, cockpit.Filter{Agent: karim}); len(names) != 3 {
			t.Errorf("undone over a later act: %v", names)
		}
		w.Wants(303, w.officer, cockpit.Home+"/cockpit/acts/"+second+"/undo", "x", "1")
		if _, names := w.board(t, cockpit.Filter{Agent: "none"}); len(names) != 3 {
			t.Errorf("both acts are undone, and nobody had them before: %v", names)
		}
		w.Wants(409, w.officer, cockpit.Home+"/cockpit/acts/"+second+"/undo", "x", "1")
		for _, agent := range []string{sylvie, karim, sylvie} { // of three, the one in the middle is undone, then the last
			second, first = first, act("do", "assign", "to_agent", agent)
		}
		for _, undone := range []struct{ act, agent string }{{second, sylvie}, {first, sylvie}} {
			w.Wants(303, w.officer, cockpit.Home+"/cockpit/acts/"+undone.act+"/undo", "x", "1")
			if _, names := w.board(t, cockpit.Filter{Agent: undone.agent}); len(names) != 3 {
				t.Errorf("with the act that stands: %v", names)
			}
		}
		w.Wants(422, w.officer, cockpit.Home+"/cockpit/act", append([]string{"do", "assign", "to_agent", "nobody-known"}, all...)...)
		w.Wants(422, w.officer, cockpit.Home+"/cockpit/bulk", "do", "assign")
		w.Wants(404, w.support, cockpit.Home+"/cockpit/act", append([]string{"do", "assign", "to_agent", karim}, all...)...)

		// While she is away her members are his too.
		w.Wants(422, w.officer, cockpit.Home+"/cockpit/portfolios/absences", "agent", sylvie, "cover", sylvie, "from", "2026-10-05", "until", "2026-10-20")
		w.Wants(303, w.officer, cockpit.Home+"/cockpit/portfolios/absences", "agent", sylvie, "cover", karim, "from", "2026-10-05", "until", "2026-10-20")
		count := func() (n int) {
			w.Desk.Read(t, w.other, func(tx access.Tx) error {
				list, err := cockpit.Portfolio(ctx, tx, karim)
				n = len(list)
				return err
			})
			return n
		}
		if count() != 3 {
			t.Error("nobody stands in")
		}
		w.Ground.Clock.Advance(16 * 24 * time.Hour)
		if count() != 0 {
			t.Error("she is back, and he still stands in")
		}

		visits := act("do", "visits", "to_agent", sylvie, "from", "2026-10-23", "per_day", "1") // a Friday
		var days []string
		read := func() {
			days = nil
			w.Desk.Read(t, w.officer, func(tx access.Tx) error {
				list, _, err := cockpit.Visits(ctx, tx, "", cockpit.Planned, 10, 0)
				for _, v := range list {
					days = append(days, v.Day)
				}
				return err
			})
		}
		read()
		if diff := cmp.Diff([]string{"2026-10-23", "2026-10-26", "2026-10-27"}, days); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		w.Wants(303, w.officer, cockpit.Home+"/cockpit/acts/"+visits+"/undo", "x", "1")
		if read(); len(days) != 0 {
			t.Errorf("visits stay: %v", days)
		}

		w.late[w.Village.ID], w.late[w.Town.ID] = cockpit.Waits{Late: 1}, cockpit.Waits{Late: 4}
		body, _ := w.Wants(200, w.officer, cockpit.Home+"/cockpit/bulk", append([]string{"do", "remind"}, all...)...)
		consoletest.Says(t, "the reminder", body, "1 courriel partira", "n’a rien en attente", "Ychoux-sur-Lande", "Par exemple, pour Saint-Élix", "Demandes (1 en retard)")
		remind := act("do", "remind")
		var n int64
		w.Desk.Read(t, access.System("test"), func(tx access.Tx) error {
			list, err := w.queue.Counts(ctx, tx)
			for _, c := range list {
				n += c.Jobs
			}
			return err
		})
		if n != 1 {
			t.Errorf("%d letters", n)
		}
		w.Wants(409, w.officer, cockpit.Home+"/cockpit/acts/"+remind+"/undo", "x", "1")
		body, _ = w.Wants(200, w.officer, cockpit.Home+"/cockpit/acts/"+remind)
		consoletest.Says(t, "what came of it", body, "courriel écrit\u202f: 1", "rien à rappeler\u202f: 1", "personne à qui écrire\u202f: 1")
	})
}

// TestModelsArePushed hands a push to the mechanism, for the members that were
// chosen by the filter.
func TestModelsArePushed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var m model.Model
		w.Desk.Write(t, w.officer, func(tx access.Tx) error {
			if _, err := plan.Install(t.Context(), tx); err != nil {
				return err
			}
			var err error
			m, err = model.ByCode(t.Context(), tx, plan.Kind, "incident")
			return err
		})
		chosen := []string{"do", "push", "all", "1", "kind", "commune"}
		body, _ := w.Wants(200, w.officer, cockpit.Home+"/cockpit/bulk", chosen...)
		consoletest.Says(t, "the models", body, "2 collectivités choisies", "Afficher la fiche de contacts")
		w.Wants(422, w.officer, cockpit.Home+"/cockpit/act", chosen...)
		_, header := w.Wants(303, w.officer, cockpit.Home+"/cockpit/act", append(chosen, "model", "action:"+m.ID, "how", "adopt")...)
		at := header.Get("Location")
		if err := w.Models.Run(t.Context(), at[strings.LastIndexByte(at, '/')+1:]); err != nil {
			t.Fatal(err)
		}
		w.Desk.Read(t, w.officer, func(tx access.Tx) error {
			_, n, err := plan.List(t.Context(), tx, plan.Filter{}, 0, 0)
			if n != 2 {
				t.Errorf("%d actions", n)
			}
			return err
		})
	})
}

// TestVisits notes one, plans the next, and overwrites nobody.
func TestVisits(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		file := cockpit.Home + "/members/" + w.Village.Siren
		me := w.officer.Actor().ID
		w.Wants(422, w.officer, file+"/visits", "state", "held", "day", "2027-01-01", "agent", me)
		w.Wants(422, w.officer, file+"/visits", "state", "planned", "day", "bientôt", "agent", me)
		_, header := w.Wants(303, w.officer, file+"/visits", "state", "planned", "day", "2026-10-06", "agent", me)
		one := header.Get("Location")
		w.Ground.Clock.Advance(48 * time.Hour)
		said := []string{"state", "held", "day", "2026-10-06", "agent", me, "people", "Le maire", "summary", "Le registre est lu.", "next", "2027-10-06"}
		w.Wants(303, w.officer, one, append(said, "revision", "1")...)
		body, _ := w.Wants(409, w.other, one, append(said, "revision", "1", "summary", "Autre")...)
		consoletest.Says(t, "the clash", body, "a modifié cette visite entre-temps", "Le registre est lu.")
		body, _ = w.Wants(200, w.officer, file)
		consoletest.Says(t, "the file", body, "Saint-Élix", "désigné", "06/10/2027", "prévue", "06/10/2026", "Le registre est lu.")
		w.Wants(404, w.support, one)
		body, _ = w.Wants(200, w.officer, cockpit.Home+"/cockpit/visits/export?state=held")
		if !strings.Contains(body, "Le maire") {
			t.Errorf("%s", body)
		}
		if b, _ := w.board(t, cockpit.Filter{Query: "saint-elix", Kind: organisation.Commune}); b.All[0].Visited != "2026-10-06" {
			t.Errorf("%+v", b.All)
		}
		w.Desk.Read(t, w.officer, func(tx access.Tx) error {
			lines, err := w.Progress(t.Context(), tx)
			if fmt.Sprint(lines) != "[{2026 0 [1]}]" {
				t.Errorf("%v", lines)
			}
			return err
		})
	})
}
