package journal_test

import (
	"context"
	"strings"
	"testing"

	"airial/internal/platform/database"
	"airial/internal/platform/fault"
	"airial/internal/platform/journal"
)

// What is handed out proves, with the key alone, what the journal says; a change
// of any part of it does not.
func TestOpenedProves(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.fill(5)
		var o journal.Opened
		b.read(func(ctx context.Context, tx database.Tx) error {
			list, err := b.journal.Entries(ctx, tx, journal.Filter{Subject: "s3"})
			if err != nil || len(list) != 1 {
				t.Fatalf("%v, %v", list, err)
			}
			o, err = b.journal.Open(ctx, tx, list[0].ID)
			return err
		})
		p, err := o.Prove(b.verifier)
		if err != nil || p.Kind != "piece.received" || string(p.Body) != `{"n":3}` || !p.At.Equal(start) || p.Checkpoint.Size != 5 {
			t.Fatalf("%+v, %v", p, err)
		}
		if strings.Contains(o.Record, "u1") || strings.Contains(o.Record, "s3") {
			t.Error("the record names the parties")
		}
		for name, change := range map[string]func(o *journal.Opened){
			"body":       func(o *journal.Opened) { o.Body = `{"n":4}` },
			"salt":       func(o *journal.Opened) { o.Salt = "00" + o.Salt[2:] },
			"record":     func(o *journal.Opened) { o.Record = strings.Replace(o.Record, "received", "released", 1) },
			"number":     func(o *journal.Opened) { o.Entry = 2 },
			"path":       func(o *journal.Opened) { o.Proof = o.Proof[1:] },
			"checkpoint": func(o *journal.Opened) { o.Checkpoint = strings.Replace(o.Checkpoint, "\n5\n", "\n6\n", 1) },
			"form":       func(o *journal.Opened) { o.Form = "" },
		} {
			changed := o
			change(&changed)
			if _, err := changed.Prove(b.verifier); err == nil {
				t.Errorf("a proof with another %s proves", name)
			}
		}
		// An entry without a number has no proof yet.
		b.append(9)
		b.read(func(ctx context.Context, tx database.Tx) error {
			if _, err := b.journal.Open(ctx, tx, "nobody"); !fault.Is(err, fault.NotFound) {
				t.Errorf("an unknown entry: %v", err)
			}
			return nil
		})
	})
}
