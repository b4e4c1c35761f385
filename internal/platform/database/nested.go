package database

import (
	"errors"
	"runtime"
)

// A transaction opened inside another waits on SQLite for the single writer
// that its own goroutine holds, and on PostgreSQL for a connection that may
// never come free. Nothing in the arguments tells such a call from a rightful
// one (the context may be shared by many goroutines), but the goroutine's own
// stack does: it leads through the call of the function of the one outside. To
// walk up a stack of forty calls takes some three microseconds.

// inside calls the function of a transaction. It is the only one to do so, and
// from one place, whose address marks the stack.
//
//go:noinline
func inside(fn func(Tx) error, tx Tx) error {
	err := fn(tx)
	return err
}

// mark is the address to which a transaction's function returns.
var mark = func() (at uintptr) {
	_ = inside(func(Tx) error {
		var calls [1]uintptr
		runtime.Callers(2, calls[:])
		at = calls[0]
		return nil
	}, nil)
	return at
}()

// outermost refuses to go on where the goroutine is inside a transaction.
func outermost(op string) error {
	var calls [64]uintptr
	for skip := 2; ; skip += len(calls) {
		n := runtime.Callers(skip, calls[:])
		for _, at := range calls[:n] {
			if at == mark {
				return errors.New(op + " inside another transaction: use the one that is already open")
			}
		}
		if n < len(calls) {
			return nil
		}
	}
}
