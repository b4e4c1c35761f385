package intake

import (
	"context"
	"encoding/json"
	"fmt"

	"airial/internal/commons/access"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// Accept writes the rows of an import. With rows that are bad it does nothing,
// unless good asks for the others alone.
func (s *Service) Accept(ctx context.Context, tx access.Tx, id string, sheet Sheet, good bool) (Preview, error) {
	const op = "intake.Accept"
	i, err := Get(ctx, tx, id)
	if err != nil {
		return Preview{}, err
	}
	if err := s.may(ctx, tx, op, i); err != nil {
		return Preview{}, err
	}
	var c Choices
	if err := json.Unmarshal([]byte(i.Choices), &c); err != nil {
		return Preview{}, err
	}
	p, err := Look(ctx, tx, i.MemberID, sheet, c)
	if err != nil {
		return p, err
	}
	if p.Bad > 0 && !good {
		return p, &fault.Error{Kind: fault.Conflict, Op: op, Say: i18n.T("%[1]d lignes ne peuvent pas être importées. Corrigez le fichier, ou importez les autres seulement.",
			"%[1]d rows cannot be imported. Correct the file, or import only the others.", p.Bad)}
	}
	if p.New+p.Changed == 0 {
		return p, fault.New(fault.Conflict, op, "Il n’y a rien de nouveau dans ce fichier.", "There is nothing new in this file.")
	}
	for _, r := range p.Rows {
		if err := s.write(ctx, tx, i, r); err != nil {
			return p, err
		}
	}
	i.State, i.Done = Done, int64(p.New+p.Changed)
	i.Counts = encoded(Counts{Activities: {Found: len(p.Rows), Taken: p.New + p.Changed, Same: p.Same, Left: p.Bad}})
	if err := Save(ctx, tx, i); err != nil {
		return p, err
	}
	return p, tx.Record(ctx, EventDone, i.MemberID, i.ID, map[string]any{"source": FromTable, "new": p.New, "changed": p.Changed, "bad": p.Bad})
}

func (s *Service) write(ctx context.Context, tx access.Tx, i Import, r Result) error {
	item := Item{ImportID: i.ID, MemberID: i.MemberID, Kind: Activities, Title: r.Name, SourceKey: "row:" + fmt.Sprint(r.Line.Number)}
	switch r.Outcome {
	case New:
		made, err := model.Create(ctx, tx, activity.Spec, i.MemberID, "", r.Record)
		if err != nil {
			return err
		}
		item.RecordID = made.ID
	case Changed:
		if _, err := model.Edit(ctx, tx, activity.Spec, r.ID, r.Rev, r.Record); err != nil {
			return err
		}
		item.RecordID, item.Before = r.ID, model.Encode(r.Was)
	case Bad:
		return AddLeft(ctx, tx, Left{ImportID: i.ID, MemberID: i.MemberID, Table: FromTable, SourceKey: fmt.Sprint(r.Line.Number), Title: r.Name, Reason: r.Reason,
			Body: encoded(map[string][]string{"cells": r.Line.Cells})})
	default:
		return nil
	}
	return s.Holds.Note(ctx, tx, item)
}

// Undo takes an import of a table back, as far as nobody has worked on what it
// wrote.
func (s *Service) Undo(ctx context.Context, tx access.Tx, id string) (Counts, error) {
	const op = "intake.Undo"
	i, err := Get(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if err := tx.May(ctx, access.Register, i.MemberID); err != nil {
		return nil, err
	}
	if i.Source != FromTable || i.State != Done {
		return nil, fault.New(fault.Conflict, op, "Seul un import fait s’annule.", "Only an import that is done can be undone.")
	}
	counts, err := s.Holds.Undo(ctx, tx, id, "")
	if err != nil {
		return nil, err
	}
	i.State, i.Counts = Undone, encoded(counts)
	if err := Save(ctx, tx, i); err != nil {
		return nil, err
	}
	return counts, tx.Record(ctx, EventUndone, i.MemberID, i.ID, map[string]any{"source": FromTable})
}

// Drop throws an import away before it was accepted.
func (s *Service) Drop(ctx context.Context, tx access.Tx, id string) error {
	i, err := Get(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := s.may(ctx, tx, "intake.Drop", i); err != nil {
		return err
	}
	i.State = Dropped
	if err := Save(ctx, tx, i); err != nil {
		return err
	}
	return tx.Record(ctx, EventDropped, i.MemberID, i.ID, map[string]any{"source": FromTable})
}

// Free destroys the file of an import that needs it no more.
func (s *Service) Free(ctx context.Context, id string) error {
	var i Import
	err := s.Doors.Write(ctx, access.System("register-import"), func(tx access.Tx) (err error) {
		if i, err = Get(ctx, tx, id); err != nil {
			return err
		}
		next := i
		next.Digest = ""
		return Save(ctx, tx, next)
	})
	if err != nil || i.Digest == "" {
		return err
	}
	return s.Files.Destroy(ctx, i.MemberID, []string{i.Digest})
}
