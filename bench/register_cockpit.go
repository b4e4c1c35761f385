package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
	"airial/internal/platform/database/databasetest"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/breach"
	"airial/internal/services/register/cockpit"
	"airial/internal/services/register/designation"
	"airial/internal/services/register/maturity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/plan"
	"airial/internal/services/register/request"
)

// cockpits measures the operator's cockpit over 600 members with 60 activities
// each, and over 35,000 members, on both databases.
func cockpits(ctx context.Context, b *bench) error {
	place := func(kind, database string, members, activities int, most float64) error {
		folder := b.folder("cockpit-" + kind)
		defer os.RemoveAll(folder)
		g, err := app.OpenGround(ctx, app.GroundConfig{Data: config.Data{Data: folder, Database: database}, Alone: true, Bulk: true})
		if err != nil {
			return err
		}
		return errors.Join(b.cockpit(ctx, kind, g, members, activities, most), g.Close())
	}
	for _, size := range []struct {
		members, activities int
		most                float64
	}{{600, 60, 100}, {35_000, 6, 400}} {
		if err := place(sqlite, "", size.members, size.activities, size.most); err != nil {
			return err
		}
		server, err := databasetest.NewServer(true)
		if err != nil {
			fmt.Fprintln(os.Stderr, "NOT MEASURED ON POSTGRESQL:", err)
			continue
		}
		if err := errors.Join(place(postgres, server.URL, size.members, size.activities, size.most), server.Close()); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) cockpit(ctx context.Context, kind string, g *app.Ground, members, activities int, most float64) error {
	system := access.System("bench")
	models := &model.Service{Doors: g.Doors, Specs: model.Specs{activity.Kind: activity.Spec}}
	order := model.Order{Kind: activity.Kind}
	if err := g.Doors.Write(ctx, system, func(tx access.Tx) error {
		for n := range members {
			if _, err := organisation.Add(ctx, tx, organisation.Member{Siren: sirenOf(n), Name: fmt.Sprint("Commune ", n), Kind: organisation.Commune, Population: n}); err != nil {
				return err
			}
		}
		if _, err := activity.Install(ctx, tx); err != nil {
			return err
		}
		list, err := model.Models(ctx, tx, model.Filter{Kind: activity.Kind})
		for n := range activities {
			if n < len(list) {
				order.Models = append(order.Models, list[n].ID)
			}
		}
		for n := len(list); n < activities && err == nil; n++ { // the library is shorter than the figure asks for
			var m model.Model
			m, err = model.Make(ctx, tx, activity.Spec, model.Model{Code: fmt.Sprint("BENCH", n)}, model.Record{Fields: map[string]model.Value{"name": model.V(fmt.Sprint("Traitement ", n))}})
			if err == nil {
				_, err = model.Issue(ctx, tx, activity.Spec, m.ID, "")
			}
			order.Models = append(order.Models, m.ID)
		}
		return err
	}); err != nil {
		return err
	}
	var batch model.Batch
	if err := g.Doors.Write(ctx, system, func(tx access.Tx) (err error) {
		batch, err = models.Adopt(ctx, tx, order)
		return err
	}); err != nil {
		return err
	}
	if err := models.Run(ctx, batch.ID); err != nil {
		return err
	}
	waits := func(of map[string][2]int, err error) (map[string]cockpit.Waits, error) {
		out := map[string]cockpit.Waits{}
		for id, n := range of {
			out[id] = cockpit.Waits{Late: n[0], Week: n[1]}
		}
		return out, err
	}
	room := cockpit.New(cockpit.Parts{Doors: g.Doors, Undesignated: designation.Without, Sources: []cockpit.Source{
		{Count: func(ctx context.Context, tx access.Tx, today, until string) (map[string]cockpit.Waits, error) {
			return waits(request.Waits(ctx, tx, today, until))
		}},
		{Count: func(ctx context.Context, tx access.Tx, _, _ string) (map[string]cockpit.Waits, error) {
			return waits(breach.Waits(ctx, tx))
		}},
		{Count: func(ctx context.Context, tx access.Tx, today, until string) (map[string]cockpit.Waits, error) {
			return waits(plan.Waits(ctx, tx, today, until))
		}},
		{Count: func(ctx context.Context, tx access.Tx, _, _ string) (map[string]cockpit.Waits, error) {
			return waits(maturity.Waits(ctx, tx, 7))
		}}}})
	var wall, worked []float64
	for n := range b.runs + 1 {
		begun, used := time.Now(), processor()
		if err := g.Doors.Read(ctx, system, func(tx access.Tx) error {
			board, err := room.Board(ctx, tx, cockpit.Filter{})
			if err == nil && (board.Members != members || board.NoRegister != 0) {
				err = fmt.Errorf("%d members, %d without a register", board.Members, board.NoRegister)
			}
			return err
		}); err != nil {
			return err
		}
		if n > 0 { // the first finds nothing in memory
			wall, worked = append(wall, millis(time.Since(begun))), append(worked, millis(processor()-used))
		}
	}
	of := fmt.Sprintf(", %d members, %s", members, kind)
	b.add(medianOf("cockpit"+of, "ms", most, wall))
	b.add(medianOf("cockpit, processor of our process"+of, "ms", most, worked))
	return nil
}

// processor is the time that this process has worked.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
