package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"airial/internal/commons/access"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	platform "airial/internal/platform/text"
	"airial/internal/services/register/activity"
	"airial/internal/services/register/model"
)

// FromTable is the source of imports of a table.
const FromTable = "table"

// A Shelf is the store of files, as far as this room needs it.
type Shelf interface {
	Put(ctx context.Context, member string, body io.Reader) (blob.Ref, error)
	Claim(ctx context.Context, tx access.Tx, member, digest string) error
	Open(ctx context.Context, member, digest string) (blob.Blob, error)
	Destroy(ctx context.Context, member string, digests []string) error
}

// Service is the import of tables.
type Service struct {
	Doors *access.Doors
	Files Shelf
	Holds Holds
}

// Choices are how a person reads a table.
type Choices struct {
	Sheet   string   `json:"sheet"`
	Mapping []string `json:"mapping"`
}

// Outcome is what becomes of a row.
type Outcome string

// The outcomes.
const (
	New     Outcome = "new"
	Same    Outcome = "same"    // in the register already, with nothing that differs
	Changed Outcome = "changed" // there already, with differences
	Bad     Outcome = "bad"
)

// A Result is a row with what becomes of it.
type Result struct {
	Line    Line
	Outcome Outcome
	Name    string
	Record  model.Record // as it will stand
	ID      string       // of the activity that is there
	Rev     int
	Was     model.Record
	Changes []model.Change
	Reason  i18n.Text
}

// A Preview is a table as it will be imported.
type Preview struct {
	Sheet   Sheet
	Choices Choices
	Rows    []Result
	New     int
	Same    int
	Changed int
	Bad     int
}

// Receive notes a table whose file is in the store of the member already.
func (s *Service) Receive(ctx context.Context, tx access.Tx, member, name string, ref blob.Ref, file []byte) (Import, error) {
	if err := tx.May(ctx, access.Register, member); err != nil {
		return Import{}, err
	}
	sheet, err := ReadSheet(file, "")
	if err != nil {
		return Import{}, err
	}
	choices := Choices{Sheet: sheet.Name, Mapping: Propose(sheet)}
	if saved, ok, err := saved(ctx, tx, member, sheet); err != nil {
		return Import{}, err
	} else if ok {
		choices.Mapping = saved
	}
	if err := s.Files.Claim(ctx, tx, member, ref.Digest); err != nil {
		return Import{}, err
	}
	return Begin(ctx, tx, Import{MemberID: member, Source: FromTable, Name: name, State: Ready, Digest: ref.Digest, Size: ref.Size, Choices: encoded(choices), Counts: "{}",
		Total: int64(len(sheet.Rows))})
}

// saved is the mapping that was kept for a table with the same heads.
func saved(ctx context.Context, tx access.Tx, member string, s Sheet) ([]string, bool, error) {
	list, err := database.All(ctx, tx, "intake.saved", func(r database.Row) (body string, err error) { return body, r.Scan(&body) },
		`select body from register_import_mapping where member_id = $1 and name = $2`, member, heads(s))
	if err != nil || len(list) == 0 {
		return nil, false, err
	}
	var mapping []string
	if json.Unmarshal([]byte(list[0]), &mapping) != nil || len(mapping) != len(s.Columns) {
		return nil, false, nil
	}
	return mapping, true, nil
}

// heads names a table by its heads.
func heads(s Sheet) string {
	words := ""
	for _, c := range s.Columns {
		words += plainWords(c) + "|"
	}
	return words
}

// Choose writes how a table is read, and keeps it for the next with the same
// heads.
func (s *Service) Choose(ctx context.Context, tx access.Tx, i Import, sheet Sheet, c Choices) error {
	const op = "intake.Choose"
	if err := s.may(ctx, tx, op, i); err != nil {
		return err
	}
	if len(c.Mapping) != len(sheet.Columns) || slices.ContainsFunc(c.Mapping, func(code string) bool { return !known(code) }) {
		return fault.New(fault.Invalid, op, "Ce choix de colonnes ne convient pas à ce fichier.", "This choice of columns does not fit this file.")
	}
	i.Choices = encoded(c)
	if err := Save(ctx, tx, i); err != nil {
		return err
	}
	if sheet.Targets != nil || sheet.Ready != nil {
		return nil
	}
	if _, err := database.Exec(ctx, tx, op, `delete from register_import_mapping where member_id = $1 and name = $2`, i.MemberID, heads(sheet)); err != nil {
		return err
	}
	_, err := database.Exec(ctx, tx, op, `insert into register_import_mapping (id, member_id, name, body, made_at) values ($1,$2,$3,$4,$5)`,
		tx.NewID(), i.MemberID, heads(sheet), encoded(c.Mapping), tx.Micros())
	return err
}

func (s *Service) may(ctx context.Context, tx access.Tx, op string, i Import) error {
	if err := tx.May(ctx, access.Register, i.MemberID); err != nil {
		return err
	}
	if i.Source != FromTable {
		return fault.Missing(op)
	}
	if i.State != Ready {
		return fault.New(fault.Conflict, op, "Cet import n’attend plus de décision.", "This import no longer waits for a decision.")
	}
	return nil
}

// Sheet reads the file of an import again, as it was chosen.
func (s *Service) Sheet(ctx context.Context, i Import) (Sheet, Choices, error) {
	var c Choices
	if err := json.Unmarshal([]byte(i.Choices), &c); err != nil {
		return Sheet{}, c, err
	}
	b, err := s.Files.Open(ctx, i.MemberID, i.Digest)
	if err != nil {
		return Sheet{}, c, err
	}
	defer b.Close()
	file, err := io.ReadAll(io.LimitReader(b, MaxFile+1))
	if err != nil {
		return Sheet{}, c, err
	}
	sheet, err := ReadSheet(file, c.Sheet)
	return sheet, c, err
}

// Look says what becomes of each row, and writes nothing.
func Look(ctx context.Context, tx access.Tx, member string, sheet Sheet, c Choices) (Preview, error) {
	p := Preview{Sheet: sheet, Choices: c}
	terms, err := model.ReadTerms(ctx, tx)
	if err != nil {
		return p, err
	}
	have, err := model.All(ctx, tx, model.Ask{Kind: activity.Kind, Member: member})
	if err != nil {
		return p, err
	}
	byKey := map[string]model.Full{}
	for _, f := range have {
		for _, k := range keysOf(f.Record) {
			byKey[k] = f
		}
	}
	touched, seen := touches(c.Mapping), map[string]int{}
	for n, l := range sheet.Rows {
		r := Result{Line: l}
		if sheet.Ready != nil {
			r.Record = sheet.Ready[n]
			err = activity.Spec.Check(r.Record)
			if err == nil && r.Record.Get("name").Empty() {
				err = wrong("le nom du traitement manque", "the name of the activity is missing")
			}
		} else {
			r.Record, err = Build(l, c.Mapping, terms)
			if f, there := find(byKey, r.Record); there && err == nil {
				r.Record, err = build(l, c.Mapping, terms, &f.Record)
			}
		}
		r.Name = r.Record.Get("name").Fr
		if r.Name == "" {
			r.Name = l.cell(0)
		}
		switch kind := fault.KindOf(err); {
		case err == nil:
			r.compare(byKey, touched, sheet.Ready != nil, seen)
		case kind == fault.Invalid:
			r.Outcome, r.Reason = Bad, reason(err)
		default:
			return p, err
		}
		p.count(r.Outcome)
		p.Rows = append(p.Rows, r)
	}
	return p, nil
}

func (p *Preview) count(o Outcome) {
	switch o {
	case New:
		p.New++
	case Same:
		p.Same++
	case Changed:
		p.Changed++
	case Bad:
		p.Bad++
	}
}

// keysOf are what a record is known by: its reference, and its name.
func keysOf(r model.Record) (keys []string) {
	if ref := platform.Fold(r.Get("reference").Fr); ref != "" {
		keys = append(keys, "ref:"+ref)
	}
	return append(keys, "name:"+platform.Fold(r.Get("name").Fr))
}

// compare finds the activity that a row is about, if there is one. What the
// table does not say stays as it is.
func (r *Result) compare(have map[string]model.Full, touched map[string]bool, whole bool, seen map[string]int) {
	for _, k := range keysOf(r.Record) {
		if first, twice := seen[k]; twice {
			r.Outcome, r.Reason = Bad, i18n.T("la ligne %[1]d porte la même référence ou le même nom", "row %[1]d has the same reference or name", first)
			return
		}
	}
	for _, k := range keysOf(r.Record) {
		seen[k] = r.Line.Number
	}
	f, there := find(have, r.Record)
	if !there {
		r.Outcome = New
		return
	}
	r.ID, r.Rev, r.Was = f.ID, f.Rev, f.Record
	if !whole {
		r.Record = merge(f.Record, r.Record, touched)
	}
	r.Outcome = Changed
	if r.Changes = model.Changes(f.Record, r.Record); len(r.Changes) == 0 {
		r.Outcome = Same
	}
}

// find is the activity that a record is about.
func find(have map[string]model.Full, r model.Record) (model.Full, bool) {
	for _, k := range keysOf(r) {
		if f, ok := have[k]; ok {
			return f, true
		}
	}
	return model.Full{}, false
}

// merge lays what a row says over what is there. A list that says the same in
// other words of the same export keeps its rows.
func merge(was, row model.Record, touched map[string]bool) model.Record {
	out := model.Record{Fields: map[string]model.Value{}, Lists: map[string][]model.Row{}}
	for n, v := range was.Fields {
		out.Fields[n] = v
	}
	for n, v := range row.Fields {
		if was.Fields[n].Fr != v.Fr {
			out.Fields[n] = v
		}
	}
	for n, rows := range was.Lists {
		out.Lists[n] = rows
	}
	for n, rows := range row.Lists {
		if touched[n] {
			out.Lists[n] = keep(was.Lists[n], rows)
		}
	}
	return out.Tidy()
}

// keep gives the rows of a list the keys of those which say the same, so that
// they are the same rows.
func keep(was, now []model.Row) []model.Row {
	used := map[string]bool{}
	out := make([]model.Row, 0, len(now))
	for _, r := range now {
		for _, old := range was {
			if !used[old.Key] && same(old, r) {
				used[old.Key] = true
				r = old
				break
			}
		}
		out = append(out, r)
	}
	for n, r := range out { // a key that is taken by another row
		if !slices.ContainsFunc(was, func(o model.Row) bool { return o.Key == r.Key && same(o, r) }) && used[r.Key] {
			out[n].Key = fmt.Sprintf("%.70s-b%d", r.Key, n)
		}
	}
	return out
}

func same(a, b model.Row) bool {
	if len(a.Cells) != len(b.Cells) {
		return false
	}
	for n, v := range a.Cells {
		if b.Cells[n].Fr != v.Fr {
			return false
		}
	}
	return true
}

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
