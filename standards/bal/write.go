package bal

import (
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// columns are those of version 1.4, in its order.
var columns = []string{"id_ban_commune", "id_ban_toponyme", "id_ban_adresse", "cle_interop", "commune_insee", "commune_nom", "commune_deleguee_insee", "commune_deleguee_nom",
	"voie_nom", "lieudit_complement_nom", "numero", "suffixe", "position", "x", "y", "long", "lat", "cad_parcelles", "source", "date_der_maj", "certification_commune"}

// withIDs tells whether every row has the identifiers of the national base:
// otherwise the standard wants them in none.
func withIDs(rows []Row) bool {
	for _, r := range rows {
		if r.CommuneID == "" || r.StreetID == "" || r.AddressID == "" && r.Number != Place {
			return false
		}
	}
	return len(rows) > 0
}

// Write writes rows in version 1.4, or in 1.3 where not all of them have the
// identifiers of the national base: semicolons, UTF-8, a column more for each
// regional language in which something is named.
func Write(w io.Writer, rows []Row) error {
	ids := withIDs(rows)
	header := columns
	if !ids {
		header = columns[3:]
	}
	langs, complements := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		for l := range r.Names {
			langs[l] = true
		}
		for l := range r.Complements {
			complements[l] = true
		}
	}
	named, completed := slices.Sorted(maps.Keys(langs)), slices.Sorted(maps.Keys(complements))
	header = slices.Clone(header)
	for _, l := range named {
		header = append(header, "voie_nom_"+l)
	}
	for _, l := range completed {
		header = append(header, "lieudit_complement_nom_"+l)
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	if err := out.Write(header); err != nil {
		return err
	}
	for _, r := range rows {
		var record []string
		if ids {
			record = append(record, r.CommuneID, r.StreetID, r.AddressID)
		}
		var x, y, lon, lat string
		if r.Located {
			lon, lat = degrees(r.Lon), degrees(r.Lat)
			if InMainland(r.Lon, r.Lat) {
				px, py := Lambert93(r.Lon, r.Lat)
				x, y = strconv.FormatFloat(px, 'f', 2, 64), strconv.FormatFloat(py, 'f', 2, 64)
			}
		}
		certified := "0"
		if r.Certified {
			certified = "1"
		}
		record = append(record, r.Key(), r.Insee, r.Commune, r.FormerInsee, r.FormerCommune, r.Name, r.Complement, strconv.Itoa(r.Number), r.Suffix, r.Position,
			x, y, lon, lat, strings.Join(r.Parcels, "|"), r.Source, r.Changed, certified)
		for _, l := range named {
			record = append(record, r.Names[l])
		}
		for _, l := range completed {
			record = append(record, r.Complements[l])
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// degrees writes a coordinate with eight decimals at most, about a millimetre.
func degrees(v float64) string {
	s := strconv.FormatFloat(v, 'f', 8, 64)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
