package app

import (
	"strings"
	"testing"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/succession"
	"airial/internal/platform/blob"
	"airial/internal/platform/database"
)

// fillRegister gives a member a row in each table of the register, with a file
// wherever one is named.
func (o *office) fillRegister(m organisation.Member, n int) (ref blob.Ref) {
	o.t.Helper()
	nameHer(o.t, o, m.ID, n)
	ctx := o.t.Context()
	ref, err := o.app.Blobs.Put(ctx, m.ID, strings.NewReader("pièce de "+m.Name))
	if err != nil {
		o.t.Fatal(err)
	}
	o.write(access.System("test"), func(tx access.Tx) error {
		for _, table := range database.Tables(Schemas()...) {
			if !strings.HasPrefix(table.Name, "register_") || table.Member == "" {
				continue
			}
			for _, column := range table.Files {
				if _, err := tx.Exec(ctx, `update `+table.Name+` set `+column+` = $1 where `+table.Member+` = $2`, ref.Digest, m.ID); err != nil {
					return err
				}
			}
		}
		return o.app.OpenData.Claim(ctx, tx, m.ID, []string{ref.Digest})
	})
	return ref
}

// aboutNothing wants no row of the register to speak of a member any more.
func (o *office) aboutNothing(m organisation.Member) {
	o.t.Helper()
	o.read(func(tx access.Tx) error {
		for _, table := range database.Tables(Schemas()...) {
			if !strings.HasPrefix(table.Name, "register_") || !table.On(tx.Dialect()) {
				continue
			}
			names, types := columnsOf(o.t, tx, table.Name)
			for i, name := range names {
				if types[i] != "text" {
					continue
				}
				n, err := database.Value[int](o.t.Context(), tx, "test", `select count(*) from `+table.Name+` where `+name+` = $1`, m.ID)
				if err != nil {
					return err
				}
				if n > 0 {
					o.t.Errorf("%d rows of %s.%s still name %s", n, table.Name, name, m.Name)
				}
			}
		}
		return nil
	})
}

// Nothing of the register stays behind when members merge: rows, files, what the
// operator noted of them.
func TestTheRegisterPassesWithItsMember(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		ctx := t.Context()
		refs := []blob.Ref{o.fillRegister(o.town, 0), o.fillRegister(o.village, 1)}
		o.act(succession.Merger, succession.Plan{Members: []string{o.village.ID}, Heir: o.town.ID})
		o.nothingOf(o.village)
		o.aboutNothing(o.village)
		for _, ref := range refs {
			b, err := o.app.Blobs.Open(ctx, o.town.ID, ref.Digest)
			if err != nil {
				t.Fatal(err)
			}
			_ = b.Close()
		}
		o.read(func(tx access.Tx) error {
			n, err := database.Value[int](ctx, tx, "test", `select total from register_tally where member_id = $1 and kind = 'activity'`, o.town.ID)
			if n != 2 {
				t.Errorf("the heir’s activities are counted as %d", n)
			}
			return err
		})
	})
}

// Nothing of it is left either of a member that has left, once its delay is over.
func TestTheRegisterGoesWithWhoLeaves(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.fillRegister(o.village, 0)
		a := o.act(succession.Leaving, succession.Plan{Members: []string{o.village.ID}, EraseAfter: 90, Withdraw: true})
		o.clock.Advance(91 * 24 * 3600 * 1e9)
		if err := o.app.succession().EraseLeft(t.Context(), a.ID); err != nil {
			t.Fatal(err)
		}
		o.aboutNothing(o.village)
		for _, digest := range o.files(o.village) {
			t.Errorf("file %s is left", digest)
		}
	})
}
