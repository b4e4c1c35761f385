package demo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/life"
	"airial/internal/demo/world"
	"airial/internal/platform/blob"
	"airial/internal/services/opendata"
)

const hour = time.Hour

// turns is the queue of a filling: the turns are taken together.
type turns struct{ waiting []life.Ticket }

func (q *turns) Visit(_ context.Context, tx access.Tx, _ string, t life.Ticket) error {
	tx.AfterCommit(func() { q.waiting = append(q.waiting, t) })
	return nil
}

func (q *turns) Due(context.Context, access.Tx, string, life.Ticket, time.Time) error {
	return errors.New("demo: nothing in the demonstration waits for a date")
}

func (q *turns) take() []life.Ticket {
	out := q.waiting
	q.waiting = nil
	return out
}

// entry is one version of one piece, on its way.
type entry struct {
	deposit *world.Deposit
	version *world.Version
	number  int
	ref     blob.Ref
	id      string // of the version
	piece   string
	fresh   bool // false when the bytes are those of the version before
}

// deposits deposits pieces, the first version of each, then the second, and so
// on, each round in the order of the dates; then come withdrawals and erasures.
func (f *filling) deposits(ctx context.Context, list []world.Deposit) error {
	pieces := make([]string, len(list))
	for number := 1; ; number++ {
		var round []*entry
		var from []int
		for i := range list {
			if len(list[i].Versions) >= number {
				round = append(round, &entry{deposit: &list[i], version: &list[i].Versions[number-1], number: number, piece: pieces[i]})
				from = append(from, i)
			}
		}
		if len(round) == 0 {
			break
		}
		if err := f.round(ctx, round); err != nil {
			return err
		}
		for k, e := range round {
			pieces[from[k]] = e.piece
		}
	}
	f.done += len(list)
	return f.removals(ctx, list, pieces)
}

func (f *filling) round(ctx context.Context, round []*entry) error {
	ordered := slices.Clone(round)
	slices.SortStableFunc(ordered, func(a, b *entry) int { return a.version.At.Compare(b.version.At) })
	if err := f.store(ctx, ordered); err != nil {
		return err
	}
	if err := f.enter(ctx, ordered); err != nil {
		return err
	}
	at := map[string]time.Time{}
	for _, e := range ordered {
		at[e.id] = e.version.At
	}
	if err := f.run(ctx, at); err != nil {
		return err
	}
	if err := f.passed(ctx, ordered, at); err != nil {
		return err
	}
	return f.decide(ctx, ordered, at)
}

// store puts the files into the store, side by side.
func (f *filling) store(ctx context.Context, list []*entry) error {
	errs := make([]error, len(list))
	var wg sync.WaitGroup
	gate := make(chan struct{}, 2*runtime.NumCPU())
	for i, e := range list {
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			e.ref, errs[i] = f.Blobs.Put(ctx, f.members[e.deposit.SIREN], bytes.NewReader(e.version.Bytes))
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

// enter deposits the files, each at its date by its depositor.
func (f *filling) enter(ctx context.Context, list []*entry) error {
	return f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		for _, e := range list {
			f.clock.Set(e.version.At)
			scope, err := f.depositor(ctx, tx, e)
			if err != nil {
				return err
			}
			v, fresh, err := f.OpenData.Enter(ctx, f.Doors.As(tx, scope), opendata.Request{MemberID: f.members[e.deposit.SIREN],
				PieceID: e.piece, Title: e.deposit.Title, Description: e.deposit.Description, FileName: e.version.File,
				Schema: e.deposit.Schema, Press: e.version.Ending != world.AwaitingDepositor}, e.ref)
			if err != nil {
				return fmt.Errorf("%s: %w", e.deposit.Key, err)
			}
			e.id, e.piece, e.fresh = v.ID, v.PieceID, fresh
			if e.number == 1 {
				if err := f.describe(ctx, f.Doors.As(tx, scope), e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// depositor is who deposits a version: a person, or the token of the member's
// software.
func (f *filling) depositor(ctx context.Context, tx access.Tx, e *entry) (access.Scope, error) {
	if !e.version.Token {
		scope, ok := f.people[e.version.By]
		if !ok {
			return scope, fmt.Errorf("%s: nobody is called %q", e.deposit.Key, e.version.By)
		}
		return scope, nil
	}
	siren := e.deposit.SIREN
	if scope, ok := f.tokens[siren]; ok {
		return scope, nil
	}
	t, _, err := access.CreateToken(ctx, tx, f.members[siren], "Export du logiciel de gestion financière", access.Depositor)
	scope := access.For(access.Actor{Kind: access.Machine, ID: t.ID, Name: t.Name},
		map[string][]access.Role{f.members[siren]: {access.Depositor}}, nil)
	f.tokens[siren] = scope
	return scope, err
}

// run takes all turns until every life rests. Each stage takes some seconds of
// the story.
func (f *filling) run(ctx context.Context, at map[string]time.Time) error {
	for list := f.queue.take(); len(list) > 0; list = f.queue.take() {
		slices.SortStableFunc(list, func(a, b life.Ticket) int { return at[a.Version].Compare(at[b.Version]) })
		err := f.Engine.RunAll(ctx, list, runtime.NumCPU(), func(l life.Life) {
			at[l.VersionID] = at[l.VersionID].Add(3 * time.Second)
			f.clock.Set(at[l.VersionID])
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// decide lets those approve who did in the story.
func (f *filling) decide(ctx context.Context, list []*entry, at map[string]time.Time) error {
	var approved []*entry
	for _, e := range list {
		if e.version.Approval != nil && e.fresh {
			approved = append(approved, e)
		}
	}
	if len(approved) == 0 {
		return nil
	}
	slices.SortStableFunc(approved, func(a, b *entry) int { return a.version.Approval.At.Compare(b.version.Approval.At) })
	err := f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		for _, e := range approved {
			f.clock.Set(e.version.Approval.At)
			at[e.id] = e.version.Approval.At
			scope := f.people[e.version.Approval.Login]
			err := f.OpenData.Decide(ctx, f.Doors.As(tx, scope), e.id, opendata.VerbApprove, "")
			if err != nil {
				return fmt.Errorf("%s approves %s: %w", e.version.Approval.Login, e.deposit.Key, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return f.run(ctx, at)
}

// reasons are the world's words for our reasons of withdrawal.
var reasons = map[string]string{"error": "error", "obsolete": "obsolete", "replaced": "obsolete", "personal-data": "personal-data"}

func (f *filling) removals(ctx context.Context, list []world.Deposit, pieces []string) error {
	type removal struct {
		*world.Removal
		piece, key string
	}
	var removed []removal
	for i, d := range list {
		if d.Removal != nil {
			removed = append(removed, removal{d.Removal, pieces[i], d.Key})
		}
	}
	slices.SortStableFunc(removed, func(a, b removal) int { return cmp.Compare(a.At.UnixNano(), b.At.UnixNano()) })
	for _, r := range removed {
		f.clock.Set(r.At)
		scope := f.people[r.By]
		var err error
		if r.Erase {
			err = f.OpenData.Erase(ctx, scope, r.piece)
		} else {
			err = f.Doors.Write(ctx, scope, func(tx access.Tx) error {
				return f.OpenData.Withdraw(ctx, tx, r.piece, reasons[r.Reason], r.Words)
			})
		}
		if err != nil {
			return fmt.Errorf("%s removes %s: %w", r.By, r.key, err)
		}
	}
	return nil
}
