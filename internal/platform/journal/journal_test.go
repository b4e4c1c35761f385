package journal_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"

	"airial/internal/platform/clock"
	"airial/internal/platform/database"
	"airial/internal/platform/database/databasetest"
	"airial/internal/platform/ident"
	"airial/internal/platform/journal"
)

var schemas = []database.Schema{journal.Schema}

var discard = slog.New(slog.DiscardHandler)

var start = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// bench is what a test works with.
type bench struct {
	t         testing.TB
	db        *database.DB
	clock     *clock.Manual
	journal   *journal.Journal
	signer    note.Signer
	verifier  note.Verifier
	sequencer *journal.Sequencer
}

func newBench(t testing.TB, db *database.DB) *bench {
	c := clock.NewManual(start)
	b := &bench{t: t, db: db, clock: c, journal: journal.New(c, ident.New(c, nil), nil)}
	key, _, err := note.GenerateKey(rand.Reader, "journal.example")
	if err != nil {
		t.Fatal(err)
	}
	b.signer, b.verifier, err = journal.ParseKey(key)
	if err != nil {
		t.Fatal(err)
	}
	b.sequencer = b.newSequencer(journal.SequencerConfig{})
	return b
}

func (b *bench) newSequencer(c journal.SequencerConfig) *journal.Sequencer {
	return journal.NewSequencer(b.journal, b.db, b.signer, discard, c)
}

func each(t *testing.T, test func(t *testing.T, b *bench)) {
	databasetest.Each(t, schemas, func(t *testing.T, db *database.DB) { test(t, newBench(t, db)) })
}

func (b *bench) write(fn func(ctx context.Context, tx database.Tx) error) {
	b.t.Helper()
	err := b.db.Write(b.t.Context(), func(tx database.Tx) error { return fn(b.t.Context(), tx) })
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) read(fn func(ctx context.Context, tx database.Tx) error) {
	b.t.Helper()
	err := b.db.Read(b.t.Context(), func(tx database.Tx) error { return fn(b.t.Context(), tx) })
	if err != nil {
		b.t.Fatal(err)
	}
}

// append adds entries, each about the subject "s<n>", in one transaction.
func (b *bench) append(numbers ...int) {
	b.t.Helper()
	b.write(func(ctx context.Context, tx database.Tx) error {
		for _, n := range numbers {
			_, err := b.journal.Append(ctx, tx, sample(n))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func sample(n int) journal.Entry {
	return journal.Entry{
		Kind: "piece.received", Member: fmt.Sprintf("m%d", n%3), Subject: fmt.Sprintf("s%d", n), By: "user:u1",
		Body: map[string]any{"n": n},
	}
}

// fill appends n entries and numbers them.
func (b *bench) fill(n int) {
	b.t.Helper()
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	b.append(list...)
	b.sequence()
}

func (b *bench) sequence() int {
	b.t.Helper()
	n, err := b.sequencer.Sequence(b.t.Context())
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

func (b *bench) verify(known ...string) (report journal.Report, err error) {
	b.t.Helper()
	failed := b.db.Read(b.t.Context(), func(tx database.Tx) error {
		report, err = journal.Verify(b.t.Context(), tx, journal.Check{Verifier: b.verifier, Known: known})
		var m *journal.Mismatch
		if errors.As(err, &m) {
			return nil
		}
		return err
	})
	if failed != nil {
		b.t.Fatal(failed)
	}
	return report, err
}

func (b *bench) entries(f journal.Filter) []journal.Numbered {
	b.t.Helper()
	var list []journal.Numbered
	b.read(func(ctx context.Context, tx database.Tx) error {
		var err error
		list, err = b.journal.Entries(ctx, tx, f)
		return err
	})
	return list
}

// numbers returns the n of each sample.
func numbers(t testing.TB, list []journal.Numbered) []int {
	t.Helper()
	var ns []int
	for _, e := range list {
		var body struct{ N int }
		err := e.Decode(&body)
		if err != nil {
			t.Fatal(err)
		}
		ns = append(ns, body.N)
	}
	return ns
}

func TestEntriesHaveNumbersOnceSequenced(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.append(1, 2, 3)
		if got := b.entries(journal.Filter{}); got != nil {
			t.Errorf("entries without a number are read: %v", got)
		}
		report, err := b.verify()
		if err != nil || report.Pending != 3 || report.Size != 0 {
			t.Errorf("verify = %+v, %v; want 3 pending", report, err)
		}
		if n := b.sequence(); n != 3 {
			t.Errorf("numbered %d entries, want 3", n)
		}
		got := b.entries(journal.Filter{Subject: "s2"})
		want := []journal.Numbered{{
			Seq: 1, ID: got[0].ID,
			Entry: journal.Entry{Kind: "piece.received", Member: "m2", Subject: "s2", By: "user:u1", At: start, Body: json.RawMessage(`{"n":2}`)},
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		report, err = b.verify()
		if err != nil || report.Size != 3 || report.Bodies != 3 || report.Pending != 0 || report.Checkpoints != 1 {
			t.Errorf("verify = %+v, %v", report, err)
		}
	})
}

func TestEntriesByFilter(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(12)
		for _, c := range []struct {
			name   string
			filter journal.Filter
			want   []int
		}{
			{"all, newest first", journal.Filter{Limit: 3}, []int{11, 10, 9}},
			{"before a number", journal.Filter{Before: 9, Limit: 2}, []int{8, 7}},
			{"of a member", journal.Filter{Member: "m1"}, []int{10, 7, 4, 1}},
			{"of a member, before", journal.Filter{Member: "m1", Before: 7}, []int{4, 1}},
			{"of a subject", journal.Filter{Subject: "s5"}, []int{5}},
			{"of a kind and a member", journal.Filter{Kind: "piece.received", Member: "m2", Limit: 1}, []int{11}},
			{"of no kind there is", journal.Filter{Kind: "nothing"}, nil},
		} {
			if diff := cmp.Diff(c.want, numbers(t, b.entries(c.filter))); diff != "" {
				t.Errorf("%s: %s", c.name, diff)
			}
		}
	})
}

func TestOnlyIdentifiersStayForEver(t *testing.T) {
	b := newBench(t, databasetest.SQLite(t, schemas))
	for _, e := range []journal.Entry{
		{},
		{Kind: "x", Subject: "Jeanne Dupont"},
		{Kind: "x", Member: "a\nb"},
		{Kind: "x", By: "user@example.org"},
		{Kind: string(make([]byte, 300))},
		{Kind: "x", Body: make([]int, journal.MaxBody)},
		{Kind: "x", Body: func() {}},
	} {
		err := b.db.Write(t.Context(), func(tx database.Tx) error {
			_, err := b.journal.Append(t.Context(), tx, e)
			return err
		})
		if err == nil {
			t.Errorf("%q %q %q %q was accepted", e.Kind, e.Member, e.Subject, e.By)
		}
	}
	if report, err := b.verify(); err != nil || report.Pending != 0 {
		t.Errorf("verify = %+v, %v", report, err)
	}
}
