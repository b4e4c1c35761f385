package bal

import "math"

// The legal projection of mainland France, Lambert 93 (RGF93, EPSG:2154), by
// the constants of the IGN's note NT/G 71.
const (
	lambertN  = 0.7256077650532670
	lambertC  = 11754255.426096
	lambertX  = 700000.0
	lambertY  = 12655612.049876
	grs80e    = 0.0818191910428158
	lambertL0 = 3 * math.Pi / 180
)

// Lambert93 projects degrees into metres.
func Lambert93(lon, lat float64) (x, y float64) {
	phi, lambda := lat*math.Pi/180, lon*math.Pi/180
	iso := math.Atanh(math.Sin(phi)) - grs80e*math.Atanh(grs80e*math.Sin(phi))
	r, t := lambertC*math.Exp(-lambertN*iso), lambertN*(lambda-lambertL0)
	return lambertX + r*math.Sin(t), lambertY - r*math.Cos(t)
}

// box is a part of the territory, in degrees.
type box struct{ west, south, east, north float64 }

var mainland = box{-5.6, 41.2, 9.7, 51.3}

// overseas are wide boxes around the départements of 971 to 978; their legal
// projections are others, and are left to who has them.
var overseas = []box{
	{-61.9, 15.7, -60.9, 16.6}, {-61.3, 14.3, -60.7, 15.0}, {-54.7, 2.0, -51.5, 5.9}, {55.1, -21.5, 55.9, -20.8},
	{-56.5, 46.7, -56.0, 47.2}, {44.9, -13.1, 45.4, -12.5}, {-63.2, 17.8, -62.7, 18.2},
}

func (b box) holds(lon, lat float64) bool {
	return lon >= b.west && lon <= b.east && lat >= b.south && lat <= b.north
}

// InMainland tells whether a point lies about mainland France.
func InMainland(lon, lat float64) bool { return mainland.holds(lon, lat) }

// InFrance tells whether a point lies about the French territory.
func InFrance(lon, lat float64) bool {
	if InMainland(lon, lat) {
		return true
	}
	for _, b := range overseas {
		if b.holds(lon, lat) {
			return true
		}
	}
	return false
}
