package app

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"airial/internal/commons/access"
	"airial/internal/commons/succession"
	"airial/internal/platform/fault"
	"airial/internal/platform/tables"
	"airial/internal/services/explore"
	"airial/internal/services/gather"
	"airial/internal/services/harvest"
	"airial/internal/services/opendata"
	"airial/internal/services/portal"
)

// gathered lets the journal be heard and what it asks for be done.
func (o *office) gathered() gather.Gathering {
	o.t.Helper()
	o.settle()
	runner, err := o.app.runner()
	if err == nil {
		err = o.app.feed().Drain(o.t.Context())
	}
	if err == nil {
		err = runner.Drain(o.t.Context())
	}
	if err != nil {
		o.t.Fatal(err)
	}
	var g gather.Gathering
	if err := o.app.Doors.Read(o.t.Context(), access.Public(), func(tx access.Tx) (err error) {
		g, err = gather.Get(o.t.Context(), tx, "scdl/subventions")
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	if g.Problem != "" {
		o.t.Errorf("it failed: %s", g.Problem)
	}
	return g
}

// rows reads who published which object, from the CSV, the Parquet and the query
// engine, which must agree.
func (o *office) rows(id string, number int) [][]string {
	o.t.Helper()
	ctx := o.t.Context()
	shelf := exploreShelf{exploreCatalogue{o.app.Doors, o.app.Blobs}, portalCatalogue{o.app.Doors, o.app.OpenData}}
	d, err := shelf.Dataset(ctx, id, number)
	if err != nil {
		o.t.Fatal(err)
	}
	read := func(f explore.File) []byte {
		body, err := f.Open(ctx)
		if err != nil {
			o.t.Fatal(err)
		}
		defer body.Close()
		b, err := io.ReadAll(body)
		if err != nil {
			o.t.Fatal(err)
		}
		return b
	}
	lines, err := csv.NewReader(bytes.NewReader(read(d.Table.CSV))).ReadAll()
	if err != nil {
		o.t.Fatal(err)
	}
	place := map[string]int{}
	for i, name := range lines[0] {
		place[name] = i
	}
	wanted := []string{gather.ColumnName, gather.ColumnSiren, gather.ColumnSource, gather.ColumnVersion, "objet", "montant"}
	var out [][]string
	for _, l := range lines[1:] {
		var row []string
		for _, w := range wanted {
			row = append(row, l[place[w]])
		}
		out = append(out, row)
	}
	page, err := o.app.Explore.Rows(ctx, id, number, tables.Query{Limit: 1000, Columns: wanted})
	if err != nil {
		o.t.Fatal(err)
	}
	var queried [][]string
	for _, r := range page.Rows {
		var row []string
		for _, v := range r {
			row = append(row, asText(v))
		}
		queried = append(queried, row)
	}
	if diff := cmp.Diff(out, queried); diff != "" {
		o.t.Errorf("CSV and query table differ: %s", diff)
	}
	if d.Rows != int64(len(out)) {
		o.t.Errorf("%d rows are announced, %d are there", d.Rows, len(out))
	}
	return out
}

func asText(v any) string {
	if f, ok := v.(float64); ok && f == float64(int64(f)) {
		v = int64(f)
	}
	b, _ := tables.Value(v).Constant()
	switch x := b.(type) {
	case string:
		return x
	case int64:
		return itoa64(x)
	}
	return ""
}

func itoa64(n int64) string {
	s := ""
	for ; n > 0; n /= 10 {
		s = string(rune('0'+n%10)) + s
	}
	return s
}

func sources(rows [][]string) (out []string) {
	for _, r := range rows {
		out = append(out, r[0]+": "+r[4])
	}
	return out
}

// The consolidated dataset follows what is published, on both databases: it is a
// dataset like any other, each row knows where it comes from, what is taken back
// is gone with its bytes, also from a past state, and comes back with it.
func TestTheConsolidationFollowsWhatIsPublished(t *testing.T) {
	eachDesk(t, func(t *testing.T, o *office) {
		ctx, system := t.Context(), access.System("test")
		if g := o.gathered(); g.Dataset != "" {
			t.Fatalf("gathered of nothing: %+v", g)
		}
		town := o.deposit(system, o.town, "Subventions 2024", grants("Judo", "Tournoi de judo", "800"), true)
		village := o.deposit(system, o.village, "Subventions 2024", grants("Chorale", "Concert de Noël", "300"), true)
		g := o.gathered()
		if g.Sources != 2 || g.Members != 2 || g.Rows != 2 || g.Number != 1 && g.Number != 2 {
			t.Fatalf("gathered: %+v", g)
		}
		first := o.rows(g.Dataset, 0)
		want := map[string]string{o.town.Name: "Tournoi de judo", o.village.Name: "Concert de Noël"}
		for _, r := range first {
			if want[r[0]] != r[4] || r[3] != "1" || r[2] != o.app.publicURL+"/datasets/"+map[string]string{o.town.Name: town.PieceID, o.village.Name: village.PieceID}[r[0]] {
				t.Errorf("a row does not know where it comes from: %q", r)
			}
		}

		// To the doors it is a dataset like any other.
		catalogue := portalCatalogue{o.app.Doors, o.app.OpenData}
		shown, err := catalogue.Dataset(ctx, "", g.Dataset, 0)
		if err != nil || shown.Body.ID != o.operator.ID || shown.Schema != "scdl/subventions" {
			t.Errorf("the portal shows %+v, %v", shown.Dataset, err)
		}
		if !shown.Passing {
			t.Error("it is not said that this state gives way to the next")
		}
		found, err := catalogue.Search(ctx, portal.Search{Query: "territoire subventions", Limit: 5})
		if err != nil || len(found.Datasets) != 1 || found.Datasets[0].ID != g.Dataset {
			t.Errorf("the search finds %+v, %v", found.Datasets, err)
		}
		var listed []harvest.Dataset
		listed, _, err = harvestCatalogue{o.app.Doors, o.app.OpenData}.Page(ctx, harvest.Filter{Member: o.operator.ID}, 10, 0)
		if err != nil || len(listed) != 1 || listed[0].CSV.Digest != g.CSV {
			t.Errorf("the catalogue lists %+v, %v", listed, err)
		}

		// A past state stays; the next is another.
		o.write(system, func(tx access.Tx) error {
			_, fresh, err := o.app.Gather.Keep(ctx, tx, g.Schema, "asked")
			if !fresh {
				t.Error("it was kept before")
			}
			return err
		})
		kept := o.gathered()
		o.clock.Set(o.clock.Now().Add(time.Hour))
		second := o.deposit(system, o.town, "Subventions 2024", grants("Judo", "Tournoi et stage", "900"), true)
		_ = second
		other := o.deposit(system, o.other, "Subventions 2025", grants("Secours", "Épicerie sociale", "5000"), true)
		after := o.gathered()
		if after.Number <= kept.Number || after.Rows < 3 {
			t.Fatalf("after more: %+v", after)
		}
		if diff := cmp.Diff(first, o.rows(g.Dataset, kept.Number)); diff != "" {
			t.Errorf("the state that was kept has changed: %s", diff)
		}
		if past, err := catalogue.Dataset(ctx, "", g.Dataset, kept.Number); err != nil || past.Passing || past.Version.Number != kept.Number {
			t.Errorf("a state that was kept is said to pass: %+v, %v", past.Version, err)
		}
		if own, err := catalogue.Dataset(ctx, "", town.PieceID, 0); err != nil || own.Passing {
			t.Errorf("a member's own version is said to pass: %v", err)
		}

		// Withdrawn: out at once, of the past state as well; brought back: the same bytes.
		withdraw := func(id string) {
			o.write(system, func(tx access.Tx) error { return o.app.OpenData.Withdraw(ctx, tx, id, "error", "") })
		}
		withdraw(village.PieceID)
		hidden := o.gathered()
		for _, number := range []int{0, kept.Number} {
			for _, s := range sources(o.rows(g.Dataset, number)) {
				if s == o.village.Name+": Concert de Noël" {
					t.Errorf("what was withdrawn is still in state %d", number)
				}
			}
		}
		if o.has(after.CSV) || o.has(after.Parquet) || o.has(kept.CSV) || o.has(kept.Parquet) {
			t.Error("the bytes from before a withdrawal are still there")
		}
		o.write(system, func(tx access.Tx) error { return o.app.OpenData.Restore(ctx, tx, village.PieceID) })
		// Meanwhile the site has another address, to which today's rows lead; those of a
		// past state lead where they did.
		address := o.app.publicURL
		o.app.publicURL = "https://donnees.ailleurs.example"
		o.app.Gather = o.app.gathering()
		if err := o.app.Gather.All(ctx, false); err != nil {
			t.Fatal(err)
		}
		for _, r := range o.rows(g.Dataset, 0) {
			if !strings.HasPrefix(r[2], o.app.publicURL+"/datasets/") {
				t.Errorf("under another address a row leads to %q", r[2])
			}
		}
		if _, e := o.edition(g.Dataset, kept.Number); e.CSV.Digest != kept.CSV || e.Parquet.Digest != kept.Parquet {
			t.Error("under another address the past state has other bytes")
		}
		o.app.publicURL = address
		o.app.Gather = o.app.gathering()
		if err := o.app.Gather.All(ctx, false); err != nil {
			t.Fatal(err)
		}
		back := o.gathered()
		if back.CSV != after.CSV || back.Parquet != after.Parquet || back.CSV == hidden.CSV {
			t.Error("brought back, it has other bytes")
		}
		if _, e := o.edition(g.Dataset, kept.Number); e.CSV.Digest != kept.CSV || e.Parquet.Digest != kept.Parquet {
			t.Error("brought back, the past state has other bytes")
		}

		// Erased.
		if err := o.app.OpenData.Erase(ctx, system, village.PieceID); err != nil {
			t.Fatal(err)
		}
		erased := o.gathered()
		for _, digest := range []string{back.CSV, back.Parquet, kept.CSV, kept.Parquet} {
			if o.has(digest) {
				t.Error("the bytes from before an erasure are still there")
			}
		}
		o.read(func(tx access.Tx) error {
			var n int
			err := tx.QueryRow(ctx, `select (select count(*) from edition where preview_json like '%Concert%')
				+ (select count(*) from gather_part where preview like '%Concert%')`).Scan(&n)
			if n != 0 {
				t.Error("an erased row is still in a preview")
			}
			return err
		})

		// Made anew it comes to the same.
		if err := o.app.Gather.All(ctx, true); err != nil {
			t.Fatal(err)
		}
		if again := o.gathered(); again.CSV != erased.CSV || again.Parquet != erased.Parquet || again.Number != erased.Number {
			t.Errorf("made anew: %+v, before: %+v", again, erased)
		}

		// Merged: the rows bear the heir's name.
		o.act(succession.Absorption, succession.Plan{Members: []string{o.other.ID}, Heir: o.town.ID})
		o.gathered()
		for _, r := range o.rows(g.Dataset, 0) {
			if r[1] != o.town.Siren {
				t.Errorf("after a merger a row is still %q", r)
			}
		}
		_ = other

		// Nothing left: it is there, and empty.
		for _, v := range []string{town.PieceID, second.PieceID, other.PieceID} {
			o.write(system, func(tx access.Tx) error {
				err := o.app.OpenData.Withdraw(ctx, tx, v, "error", "")
				if fault.Is(err, fault.Conflict) { // the second may be a version of the first
					err = nil
				}
				return err
			})
		}
		if g := o.gathered(); g.Rows != 0 || g.Sources != 0 || len(o.rows(g.Dataset, 0)) != 0 {
			t.Errorf("of nothing: %+v", g)
		}
		if err := o.app.Gather.Tidy(ctx, o.clock.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	})
}

func (o *office) has(digest string) bool {
	_, err := o.app.Blobs.Stat(o.t.Context(), o.operator.ID, digest)
	return err == nil
}

func (o *office) edition(id string, number int) (d opendata.Dataset, e opendata.Edition) {
	o.t.Helper()
	if err := o.app.Doors.Read(o.t.Context(), access.Public(), func(tx access.Tx) (err error) {
		d, e, err = opendata.EditionOf(o.t.Context(), tx, id, number)
		return err
	}); err != nil {
		o.t.Fatal(err)
	}
	return d, e
}
