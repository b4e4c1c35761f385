package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/address"
	"airial/standards/bal"
)

// lanes are the streets of the one commune that has begun its address base; the
// others have not.
var lanes = []struct {
	name, occitan string
	numbers       int
	certified     bool
}{
	{"Rue du Lavoir", "Carrèra deu Lavader", 14, true}, {"Place de l’Airial", "Plaça de l’Airiau", 6, true}, {"Route des Pins", "", 22, false},
	{"Chemin de la Palombière", "Camin de la Palomèra", 9, true}, {"Impasse des Genêts", "", 4, false}, {"Le Bourg", "", 0, true}, {"Lacoste", "", 0, false},
}

// Where the one commune lies, in degrees: among the pines, for its département
// is invented.
const (
	addressedLon = -0.62
	addressedLat = 44.05
)

// addresses writes the address base of the first small commune by name.
func (f *filling) addresses(ctx context.Context) error {
	f.clock.Set(day(2026, time.November, 17).Time().Add(10 * hour))
	return f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		list, _, err := organisation.List(ctx, tx, organisation.Filter{Kind: organisation.Commune}, subscribers, 0)
		if err != nil {
			return err
		}
		for _, m := range list {
			if m.Population >= 700 || m.Insee == "" {
				continue
			}
			var file bytes.Buffer
			if err := bal.Write(&file, village(m, addressedLon, addressedLat)); err != nil {
				return err
			}
			if _, _, err := address.Import(ctx, tx, m, "bal-"+m.Insee+".csv", file.Bytes()); err != nil {
				return fmt.Errorf("addresses of %s: %w", m.Name, err)
			}
			return nil
		}
		return nil
	})
}

// village lays its streets out like the spokes of a wheel.
func village(m organisation.Member, lon, lat float64) []bal.Row {
	spokes := [][2]float64{{1, 0.2}, {0.1, 0.1}, {-0.7, 0.8}, {-0.4, -0.9}, {0.6, -0.6}, {0, 0}, {-1.6, 0.5}}
	var rows []bal.Row
	for i, lane := range lanes {
		row := bal.Row{Insee: m.Insee, Commune: m.Name, Name: lane.name, Number: bal.Place, Source: m.Name, Changed: "2026-11-16", Certified: lane.certified,
			Located: true, Lon: lon + spokes[i][0]*0.004, Lat: lat + spokes[i][1]*0.003, Position: "segment"}
		if lane.occitan != "" {
			row.Names = map[string]string{"oci": lane.occitan}
		}
		if lane.numbers == 0 {
			rows = append(rows, row)
		}
		for n := 1; n <= lane.numbers; n++ {
			far := float64(n) * 0.00028
			side := float64(n%2)*0.00018 - 0.00009
			at := row
			at.Number, at.Position = n, "entrée"
			at.Lon, at.Lat = row.Lon+spokes[i][0]*far-spokes[i][1]*side, row.Lat+spokes[i][1]*far+spokes[i][0]*side
			if n == 3 {
				twice := at
				twice.Suffix, twice.Lon = "bis", at.Lon+0.00012
				rows = append(rows, twice)
			}
			if i == 2 && n == 20 { // one that nobody has placed yet
				at.Located, at.Position = false, ""
			}
			rows = append(rows, at)
		}
	}
	return rows
}
