package picture_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"airial/internal/platform/i18n"
	"airial/internal/platform/tables"
	"airial/internal/platform/web/chart"
	"airial/internal/services/portal/picture"
	"airial/standards/scdl"
)

func table(schema string, rows int64, preview [][]string, columns ...string) picture.Table {
	t := picture.Table{Dataset: "d", Schema: schema, Rows: rows, Preview: preview}
	for _, c := range columns {
		name, kind, _ := strings.Cut(c, ":")
		t.Columns = append(t.Columns, picture.Column{Name: name, Type: kind})
	}
	return t
}

// Each table with what must be drawn of it, as kind, category, measure, series.
func TestSuggestions(t *testing.T) {
	few := func(rows ...string) (out [][]string) {
		for _, r := range rows {
			out = append(out, strings.Split(r, "|"))
		}
		return out
	}
	for _, c := range []struct {
		name  string
		table picture.Table
		want  []string
	}{
		{"a date and an amount", table("", 50, few("2025-01-02|3.5", "2025-02-02|8"), "jour:date", "montant:number"), []string{" jour montant "}},
		{"a date alone", table("", 50, few("2025-01-02|a", "2025-02-02|b"), "jour:date", "mot:text"), []string{" jour  "}},
		{"years are no amount", table("", 50, few("2024|12", "2025|7"), "annee:integer", "visites:integer"), []string{" annee visites "}},
		{"a category and an amount", table("", 50, few("sport|3", "sport|8", "culture|2"), "famille:text", "places:integer"), []string{"bar famille places ", "bar famille  "}},
		{"names and an amount", table("", 50, few("Dax|3", "Mont|8", "Tarnos|2"), "nom:text", "places:integer"), []string{"bar nom places "}},
		{"truths are counted", table("", 50, few("true", "false"), "ouvert:boolean"), []string{"bar ouvert  "}},
		{"codes are neither", table("", 50, few("40088|21400088700011", "40192|21400192700016"), "insee:integer", "siret:integer"), nil},
		{"rows that are numbered", table("", 50, few("1|a", "2|b", "3|c", "4|d"), "n:integer", "t:text"), nil},
		{"one row", table("", 1, few("2025-01-02|3.5"), "jour:date", "montant:number"), nil},
		{"empty columns", table("", 50, few("|", "|"), "jour:date", "montant:number"), nil},
		{"no columns", table("", 50, nil), nil},
		{"degrees", table("", 50, few("43.7|-1.05|Arènes|sport", "43.8|-1.1|Piscine|sport"), "lat:number", "lon:number", "nom:text", "famille:text"), []string{"map nom  "}},
		{"metres are no degrees", table("", 50, few("6300000|380000", "6300100|380010"), "y:number", "x:number"), nil},
		{"a point in one column", table("", 50, few("43.7, -1.05|x", "43.8,-1.1|y"), "geo_point:text", "nom:text"), []string{"map nom  "}},
		{"addresses and mails", table("", 50, few("https://a.fr", "https://a.fr"), "site:text"), nil},
		{"a schema has its own", table("scdl/subventions", 50, few("2025-01-02|Foyer|3.5|aide en nature", "2025-02-02|Union|8|aide en nature"),
			"dateConvention:date", "nomBeneficiaire:text", "montant:number", "nature:text"),
			[]string{" dateConvention montant ", "bar nomBeneficiaire montant ", "share nature montant "}},
		{"a schema whose columns are not there", table("scdl/subventions", 50, few("sport|3", "sport|8", "culture|2"), "famille:text", "places:integer"), []string{"bar famille places ", "bar famille  "}},
	} {
		var got []string
		for _, s := range picture.Suggest(c.table) {
			got = append(got, strings.Join([]string{s.Kind, s.By, s.Of, s.Split}, " "))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s:\n%s", c.name, diff)
		}
	}
}

// The pictures prepared for a schema name columns that the schema has.
func TestPreparedNamesColumns(t *testing.T) {
	n := 0
	for _, schema := range scdl.All() {
		tab := picture.Table{Schema: schema.Name, Rows: 2, Preview: [][]string{{}}}
		for _, f := range schema.Fields {
			kind := map[string]string{"string": "text"}[string(f.Type)]
			if kind == "" {
				kind = string(f.Type)
			}
			if f.Type == "string" && strings.HasPrefix(f.Name, "EQUIP_L") {
				kind = "number"
			}
			tab.Columns = append(tab.Columns, picture.Column{Name: f.Name, Type: kind})
			cell := "1"
			if kind == "date" {
				cell = "2025-01-01"
			}
			tab.Preview[0] = append(tab.Preview[0], cell)
		}
		if want := picture.PreparedFor(schema.Name); want > 0 {
			if got := len(picture.Suggest(tab)); got != want {
				t.Errorf("%s: %d of %d prepared pictures find their columns", schema.Name, got, want)
			}
			n++
		}
	}
	if n < 5 {
		t.Errorf("only %d schemas have prepared pictures", n)
	}
}

func TestAddress(t *testing.T) {
	columns := []picture.Column{{Name: "a", Type: "text"}, {Name: "b", Type: "number"}}
	s := picture.Spec{Kind: "bar", By: "a", Of: "b", How: "avg", Cut: "year"}
	got, ok := picture.Read(s.Values(), columns)
	if diff := cmp.Diff(s, got); diff != "" || !ok {
		t.Error(diff)
	}
	// What the table has not is left out, and no text of an address goes further.
	got, ok = picture.Read(url.Values{"c.by": {"nobody"}, "c.kind": {"'; drop"}, "c.of": {"a"}, "c.how": {"exec"}}, columns)
	if diff := cmp.Diff(picture.Spec{}, got); diff != "" || ok {
		t.Error(diff)
	}
}

// engine answers from one table that is kept as the product keeps it.
type engine struct {
	*tables.Engine
	table tables.Table
}

func (e engine) Each(ctx context.Context, _ string, _ int, q tables.Query, fn func([]any) error) error {
	return e.Engine.Each(ctx, e.table, q, fn)
}

func (e engine) EachAsk(ctx context.Context, _ string, _ int, a tables.Ask, fn func([]any) error) error {
	return e.Engine.EachAsk(ctx, e.table, a, fn)
}

func newEngine(t testing.TB, columns []tables.Column, rows [][]string, digest string) engine {
	t.Helper()
	e, err := tables.NewEngine(tables.Config{CacheDir: t.TempDir(), Threads: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return engine{e, kept(t, columns, rows, digest)}
}

func kept(t testing.TB, columns []tables.Column, rows [][]string, digest string) tables.Table {
	t.Helper()
	var b bytes.Buffer
	next := 0
	if _, err := tables.WriteParquet(context.Background(), &b, columns, tables.SourceFunc(func() ([][]byte, error) {
		if next == len(rows) {
			return nil, io.EOF
		}
		var cells [][]byte
		for _, c := range rows[next] {
			cells = append(cells, []byte(c))
		}
		next++
		return cells, nil
	})); err != nil {
		t.Fatal(err)
	}
	return tables.Table{Digest: digestOf(digest), Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b.Bytes())), nil }}
}

// digestOf makes a digest of a name.
func digestOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	return hex.EncodeToString(sum[:])
}

var columns = []tables.Column{{Name: "qui", Type: tables.Text}, {Name: "quand", Type: tables.Date}, {Name: "combien", Type: tables.Number}, {Name: "ans", Type: tables.Integer}, {Name: "oui", Type: tables.Boolean}}

func specTable(rows int64, digest string) picture.Table {
	t := picture.Table{Dataset: "d", Number: 1, Digest: digest, Rows: rows}
	for _, c := range columns {
		t.Columns = append(t.Columns, picture.Column{Name: c.Name, Type: string(c.Type)})
	}
	return t
}

var fr = i18n.With(context.Background(), i18n.Locale{Lang: i18n.French})

// However a table is counted, in Go or by the engine, the picture is the same:
// for any table and any choice.
func TestBothWaysAgree(t *testing.T) {
	values := [][]string{{"", "Dax", "Mont-de-Marsan", "é", "É", "a b"}, {"", "2024-12-31", "2025-01-01", "2025-02-28", "1999-05-05", "2021-01-01"},
		{"", "1.5", "-2", "0", "1000000", "NaN", "INF"}, {"", "3", "2024", "2025"}, {"", "true", "false"}}
	names := []string{"qui", "quand", "combien", "ans", "oui"}
	e := newEngine(t, columns, nil, "none")
	for n := range 4 {
		var rows [][]string
		draw := rand.New(rand.NewPCG(uint64(n), 7))
		for range 2 + draw.IntN(60) {
			row := make([]string, len(values))
			for i, list := range values {
				row[i] = list[draw.IntN(len(list))]
			}
			rows = append(rows, row)
		}
		digest := "t" + strconv.Itoa(n)
		e.table = kept(t, columns, rows, digest)
		inGo, inEngine := picture.New(e), picture.New(e)
		rapid.Check(t, func(rt *rapid.T) {
			spec := picture.Spec{By: rapid.SampledFrom(names).Draw(rt, "by"), Of: rapid.SampledFrom([]string{"", "combien", "ans"}).Draw(rt, "of"),
				How: rapid.SampledFrom(append([]string{""}, picture.Ways...)).Draw(rt, "how"), Split: rapid.SampledFrom(append([]string{""}, names...)).Draw(rt, "split"),
				Cut: rapid.SampledFrom(append([]string{""}, picture.Cuts...)).Draw(rt, "cut")}
			if spec.Split == spec.By {
				spec.Split = ""
			}
			small, err := inGo.Chart(fr, specTable(int64(len(rows)), digest), spec)
			if err != nil {
				rt.Fatal(err)
			}
			large, err := inEngine.Chart(fr, specTable(1<<30, digest), spec)
			if err != nil {
				rt.Fatal(err)
			}
			if diff := cmp.Diff(small, large, cmpopts.EquateNaNs(), cmpopts.EquateApprox(1e-12, 0)); diff != "" {
				rt.Fatalf("%+v:\n%s", spec, diff)
			}
		})
	}
}

// What is not among the largest is put together, and nothing is lost.
func TestOthersHoldTheRest(t *testing.T) {
	var rows [][]string
	total := 0.0
	for i := range 300 {
		rows = append(rows, []string{"n" + strconv.Itoa(i%40), "2025-01-01", strconv.Itoa(i), "1", "true"})
		total += float64(i)
	}
	e := newEngine(t, columns, rows, "many")
	c, err := picture.New(e).Chart(fr, specTable(300, "many"), picture.Spec{By: "qui", Of: "combien"})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, v := range c.Series[0].Values {
		sum += v
	}
	if len(c.Categories) != 16 || c.Categories[15] != "Autres" || sum != total || c.Kind != chart.Bar {
		t.Errorf("%d categories, the last %q, in all %v of %v", len(c.Categories), c.Categories[len(c.Categories)-1], sum, total)
	}
	c, err = picture.New(e).Chart(fr, specTable(300, "many"), picture.Spec{By: "qui", Of: "combien", How: "avg"})
	if err != nil || len(c.Categories) != 15 || !strings.Contains(c.Note, "25") {
		t.Errorf("averages cannot be put together: %d categories, note %q, %v", len(c.Categories), c.Note, err)
	}
}

// Years without a row are gaps; rows without a date are said.
func TestTime(t *testing.T) {
	rows := [][]string{{"", "2018-05-01", "1", "", ""}, {"", "2019-05-01", "2", "", ""}, {"", "2021-05-01", "4", "", ""}, {"", "2022-05-01", "8", "", ""}, {"", "", "16", "", ""}}
	c, err := picture.New(newEngine(t, columns, rows, "time")).Chart(fr, specTable(5, "time"), picture.Spec{By: "quand", Of: "combien"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2018", "2019", "2020", "2021", "2022"}, c.Categories); diff != "" {
		t.Error(diff)
	}
	if v := c.Series[0].Values; !math.IsNaN(v[2]) || v[4] != 8 || !strings.Contains(c.Note, "1 ligne sans date") {
		t.Errorf("%v, %q", v, c.Note)
	}
}

func TestMap(t *testing.T) {
	geo := []tables.Column{{Name: "nom", Type: tables.Text}, {Name: "geom", Type: tables.Text}}
	rows := [][]string{{"point", `{"type":"Point","coordinates":[-1.05,43.7]}`}, {"area", `{"type":"Polygon","coordinates":[[[0,44],[1,44],[1,45],[0,44]]]}`},
		{"broken", `{"type":"Polygon","coordinates":[[["a"]]]}`}, {"nowhere", `{"type":"Point","coordinates":[900,43.7]}`}, {"none", ""}}
	e := newEngine(t, geo, rows, "geo")
	tab := picture.Table{Dataset: "d", Digest: "geo", Rows: 5, Columns: []picture.Column{{Name: "nom", Type: "text"}, {Name: "geom", Type: "text"}}, Preview: rows}
	m, err := picture.New(e).Map(fr, tab, picture.Spec{Kind: picture.Map})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range m.Places {
		got = append(got, p.Name)
	}
	if diff := cmp.Diff([]string{"point", "area"}, got); diff != "" || !picture.Mapped(tab) {
		t.Error(diff)
	}
}

// FuzzShape reads what others wrote as GeoJSON.
func FuzzShape(f *testing.F) {
	f.Add(`{"type":"Polygon","coordinates":[[[0,44],[1,44],[1,45],[0,44]]]}`)
	f.Add(`{"type":"MultiLineString","coordinates":[[[0,44,5],[1]]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := picture.Shaped(text)
		if ok && !chart.On(p.Lon, p.Lat) {
			t.Errorf("%q lies at %v, %v", text, p.Lon, p.Lat)
		}
	})
}
