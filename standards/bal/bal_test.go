package bal_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"airial/standards/bal"
	"airial/standards/standardstest"
)

var today = time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)

// The official validator's own files say under the official codes what they are
// made to show.
func TestOfficialFiles(t *testing.T) {
	dir := filepath.Join(standardstest.Others(t), "tables", "validateur-bal")
	for _, c := range []struct {
		file, profile string
		valid         bool
		has, hasNot   []string
	}{
		{"1.3-valid.csv", "1.3", true, []string{"cle_interop.voie_non_renseignee"}, []string{"row.longlat_xy_incoherents"}},
		{"1.3-valid-uid_adresse.csv", "1.3", true, nil, []string{"uid_adresse.type_invalide"}},
		{"1.3-invalid-uid_adresse.csv", "1.3", true, []string{"uid_adresse.type_invalide"}, nil},
		{"1.4-valid.csv", "1.4", true, nil, []string{"row.lack_of_id_ban", "rows.every_line_required_id_ban"}},
		{"1.4-bad-id-ban-adresse.csv", "1.4", false, []string{"id_ban_adresse.type_invalide", "row.lack_of_id_ban"}, nil},
		{"1.4-bad-id-ban-commune.csv", "1.4", false, []string{"id_ban_commune.type_invalide"}, nil},
		{"1.4-bad-id-ban-toponyme.csv", "1.4", false, []string{"id_ban_toponyme.type_invalide"}, nil},
		{"1.4-bad-dependance-id-ban.csv", "1.4", false, []string{"row.lack_of_id_ban"}, nil},
		{"1.4-no-ids-ban-every.csv", "1.4", false, []string{"rows.every_line_required_id_ban"}, nil},
		{"1.4-ids-ban-empty.csv", "1.4", true, nil, []string{"row.lack_of_id_ban"}},
		{"1.4-valid-relax.csv", "1.3", false, []string{"suffixe.espaces_debut_fin", "field.cle_interop.missing"}, nil},
		{"1.5-valid.csv", "1.5", true, nil, []string{"field.toponyme.missing"}},
		{"1.5-without-ban-ids.csv", "1.3", false, []string{"field.voie_nom.missing"}, nil},
		{"aliases.csv", "1.3", false, []string{"field.commune_insee.missing", "field.long.missing", "row.commune_manquante"}, nil},
		{"auto-detect-1.4.csv", "1.4", true, nil, nil},
		{"auto-detect-1.5.csv", "1.5", true, nil, nil},
		{"junk.ascii.csv", "1.3", false, []string{"field.numero.missing", "row.adresse_incomplete", "file.delimiter.non_standard"}, nil},
		{"locales.csv", "1.3", false, []string{"voie_nom_eus.trop_court"}, nil},
		{"sample.csv", "1.3", false, []string{"date_der_maj.date_invalide", "position.enum_fuzzy", "field.commune_insee.missing"}, nil},
		{"without_row.csv", "1.3", false, []string{"rows.empty"}, nil},
		{"without-voie_nom-nor-toponyme.csv", "1.3", false, []string{"row.adresse_incomplete", "field.voie_nom.missing"}, nil},
		{"toponyme-replacing-voie_nom.csv", "1.3", false, []string{"field.voie_nom.missing"}, []string{"row.adresse_incomplete"}},
	} {
		data, err := os.ReadFile(filepath.Join(dir, c.file))
		if err != nil {
			t.Fatal(err)
		}
		f, err := bal.Read(data)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		r, _ := f.Check("", today)
		if r.Profile != c.profile || r.Valid() != c.valid {
			t.Errorf("%s: profile %s, valid %v (%v), want %s, %v", c.file, r.Profile, r.Valid(), r.Codes(), c.profile, c.valid)
		}
		for _, code := range c.has {
			if r.Counts[code] == 0 {
				t.Errorf("%s: no %s in %v", c.file, code, r.Codes())
			}
		}
		for _, code := range c.hasNot {
			if r.Counts[code] != 0 {
				t.Errorf("%s: %s", c.file, code)
			}
		}
		for _, code := range r.Codes() {
			if bal.Words(code).Fr == code {
				t.Errorf("%s: no words for %s", c.file, code)
			}
		}
	}
}

func TestLambert93(t *testing.T) {
	// The projection's origin, and a point of an official file.
	for _, c := range [][4]float64{{3, 46.5, 700000, 6600000}, {1.028392, 43.111637, 539416.13, 6225601.11}} {
		if x, y := bal.Lambert93(c[0], c[1]); math.Hypot(x-c[2], y-c[3]) > 0.1 {
			t.Errorf("%v: %.2f %.2f", c, x, y)
		}
	}
}

// What people send is mended, and said.
func TestMends(t *testing.T) {
	const file = "cle_interop,commune_insee,commune_nom,voie_nom,numero,suffixe,position,long,lat,cad_parcelles,source,date_der_maj,certification_commune\n" +
		"40999_XXXX_7,40999,Sainte-Aulaye, Rue_du Lavoir ,007,Bis,Batiment,\"-0,7683\",\"43,7052\",|40999000AB0123|,Commune,12/05/2026,1\n"
	f, err := bal.Read([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	r, rows := f.Check("", today)
	want := bal.Row{Insee: "40999", Commune: "Sainte-Aulaye", Name: "Rue du Lavoir", Number: 7, Suffix: "Bis", Position: "bâtiment", Located: true, Lon: -0.7683, Lat: 43.7052,
		Parcels: []string{"40999000AB0123"}, Source: "Commune", Changed: "2026-05-12", Certified: true, Line: 2}
	if diff := cmp.Diff([]bal.Row{want}, rows); diff != "" {
		t.Error(diff)
	}
	for _, code := range []string{"cle_interop.casse_invalide", "numero.contient_prefixe", "position.enum_fuzzy", "long.separateur_decimal_invalide", "cad_parcelles.pipe_debut_fin",
		"date_der_maj.date_invalide", "voie_nom.espaces_debut_fin", "file.delimiter.non_standard"} {
		if r.Counts[code] != 1 || !bal.Mended(code) {
			t.Errorf("%s: %d", code, r.Counts[code])
		}
	}
	if again, err := bal.CheckRows(rows, today); err != nil || !again.Valid() {
		t.Errorf("what is written again: %v %v", again.Codes(), err)
	}
}

// What is written is read back as it was, and without an error.
func TestWriteReads(t *testing.T) {
	names := rapid.StringMatching(`(Rue|Place|Chemin) (du|des) [A-Z][a-zé]{2,8}`)
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bal.Row {
			r := bal.Row{Insee: "40999", Commune: "Sainte-Aulaye", Name: names.Draw(t, "name"), Number: rapid.IntRange(1, 9999).Draw(t, "number"), Source: "Commune de Sainte-Aulaye",
				Changed: "2026-05-12", Certified: rapid.Bool().Draw(t, "certified"), Position: rapid.SampledFrom(bal.Positions).Draw(t, "position"), Located: true,
				Lon: float64(rapid.IntRange(-100_000_000, -10_000_000).Draw(t, "lon")) / 1e8, Lat: float64(rapid.IntRange(4_300_000_000, 4_400_000_000).Draw(t, "lat")) / 1e8}
			r.Suffix = rapid.SampledFrom([]string{"", "bis", "a"}).Draw(t, "suffix")
			if rapid.Bool().Draw(t, "occitan") {
				r.Names = map[string]string{"oci": "Carrèra " + r.Name}
			}
			return r
		}), 1, 30).Draw(t, "rows")
		var b bytes.Buffer
		if err := bal.Write(&b, rows); err != nil {
			t.Fatal(err)
		}
		f, err := bal.Read(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		r, got := f.Check("", today)
		if !r.Valid() {
			t.Fatalf("%v in %s", r.Codes(), b.String())
		}
		for i := range got {
			got[i].Line = 0
		}
		if diff := cmp.Diff(rows, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("numero;voie_nom\n1;Rue"))
	f.Add([]byte("\xEF\xBB\xBFid_ban_commune,uid_adresse\r\n\"a\"\"b\",@c:x @v:"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := bal.Read(data)
		if err != nil {
			return
		}
		for _, p := range bal.Profiles {
			r, rows := file.Check(p, today)
			if len(rows) != r.Rows || !slices.Contains(bal.Profiles, r.Profile) || len(r.Findings) > 0 && len(r.Codes()) == 0 {
				t.Errorf("%d rows of %d", len(rows), r.Rows)
			}
			var b strings.Builder
			if err := bal.Write(&b, rows); err != nil {
				t.Error(err)
			}
		}
	})
}
