package opendata_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/platform/database"
	"airial/internal/services/opendata"
)

// TestExtent: publication keeps where the places of a table lie; what was
// published before that was kept is looked at by a job, once.
func TestExtent(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.as(access.Depositor, "extent")
		publish := func(title, csv string) string {
			t.Helper()
			v := h.deposit(who, opendata.Request{Title: title}, csv)
			if err := h.decide(who, v, opendata.VerbPublish); err != nil {
				t.Fatal(err)
			}
			return v.PieceID
		}
		extent := func(id string) (out *opendata.Extent) {
			t.Helper()
			h.write(access.Public(), func(tx access.Tx) error {
				e, found, err := opendata.EntryOf(t.Context(), tx, "", id)
				if out = e.Extent; err == nil && !found {
					t.Error("not listed")
				}
				return err
			})
			return out
		}
		benches := publish("Bancs", "nom,lat,lon\nA,44.05,-0.62\nB,44.1,-0.5\nnulle part,,\nen mer,0,0\nloin,440.5,-0.6\n")
		bare := publish("Noms", "nom\nA\n")
		want := &opendata.Extent{West: -0.62, South: 44.05, East: -0.5, North: 44.1}
		if diff := cmp.Diff(want, extent(benches)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if extent(bare) != nil {
			t.Error("a table without places has an area")
		}

		unseen := func() (n int) {
			h.write(access.System("test"), func(tx access.Tx) (err error) {
				n, err = database.Value[int](t.Context(), tx, "test", `select count(*) from edition where extent = ''`)
				return err
			})
			return n
		}
		h.write(access.System("test"), func(tx access.Tx) error {
			_, err := database.Exec(t.Context(), tx, "test", `update edition set extent = ''`)
			return err
		})
		if n := unseen(); n != 2 || extent(benches) != nil {
			t.Fatalf("%d are not looked at", n)
		}
		if err := h.service.Extents(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, extent(benches)); diff != "" || unseen() != 0 {
			t.Errorf("%d left; (-want +got)\n%s", unseen(), diff)
		}
	})
}
