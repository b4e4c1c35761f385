package explore_test

import (
	"testing"

	"airial/internal/platform/tables"
	"airial/internal/services/explore"
)

// TestFilledCoordinates: of several columns that could be longitudes, those with
// something in them are meant.
func TestFilledCoordinates(t *testing.T) {
	columns := []tables.Column{{Name: "x", Type: tables.Number}, {Name: "y", Type: tables.Number}, {Name: "long", Type: tables.Number}, {Name: "lat", Type: tables.Number}}
	for name, c := range map[string]struct {
		first    []string
		lat, lon int
	}{
		"address base":  {[]string{"", "", "-0.6", "44.1"}, 3, 2},
		"projected":     {[]string{"420000.5", "6300000.1", "-0.6", "44.1"}, 3, 2},
		"degrees first": {[]string{"-0.6", "44.1", "-0.6", "44.1"}, 1, 0},
		"nothing yet":   {[]string{"", "", "", ""}, 1, 0},
	} {
		d := explore.Dataset{Table: explore.Table{Columns: columns}, Preview: [][]string{c.first}}
		fields := d.Fields()
		last := fields[len(fields)-1]
		if last.Kind != explore.Point || last.Lat != c.lat || last.Lon != c.lon {
			t.Errorf("%s: %+v", name, last)
		}
	}
}
