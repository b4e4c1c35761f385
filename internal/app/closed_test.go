package app

import (
	"net/http"
	"net/url"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/adhesion"
	"airial/internal/commons/succession"
	"airial/internal/platform/fault"
)

// A file that was brought before the service ended is not deposited after it,
// in the page no more than by the interface.
func TestWhoseServiceHasEndedDepositsNothingInThePage(t *testing.T) {
	o := newOffice(t)
	send := func() reply {
		return o.as(o.secretary).send("/fr/console/deposits/new", url.Values{"member": {o.town.Siren}}, file{"a.csv", grants("Judo", "Tournoi", "800")})
	}
	confirm := send().to("/fr/console/deposits/confirm?upload=")
	id := uploadIn(t, confirm)
	o.write(access.System("test"), func(tx access.Tx) error {
		p, err := adhesion.SavePrestation(t.Context(), tx, adhesion.Prestation{Name: "Données ouvertes", Service: adhesion.OpenData})
		if err == nil {
			_, err = adhesion.Agree(t.Context(), tx, adhesion.Convention{MemberID: o.town.ID, Number: "C", SignedOn: "2026-01-01"})
		}
		if err == nil {
			_, err = adhesion.Subscribe(t.Context(), tx, adhesion.Subscription{MemberID: o.town.ID, PrestationID: p.ID, From: "2026-01-01", Until: "2026-02-01"})
		}
		return err
	})
	const ended = "L’abonnement de votre collectivité au service des données ouvertes a pris fin."
	send().is(http.StatusForbidden).says(ended)
	o.post("/fr/console/deposits/confirm", url.Values{"upload": {id}, "title-" + id: {"Subventions 2025"}, "schema-" + id: {"scdl/subventions"}}).
		is(http.StatusForbidden).says(ended)
}

// Nobody is given anything at a member that has left, not by the administrator
// either; a mandate that was to begin later never does.
func TestAMemberThatHasLeftHasNobody(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.write(access.System("test"), func(tx access.Tx) error {
		_, err := access.AddMandate(ctx, tx, access.Mandate{MemberID: o.village.ID, From: "2030-01-01", Signatory: "Un maire"})
		return err
	})
	o.act(succession.Leaving, succession.Plan{Members: []string{o.village.ID}, EraseAfter: 30})
	o.read(func(tx access.Tx) error {
		list, err := access.Mandates(ctx, tx, o.village.ID)
		if len(list) != 0 {
			t.Errorf("mandates: %+v", list)
		}
		return err
	})
	for what, try := range map[string]func(tx access.Tx) error{
		"role": func(tx access.Tx) error { return access.Grant(ctx, tx, "somebody", o.village.ID, access.Reader) },
		"mandate": func(tx access.Tx) error {
			_, err := access.AddMandate(ctx, tx, access.Mandate{MemberID: o.village.ID, From: "2026-01-01", Signatory: "Un maire"})
			return err
		},
		"token": func(tx access.Tx) error {
			_, _, err := access.CreateToken(ctx, tx, o.village.ID, "logiciel", access.Depositor)
			return err
		},
		"deposit": func(tx access.Tx) error { return openDataSubscriptions{}.Open(ctx, tx, o.village.ID) },
	} {
		err := o.app.Doors.Write(ctx, access.System("test"), try)
		if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
