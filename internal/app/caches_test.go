package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/platform/tables"
	"airial/internal/services/opendata"
)

// What another process has erased is forgotten here at the second look, and
// nothing else is.
func TestCachesForgetWhatOthersErase(t *testing.T) {
	o := newOffice(t)
	m := o.member("219600103", "Lande-Haute", organisation.Commune)
	s := o.person("clerk", "Mme Clerk", m, access.Depositor)
	v := o.deposit(s, m, "Subventions", grants("Amicale", "Fête", "100"), true)
	o.settle()
	ctx := t.Context()
	if _, err := o.app.Explore.Rows(ctx, v.PieceID, 0, tables.Query{Limit: 1}); err != nil {
		t.Fatal(err)
	}
	held := o.app.Tables.Held()
	if len(held) != 1 {
		t.Fatalf("held: %v", held)
	}
	look := func(before map[string]bool) map[string]bool {
		t.Helper()
		missing, err := o.app.tidyCache(ctx, before)
		if err != nil {
			t.Fatal(err)
		}
		return missing
	}
	look(look(nil))
	if diff := cmp.Diff(held, o.app.Tables.Held()); diff != "" {
		t.Errorf("what is published was forgotten (-want +got):\n%s", diff)
	}
	o.write(access.System("test"), func(tx access.Tx) error {
		_, err := tx.Exec(ctx, `update edition set parquet_digest = '' where piece_id = $1`, v.PieceID)
		return err
	})
	missing := look(nil)
	if len(o.app.Tables.Held()) != 1 || !missing[held[0]] {
		t.Errorf("after one look: held %v, missing %v", o.app.Tables.Held(), missing)
	}
	look(missing)
	if left := o.app.Tables.Held(); len(left) != 0 {
		t.Errorf("after two looks, still held: %v", left)
	}
	o.write(access.System("test"), func(tx access.Tx) error {
		standing, err := opendata.StandingTables(ctx, tx, held)
		if len(standing) != 0 {
			t.Errorf("standing: %v", standing)
		}
		return err
	})
}
