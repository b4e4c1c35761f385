package tables

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"airial/internal/platform/fault"
)

// Ask is a question that a Query cannot put: computed values, any condition,
// groups. It is answered by DuckDB alone.
type Ask struct {
	Out    []*Node // the values of a row of the answer
	Where  *Node   // a condition on rows; nil for all
	Group  []*Node // what rows are put together by; Out and Order then hold keys and aggregates
	Whole  bool    // all rows make one group
	Order  []Order
	Limit  int // rows of the answer; 0 asks for none, but in EachAsk for all
	Offset int64
}

// Order is a key of the order. Texts are ordered folded, what has no value
// comes last; what compares equal keeps the order of the file, or of the groups'
// keys.
type Order struct {
	By   *Node
	Desc bool
}

// MostGroups bounds the groups that are handed on by EachAsk.
const MostGroups = 1_000_000

func (a Ask) grouped() bool { return a.Whole || len(a.Group) > 0 }

// check finds what cannot be answered: aggregates where rows are meant and the
// other way round, columns that are not there.
func (a Ask) check(kinds []kind) error {
	size := 0
	sound := true
	rows := func(n *Node, inGroup bool) {
		size += n.size
		sound = sound && n.within(kinds, len(a.Group)) && n.aggregate == (n.aggregate && inGroup) && !(inGroup && n.perRow)
	}
	for _, n := range a.Out {
		rows(n, a.grouped())
	}
	for _, o := range a.Order {
		rows(o.By, a.grouped())
	}
	for _, n := range a.Group {
		size += n.size
		sound = sound && n.within(kinds, 0) && !n.aggregate
	}
	if a.Where != nil {
		size += a.Where.size
		sound = sound && a.Where.within(kinds, 0) && !a.Where.aggregate && isTruth(a.Where.typ)
	}
	switch {
	case !sound || len(a.Out) == 0 || (a.Whole && len(a.Group) > 0):
		return errors.New("tables: a question that does not hold together")
	case size > maxNodeSize || len(a.Out) > 4*len(kinds)+MaxTerms*4 || len(a.Group) > MaxTerms || len(a.Order) > MaxTerms:
		return tooComplex()
	case a.Limit < 0 || a.Offset < 0:
		return badRange(0)
	}
	return nil
}

// within tells whether all columns and keys of a node are there, with the type
// that it takes them for.
func (n *Node) within(kinds []kind, keys int) bool {
	switch n.fn {
	case opCell:
		if n.at < 0 || n.at >= len(kinds) {
			return false
		}
		k, err := n.typ.kind()
		return err == nil && k == kinds[n.at]
	case opKey:
		return n.at >= 0 && n.at < keys
	}
	for _, a := range n.args {
		if !a.within(kinds, keys) {
			return false
		}
	}
	return true
}

// Ask answers a question. Total is how many rows satisfy Where; of groups, how
// many there are, where the page has one.
func (e *Engine) Ask(ctx context.Context, t Table, a Ask) (rows [][]any, total int64, err error) {
	err = e.withHeld(ctx, t, e.acquireNative, func(ctx context.Context, ent *entry) (bool, error) {
		if err := a.check(ent.duck.kinds); err != nil {
			return false, err
		}
		ctx, cancel := context.WithTimeoutCause(ctx, e.cfg.Timeout, errTooLong)
		defer cancel()
		rows, total = nil, 0
		var err error
		if a.Limit > 0 {
			var ok bool
			if rows, total, ok, err = e.quick(ctx, ent, a); err != nil || ok {
				return false, causeOf(ctx, plainly(err))
			}
		}
		if err = e.gate.enter(ctx); err != nil {
			return false, causeOf(ctx, err)
		}
		defer e.gate.leave()
		if !a.grouped() {
			total, err = e.totals.getKeyed(ent.digest, a.whereKey(), func() (int64, error) { return ent.duck.countAsk(ctx, a) })
			if err != nil || a.Limit == 0 || a.Offset >= total {
				return false, causeOf(ctx, plainly(err))
			}
		}
		if a.Limit == 0 {
			return false, nil
		}
		var groups int64
		rows, groups, err = ent.duck.ask(ctx, a, e.cfg.MaxPageBytes)
		total = max(total, groups)
		return false, causeOf(ctx, plainly(err))
	})
	return rows, total, err
}

// EachAsk calls fn with each row of the answer; see Each.
func (e *Engine) EachAsk(ctx context.Context, t Table, a Ask, fn func(row []any) error) error {
	return e.withHeld(ctx, t, e.acquireNative, func(ctx context.Context, ent *entry) (bool, error) {
		if err := a.check(ent.duck.kinds); err != nil {
			return false, err
		}
		started := false
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		// What comes before the first row may take so long; then the reader sets the pace.
		patience := time.AfterFunc(6*e.cfg.Timeout, func() { cancel(errTooLong) })
		defer patience.Stop()
		hand := func(row []any) error {
			if !started {
				patience.Stop()
				started = true
			}
			if ent.ctx.Err() != nil {
				return context.Cause(ent.ctx)
			}
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fn(row)
		}
		err, ok := e.quickEach(ctx, ent, a, hand)
		if !ok {
			err = ent.duck.eachAsk(context.WithValue(ctx, streamKey{}, e.streams), a, hand)
		}
		return started, causeOf(ctx, plainly(err))
	})
}

// whereKey names the condition for the totals that are remembered.
func (a Ask) whereKey() string {
	if a.Where == nil {
		return ""
	}
	s := &statement{}
	sum := sha256.Sum256([]byte(s.node(a.Where) + fmt.Sprintf(" %#v", s.args)))
	return string(sum[:])
}

var (
	errTooLarge = fault.New(fault.Unavailable, "tables",
		"Cette question demande trop de mémoire. Ajoutez un filtre ou regroupez par moins de valeurs.",
		"This question takes too much memory. Add a filter, or group by fewer values.")
	errNoNumber = fault.New(fault.Invalid, "tables",
		"Un calcul de cette question sort des nombres ou des dates possibles. Vérifiez ses constantes.",
		"A computation of this question leaves the range of numbers or dates. Check its constants.")
)

// plainly turns what DuckDB could not do with sound data into what the asker may
// do about it.
func plainly(err error) error {
	switch {
	case memoryRanOut(err):
		return errTooLarge
	case outOfRange(err):
		return errNoNumber
	}
	return err
}

// collect copies rows as far as there is room.
func collect(out *[][]any, room *budget) func(int64, []any) error {
	return func(_ int64, row []any) error {
		if !room.takes(row) {
			return errFull
		}
		*out = append(*out, slices.Clone(row))
		return nil
	}
}
