package world

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// sheet is a file read again, whatever its form.
type sheet struct {
	labels []string
	rows   []map[string]string
}

func read(t *testing.T, v Version) sheet {
	t.Helper()
	data := bytes.TrimPrefix(v.Bytes, []byte("\ufeff"))
	if !utf8.Valid(data) {
		var text []rune
		for _, b := range data {
			switch b {
			case 0x80:
				text = append(text, '€')
			case 0x9c:
				text = append(text, 'œ')
			case 0x92:
				text = append(text, '’')
			default:
				text = append(text, rune(b))
			}
		}
		data = []byte(string(text))
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	if head, _, _ := bytes.Cut(data, []byte("\n")); bytes.Count(head, []byte(";")) > bytes.Count(head, []byte(",")) {
		r.Comma = ';'
	}
	records, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", v.File, err)
	}
	if len(records[0]) > 1 && records[0][1] == "" { // title lines
		records = records[3:]
	}
	s := sheet{labels: records[0]}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, cell := range record {
			row[s.labels[i]] = cell
		}
		s.rows = append(s.rows, row)
	}
	return s
}

// sound are the versions of a schema without fault.
func sound(w *World, schema string) (out []Version) {
	for _, d := range w.Deposits {
		for _, v := range d.Versions {
			if d.Schema == schema && len(v.Faults) == 0 {
				out = append(out, v)
			}
		}
	}
	return out
}

func cents(t *testing.T, amount string) int {
	t.Helper()
	if amount == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.Replace(amount, ".", "", 1))
	if err != nil || !strings.Contains(amount, ".") {
		t.Fatalf("amount %q", amount)
	}
	return n
}

func TestBudgetsBalance(t *testing.T) {
	w := Make(Options{Members: 130, Seed: 5, Today: today})
	for _, v := range append(sound(w, "scdl/budget"), sound(demo(), "scdl/budget")...) {
		s := read(t, v)
		sums := map[string]int{}
		links := map[string]int{}
		for _, row := range s.rows {
			sign := 1
			if row["BGT_CODRD"] == "dépense" {
				sign = -1
			}
			amount := cents(t, row["BGT_MTPREV"])
			if amount < 0 && row["BGT_NATDEC"] != "décision modificative" || row["BGT_CONTNAT_LABEL"] == "" {
				t.Errorf("%s: %v", v.File, row)
			}
			sums[row["BGT_SECTION"]] += sign * amount
			if row["BGT_OPBUDG"] == "ordre" {
				links["ordre"] += sign * amount
			}
			if row["BGT_MTPROPNOUV"] != "" && cents(t, row["BGT_MTPROPNOUV"])+cents(t, row["BGT_MTRARPREC"]) != amount {
				t.Errorf("%s: new and carried over do not add up: %v", v.File, row)
			}
		}
		if sums["fonctionnement"] != 0 || sums["investissement"] != 0 || links["ordre"] != 0 {
			t.Errorf("%s does not balance: %v %v", v.File, sums, links)
		}
	}
}

func TestBudgetsLookLikeThoseOfTheirSize(t *testing.T) {
	w := demo()
	for _, m := range w.Members {
		for _, d := range w.Deposits {
			if d.SIREN != m.SIREN || m.Kind != KindCommune || !strings.Contains(d.Key, "/budget-primitif") {
				continue
			}
			total := 0
			for _, row := range read(t, d.Versions[len(d.Versions)-1]).rows {
				if row["BGT_SECTION"] == "fonctionnement" && row["BGT_CODRD"] == "recette" {
					total += cents(t, row["BGT_MTPREV"])
				}
			}
			if perHead := total / 100 / m.Population; perHead < 780 || perHead > 1900 {
				t.Errorf("%s: %d € of operating income per inhabitant", d.Title, perHead)
			}
		}
	}
}

func TestVotesAddUp(t *testing.T) {
	for _, v := range sound(demo(), "scdl/deliberations") {
		last, ids := "", map[string]bool{}
		for _, row := range read(t, v).rows {
			n := map[string]int{}
			for _, label := range []string{"EFFECTIF", "REEL", "POUR", "CONTRE", "ABSTENTION"} {
				value, err := strconv.Atoi(row["VOTE_"+label])
				if err != nil || value < 0 {
					t.Fatalf("%s: %v", v.File, row)
				}
				n[label] = value
			}
			if n["POUR"]+n["CONTRE"]+n["ABSTENTION"] != n["REEL"] || n["REEL"] > n["EFFECTIF"] || n["POUR"] <= n["CONTRE"] {
				t.Errorf("%s: votes %v", v.File, n)
			}
			day, err := time.Parse(time.DateOnly, row["DELIB_DATE"])
			if err != nil || day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || day.Month() == time.August {
				t.Errorf("%s: a council on %v", v.File, row["DELIB_DATE"])
			}
			if row["DELIB_DATE"] < last || row["PREF_DATE"] < row["DELIB_DATE"] || ids[row["DELIB_ID"]] {
				t.Errorf("%s: %v", v.File, row)
			}
			last, ids[row["DELIB_ID"]] = row["DELIB_DATE"], true
			if strings.Contains(row["DELIB_OBJET"], "{") {
				t.Errorf("%s: a blank left in %q", v.File, row["DELIB_OBJET"])
			}
			if topics[row["DELIB_MATIERE_CODE"]] != row["DELIB_MATIERE_NOM"] || row["DELIB_MATIERE_NOM"] == "" {
				t.Errorf("%s: matter %s %q", v.File, row["DELIB_MATIERE_CODE"], row["DELIB_MATIERE_NOM"])
			}
		}
	}
}

func TestCouncilsMeetEverySixToEightWeeks(t *testing.T) {
	g, _ := newGenerator(Options{Seed: 2, Today: today})
	for i := range 24 {
		m := g.member(i)
		for year := 2023; year <= 2027; year++ {
			dates := g.councils(&m, year)
			if len(dates) < 6 || len(dates) > 10 {
				t.Errorf("%s met %d times in %d", m.Name, len(dates), year)
			}
			if s := springCouncil(dates); s.Before(Date{year, 2, 20}) || s.After(Date{year, 4, 15}) {
				t.Errorf("%s voted its budget on %v", m.Name, s)
			}
			if !hasMonth(dates, time.June) {
				t.Errorf("%s did not meet in June %d: %v", m.Name, year, dates)
			}
		}
	}
}

func TestCanteensCloseInTheHolidays(t *testing.T) {
	for _, v := range sound(demo(), "scdl/menus-collectifs") {
		days := map[string]int{}
		for _, row := range read(t, v).rows {
			days[row["menuDate"]]++
		}
		for text := range days {
			day, _ := time.Parse(time.DateOnly, text)
			if !schoolDay(DateOf(day)) || day.Weekday() == time.Wednesday {
				t.Errorf("%s: a meal on %s", v.File, text)
			}
		}
		if len(days) < 8 {
			t.Errorf("%s: %d days", v.File, len(days))
		}
	}
	for day, open := range map[Date]bool{{2026, 11, 11}: false, {2026, 11, 12}: true, {2026, 4, 6}: false, {2026, 5, 14}: false,
		{2025, 12, 22}: false, {2026, 2, 10}: false, {2026, 2, 24}: true, {2026, 7, 2}: true, {2026, 8, 31}: false} {
		if schoolDay(day) != open {
			t.Errorf("%v: school %v, want %v", day, !open, open)
		}
	}
}

func TestFourBirthsInTheSmallestCommune(t *testing.T) {
	w := demo()
	for _, d := range w.Deposits {
		if d.SIREN != w.Members[Smallest].SIREN || d.Schema != "scdl/prenoms" {
			continue
		}
		s := read(t, d.Versions[0])
		if len(s.rows) != 4 {
			t.Errorf("%d first names", len(s.rows))
		}
		for _, row := range s.rows {
			if row["NOMBRE_OCCURRENCES"] != "1" || row["ANNEE"] != "2025" {
				t.Errorf("%v", row)
			}
		}
		return
	}
	t.Error("the smallest commune published no first names")
}

func TestSubsidiesLookLikeCouncilsGiveThem(t *testing.T) {
	w := demo()
	biggest := 0
	for _, v := range sound(w, "scdl/subventions") {
		for _, row := range read(t, v).rows {
			amount := cents(t, row["montant"])
			if amount < 8000 || amount%1000 != 0 {
				t.Errorf("%s: %s for %s", v.File, row["montant"], row["nomBeneficiaire"])
			}
			biggest = max(biggest, amount)
			if amount > 2_300_000 && strings.HasPrefix(row["conditionsVersement"], "unique") {
				t.Errorf("%s: above 23,000 € without a convention: %v", v.File, row)
			}
		}
	}
	if biggest < 5_000_000 {
		t.Errorf("the biggest subsidy is %d cents", biggest)
	}
}

func TestPlacesLieWithinTheirCommune(t *testing.T) {
	w := demo()
	for _, d := range w.Deposits {
		for _, m := range w.Members {
			if d.Schema != "scdl/equipements" || d.SIREN != m.SIREN || len(d.Versions[0].Faults) > 0 {
				continue
			}
			for _, row := range read(t, d.Versions[0]).rows {
				lat, _ := strconv.ParseFloat(row["EQUIP_LAT"], 64)
				lon, _ := strconv.ParseFloat(row["EQUIP_LONG"], 64)
				north, east := (lat-m.Lat)*111_000, (lon-m.Lon)*79_800
				if reach := float64(m.Radius) * 1.02; north*north+east*east > reach*reach {
					t.Errorf("%s: %s lies %.0f m north, %.0f m east", m.Name, row["EQUIP_NOM"], north, east)
				}
			}
		}
	}
}
