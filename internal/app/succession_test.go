package app

import (
	"context"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/life/lifetest"
	"airial/internal/commons/organisation"
	"airial/internal/commons/piece"
	"airial/internal/commons/succession"
	"airial/internal/commons/webhook"
	"airial/internal/platform/blob"
	"airial/internal/platform/clock"
	"airial/internal/platform/config"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/fault"
	"airial/internal/services/opendata"
)

// eachOffice runs a test in an office on either database.
func eachOffice(t *testing.T, test func(t *testing.T, o *office)) {
	t.Helper()
	databasetest.Each(t, Schemas(), func(t *testing.T, db *database.DB) {
		o := officeOn(t, db)
		o.town = o.member("214000010", "Ychoux-sur-Lande", organisation.Commune)
		o.village = o.member("214000028", "Saint-Élix", organisation.Commune)
		o.other = o.member("264000019", "CCAS de Saint-Élix", organisation.CCAS)
		test(t, o)
	})
}

// officeOn is an office on a database, with the operator alone.
func officeOn(t *testing.T, db *database.DB) *office {
	t.Helper()
	o := &office{t: t, clock: clock.NewManual(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)), queue: &lifetest.Queue{}, sessions: &signedIn{}}
	data := config.Data{Data: t.TempDir()}
	ground, err := OpenGround(t.Context(), GroundConfig{Data: data, Alone: true, Clock: o.clock, Bulk: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ground.Close() })
	ground.Doors = access.New(db, o.clock, ground.Ident)
	ground.Doors.Tell(ground.Journal)
	c := config.Serve{Data: data, Listen: "localhost:8080", Limits: config.Limits{Upload: 1 << 20, Columns: 2000, Record: 1 << 20, Requests: 1e6, Burst: 1e6}}
	if o.app, err = New(t.Context(), ground, c, "test", slog.New(slog.DiscardHandler), o.queue); err != nil {
		t.Fatal(err)
	}
	o.operator = o.member("200004000", "Données des Landes", organisation.Operateur)
	return o
}

// act records an act and carries it out.
func (o *office) act(kind succession.Kind, p succession.Plan) succession.Act {
	o.t.Helper()
	s := o.app.succession()
	var a succession.Act
	o.write(access.System("test"), func(tx access.Tx) (err error) {
		a, err = s.Record(o.t.Context(), tx, kind, p, "2026-11-20", "arrêté du 2 mars")
		return err
	})
	if err := s.Carry(o.t.Context(), a.ID); err != nil {
		o.t.Fatal(err)
	}
	if err := s.Carry(o.t.Context(), a.ID); err != nil { // twice does no more than once
		o.t.Fatal(err)
	}
	o.read(func(tx access.Tx) (err error) {
		a, err = succession.Get(o.t.Context(), tx, a.ID)
		return err
	})
	if a.State != succession.Done {
		o.t.Fatalf("the act is not done: %+v", a)
	}
	return a
}

// hook gives a member a webhook. Its host is allowed to nobody here, so that it
// is written as the room would.
func (o *office) hook(tx access.Tx, m organisation.Member) error {
	insertRow(o.t, tx, "webhook", map[string]any{"member_id": m.ID, "id": "hook", "events": "dataset.published", "url": "https://hooks.example.fr/",
		"everyone": 0, "disabled_at": 0, "failing_since": 0}, map[string]any{}, 0)
	return nil
}

func (o *office) read(fn func(access.Tx) error) {
	o.t.Helper()
	if err := o.app.Doors.Read(o.t.Context(), access.System("test"), fn); err != nil {
		o.t.Fatal(err)
	}
}

// nothingOf wants no row and no file to be a member's any more, but for what
// it was and the names under which it was found.
func (o *office) nothingOf(m organisation.Member) {
	o.t.Helper()
	stays := map[string]bool{"member": true, "member_history": true, "member_union": true, "dataset_address": true, "journal_leaf": true, "stray": true}
	o.read(func(tx access.Tx) error {
		for _, table := range database.Tables(Schemas()...) {
			if !table.Owned() || stays[table.Name] || table.Name == "journal_body" || !table.On(tx.Dialect()) {
				continue
			}
			n, err := database.Value[int](o.t.Context(), tx, table.Name, `select count(*) from `+table.Name+` where `+table.Of("$1"), m.ID)
			if err != nil {
				return err
			}
			if n > 0 {
				o.t.Errorf("%d rows of %s are still those of %s", n, table.Name, m.Name)
			}
		}
		return nil
	})
	for _, digest := range o.files(m) {
		o.t.Errorf("file %s is still that of %s", digest, m.Name)
	}
}

func (o *office) files(m organisation.Member) (out []string) {
	o.t.Helper()
	if err := o.app.Blobs.Walk(o.t.Context(), m.ID, func(r blob.Ref) error { out = append(out, r.Digest); return nil }); err != nil {
		o.t.Fatal(err)
	}
	return out
}

// reads wants the files of a version to be whole in the name of its owner.
func (o *office) reads(v piece.Version, owner organisation.Member) {
	o.t.Helper()
	o.read(func(tx access.Tx) error {
		now, err := piece.GetVersion(o.t.Context(), tx, v.ID)
		if err != nil {
			return err
		}
		if now.MemberID != owner.ID || now.Digest != v.Digest {
			o.t.Errorf("version %s is %s’s with %s, want %s’s with %s", v.ID, now.MemberID, now.Digest, owner.ID, v.Digest)
		}
		return nil
	})
	file, err := o.app.Blobs.Open(o.t.Context(), owner.ID, v.Digest)
	if err != nil {
		o.t.Errorf("the file of %s: %v", v.ID, err)
		return
	}
	defer file.Close()
	if n, err := io.Copy(io.Discard, file); err != nil || n != v.Size {
		o.t.Errorf("the file of %s: %d bytes of %d, %v", v.ID, n, v.Size, err)
	}
}

// leads returns the dataset to which a public address leads, and its member.
func (o *office) leads(member, slug string) (id string, m organisation.Member, gone bool) {
	o.t.Helper()
	shown, err := portalCatalogue{o.app.Doors, o.app.OpenData}.Dataset(o.t.Context(), member, slug, 0)
	if err != nil {
		o.t.Errorf("/p/%s/datasets/%s: %v", member, slug, err)
	}
	return shown.ID, shown.Body, shown.Hidden != nil
}

// follows wants a member's public page to name those whose place it has taken.
func (o *office) follows(heir organisation.Member, former ...organisation.Member) {
	o.t.Helper()
	p, err := portalCatalogue{o.app.Doors, o.app.OpenData}.Body(o.t.Context(), heir.Siren)
	if err != nil {
		o.t.Fatal(err)
	}
	var got, want []string
	for _, m := range p.Former {
		got = append(got, m.Name)
	}
	for _, m := range former {
		want = append(want, m.Name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("%s has taken the place of (-want +got)\n%s", heir.Name, diff)
	}
}

func TestMergerAndSplit(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		o.person("mairie", "Marie", o.village, access.Depositor, access.Manager)
		mine, theirs := published(o, o.town, "Subventions"), published(o, o.village, "Subventions")
		hidden := withdrawn(o, o.village, "Subventions retirées")
		waiting := checked(o, o.village, "À publier")
		o.settle()
		running := o.deposit(access.System("test"), o.village, "En route", grants("Le club", "Ballons", "12.50"), true)
		o.write(access.System("test"), func(tx access.Tx) error {
			if _, _, err := access.CreateToken(ctx, tx, o.village.ID, "compta", access.Depositor); err != nil {
				return err
			}
			if _, err := access.AddMandate(ctx, tx, access.Mandate{MemberID: o.village.ID, From: "2026-01-01", Signatory: "Le maire"}); err != nil {
				return err
			}
			return o.hook(tx, o.village)
		})
		a := o.act(succession.Merger, succession.Plan{Members: []string{o.town.ID, o.village.ID}, Roles: true,
			Body: &organisation.Attributes{Siren: "214000036", Name: "Saint-Élix", Kind: organisation.CommuneNouvelle, Population: 1000}})
		var heir organisation.Member
		o.read(func(tx access.Tx) (err error) {
			heir, err = organisation.Get(ctx, tx, a.Plan.Heir)
			return err
		})
		o.settle()
		o.nothingOf(o.town)
		o.nothingOf(o.village)
		for _, v := range []piece.Version{mine, theirs, hidden, waiting, running} {
			o.reads(v, heir)
		}
		if l := o.life(running.ID); l.Outcome != "done" {
			t.Errorf("what was on its way came to %s at %s", l.Outcome, l.Stage())
		}
		for address, want := range map[string]string{"saint-elix": theirs.PieceID, "214000028": theirs.PieceID, "ychoux-sur-lande": mine.PieceID, "214000010": mine.PieceID} {
			if id, m, _ := o.leads(address, "subventions"); id != want || m.ID != heir.ID {
				t.Errorf("/p/%s/datasets/subventions leads to %s of %s, want %s", address, id, m.Name, want)
			}
		}
		if _, _, gone := o.leads("saint-elix", "subventions-retirees"); !gone {
			t.Error("a withdrawn dataset came back")
		}
		o.read(func(tx access.Tx) error {
			held, err := access.HoldingsAt(ctx, tx, heir.ID)
			if held != (access.Holdings{Roles: 2, Tokens: 1, Mandates: 1}) {
				t.Errorf("the heir holds %+v", held)
			}
			if err != nil {
				return err
			}
			hooks, err := webhook.Hooks(ctx, tx, heir.ID, false)
			if len(hooks) != 1 || !hooks[0].Disabled.IsZero() {
				t.Errorf("the heir’s webhooks: %+v", hooks)
			}
			return err
		})
		o.follows(heir, o.village, o.town)
		// The same bytes under two datasets are one file now; erasing one leaves
		// the other whole.
		if err := o.app.OpenData.Erase(ctx, access.System("test"), mine.PieceID); err != nil {
			t.Fatal(err)
		}
		o.reads(theirs, heir)

		// The village is set up again, with what was its own.
		o.act(succession.Split, succession.Plan{Members: []string{heir.ID}, Heir: o.village.ID, Roles: true,
			Pieces: []string{theirs.PieceID, hidden.PieceID, waiting.PieceID}})
		for _, v := range []piece.Version{theirs, hidden, waiting} {
			o.reads(v, o.village)
		}
		o.reads(running, heir)
		o.follows(heir, o.town)
		if id, m, _ := o.leads("214000028", "subventions"); id != theirs.PieceID || m.ID != o.village.ID {
			t.Errorf("after the split the address leads to %s of %s", id, m.Name)
		}
		if err := o.app.OpenData.Erase(ctx, access.System("test"), theirs.PieceID); err != nil {
			t.Fatal(err)
		}
		if err := o.app.OpenData.Erase(ctx, access.System("test"), hidden.PieceID); err != nil {
			t.Fatal(err)
		}
		for _, m := range []organisation.Member{o.village, heir, o.town} {
			for _, digest := range o.files(m) {
				if digest == theirs.Digest && m.ID != heir.ID && digest != waiting.Digest {
					t.Errorf("erased bytes are still with %s", m.Name)
				}
			}
		}
	})
}

func TestRefusedActs(t *testing.T) {
	o := newOffice(t)
	nouvelle := &organisation.Attributes{Siren: "214000036", Name: "Grand-Élix", Kind: organisation.CommuneNouvelle}
	s := o.app.succession()
	record := func(scope access.Scope, kind succession.Kind, p succession.Plan, day string) error {
		return o.app.Doors.Write(t.Context(), scope, func(tx access.Tx) error {
			_, err := s.Record(t.Context(), tx, kind, p, day, "")
			return err
		})
	}
	system := access.System("test")
	for name, c := range map[string]struct {
		scope access.Scope
		kind  succession.Kind
		plan  succession.Plan
		day   string
		want  fault.Kind
	}{
		"by a manager": {o.secretary, succession.Leaving, succession.Plan{Members: []string{o.town.ID}, EraseAfter: 90}, "2026-12-01", fault.Forbidden},
		"nobody":       {system, succession.Merger, succession.Plan{Body: nouvelle}, "2026-12-01", fault.Invalid},
		"one alone":    {system, succession.Merger, succession.Plan{Members: []string{o.town.ID}, Body: nouvelle}, "2026-12-01", fault.Invalid},
		"twice":        {system, succession.Merger, succession.Plan{Members: []string{o.town.ID, o.town.ID}, Body: nouvelle}, "2026-12-01", fault.Invalid},
		"a wrong SIREN": {system, succession.Merger, succession.Plan{Members: []string{o.town.ID, o.village.ID},
			Body: &organisation.Attributes{Siren: "214000037", Name: "X", Kind: organisation.CommuneNouvelle}}, "2026-12-01", fault.Invalid},
		"the SIREN of one of them": {system, succession.Merger, succession.Plan{Members: []string{o.town.ID, o.village.ID},
			Body: &organisation.Attributes{Siren: o.town.Siren, Name: "X", Kind: organisation.CommuneNouvelle}}, "2026-12-01", fault.Invalid},
		"the SIREN of another": {system, succession.Merger, succession.Plan{Members: []string{o.town.ID, o.village.ID},
			Body: &organisation.Attributes{Siren: o.other.Siren, Name: "X", Kind: organisation.CommuneNouvelle}}, "2026-12-01", fault.Conflict},
		"no day":                {system, succession.Merger, succession.Plan{Members: []string{o.town.ID, o.village.ID}, Body: nouvelle}, "demain", fault.Invalid},
		"without heir":          {system, succession.Merger, succession.Plan{Members: []string{o.town.ID, o.village.ID}}, "2026-12-01", fault.Invalid},
		"a commune into a CCAS": {system, succession.Absorption, succession.Plan{Members: []string{o.town.ID}, Heir: o.other.ID}, "2026-12-01", fault.Invalid},
		"the operator":          {system, succession.Absorption, succession.Plan{Members: []string{o.operator.ID}, Heir: o.town.ID}, "2026-12-01", fault.Invalid},
		"itself":                {system, succession.Absorption, succession.Plan{Members: []string{o.town.ID}, Heir: o.town.ID}, "2026-12-01", fault.Invalid},
		"no delay":              {system, succession.Leaving, succession.Plan{Members: []string{o.town.ID}}, "2026-12-01", fault.Invalid},
	} {
		if err := record(c.scope, c.kind, c.plan, c.day); !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	absorb := succession.Plan{Members: []string{o.other.ID}, Heir: o.village.ID}
	if err := record(system, succession.Absorption, absorb, "2027-01-01"); err != nil {
		t.Fatal(err)
	}
	if err := record(system, succession.Absorption, absorb, "2027-01-01"); !fault.Is(err, fault.Conflict) {
		t.Errorf("planned twice: %v", err)
	}
	var acts []succession.Act
	o.read(func(tx access.Tx) (err error) {
		acts, err = succession.List(t.Context(), tx, o.village.ID, 10)
		return err
	})
	if len(acts) != 1 {
		t.Fatalf("%+v", acts)
	}
	if err := s.Carry(t.Context(), acts[0].ID); err != nil {
		t.Fatal(err)
	}
	o.write(system, func(tx access.Tx) error {
		if a, err := succession.Get(t.Context(), tx, acts[0].ID); err != nil || a.State != succession.Planned {
			t.Errorf("an act was carried out before its day: %+v, %v", a, err)
		}
		return s.Cancel(t.Context(), tx, acts[0].ID)
	})
	o.clock.Set(time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC))
	if err := s.Carry(t.Context(), acts[0].ID); err != nil {
		t.Fatal(err)
	}
	o.read(func(tx access.Tx) error {
		if m, err := organisation.Get(t.Context(), tx, o.other.ID); err != nil || !m.Closed.IsZero() {
			t.Errorf("a cancelled act was carried out: %+v, %v", m, err)
		}
		return nil
	})
}

func TestLeaving(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		o.person("mairie", "Marie", o.village, access.Manager)
		shown, draft := published(o, o.village, "Subventions"), checked(o, o.village, "À publier")
		kept := published(o, o.town, "Subventions")
		o.settle()
		o.write(access.System("test"), func(tx access.Tx) error { return o.hook(tx, o.village) })
		a := o.act(succession.Leaving, succession.Plan{Members: []string{o.village.ID}, Withdraw: true, EraseAfter: 30})
		if _, _, gone := o.leads("saint-elix", "subventions"); !gone {
			t.Error("what it published is still there")
		}
		o.read(func(tx access.Tx) error {
			held, err := access.HoldingsAt(ctx, tx, o.village.ID)
			if held.Roles+held.Tokens > 0 {
				t.Errorf("people and programs still hold %+v", held)
			}
			if err != nil {
				return err
			}
			hooks, err := webhook.Hooks(ctx, tx, o.village.ID, false)
			if len(hooks) != 1 || hooks[0].Why != webhook.DisabledLeft {
				t.Errorf("a webhook of who left: %+v", hooks)
			}
			return err
		})
		s := o.app.succession()
		if err := s.EraseLeft(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		o.reads(shown, o.village)
		// It comes back, and leaves again.
		o.write(access.System("test"), func(tx access.Tx) error { return s.Return(ctx, tx, a.ID) })
		o.clock.Advance(40 * 24 * time.Hour)
		if err := s.EraseLeft(ctx, a.ID); err != nil {
			t.Fatal(err)
		}
		o.reads(draft, o.village)
		o.write(access.System("test"), func(tx access.Tx) error { return o.app.OpenData.Restore(ctx, tx, shown.PieceID) })
		a = o.act(succession.Leaving, succession.Plan{Members: []string{o.village.ID}, EraseAfter: 30})
		o.clock.Advance(40 * 24 * time.Hour)
		if err := s.EraseLeft(context.WithoutCancel(ctx), a.ID); err != nil {
			t.Fatal(err)
		}
		// What is published stays, as was chosen; the rest is destroyed.
		o.reads(shown, o.village)
		o.reads(kept, o.town)
		o.read(func(tx access.Tx) error {
			d, err := opendata.Get(ctx, tx, draft.PieceID)
			if d.State != opendata.Erased || d.Title != "" {
				t.Errorf("what was not published is still there: %+v", d)
			}
			if err != nil {
				return err
			}
			hooks, err := webhook.Hooks(ctx, tx, o.village.ID, false)
			if len(hooks) > 0 {
				t.Errorf("its webhooks are still there: %+v", hooks)
			}
			return err
		})
	})
}

func TestAnActIsShownBeforeItIsDone(t *testing.T) {
	o := newOffice(t)
	published(o, o.other, "Aides")
	o.settle()
	admin := o.person("admin", "Paul", o.operator, access.Administrator)
	const page = "/fr/console/operator/successions"
	form := url.Values{"members": {"264 000 019\n"}, "heir": {o.village.Siren}, "day": {"2026-11-20"}, "roles": {"1"}}
	o.as(admin).post(page+"/new/absorption", url.Values{"members": {"213999999"}, "heir": {""}, "day": {""}}).is(422).says("date d’effet")
	o.as(admin).post(page+"/new/absorption", url.Values{"members": {"213999999"}, "heir": {o.village.Siren}, "day": {"2026-11-20"}}).is(422).says("Aucun adhérent n’a le SIREN 213999999")
	o.as(admin).post(page+"/new/absorption", form).is(200).says("Saint-Élix hérite de CCAS de Saint-Élix", "jeux de données publiés", "1", "restent publics", "Confirmer l’acte")
	o.as(admin).get(page).is(200).says("Aucun acte")
	form.Set("step", "confirm")
	act := o.as(admin).post(page+"/new/absorption", form).to("/fr" + "/console/operator/successions/acts/")
	o.as(admin).get(act).is(200).says("Absorption", "en cours", "Annuler l’acte")
	o.as(admin).post(page+"/new/absorption", form).is(422).says("Un autre acte est déjà prévu")
	if err := o.app.succession().Carry(t.Context(), act[strings.LastIndexByte(act, '/')+1:]); err != nil {
		t.Fatal(err)
	}
	o.as(admin).get(act).is(200).says("fait", "Rétablir une collectivité")
	o.as(admin).get(page+"/new/split?siren="+o.village.Siren).is(200).says("Collectivité rétablie", "CCAS de Saint-Élix", "Aides", "Venait de CCAS")
	o.as(admin).get("/fr/console/members/" + o.other.Siren).is(307)
	o.as(o.secretary).get(page).is(404)
}
