package demo

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/demo/world"
	"airial/internal/services/address"
)

// lanes are the streets of a village.
var lanes = []struct {
	name, occitan string
	numbers       int
	certified     bool
}{
	{"Rue du Lavoir", "Carrèra deu Lavader", 14, true}, {"Place de l’Airial", "Plaça de l’Airiau", 6, true}, {"Route des Pins", "", 22, false},
	{"Chemin de la Palombière", "Camin de la Palomèra", 9, true}, {"Impasse des Genêts", "", 4, false}, {"Le Bourg", "", 0, true}, {"Lacoste", "", 0, false},
}

// addressed is how many communes have published their address base; one more has
// begun it, and most have not.
const addressed = 3

// addresses writes the address bases of the first communes, and publishes all but
// the last.
func (f *filling) addresses(ctx context.Context, o world.Options) error {
	var list []world.Member
	err := world.StreamRange(o, 0, min(max(f.total, 1), 24), func(m world.Member, _ []world.User, _ []world.Deposit) error {
		if m.Kind == world.KindCommune && len(list) <= addressed {
			list = append(list, m)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, m := range list {
		if err := f.addressBase(ctx, m, time.Duration(i)*hour, i < addressed); err != nil {
			return fmt.Errorf("addresses of %s: %w", m.Name, err)
		}
	}
	return nil
}

func (f *filling) addressBase(ctx context.Context, w world.Member, after time.Duration, publish bool) error {
	scope, err := f.who(w.SIREN, access.Manager, access.Approver, access.Official)
	if err != nil {
		return err
	}
	at := day(2026, time.November, 17).Time().Add(10*hour + after)
	f.clock.Set(at)
	err = f.Doors.Write(ctx, scope, func(tx access.Tx) error {
		m, err := organisation.Get(ctx, tx, f.members[w.SIREN])
		if err != nil {
			return err
		}
		_, _, err = address.Import(ctx, tx, m, "bal-"+m.Insee+".csv", village(m, w.Lon, w.Lat, publish))
		return err
	})
	if err != nil || !publish {
		return err
	}
	f.clock.Set(at.Add(20 * time.Minute))
	if _, _, err := f.Addresses().Publish(ctx, scope, f.members[w.SIREN], true); err != nil {
		return err
	}
	times := map[string]time.Time{}
	for _, t := range f.queue.waiting {
		times[t.Version] = at.Add(20 * time.Minute)
	}
	return f.run(ctx, times)
}

// village lays its streets out like the spokes of a wheel, as a BAL file; one
// number of it nobody has placed yet, unless it is whole.
func village(m organisation.Member, lon, lat float64, whole bool) []byte {
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
			if i == 2 && n == 20 && !whole {
				put(n, "", "", ";")
				continue
			}
			put(n, "", "entrée", fmt.Sprintf("%.6f;%.6f", x, y))
		}
	}
	return b.Bytes()
}
