package demo

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"airial/internal/commons/access"
	"airial/internal/commons/organisation"
	"airial/internal/demo/world"
)

// outlines puts the outlines of the hand-written communes, which are invented, under
// the maps: rounded shapes around their places.
func (f *filling) outlines(ctx context.Context, o world.Options) error {
	f.clock.Set(day(2026, time.October, 21).Time().Add(10 * hour))
	type geometry struct {
		Type        string           `json:"type"`
		Coordinates [][][][2]float64 `json:"coordinates"`
	}
	type feature struct {
		Type       string            `json:"type"`
		Properties map[string]string `json:"properties"`
		Geometry   geometry          `json:"geometry"`
	}
	var list []feature
	err := world.StreamRange(o, 0, min(max(f.total, 1), 24), func(m world.Member, _ []world.User, _ []world.Deposit) error {
		if m.Kind == world.KindCommune {
			list = append(list, feature{"Feature", map[string]string{"code_insee": m.INSEE, "nom": m.Name}, geometry{"MultiPolygon", [][][][2]float64{{around(m)}}}})
		}
		return nil
	})
	if err != nil || len(list) == 0 {
		return err
	}
	file, err := json.Marshal(map[string]any{"type": "FeatureCollection", "features": list})
	if err != nil {
		return err
	}
	return f.Doors.Write(ctx, access.System("demonstration"), func(tx access.Tx) error {
		op, err := organisation.Operator(ctx, tx)
		if err != nil {
			return err
		}
		_, err = f.Outlines.Bring(ctx, tx, op.ID, file, "communes.geojson", "Garluche SIG", "Licence Ouverte 2.0")
		return err
	})
}

// around is a ring that holds all places of a commune.
func around(m world.Member) [][2]float64 {
	const corners = 28
	var out [][2]float64
	for i := range corners {
		turn := 2 * math.Pi * float64(i) / corners
		reach := float64(m.Radius) * (1.18 + 0.1*math.Sin(3*turn+float64(m.Radius)) + 0.06*math.Cos(5*turn))
		out = append(out, [2]float64{m.Lon + reach*math.Cos(turn)*12.5e-6, m.Lat + reach*math.Sin(turn)*9e-6})
	}
	return append(out, out[0])
}
