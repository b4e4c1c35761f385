package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/model"
	"airial/internal/services/register/named"
	"airial/internal/services/register/request"
)

const (
	activitiesEach = 60 // records of a member, in the search
	requestsEach   = 10
)

// searched measures how records are found by words and people by their names,
// over all members, each with 60 activities and ten requests.
func (b *bench) searched(ctx context.Context, kind string, g *app.Ground, s *model.Service) error {
	if err := grown(ctx, g, s); err != nil {
		return err
	}
	system := access.System("bench")
	rooms := named.Rooms(slices.Concat(request.Naming(), breach.Naming(), model.Naming(model.Specs{activity.Kind: activity.Spec}, nil), activity.Naming()))
	q, err := named.Ask("Jeanne Marsan-Lacoste\njeanne.marsan@exemple.fr")
	if err != nil {
		return err
	}
	of := fmt.Sprintf(", %d records of %d members, %s", registerMembers*activitiesEach, registerMembers, kind)
	for _, one := range []struct {
		name string
		ask  func(tx access.Tx) error
	}{
		{"search by words", func(tx access.Tx) error {
			_, n, err := model.Find(ctx, tx, model.Ask{Kind: activity.Kind, Query: "familles allergies"}, 100, 0)
			if err == nil && n < registerMembers {
				err = fmt.Errorf("%d records found", n)
			}
			return err
		}},
		{"search for a person", func(tx access.Tx) error {
			found, err := rooms.Search(ctx, tx, q, "")
			if err == nil && len(found.Hits) != 1 {
				err = fmt.Errorf("%d places found", len(found.Hits))
			}
			return err
		}},
	} {
		var wall, worked []float64
		for n := range b.runs + 1 {
			begun, used := time.Now(), processor()
			if err := g.Doors.Read(ctx, system, one.ask); err != nil {
				return fmt.Errorf("%s: %w", one.name, err)
			}
			if n > 0 { // the first finds nothing in memory
				wall, worked = append(wall, millis(time.Since(begun))), append(worked, millis(processor()-used))
			}
		}
		b.add(medianOf(one.name+of, "ms", 50, wall))
		b.add(medianOf(one.name+", processor of our process"+of, "ms", 50, worked))
	}
	return nil
}

// grown gives each member the records that it lacks, and requests; one of them is
// of the person who is looked for.
func grown(ctx context.Context, g *app.Ground, s *model.Service) error {
	system := access.System("bench")
	order := model.Order{Kind: activity.Kind}
	var batch model.Batch
	if err := g.Doors.Write(ctx, system, func(tx access.Tx) error {
		list, err := model.Models(ctx, tx, model.Filter{Kind: activity.Kind})
		if err != nil {
			return err
		}
		for n := registerModels; n < activitiesEach; n++ {
			if n < len(list) {
				order.Models = append(order.Models, list[n].ID)
				continue
			}
			// The library is shorter than the figure asks for.
			m, err := model.Make(ctx, tx, activity.Spec, model.Model{Code: fmt.Sprint("BENCH", n)}, model.Record{Fields: map[string]model.Value{"name": model.V(fmt.Sprint("Traitement ", n))}})
			if err == nil {
				_, err = model.Issue(ctx, tx, activity.Spec, m.ID, "")
			}
			if err != nil {
				return err
			}
			order.Models = append(order.Models, m.ID)
		}
		batch, err = s.Adopt(ctx, tx, order)
		return err
	}); err != nil {
		return err
	}
	if err := s.Run(ctx, batch.ID); err != nil {
		return err
	}
	return g.Doors.Write(ctx, system, func(tx access.Tx) error {
		members, err := organisation.Page(ctx, tx, organisation.Filter{}, registerMembers+10, 0)
		if err != nil {
			return err
		}
		for n, m := range members {
			for i := range requestsEach {
				who := request.Requester{Name: fmt.Sprintf("Camille Duprat %d", n*requestsEach+i), Email: fmt.Sprintf("camille%d@exemple.fr", n*requestsEach+i)}
				if n == len(members)/2 && i == 0 {
					who = request.Requester{Name: "Jeanne Marsan-Lacoste", Email: "jeanne.marsan@exemple.fr"}
				}
				if _, err := request.Receive(ctx, tx, request.Intake{MemberID: m.ID, Channel: request.ByLetter, Kinds: []string{"access"}, Requester: who,
					Words: "Bonjour, je voudrais savoir ce que la mairie garde sur moi et sur mes enfants, depuis notre arrivée dans la commune."}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
