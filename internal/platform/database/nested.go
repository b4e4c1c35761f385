package database

import (
	"bytes"
	"errors"
	"runtime"
	"strconv"
	"sync"
)

// A transaction opened inside another waits on SQLite for the single writer
// that its own goroutine holds, and on PostgreSQL for a connection that may
// never come free. Nothing in the arguments tells such a call from a rightful
// one (the context may be shared by many goroutines), so the goroutine itself
// is marked while it is inside. Its number is read from the first line of its
// stack, which costs about a microsecond.

var inside sync.Map // number of a goroutine → name of the call

// enter marks the goroutine as being inside a transaction, until leave.
func enter(op string) (leave func(), err error) {
	g := goroutine()
	outer, already := inside.LoadOrStore(g, op)
	if already {
		return nil, errors.New(op + " inside " + outer.(string) +
			": use the transaction that is already open")
	}
	return func() { inside.Delete(g) }, nil
}

func goroutine() uint64 {
	var buf [40]byte
	line := buf[:runtime.Stack(buf[:], false)]
	line = bytes.TrimPrefix(line, []byte("goroutine "))
	digits, _, _ := bytes.Cut(line, []byte(" "))
	n, _ := strconv.ParseUint(string(digits), 10, 64)
	return n
}
