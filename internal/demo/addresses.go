package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/services/address"
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
			file := village(m, addressedLon, addressedLat)
			if _, _, err := address.Import(ctx, tx, m, "bal-"+m.Insee+".csv", file); err != nil {
				return fmt.Errorf("addresses of %s: %w", m.Name, err)
			}
			return nil
		}
		return nil
	})
}

// village lays its streets out like the spokes of a wheel, as a BAL file.
func village(m organisation.Member, lon, lat float64) []byte {
	spokes := [][2]float64{{1, 0.2}, {0.1, 0.1}, {-0.7, 0.8}, {-0.4, -0.9}, {0.6, -0.6}, {0, 0}, {-1.6, 0.5}}
	var b bytes.Buffer
	b.WriteString("commune_insee;commune_nom;voie_nom;voie_nom_oci;numero;suffixe;position;long;lat;source;date_der_maj;certification_commune\n")
	for i, lane := range lanes {
		certified := 0
		if lane.certified {
			certified = 1
		}
		put := func(number int, suffix, position, at string) {
			fmt.Fprintf(&b, "%s;%s;%s;%s;%d;%s;%s;%s;%s;2026-11-16;%d\n", m.Insee, m.Name, lane.name, lane.occitan, number, suffix, position, at, m.Name, certified)
		}
		east, north := lon+spokes[i][0]*0.004, lat+spokes[i][1]*0.003
		if lane.numbers == 0 {
			put(99999, "", "segment", fmt.Sprintf("%.6f;%.6f", east, north))
		}
		for n := 1; n <= lane.numbers; n++ {
			far, side := float64(n)*0.00028, float64(n%2)*0.00018-0.00009
			x, y := east+spokes[i][0]*far-spokes[i][1]*side, north+spokes[i][1]*far+spokes[i][0]*side
			if n == 3 {
				put(n, "bis", "entrée", fmt.Sprintf("%.6f;%.6f", x+0.00012, y))
			}
			if i == 2 && n == 20 { // one that nobody has placed yet
				put(n, "", "", ";")
				continue
			}
			put(n, "", "entrée", fmt.Sprintf("%.6f;%.6f", x, y))
		}
	}
	return b.Bytes()
}
