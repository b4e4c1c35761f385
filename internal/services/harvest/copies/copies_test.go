package copies_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/platform/database"
	"airial/internal/platform/document"
	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/services/harvest/copies"
)

// shelf is a copies.Catalogue in memory.
type shelf struct {
	list   []copies.Dataset
	pushed copies.State
}

func (s shelf) Dataset(_ context.Context, _ access.Tx, id string) (copies.Dataset, error) {
	for _, d := range s.list {
		if d.ID == id {
			return d, nil
		}
	}
	return copies.Dataset{}, fault.Missing("test")
}

func (s shelf) Hidden(_ context.Context, tx access.Tx, _ int) (out []copies.Dataset, err error) {
	for _, d := range s.list {
		if !d.Hidden.IsZero() && tx.Sees("test", d.Member.ID) == nil {
			out = append(out, d)
		}
	}
	return out, nil
}

func (s shelf) Pushed(_ context.Context, _ access.Tx, kept, _ string) (copies.State, time.Time, bool, error) {
	return s.pushed, organisationtest.Start, kept == copies.DataGouv && s.pushed != "", nil
}

func TestCopies(t *testing.T) {
	organisationtest.Each(t, []database.Schema{copies.Schema}, func(t *testing.T, g *organisationtest.Ground) {
		ctx := t.Context()
		officer := access.For(access.Actor{Kind: access.Person, ID: "o"}, nil, []access.Role{access.OpenDataOfficer})
		depositor := organisationtest.At("d", g.Town, access.Depositor)
		gone := copies.Dataset{ID: "ds-1", Title: "", Member: g.Town, Hidden: organisationtest.Start, Erased: true, Why: i18n.T("Les données contiennent des informations personnelles", "x")}
		house := shelf{list: []copies.Dataset{gone, {ID: "ds-2", Title: "Public", Member: g.Town}}, pushed: copies.Gone}
		for range 2 { // installing twice adds nothing
			g.Write(t, officer, func(tx access.Tx) error { _, err := copies.Install(ctx, tx); return err })
		}
		if err := g.Try(t, depositor, func(tx access.Tx) error { _, err := copies.Install(ctx, tx); return err }); !fault.Is(err, fault.NotFound) {
			t.Errorf("a depositor keeps the list: %v", err)
		}
		var list []copies.Copy
		read := func(s access.Scope) {
			t.Helper()
			g.Read(t, s, func(tx access.Tx) (err error) { _, list, err = copies.Of(ctx, tx, house, "ds-1"); return err })
		}
		read(depositor)
		if len(list) != 4 {
			t.Fatalf("%d places, want 4", len(list))
		}
		var place copies.Place
		for _, x := range list {
			switch {
			case x.Place.Kept == copies.DataGouv && (x.State != copies.Gone || !x.Machine):
				t.Errorf("what a machine follows: %+v", x)
			case x.Place.Kept == "region":
				place = x.Place
				if x.State != copies.Unknown {
					t.Errorf("nobody has said anything: %+v", x)
				}
			}
		}
		mark := func(s access.Scope, state copies.State) error {
			return g.Try(t, s, func(tx access.Tx) error { return copies.Mark(ctx, tx, house, "ds-1", place.ID, state) })
		}
		if err := mark(organisationtest.At("r", g.Town, access.Reader), copies.Gone); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a reader marks: %v", err)
		}
		if err := mark(depositor, "perhaps"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a state that is none: %v", err)
		}
		if err := mark(depositor, copies.Asked); err != nil {
			t.Fatal(err)
		}
		waits := func() (n int) {
			g.Read(t, officer, func(tx access.Tx) error {
				w, err := copies.WaitingFor(ctx, tx, house)
				for _, x := range w {
					n += len(x.Open)
				}
				return err
			})
			return n
		}
		if n := waits(); n != 3 {
			t.Errorf("%d copies wait, want 3: two unknown, one asked for", n)
		}
		if err := mark(depositor, copies.Gone); err != nil {
			t.Fatal(err)
		}
		if n := waits(); n != 2 {
			t.Errorf("%d copies wait, want 2", n)
		}
		if err := g.Try(t, officer, func(tx access.Tx) error {
			return copies.Save(ctx, tx, copies.Place{Name: "X", Address: "javascript:alert(1)", Checked: "2026-01-01"})
		}); !fault.Is(err, fault.Invalid) {
			t.Errorf("an address that is none: %v", err)
		}
		text, err := copies.Letter(gone, place, "https://donnees.example.fr", organisationtest.Start)
		if err != nil {
			t.Fatal(err)
		}
		plain := copies.Plain(text)
		for _, want := range []string{"Ychoux-sur-Lande", "05/10/2026", "https://donnees.example.fr/datasets/ds-1", "article 19", "informations personnelles", place.Name} {
			if !strings.Contains(plain, want) {
				t.Errorf("the letter does not say %q:\n%s", want, plain)
			}
		}
		if strings.Contains(plain, "{{") || strings.Contains(plain, "titre") {
			t.Errorf("the letter says too much:\n%s", plain)
		}
		var b bytes.Buffer
		if err := (&document.Document{Lang: "fr", Blocks: document.Read(text)}).Write(&b, document.ODT); err != nil || b.Len() < 1000 {
			t.Errorf("ODT of %d bytes: %v", b.Len(), err)
		}
	})
}
