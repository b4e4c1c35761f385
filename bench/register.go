package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"airial/internal/app"
	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/config"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/document"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
	"airial/internal/services/register/paper"
)

const (
	registerMembers = 600
	registerModels  = 40
)

// register measures a new version of 40 models brought to 600 members, one in
// ten of whose records was written in, and its undoing, on both databases; a whole
// register as PDF; and searches over all records.
func register(ctx context.Context, b *bench) error {
	place := func(kind, database string) error {
		folder := b.folder("register-" + kind)
		defer os.RemoveAll(folder)
		g, err := app.OpenGround(ctx, app.GroundConfig{Data: config.Data{Data: folder, Database: database}, Alone: true})
		if err != nil {
			return err
		}
		return errors.Join(b.pushed(ctx, kind, g), g.Close())
	}
	if err := place(sqlite, ""); err != nil {
		return err
	}
	server, err := databasetest.NewServer(true)
	if err != nil {
		fmt.Fprintln(os.Stderr, "NOT MEASURED ON POSTGRESQL:", err)
		return nil
	}
	return errors.Join(place(postgres, server.URL), server.Close())
}

func (b *bench) pushed(ctx context.Context, kind string, g *app.Ground) error {
	s := &model.Service{Doors: g.Doors, Specs: model.Specs{activity.Kind: activity.Spec}}
	system := access.System("bench")
	var order model.Order
	if err := g.Doors.Write(ctx, system, func(tx access.Tx) error {
		for n := range registerMembers {
			if _, err := organisation.Add(ctx, tx, organisation.Member{Siren: sirenOf(n), Name: fmt.Sprint("Commune ", n), Kind: organisation.Commune}); err != nil {
				return err
			}
		}
		if _, err := activity.Install(ctx, tx); err != nil {
			return err
		}
		list, err := model.Models(ctx, tx, model.Filter{Kind: activity.Kind})
		order = model.Order{Kind: activity.Kind, How: model.Take}
		for _, m := range list[:registerModels] {
			order.Models = append(order.Models, m.ID)
		}
		return err
	}); err != nil {
		return err
	}
	var worked time.Duration
	timed := func(ask func(tx access.Tx) (model.Batch, error)) (model.Batch, time.Duration, error) {
		var batch model.Batch
		begun, used := time.Now(), processor()
		err := g.Doors.Write(ctx, system, func(tx access.Tx) (err error) {
			batch, err = ask(tx)
			return err
		})
		if err == nil {
			err = s.Run(ctx, batch.ID)
		}
		worked = processor() - used
		return batch, time.Since(begun), err
	}
	if _, _, err := timed(func(tx access.Tx) (model.Batch, error) { return s.Adopt(ctx, tx, order) }); err != nil {
		return err
	}
	if err := g.Doors.Write(ctx, system, func(tx access.Tx) error { return written(ctx, tx, order.Models) }); err != nil {
		return err
	}
	batch, took, err := timed(func(tx access.Tx) (model.Batch, error) { return s.Push(ctx, tx, order) })
	if err != nil {
		return err
	}
	b.add(Figure{Name: "new version of 40 models to 600 members, " + kind, Unit: "s", Value: seconds(took), Runs: 1, Most: 5, Load: load()})
	b.add(Figure{Name: "new version of 40 models to 600 members, processor of our process, " + kind, Unit: "s", Value: seconds(worked), Runs: 1, Most: 5, Load: load()})
	if _, took, err = timed(func(tx access.Tx) (model.Batch, error) { return s.Undo(ctx, tx, batch.ID) }); err != nil {
		return err
	}
	b.add(Figure{Name: "its undoing, " + kind, Unit: "s", Value: seconds(took), Runs: 1, Most: 5, Load: load()})
	b.add(Figure{Name: "its undoing, processor of our process, " + kind, Unit: "s", Value: seconds(worked), Runs: 1, Most: 5, Load: load()})
	return errors.Join(b.printed(ctx, kind, g), b.searched(ctx, kind, g, s))
}

// written writes in one record of ten, then issues another version of each
// model.
func written(ctx context.Context, tx access.Tx, models []string) error {
	list, _, err := model.Find(ctx, tx, model.Ask{Kind: activity.Kind}, registerMembers*registerModels, 0)
	if err != nil {
		return err
	}
	for n, i := range list {
		if n%10 != 0 {
			continue
		}
		f, err := model.Read(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		r, err := model.Put(f.Record, "about", fmt.Sprintf("%q", "Écrit ici"))
		if err == nil {
			_, err = model.Edit(ctx, tx, activity.Spec, i.ID, f.Rev, r)
		}
		if err != nil {
			return err
		}
	}
	for _, id := range models {
		d, err := model.ReadDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		r := d.Record
		for _, path := range []string{"about", "remarks", "data#identity.active"} {
			if _, ok := r.Row("data", "identity"); !ok && path != "about" && path != "remarks" {
				continue
			}
			if r, err = model.Put(r, path, fmt.Sprintf("%q", "Version deux")); err != nil {
				return err
			}
		}
		if _, err := model.SaveDraft(ctx, tx, activity.Spec, id, d.Rev, r); err != nil {
			return err
		}
		if _, err := model.Issue(ctx, tx, activity.Spec, id, ""); err != nil {
			return err
		}
	}
	return nil
}

// sirenOf makes the n-th of many valid SIREN.
func sirenOf(n int) string {
	digits := fmt.Appendf(nil, "21%06d", n)
	return string(append(digits, luhn(digits)))
}

// printed measures the whole register of a member, of 60 activities, as a PDF.
func (b *bench) printed(ctx context.Context, kind string, g *app.Ground) error {
	system := access.System("bench")
	var member organisation.Member
	if err := g.Doors.Write(ctx, system, func(tx access.Tx) (err error) {
		if member, err = organisation.Add(ctx, tx, organisation.Member{Siren: sirenOf(registerMembers), Name: "Grande commune", Kind: organisation.Commune}); err != nil {
			return err
		}
		usual, err := activity.Usual()
		for n := range 60 {
			if err == nil {
				_, err = model.Create(ctx, tx, activity.Spec, member.ID, "", usual[n%len(usual)].Record)
			}
		}
		return err
	}); err != nil {
		return err
	}
	kinds := activity.Papers()
	s := paper.New(paper.Parts{Doors: g.Doors, Kinds: kinds})
	var values []float64
	for range b.runs {
		begun := time.Now()
		var made paper.Made
		if err := g.Doors.Read(ctx, system, func(tx access.Tx) (err error) {
			made, err = s.Take(ctx, tx, kinds[0], paper.Ask{Member: member, Lang: i18n.French})
			return err
		}); err != nil {
			return err
		}
		if err := made.Document().Write(io.Discard, document.PDF); err != nil {
			return err
		}
		values = append(values, millis(time.Since(begun)))
	}
	b.add(medianOf("register of 60 activities as PDF, "+kind, "ms", 2000, values))
	return nil
}
