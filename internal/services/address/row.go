package address

import (
	"encoding/json"
	"math"
	"strings"
	"time"

	"airial/internal/commons/organisation"
	"airial/internal/platform/database"
	"airial/standards/bal"
)

// Row is a version of a row that stands.
type Row struct {
	ID      string // of the version
	Address string // the same for all its versions
	bal.Row
}

const rowColumns = `id, address, name, number, suffix, position, located, lon, lat, complement, parcels, certified, changed,
	commune_id, street_id, address_id, street_code, former_insee, former_commune, names, complements`

func scanRow(r database.Row) (Row, error) {
	var one Row
	var located, lon, lat, certified int64
	var parcels, names, complements string
	err := r.Scan(&one.ID, &one.Address, &one.Name, &one.Number, &one.Suffix, &one.Position, &located, &lon, &lat, &one.Complement, &parcels, &certified, &one.Changed,
		&one.CommuneID, &one.StreetID, &one.AddressID, &one.StreetCode, &one.FormerInsee, &one.FormerCommune, &names, &complements)
	if err != nil {
		return one, err
	}
	one.Located, one.Certified = located == 1, certified == 1
	if one.Located {
		one.Lon, one.Lat = float64(lon)/1e8, float64(lat)/1e8
	}
	if parcels != "" {
		one.Parcels = strings.Split(parcels, "|")
	}
	one.Names, one.Complements = fromJSON(names), fromJSON(complements)
	return one, nil
}

func (r Row) values(member, change string) []any {
	return []any{r.ID, member, r.Address, change, r.Name, bal.Fold(r.Name), r.Number, r.Suffix, r.Position, database.Bool(r.Located), units(r.Lon), units(r.Lat), r.Complement,
		strings.Join(r.Parcels, "|"), database.Bool(r.Certified), r.Changed, r.CommuneID, r.StreetID, r.AddressID, r.StreetCode, r.FormerInsee, r.FormerCommune, toJSON(r.Names), toJSON(r.Complements)}
}

func units(degrees float64) int64 { return int64(math.Round(degrees * 1e8)) }

func toJSON(m map[string]string) string {
	if len(m) == 0 {
		return ""
	}
	b, _ := json.Marshal(m) // of texts: cannot fail
	return string(b)
}

func fromJSON(s string) map[string]string {
	if s == "" {
		return nil
	}
	var m map[string]string
	if json.Unmarshal([]byte(s), &m) != nil || len(m) == 0 {
		return nil
	}
	return m
}

// same tells whether two versions say the same, but for the day of the change.
func same(a, b bal.Row) bool {
	a.Changed, b.Changed, a.Line, b.Line = "", "", 0, 0
	return units(a.Lon) == units(b.Lon) && units(a.Lat) == units(b.Lat) && a.Located == b.Located && a.Name == b.Name && a.Number == b.Number && a.Suffix == b.Suffix &&
		a.Position == b.Position && a.Complement == b.Complement && strings.Join(a.Parcels, "|") == strings.Join(b.Parcels, "|") && a.Certified == b.Certified &&
		a.FormerInsee == b.FormerInsee && a.FormerCommune == b.FormerCommune && toJSON(a.Names) == toJSON(b.Names) && toJSON(a.Complements) == toJSON(b.Complements)
}

// file gives rows as they go out: with the commune and the source, and a day
// where none was said.
func file(m organisation.Member, rows []Row, today time.Time) []bal.Row {
	out := make([]bal.Row, len(rows))
	for i, r := range rows {
		out[i] = r.Row
		out[i].Insee, out[i].Commune, out[i].Source = m.Insee, communeName(m.Name), m.Name
		if len([]rune(out[i].Source)) < 5 {
			out[i].Source = "Commune de " + out[i].Source
		}
		if out[i].Changed == "" {
			out[i].Changed = today.Format(time.DateOnly)
		}
	}
	return out
}

// communeName takes "Commune de" from a member's name: the standard wants the
// commune's own.
func communeName(name string) string {
	for _, before := range []string{"Commune de ", "Commune d’", "Commune d'", "Ville de ", "Mairie de "} {
		if rest, ok := strings.CutPrefix(name, before); ok {
			return rest
		}
	}
	return name
}
