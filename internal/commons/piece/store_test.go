package piece_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/commons/organisation/organisationtest"
	"airial/internal/commons/piece"
	"airial/internal/platform/database"
	"airial/internal/platform/fault"
)

var schemas = []database.Schema{piece.Schema}

func depositor(m organisation.Member) access.Scope {
	return organisationtest.At("d", m, access.Depositor)
}

// put deposits, and wants it to go well.
func put(t *testing.T, g *organisationtest.Ground, s access.Scope, d piece.Deposit) (p piece.Piece, v piece.Version, fresh bool) {
	t.Helper()
	g.Write(t, s, func(tx access.Tx) (err error) {
		p, v, fresh, err = piece.Put(t.Context(), tx, d)
		return err
	})
	return p, v, fresh
}

func refuses(t *testing.T, g *organisationtest.Ground, s access.Scope, d piece.Deposit, want fault.Kind) {
	t.Helper()
	err := g.Try(t, s, func(tx access.Tx) error { _, _, _, err := piece.Put(t.Context(), tx, d); return err })
	if !fault.Is(err, want) {
		t.Errorf("%+v: %v, want %s", d, err, want)
	}
}

func TestPut(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		s := depositor(g.Village)
		d := piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "  Subventions\t2025 ", FileName: `C:\export\subventions.csv`,
			Profile: "scdl/subventions", Digest: "aa", Size: 12}
		p, v, fresh := put(t, g, s, d)
		wantPiece := piece.Piece{ID: p.ID, MemberID: g.Village.ID, Kind: "dataset", Title: "Subventions 2025", State: piece.Active,
			Latest: 1, Created: organisationtest.Start}
		wantVersion := piece.Version{ID: v.ID, PieceID: p.ID, MemberID: g.Village.ID, Number: 1, Digest: "aa", Size: 12,
			FileName: "subventions.csv", Profile: "scdl/subventions", Actor: s.Actor(), Created: organisationtest.Start}
		if diff := cmp.Diff(wantPiece, p); diff != "" || !fresh {
			t.Errorf("fresh %t, piece (-want +got):\n%s", fresh, diff)
		}
		if diff := cmp.Diff(wantVersion, v); diff != "" {
			t.Errorf("version (-want +got):\n%s", diff)
		}
		g.Read(t, s, func(tx access.Tx) error {
			gotPiece, err := piece.Get(t.Context(), tx, p.ID)
			if diff := cmp.Diff(wantPiece, gotPiece); diff != "" {
				t.Errorf("piece read (-want +got):\n%s", diff)
			}
			if err != nil {
				return err
			}
			list, err := piece.Versions(t.Context(), tx, p.ID)
			if diff := cmp.Diff([]piece.Version{wantVersion}, list); diff != "" {
				t.Errorf("versions (-want +got):\n%s", diff)
			}
			return err
		})
	})
}

// TestSameDepositAgain goes through what is one deposit and what is another.
func TestSameDepositAgain(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		s := depositor(g.Village)
		base := piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "Subventions", FileName: "a.csv", Profile: "x", Digest: "aa"}
		p, v1, _ := put(t, g, s, base)
		with := func(change func(*piece.Deposit)) piece.Deposit { d := base; change(&d); return d }
		for _, c := range []struct {
			name           string
			deposit        piece.Deposit
			samePiece, old bool
			number         int
		}{
			{"the same file under the same title", base, true, true, 1},
			{"the same file as the piece's next version", with(func(d *piece.Deposit) { d.PieceID, d.Title = p.ID, "" }), true, true, 1},
			{"the same file under another profile", with(func(d *piece.Deposit) { d.PieceID, d.Profile = p.ID, "y" }), true, false, 2},
			{"another file as next version", with(func(d *piece.Deposit) { d.PieceID, d.Digest = p.ID, "bb" }), true, false, 3},
			{"the first file again: the latest is another", with(func(d *piece.Deposit) { d.PieceID = p.ID }), true, false, 4},
			{"the same file under another title", with(func(d *piece.Deposit) { d.Title = "Autre" }), false, false, 1},
			{"another file under the same title", with(func(d *piece.Deposit) { d.Digest = "cc" }), false, false, 1},
			{"another kind", with(func(d *piece.Deposit) { d.Kind = "act" }), false, false, 1},
		} {
			got, v, fresh := put(t, g, s, c.deposit)
			if (got.ID == p.ID) != c.samePiece || fresh == c.old || v.Number != c.number || c.old && v.ID != v1.ID {
				t.Errorf("%s: same piece %t, fresh %t, version %d", c.name, got.ID == p.ID, fresh, v.Number)
			}
		}
	})
}

func TestRepeatedRequestIsTheSameDeposit(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		d := piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "A", Digest: "aa", Request: "k1", Summary: "s1"}
		p, v, _ := put(t, g, depositor(g.Village), d)
		again, v2, fresh := put(t, g, depositor(g.Village), d)
		if fresh || again.ID != p.ID || v2.ID != v.ID {
			t.Errorf("again: fresh %t, %s and %s", fresh, again.ID, v2.ID)
		}
		other := d
		other.Summary = "s2"
		refuses(t, g, depositor(g.Village), other, fault.Conflict)
		elsewhere := d
		elsewhere.MemberID = g.Town.ID
		if q, _, fresh := put(t, g, depositor(g.Town), elsewhere); !fresh || q.ID == p.ID {
			t.Error("another member's key is another key")
		}
	})
}

func TestPutRefuses(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		p, _, _ := put(t, g, depositor(g.Village), piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "A", Digest: "aa"})
		d := piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "B", Digest: "bb"}
		refuses(t, g, depositor(g.Town), d, fault.NotFound)
		refuses(t, g, access.Public(), d, fault.NotFound)
		refuses(t, g, organisationtest.At("r", g.Village, access.Reader), d, fault.Forbidden)
		d.Title = ""
		refuses(t, g, depositor(g.Village), d, fault.Invalid)
		// A version for a piece of somebody else, named as one's own.
		refuses(t, g, depositor(g.Town), piece.Deposit{MemberID: g.Town.ID, Kind: "dataset", PieceID: p.ID, Digest: "bb"}, fault.NotFound)
		both := access.For(access.Actor{Kind: access.Person, ID: "b"}, map[string][]access.Role{
			g.Town.ID: {access.Depositor}, g.Village.ID: {access.Depositor}}, nil)
		refuses(t, g, both, piece.Deposit{MemberID: g.Town.ID, Kind: "dataset", PieceID: p.ID, Title: "B", Digest: "bb"}, fault.NotFound)
		refuses(t, g, depositor(g.Village), piece.Deposit{MemberID: g.Village.ID, Kind: "act", PieceID: p.ID, Digest: "bb"}, fault.NotFound)
		refuses(t, g, depositor(g.Village), piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", PieceID: "nothing", Digest: "bb"}, fault.NotFound)
		g.Write(t, access.System("test"), func(tx access.Tx) error { return piece.Erase(t.Context(), tx, p.ID) })
		refuses(t, g, depositor(g.Village), piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", PieceID: p.ID, Title: "B", Digest: "bb"}, fault.Gone)
	})
}

func TestAnotherMembersThingsAreNotFound(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		p, v, _ := put(t, g, depositor(g.Village), piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "Subventions", Digest: "aa"})
		for name, c := range map[string]struct {
			scope access.Scope
			seen  bool
		}{
			"its depositor": {depositor(g.Village), true}, "its reader": {organisationtest.At("r", g.Village, access.Reader), true},
			"the operator's support": {organisationtest.At("s", g.Operator, access.Support), true},
			"another member":         {depositor(g.Town), false}, "the public": {access.Public(), false},
		} {
			g.Read(t, c.scope, func(tx access.Tx) error {
				ctx := t.Context()
				_, get := piece.Get(ctx, tx, p.ID)
				_, version := piece.GetVersion(ctx, tx, v.ID)
				_, number := piece.ByNumber(ctx, tx, p.ID, 1)
				for what, err := range map[string]error{"Get": get, "GetVersion": version, "ByNumber": number} {
					if c.seen && err != nil || !c.seen && !fault.Is(err, fault.NotFound) {
						t.Errorf("%s by %s: %v", what, name, err)
					}
				}
				versions, err1 := piece.Versions(ctx, tx, p.ID)
				byID, err2 := piece.ByIDs(ctx, tx, []string{p.ID, "nothing"})
				found, err3 := piece.Search(ctx, tx, "subvention", 10)
				want := 0
				if c.seen {
					want = 1
				}
				if len(versions) != want || len(byID) != want || len(found) != want || err1 != nil || err2 != nil || err3 != nil {
					t.Errorf("%s: %d versions, %d by id, %d found (%v, %v, %v)", name, len(versions), len(byID), len(found), err1, err2, err3)
				}
				return nil
			})
		}
	})
}

func TestEraseForgetsTheContent(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		s := depositor(g.Village)
		p, _, _ := put(t, g, s, piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "Secours", FileName: "Mme Martin.csv", Digest: "aa", Size: 7, Request: "k"})
		put(t, g, s, piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", PieceID: p.ID, Digest: "bb"})
		other, v, _ := put(t, g, s, piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "Autre", Digest: "bb", Request: "l"})
		g.Write(t, access.System("test"), func(tx access.Tx) error { return piece.Erase(t.Context(), tx, p.ID) })
		if again, w, fresh := put(t, g, s, piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "Autre", Digest: "bb", Request: "l"}); fresh || again.ID != other.ID || w.ID != v.ID {
			t.Errorf("the other piece was touched: %+v, %+v", again, w)
		}
		refuses(t, g, s, piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: "Secours", Digest: "aa", Request: "k"}, fault.Gone)
		g.Read(t, s, func(tx access.Tx) error {
			ctx := t.Context()
			got, err := piece.Get(ctx, tx, p.ID)
			if err != nil {
				return err
			}
			versions, err := piece.Versions(ctx, tx, p.ID)
			if got.Title != "" || got.State != piece.Erased || len(versions) != 2 {
				t.Errorf("piece %+v with %d versions", got, len(versions))
			}
			for _, v := range versions {
				if v.Digest != "" || v.Size != 0 || v.FileName != "" || v.Profile != "" {
					t.Errorf("version %+v", v)
				}
			}
			if err != nil {
				return err
			}
			found, err := piece.Search(ctx, tx, "secours", 10)
			if len(found) != 0 {
				t.Errorf("search finds %v", found)
			}
			return err
		})
	})
}

func TestSearch(t *testing.T) {
	organisationtest.Each(t, schemas, func(t *testing.T, g *organisationtest.Ground) {
		s := depositor(g.Village)
		for i, title := range []string{"Subventions 2025", "Délibérations 100 %", "Équipements"} {
			put(t, g, s, piece.Deposit{MemberID: g.Village.ID, Kind: "dataset", Title: title, Digest: string(rune('a' + i))})
		}
		g.Read(t, s, func(tx access.Tx) error {
			for query, want := range map[string][]string{
				"delib":                  {"Délibérations 100 %"},
				"EQUIPEMENTS":            {"Équipements"},
				"2025 subvention":        {"Subventions 2025"},
				"2025 deliberation":      nil,
				"%":                      nil,
				"":                       nil,
				"' or 1=1 --":            nil,
				"e":                      {"Équipements", "Délibérations 100 %", "Subventions 2025"},
				"\u00e9quipe\u0301ments": {"Équipements"},
			} {
				list, err := piece.Search(t.Context(), tx, query, 10)
				if err != nil {
					return err
				}
				var got []string
				for _, p := range list {
					got = append(got, p.Title)
				}
				slices.Sort(got)
				slices.Sort(want)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%q (-want +got):\n%s", query, diff)
				}
			}
			return nil
		})
		g.Write(t, s, func(tx access.Tx) error {
			list, err := piece.Search(t.Context(), tx, "equipements", 1)
			if err != nil || len(list) != 1 {
				t.Fatalf("%v, %v", list, err)
			}
			if err := piece.Rename(t.Context(), tx, list[0].ID, "Bâtiments"); err != nil {
				return err
			}
			list, err = piece.Search(t.Context(), tx, "batiments", 1)
			if len(list) != 1 || list[0].Title != "Bâtiments" {
				t.Errorf("after the new title: %v", list)
			}
			return err
		})
	})
}
