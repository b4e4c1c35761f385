package decp

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"airial/standards/standardstest"
)

func read(t *testing.T, text string) *Table {
	t.Helper()
	table, err := Read([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// records gives the rows as objects, empty cells left out.
func records(t *testing.T, table *Table) (out []map[string]string) {
	t.Helper()
	for {
		rec, err := table.Next()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		one := map[string]string{}
		for i, cell := range rec.Cells {
			if len(cell) > 0 {
				one[table.Header()[i]] = string(cell)
			}
		}
		out = append(out, one)
	}
}

func pick(rows []map[string]string, names ...string) (out [][]string) {
	for _, r := range rows {
		var line []string
		for _, n := range names {
			line = append(line, r[n])
		}
		out = append(out, line)
	}
	return out
}

// A contract is one row for each holder, in its present state; its amount counts
// once.
func TestPresentState(t *testing.T) {
	rows := records(t, read(t, `{"marches":{"marche":[{"id":"2026S01","acheteur":{"id":"21339990000017"},"nature":"Marché","objet":" Toiture\n de l’école ","codeCPV":"45261210-9",
		"montant":45000.0,"dureeMois":6,"dateNotification":"2026-01-02","attributionAvance":false,"techniques":{"technique":["Accord-cadre","Concours"]},
		"titulaires":[{"titulaire":{"id":"1","typeIdentifiant":"SIRET"}}],
		"modifications":[{"modification":{"id":2,"montant":52000,"dateNotificationModification":"2026-06-02","titulaires":[{"titulaire":{"id":"2","typeIdentifiant":"SIRET"}},{"titulaire":{"id":"3","typeIdentifiant":"TVA"}}]}},
			{"modification":{"id":1,"montant":48000,"dureeMois":9,"dateNotificationModification":"2026-03-02"}}],
		"actesSousTraitance":[{"acteSousTraitance":{"id":1,"montant":100.5}},{"acteSousTraitance":{"id":2,"montant":10}}],
		"modificationsActesSousTraitance":[{"modificationActeSousTraitance":{"id":2,"montant":20,"dateNotificationModificationSousTraitance":"2026-04-01"}}]}],
		"contrat-concession":[{"id":"C1","autoriteConcedante":{"id":"21339990000017"},"nature":"Délégation de service public","objet":"Camping","dateSignature":"2025-05-05","valeurGlobale":1e6,
		"concessionnaires":[{"concessionnaire":{"id":"9","typeIdentifiant":"SIRET"}}],"modifications":[{"modification":{"id":1,"valeurGlobale":900000,"dateSignatureModification":"2026-01-01"}}]}]}}`))
	got := pick(rows, "uid", "titulaire_id", "titulaire_typeIdentifiant", "montant", "montantUneFois", "montantInitial", "dureeMois", "modification_id", "modification_dateNotification",
		"dateNotification", "type", "codeCPV_division", "techniques", "attributionAvance", "actesSousTraitance_nombre", "actesSousTraitance_montant", "objet")
	want := [][]string{
		{"213399900000172026S01", "2", "SIRET", "52000", "52000", "45000", "9", "2", "2026-06-02", "2026-01-02", Works, "45", "Accord-cadre, Concours", "false", "2", "120.5", "Toiture de l’école"},
		{"213399900000172026S01", "3", "TVA", "52000", "", "45000", "9", "2", "2026-06-02", "2026-01-02", Works, "45", "Accord-cadre, Concours", "false", "2", "120.5", "Toiture de l’école"},
		{"21339990000017C1", "9", "SIRET", "900000", "900000", "1000000", "", "1", "2026-01-01", "2025-05-05", "", "", "", "", "", "", "Camping"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A contract that comes again counts once, in the state published last; lots and
// the holders of a framework share a number and stay.
func TestOnce(t *testing.T) {
	one := func(object, holder, day string, amount int) string {
		return fmt.Sprintf(`{"id":"A","acheteur":{"id":"21339990000017"},"objet":%q,"montant":%d,"datePublicationDonnees":%q,"titulaires":[{"titulaire":{"id":%q}}]}`, object, amount, day, holder)
	}
	table := read(t, `{"marches":{"marche":[`+strings.Join([]string{one("Lot 1", "1", "2026-03-01", 20), one("lot 1", "1", "2026-01-01", 10),
		one("Lot 2", "1", "2026-01-01", 5), one("Lot 1", "2", "2026-01-01", 7)}, ",")+`]}}`)
	if table.Contracts != 3 {
		t.Errorf("%d contracts", table.Contracts)
	}
	if diff := cmp.Diff([][]string{{"Lot 1", "1", "20"}, {"Lot 2", "1", "5"}, {"Lot 1", "2", "7"}}, pick(records(t, table), "objet", "titulaire_id", "montant")); diff != "" {
		t.Error(diff)
	}
}

func TestFormOf(t *testing.T) {
	for text, want := range map[string]string{`{"marches":{`: "json true", "\ufeff { \"$schema\" : \"x\", \"marches\" : [": "json false", "<?xml version=\"1.0\"?>\n<marches>": "xml true",
		`{"marches":"x"`: " false", `<marche>`: " false", "id;objet": " false", `[{"marches":{`: " false"} {
		if form, current := FormOf([]byte(text)); fmt.Sprint(form, " ", current) != want {
			t.Errorf("%q: %q %v", text, form, current)
		}
	}
	for _, text := range []string{`{"marches":[{"nom":"Marché des Capucins","jour":"samedi"}]}`, `{"a":1}`} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrOther) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{`{"marches":{"marche":[{"id":1,"montant":NaN}]}}`, `<marches><marche>`, `{"marches":[]} x`, "<marches>" + strings.Repeat("<a>", 100)} {
		if _, err := Read([]byte(text)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%.40s: %v", text, err)
		}
	}
}

// independent counts the contracts and the rows of a document in another way than
// Read does: by types, whole contracts that are the same counted once.
func independent(t *testing.T, path string, raw []byte) (contracts, rows int, total float64) {
	t.Helper()
	type party struct {
		ID string `json:"id" xml:"id"`
	}
	type holder struct {
		party
		Titulaire      *party `json:"titulaire"`
		Concessionaire *party `json:"concessionnaire"`
	}
	type change struct {
		Montant, ValeurGlobale json.Number
		Titulaires             json.RawMessage
	}
	type contract struct {
		ID                           string
		Objet                        string
		Acheteur, AutoriteConcedante party
		Montant, ValeurGlobale       json.Number
		Titulaires, Concessionnaires []holder
		Modifications                []struct{ Modification *change }
	}
	var list []contract
	if strings.HasSuffix(path, ".xml") {
		type x struct {
			ID      string    `xml:"id"`
			Objet   string    `xml:"objet"`
			Montant float64   `xml:"montant"`
			Valeur  float64   `xml:"valeurGlobale"`
			Holders []string  `xml:"titulaires>titulaire>id"`
			Granted []string  `xml:"concessionnaires>concessionnaire>id"`
			Changes []float64 `xml:"modifications>modification>montant"`
			Values  []float64 `xml:"modifications>modification>valeurGlobale"`
			Changed []string  `xml:"modifications>modification>titulaires>titulaire>id"`
		}
		var doc struct {
			Contracts   []x `xml:"marche"`
			Concessions []x `xml:"contrat-concession"`
		}
		if err := xml.Unmarshal(raw, &doc); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, c := range append(doc.Contracts, doc.Concessions...) {
			key := fmt.Sprint(c.ID, c.Objet, c.Holders, c.Granted)
			if seen[key] {
				continue
			}
			seen[key] = true
			contracts++
			holders := append(c.Holders, c.Granted...)
			if len(c.Changed) > 0 {
				holders = c.Changed
			}
			slices.Sort(holders)
			rows += len(slices.Compact(holders))
			amounts := append([]float64{c.Montant + c.Valeur}, append(c.Changes, c.Values...)...)
			total += amounts[len(amounts)-1]
		}
		return contracts, rows, total
	}
	var today struct {
		Marches struct {
			Marche     []contract
			Concession []contract `json:"contrat-concession"`
		}
	}
	if json.Unmarshal(raw, &today) == nil {
		list = append(today.Marches.Marche, today.Marches.Concession...)
	} else {
		var before struct{ Marches []contract }
		if err := json.Unmarshal(raw, &before); err != nil {
			t.Fatal(path, err)
		}
		list = before.Marches
	}
	seen := map[string]bool{}
	for _, c := range list {
		key := fmt.Sprint(c.ID, c.Acheteur, c.AutoriteConcedante, c.Objet)
		if seen[key] {
			continue
		}
		seen[key] = true
		contracts++
		ids := map[string]bool{}
		for _, h := range append(c.Titulaires, c.Concessionnaires...) {
			switch {
			case h.Titulaire != nil:
				ids[h.Titulaire.ID] = true
			case h.Concessionaire != nil:
				ids[h.Concessionaire.ID] = true
			default:
				ids[h.ID] = true
			}
		}
		amount := c.Montant
		if amount == "" {
			amount = c.ValeurGlobale
		}
		for _, m := range c.Modifications {
			if m.Modification == nil {
				continue // the older format is counted by its own test
			}
			for _, n := range []json.Number{m.Modification.Montant, m.Modification.ValeurGlobale} {
				if n != "" {
					amount = n
				}
			}
			if found := regexp.MustCompile(`"id"\s*:\s*"([^"]*)"`).FindAllSubmatch(m.Modification.Titulaires, -1); len(found) > 0 {
				ids = map[string]bool{}
				for _, f := range found {
					ids[string(f[1])] = true
				}
			}
		}
		rows += len(ids)
		x, _ := amount.Float64()
		total += x
	}
	return contracts, rows, total
}

// The official examples come in as they are, each contract once and at its present
// amount.
func TestOfficialExamples(t *testing.T) {
	base := filepath.Join(standardstest.Others(t), "decp", "139bercy", "exemples")
	files, _ := filepath.Glob(filepath.Join(base, "*", "*"))
	if len(files) < 7 {
		t.Fatalf("only %d examples", len(files))
	}
	for _, path := range files {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		contracts, rows, total := independent(t, path, raw)
		table := read(t, string(raw))
		got := records(t, table)
		sum := 0.0
		for _, r := range got {
			var x float64
			_, _ = fmt.Sscan(r["montantUneFois"], &x)
			sum += x
			if r["id"] == "" || len(r["acheteur_id"]) != 14 || r["dateNotification"] == "" || r["titulaire_id"] == "" {
				t.Errorf("%s: %v", filepath.Base(path), r)
			}
		}
		if table.Contracts != contracts || len(got) != rows || fmt.Sprintf("%.2f", sum) != fmt.Sprintf("%.2f", total) {
			t.Errorf("%s: %d contracts, %d rows, %.2f €; counted otherwise %d, %d, %.2f", filepath.Base(path), table.Contracts, len(got), sum, contracts, rows, total)
		}
		t.Logf("%s: %d contracts, %d rows, %.2f €", filepath.Base(path), contracts, rows, total)
	}
}

// Documents of the older format, with what their exports do badly.
func TestOlderDocuments(t *testing.T) {
	base := filepath.Join(standardstest.Others(t), "decp")
	for path, want := range map[string][][]string{
		"decp-rama/source/001_marche_simple.json":                          {{"80000", "80000", "38024392300089", "2019-04-25", "0"}},
		"decp-rama/source/001b_duplicate_supplier.json":                    {{"80000", "80000", "38024392300089", "2019-04-25", "0"}},
		"decp-rama/source/002_modification_montant.json":                   {{"100000", "100000", "38024392300089", "2019-04-25", "1"}},
		"decp-rama/source/002a_modifification_sans_donnees_modifiees.json": {{"80000", "80000", "38024392300089", "2019-04-25", "1"}},
		"decp-rama/source/003_pas_de_num_sequence_dans_id.json":            {{"80000", "80000", "38024392300089", "2019-04-25", "0"}},
		"decp-rama/source/005_marche_meme_siret_acheteur_titulaire.json":   {{"80000", "80000", "20001318300021", "2019-04-25", "0"}},
		"decp-processing/tests/data/decp_test_2019.json": {{"79237", "79237", "12345678900022", "2022-01-24", "1"},
			{"137614", "137614", "34027049500021", "2022-12-05", "1"}, {"137614", "", "1111111111", "2022-12-05", "1"}},
	} {
		raw, err := os.ReadFile(filepath.Join(base, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		got := pick(records(t, read(t, string(raw))), "montant", "montantUneFois", "titulaire_id", "datePublicationDonnees", "modification_id")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	raw, err := os.ReadFile(filepath.Join(base, "decp-processing", "tests", "data", "decp_test_2022.json"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(raw); !errors.Is(err, ErrDamaged) {
		t.Errorf("NaN is no JSON: %v", err)
	}
	mended := strings.ReplaceAll(string(raw), "NaN", "null")
	// Counted by the buyers that are named: each contract names one.
	contracts := len(regexp.MustCompile(`"(acheteur|autoriteConcedante)"\s*:\s*\{`).FindAllString(mended, -1))
	if table := read(t, mended); table.Contracts != contracts {
		t.Errorf("%d contracts, counted otherwise %d", table.Contracts, contracts)
	}
}

// Every division has its words in both languages, and the schema a title and a
// description for each column.
func TestWords(t *testing.T) {
	for digits, d := range Divisions {
		if d.Fr == "" || d.En == "" || len(digits) != 2 {
			t.Errorf("%s: %+v", digits, d)
		}
	}
	seen := map[string]bool{}
	for _, f := range Schema().Fields {
		if f.Title.Fr == "" || f.Title.En == "" || f.Description.Fr == "" || f.Description.En == "" || seen[f.Name] {
			t.Errorf("%s", f.Name)
		}
		seen[f.Name] = true
	}
	for _, name := range slices.Concat(plain, lists, booleans) {
		if !seen[name] {
			t.Errorf("%s is no column", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"marches":{"marche":[{"id":1,"acheteur":{"id":"x"},"modifications":[{"modification":{"id":1e400}}]}]}}`))
	f.Add([]byte(`<marches><marche><id>a</id><titulaires><titulaire/></titulaires></marche></marches>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		table, err := Read(raw)
		if err != nil {
			return
		}
		once := 0
		for {
			rec, err := table.Next()
			if err == io.EOF {
				break
			}
			if len(rec.Cells) != len(table.Header()) {
				t.Fatal("a row is not as wide as the header")
			}
			once++
		}
		if once < table.Contracts {
			t.Errorf("%d rows of %d contracts", once, table.Contracts)
		}
	})
}
