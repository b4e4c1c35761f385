package bal

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Finding is what is wrong with a file, a row or a cell, by the official code.
type Finding struct {
	Code   string
	Level  Level
	Line   int    // of the file, from 1; 0 for the whole file
	Column string // "" for the whole row
	Value  string // of the cell, as it stands
}

// Report is what a check says.
type Report struct {
	Profile  string
	Rows     int
	Findings []Finding // the first of each code, mostFindings at most
	Counts   map[string]int
}

// mostFindings is how many places of one code a report keeps: a list without
// end helps nobody.
const mostFindings = 100

// Valid tells whether the national base would take the file, as far as the
// check goes.
func (r *Report) Valid() bool { return r.Count(Error) == 0 }

// Count counts the findings of a level.
func (r *Report) Count(l Level) (n int) {
	for code, one := range r.Counts {
		if LevelOf(r.Profile, code) == l {
			n += one
		}
	}
	return n
}

// Codes lists what was found, the worst first.
func (r *Report) Codes() []string {
	rank := map[Level]int{Error: 0, Warning: 1, Info: 2}
	var out []string
	for code := range r.Counts {
		out = append(out, code)
	}
	slices.SortFunc(out, func(a, b string) int {
		if d := rank[LevelOf(r.Profile, a)] - rank[LevelOf(r.Profile, b)]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return out
}

func (r *Report) add(f Finding) {
	f.Level = LevelOf(r.Profile, f.Code)
	r.Counts[f.Code]++
	if r.Counts[f.Code] <= mostFindings {
		r.Findings = append(r.Findings, f)
	}
}

// ProfileOf is the version under which a file is checked: 1.5 with the three
// identifiers and toponyme, 1.4 with the identifiers, 1.3 otherwise.
func (f *File) ProfileOf() string {
	has := func(c string) bool { return slices.Contains(f.Header, c) }
	switch {
	case !has("id_ban_commune") || !has("id_ban_toponyme") || !has("id_ban_adresse"):
		return "1.3"
	case has("toponyme"):
		return "1.5"
	}
	return "1.4"
}

// formats are the versions that have a column; the others do not miss it.
var formats = map[string]string{"cle_interop": "1.3 1.4", "uid_adresse": "1.3", "id_ban_commune": "1.4 1.5", "id_ban_toponyme": "1.4 1.5", "id_ban_adresse": "1.4 1.5",
	"voie_nom": "1.3 1.4", "toponyme": "1.5"}

// fields are the columns of the standard.
var fields = []string{"cle_interop", "uid_adresse", "id_ban_commune", "id_ban_toponyme", "id_ban_adresse", "voie_nom", "toponyme", "lieudit_complement_nom", "numero", "suffixe",
	"commune_insee", "commune_nom", "commune_deleguee_insee", "commune_deleguee_nom", "position", "x", "y", "long", "lat", "cad_parcelles", "source", "date_der_maj", "certification_commune"}

func inProfile(field, profile string) bool {
	in := formats[field]
	return in == "" || strings.Contains(in, profile)
}

// Check checks a file under a profile ("" takes the one it looks like), and
// gives its rows with what can surely be mended, mended: blanks, case of the
// key, zeros before numbers, decimal commas, kinds of position nearly right,
// dates, strokes around parcels. today is the day of the check.
func (f *File) Check(profile string, today time.Time) (*Report, []Row) {
	if !slices.Contains(Profiles, profile) {
		profile = f.ProfileOf()
	}
	r := &Report{Profile: profile, Rows: len(f.Cells), Counts: map[string]int{}}
	if f.Encoding != "utf-8" {
		r.add(Finding{Code: "file.encoding.non_standard", Value: f.Encoding})
	}
	if f.Delimiter != ";" {
		r.add(Finding{Code: "file.delimiter.non_standard", Value: f.Delimiter})
	}
	if f.Linebreak == "\r" {
		r.add(Finding{Code: "file.linebreak.non_standard"})
	}
	for _, name := range fields {
		if inProfile(name, profile) && !slices.Contains(f.Header, name) && name != "uid_adresse" {
			r.add(Finding{Code: "field." + name + ".missing", Column: name})
		}
	}
	rows := make([]Row, 0, len(f.Cells))
	marks := make([]mark, 0, len(f.Cells))
	for i, cells := range f.Cells {
		p := parser{report: r, header: f.Header, cells: cells, line: f.Lines[i], today: today, profile: profile}
		row, m := p.row()
		rows, marks = append(rows, row), append(marks, m)
	}
	if len(rows) == 0 {
		r.add(Finding{Code: "rows.empty"})
	}
	together(r, rows, marks)
	return r, rows
}

// CheckRows checks rows as they would be written.
func CheckRows(rows []Row, today time.Time) (*Report, error) {
	var b strings.Builder
	if err := Write(&b, rows); err != nil {
		return nil, err
	}
	f, err := Read([]byte(b.String()))
	if err != nil {
		return nil, err
	}
	r, _ := f.Check("", today)
	return r, nil
}

// mark is what the check remembers of a row beside what it says.
type mark struct{ numbered bool }

// together checks what rows have to do with one another.
func together(r *Report, rows []Row, marks []mark) {
	at := func(code string, row Row) { r.add(Finding{Code: code, Line: row.Line}) }
	whole := 0
	communes := map[string]bool{}
	declared := map[string]bool{}
	type name struct {
		folded string
		place  bool
	}
	nameOf := map[string]map[string]bool{}    // names of a street's identifier
	idsOfName := map[name]map[string]bool{}   // identifiers of a name
	addressOf := map[string]map[string]bool{} // addresses of an identifier
	idsOfAddress := map[string]map[string]bool{}
	put := func(m map[string]map[string]bool, key, value string) {
		if m[key] == nil {
			m[key] = map[string]bool{}
		}
		m[key][value] = true
	}
	for i, row := range rows {
		if row.CommuneID != "" && row.StreetID != "" && (row.AddressID != "" || row.Number == Place) {
			whole++
			communes[row.CommuneID] = true
		}
		if row.Number == Place {
			declared[row.Name] = true
		}
		if row.StreetID != "" {
			put(nameOf, row.StreetID, fold(row.Name))
			n := name{fold(row.Name), row.Number == Place}
			if idsOfName[n] == nil {
				idsOfName[n] = map[string]bool{}
			}
			idsOfName[n][row.StreetID] = true
		}
		if marks[i].numbered && row.Number != Place {
			if row.AddressID != "" {
				put(addressOf, row.AddressID, identity(row))
			}
			put(idsOfAddress, identity(row), row.AddressID)
		}
	}
	switch {
	case whole > 0 && whole < len(rows):
		r.add(Finding{Code: "rows.every_line_required_id_ban"})
	case whole > 0 && len(communes) > 1:
		r.add(Finding{Code: "rows.multi_id_ban_commune"})
	}
	for i, row := range rows {
		if row.StreetID != "" {
			if len(nameOf[row.StreetID]) > 1 {
				at("row.different_voie_nom_with_same_id_ban_toponyme", row)
			}
			if len(idsOfName[name{fold(row.Name), row.Number == Place}]) > 1 {
				at("row.different_id_ban_toponyme_with_same_voie_nom", row)
			}
		}
		if marks[i].numbered && row.Number != Place {
			if row.AddressID != "" && len(addressOf[row.AddressID]) > 1 {
				at("row.different_adresse_with_same_id_ban_adresse", row)
			}
			if len(idsOfAddress[identity(row)]) > 1 {
				at("row.different_id_ban_adresses_with_same_adresse", row)
			}
		}
		if row.Complement != "" && !declared[row.Complement] {
			at("row.lieudit_complement_nom_not_declared", row)
		}
	}
}

// identity is an address, whatever its position.
func identity(r Row) string {
	return itoa(r.Number) + "#" + r.Suffix + "#" + fold(r.Name) + "#" + r.FormerInsee
}

// apart tells whether two points of the projection lie more than ten metres
// from each other.
func apart(x1, y1, x2, y2 float64) bool { return math.Hypot(x1-x2, y1-y2) > 10 }
