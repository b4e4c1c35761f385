package model

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

// A Proposal is what a new version of the model asks of an instance.
type Proposal struct {
	Version int // of the model, that is offered or was taken over
	Note    string
	// New is what the version changes where nothing is written locally. It
	// holds already where the version was taken over.
	New   []Change
	Taken bool
	// Open is what both have changed.
	Open []Difference
}

// ReadProposal says what is to be settled in an instance.
func ReadProposal(ctx context.Context, tx access.Tx, f Full) (Proposal, error) {
	p := Proposal{Version: max(f.Version, f.Proposed), Taken: f.Proposed <= f.Version}
	if f.ModelID == "" || !f.Waits() {
		return p, nil
	}
	past := lenient(pastOf(ctx, tx, f.ModelID))
	v, err := ReadVersion(ctx, tx, f.ModelID, p.Version)
	if err != nil {
		return p, err
	}
	p.Note = v.Note
	if p.Open, err = Open(f.Overrides, v.Record, past); err != nil {
		return p, err
	}
	for _, c := range Changes(f.Base, v.Record) {
		if !f.covers(c.Path) {
			p.New = append(p.New, c)
		}
	}
	return p, nil
}

// covers tells whether something is written locally at a path, or at the row
// around it.
func (f Full) covers(path string) bool {
	list, key, cell := SplitPath(path)
	return slices.ContainsFunc(f.Overrides, func(o Override) bool {
		return o.Path == path || cell != "" && o.Path == RowPath(list, key) || key != "" && cell == "" && strings.HasPrefix(o.Path, path+".")
	})
}

// SettleOne decides what a new version asks of an instance, path by path: Mine
// keeps what the member has, Theirs takes what the model says. What is not
// chosen is taken from the model where nothing was written locally, and must be
// chosen where something was.
func SettleOne(ctx context.Context, tx access.Tx, spec Spec, id string, rev int, choices map[string]string) (Full, error) {
	const op = "model.SettleOne"
	f, err := mine(ctx, tx, id)
	if err != nil {
		return f, err
	}
	if f.Rev != rev {
		return f, fault.New(fault.Conflict, op, "Cette fiche a été modifiée entre-temps. Relisez les différences, puis choisissez.",
			"This record was changed in the meantime. Read the differences again, then choose.")
	}
	p, err := ReadProposal(ctx, tx, f)
	if err != nil {
		return f, err
	}
	v, err := ReadVersion(ctx, tx, f.ModelID, p.Version)
	if err != nil {
		return f, err
	}
	before := f.Record
	list := slices.Clone(f.Overrides)
	for _, d := range p.Open {
		n := slices.IndexFunc(list, func(o Override) bool { return o.Path == d.Path })
		switch choices[d.Path] {
		case Mine:
			if row, ok := orphan(before, v.Record, d.Path); ok { // the model has dropped the row around it
				list[n] = Override{Path: row.path, Content: row.content, Against: p.Version}
				continue
			}
			list[n].Against = p.Version
		case Theirs:
			list = slices.Delete(list, n, n+1)
		default:
			return f, fault.New(fault.Invalid, op, "Choisissez pour chaque différence.", "Choose for each difference.")
		}
	}
	for _, c := range p.New {
		if choices[c.Path] == Mine && !p.Taken {
			list = append(list, Override{Path: c.Path, Content: content(c.Path, c.Before), Against: p.Version})
		}
	}
	slices.SortFunc(list, func(a, b Override) int { return strings.Compare(a.Path, b.Path) })
	list = slices.CompactFunc(list, func(a, b Override) bool { return a.Path == b.Path })
	next := f
	next.Version, next.Proposed, next.Base = p.Version, p.Version, v.Record
	after, err := Apply(v.Record, list, lenient(pastOf(ctx, tx, f.ModelID)))
	if err != nil {
		return f, err
	}
	if err := put(ctx, tx, spec, next, list, after); err != nil {
		return f, err
	}
	if err := touch(ctx, tx, id); err != nil {
		return f, err
	}
	if err := note(ctx, tx, f.Instance, f.Rev+1, deedSettled, Changes(before, after)); err != nil {
		return f, err
	}
	if err := tx.Record(ctx, EventSettled, f.MemberID, id, map[string]any{"kind": f.Kind, "version": p.Version}); err != nil {
		return f, err
	}
	return Read(ctx, tx, id)
}

type keptRow struct{ path, content string }

// orphan is the row around a cell, where the member has it and the model has it
// no more.
func orphan(mine, theirs Record, path string) (keptRow, bool) {
	list, key, cell := SplitPath(path)
	if cell == "" {
		return keptRow{}, false
	}
	if _, there := theirs.Row(list, key); there {
		return keptRow{}, false
	}
	row, ok := mine.Row(list, key)
	return keptRow{RowPath(list, key), mustEncode(row)}, ok
}

// Deeds is the history of an instance, the latest first: what was written, and
// what batches did.
func Deeds(ctx context.Context, tx access.Tx, f Full) ([]Deed, error) {
	const op = "model.Deeds"
	list, err := database.All(ctx, tx, op, func(r database.Row) (d Deed, err error) {
		var at int64
		var changes string
		err = r.Scan(&d.Deed, &d.Rev, &at, &d.By, &changes)
		d.At, d.Changes = instant(at), decodeChanges(changes)
		return d, err
	}, `select deed, rev, changed_at, by_name, changes from register_change where instance_id = $1 order by changed_at desc, id desc limit 500`, f.ID)
	if err != nil {
		return nil, err
	}
	batches, err := database.All(ctx, tx, op, func(r database.Row) (d Deed, err error) {
		var at int64
		var outcome, conflicts string
		err = r.Scan(&d.BatchID, &at, &d.By, &d.Note, &outcome, &d.From, &d.To, &conflicts)
		d.At, d.Deed = instant(at), "batch:"+outcome
		if conflicts != "" && err == nil {
			var paths []string
			err = json.Unmarshal([]byte(conflicts), &paths)
			for _, p := range paths {
				d.Changes = append(d.Changes, Change{Path: p})
			}
		}
		return d, err
	}, `select b.id, case when b.ended_at > 0 then b.ended_at else b.asked_at end, b.by_name, b.note, t.outcome, t.from_version, t.to_version, t.conflicts
		from register_item t join register_batch b on b.id = t.batch_id where t.instance_id = $1`, f.ID)
	if err != nil {
		return nil, err
	}
	past := lenient(pastOf(ctx, tx, f.ModelID))
	for n, d := range batches {
		if d.Deed != "batch:"+Taken && d.Deed != "batch:"+Undone {
			continue
		}
		from, err := past(d.From)
		if err != nil {
			return nil, err
		}
		to, err := past(d.To)
		if err != nil {
			return nil, err
		}
		if d.From > 0 && d.To > 0 && len(d.Changes) == 0 {
			batches[n].Changes = Changes(from, to)
		}
	}
	list = append(list, batches...)
	slices.SortStableFunc(list, func(a, b Deed) int { return b.At.Compare(a.At) })
	return list, nil
}
