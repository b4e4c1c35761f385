package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/harvest/inbound"
)

// recorded is another portal as it answered on a day: the demonstration asks
// nothing of anybody.
type recorded []elsewhere

// elsewhere is a dataset of that portal.
type elsewhere struct {
	ID, Title, Words, Theme string
	Modified                string
	Features                []string
	Restricted              bool
}

// Ask implements inbound.Asker, as the Explore API answers.
func (r recorded) Ask(_ context.Context, q inbound.Request) (inbound.Answer, error) {
	type object = map[string]any
	results := []object{}
	for _, d := range r {
		visibility := "domain"
		if d.Restricted {
			visibility = "restricted"
		}
		results = append(results, object{"dataset_id": d.ID, "has_records": true, "features": d.Features, "visibility": visibility, "metas": object{"default": object{
			"title": d.Title, "description": "<p>" + d.Words + "</p>", "theme": []string{d.Theme}, "keyword": []string{d.Theme}, "license": "Licence Ouverte v2.0 (Etalab)",
			"publisher": "Département", "modified": d.Modified}}})
	}
	body, err := json.Marshal(object{"total_count": len(results), "results": results})
	return inbound.Answer{URL: q.URL, Type: "application/json", Body: body}, err
}

// otherPortal is what the portal of the département lists in spring, and what
// has become of it in autumn.
var otherPortal = struct{ spring, autumn recorded }{
	recorded{
		{ID: "comptages-routiers", Title: "Comptages routiers sur les routes départementales", Words: "Trafic moyen journalier par point de comptage, véhicules légers et poids lourds.", Theme: "Transports", Modified: "2026-02-10T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "pistes-cyclables", Title: "Pistes et bandes cyclables du département", Words: "Tracé, revêtement et état des aménagements cyclables hors agglomération.", Theme: "Transports", Modified: "2026-01-22T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "colleges-publics", Title: "Collèges publics et leurs secteurs", Words: "Adresse, capacité et secteur de recrutement de chaque collège.", Theme: "Éducation", Modified: "2025-09-03T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "subventions-associations", Title: "Subventions du département aux associations", Words: "Subventions de plus de 23 000 euros, bénéficiaire, objet et montant.", Theme: "Finances", Modified: "2026-03-02T08:00:00+00:00"},
		{ID: "arbres-remarquables", Title: "Arbres remarquables", Words: "Inventaire des arbres remarquables des forêts et des airials.", Theme: "Environnement", Modified: "2024-11-12T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "aide-a-domicile", Title: "Bénéficiaires de l’aide à domicile", Words: "Réservé aux services.", Theme: "Solidarité", Restricted: true},
	},
	recorded{
		{ID: "comptages-routiers", Title: "Comptages routiers sur les routes départementales", Words: "Trafic moyen journalier par point de comptage, véhicules légers et poids lourds. Écrire à comptages@departement.example pour les séries d’avant 2015.", Theme: "Transports", Modified: "2026-11-02T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "pistes-cyclables", Title: "Pistes et bandes cyclables du département", Words: "Tracé, revêtement et état des aménagements cyclables hors agglomération.", Theme: "Transports", Modified: "2026-01-22T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "colleges-publics", Title: "Collèges publics et leurs secteurs", Words: "Adresse, capacité et secteur de recrutement de chaque collège.", Theme: "Éducation", Modified: "2025-09-03T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "subventions-associations", Title: "Subventions du département aux associations", Words: "Subventions de plus de 23 000 euros, bénéficiaire, objet et montant.", Theme: "Finances", Modified: "2026-03-02T08:00:00+00:00"},
		{ID: "haies", Title: "Haies plantées depuis 2020", Words: "Linéaire planté par commune et par année, essences, financement.", Theme: "Environnement", Modified: "2026-10-14T08:00:00+00:00", Features: []string{"geo"}},
		{ID: "aide-a-domicile", Title: "Bénéficiaires de l’aide à domicile", Words: "Réservé aux services.", Theme: "Solidarité", Restricted: true},
	},
}

// harvested has the operator harvest the portal of the département, twice: one
// dataset has changed since, one has vanished, one is new.
func (f *filling) harvested(ctx context.Context) error {
	room := func(r recorded) *inbound.Service {
		return inbound.New(inbound.Parts{Doors: f.Doors, Asker: r, Check: func(string, string) error { return nil }, PublicURL: "http://localhost:8080", Log: f.Log})
	}
	f.clock.Set(day(2026, time.April, 20).Time().Add(9 * hour))
	var x inbound.Source
	err := f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		operator, err := organisation.Operator(ctx, tx)
		if err != nil {
			return err
		}
		x, err = room(nil).Add(ctx, tx, operator.ID, inbound.Draft{Name: "Portail du département", URL: "https://data.departement.example/api/explore/v2.1/catalog/datasets",
			Kind: inbound.Opendatasoft, Pace: inbound.ByHand})
		return err
	})
	if err != nil {
		return fmt.Errorf("harvest: %w", err)
	}
	for _, then := range []struct {
		at     time.Time
		portal recorded
	}{{day(2026, time.April, 20).Time().Add(9*hour + time.Minute), otherPortal.spring}, {day(2026, time.November, 16).Time().Add(6 * hour), otherPortal.autumn}} {
		f.clock.Set(then.at)
		if _, err := room(then.portal).Run(ctx, x.ID); err != nil {
			return fmt.Errorf("harvest: %w", err)
		}
	}
	return nil
}
