package app

import (
	"testing"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	elsewhere "airial/internal/services/harvest/copies"
	"airial/internal/services/harvest/datagouv"
	"airial/internal/services/harvest/datagouv/datagouvtest"
)

// What is published is brought to data.gouv.fr as soon as the journal tells of
// it, by way of what may go out; what is withdrawn is deleted there, and the page
// of its copies says so.
func TestPublicationIsFollowedElsewhere(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	there := datagouvtest.New()
	defer there.Close()
	o.app.Config.DataGouv.DataGouv = there.URL
	o.app.Push = o.app.pushing()
	manager := o.person("manager", "Paul Lesca", o.town, access.Manager)
	if _, _, err := o.app.Push.Probe(ctx, "ychoux", "jeton"); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("a host that is not declared: %v", err)
	}
	o.app.Outbound.Declare(o.app.Config.DataGouv.Address(), i18n.T("essai", "test"))
	o.write(manager, func(tx access.Tx) error {
		return o.app.Push.Connect(ctx, tx, o.town.ID, datagouv.Draft{Organisation: "ychoux", Token: "jeton"}, "Ville d’Ychoux")
	})
	v := published(o, o.town, "Subventions 2025")
	hear := func() {
		t.Helper()
		o.number()
		if err := o.app.feed().Drain(ctx); err != nil {
			t.Fatal(err)
		}
		if err := o.app.Push.Work(ctx, o.town.ID); err != nil {
			t.Fatal(err)
		}
	}
	hear()
	list := there.Datasets()
	if len(list) != 1 || list[0]["title"] != "Subventions 2025" || len(list[0]["resources"].([]any)) != 3 {
		t.Fatalf("there: %v", list)
	}
	o.write(access.System("test"), func(tx access.Tx) error {
		if _, err := elsewhere.Install(ctx, tx); err != nil {
			return err
		}
		return o.app.OpenData.Withdraw(ctx, tx, v.PieceID, "error", "")
	})
	hear()
	if n := len(there.Datasets()); n != 0 {
		t.Errorf("%d datasets are there after the withdrawal", n)
	}
	o.read(func(tx access.Tx) error {
		_, list, err := elsewhere.Of(ctx, tx, copiedCatalogue{}, v.PieceID)
		for _, x := range list {
			if x.Place.Kept == elsewhere.DataGouv && (x.State != elsewhere.Gone || !x.Machine) {
				t.Errorf("the copies: %+v", x)
			}
		}
		return err
	})
}

// A consolidated dataset is the operator's, and nobody publishes it by hand: each
// new state of it is brought to data.gouv.fr all the same.
func TestAConsolidationIsFollowedElsewhere(t *testing.T) {
	o := newOffice(t)
	ctx, system := t.Context(), access.System("test")
	there := datagouvtest.New()
	defer there.Close()
	o.app.Config.DataGouv.DataGouv = there.URL
	o.app.Outbound.Declare(o.app.Config.DataGouv.Address(), i18n.T("essai", "test"))
	o.app.Push = o.app.pushing()
	o.write(o.person("pusher", "Paul Lesca", o.operator, access.Manager), func(tx access.Tx) error {
		return o.app.Push.Connect(ctx, tx, o.operator.ID, datagouv.Draft{Organisation: "ychoux", Token: "jeton"}, "Données du territoire")
	})
	for i, amount := range []string{"800", "900"} {
		o.deposit(system, o.town, "Subventions 2024", grants("Judo", "Tournoi de judo", amount), true)
		g := o.gathered()
		o.number() // what the gathering itself has told
		if err := o.app.feed().Drain(ctx); err != nil {
			t.Fatal(err)
		}
		if err := o.app.Push.Work(ctx, o.operator.ID); err != nil {
			t.Fatal(err)
		}
		list := there.Datasets()
		if len(list) != 1 {
			t.Fatalf("after publication %d there are %d datasets there", i+1, len(list))
		}
		csv := list[0]["resources"].([]any)[0].(datagouvtest.Object)
		if got := csv["checksum"].(datagouvtest.Object)["value"]; got != g.CSV {
			t.Errorf("after publication %d the file there is %v, and should be %s", i+1, got, g.CSV)
		}
	}
}
