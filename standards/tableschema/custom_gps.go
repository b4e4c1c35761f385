package tableschema

// territory is a box around a part of France, in degrees (WGS 84).
type territory struct{ west, south, east, north float64 }

// territories are the extents that the reference checker uses: metropolitan
// France, Guadeloupe, Martinique, Guyane, La Réunion, Mayotte.
var territories = []territory{
	{-5.141277, 41.333571, 9.560091, 51.088989},
	{-61.809839, 15.832041, -61.001959, 16.514488},
	{-61.229033, 14.388646, -60.809655, 14.878723},
	{-54.60239, 2.111055, -51.619041, 5.748138},
	{55.216526, -21.389631, 55.836654, -20.8718},
	{45.01833, -13.005254, 45.299985, -12.63659},
}

// InFrance tells whether a point lies in one of the boxes around the parts of
// France, in degrees (WGS 84).
func InFrance(lon, lat float64) bool { return inFrance(lon, lat) }

func inFrance(lon, lat float64) bool {
	for _, t := range territories {
		if lon > t.west && lon < t.east && lat > t.south && lat < t.north {
			return true
		}
	}
	return false
}

// gpsFault asks for a point in France, longitude first, and tells points whose
// latitude comes first from points elsewhere.
func gpsFault(_ *checkProg, f *Field, cell []byte) (detail string, ok bool) {
	format := ""
	if f.Type == Geopoint {
		format = f.Format
	} else if len(cell) > 0 && cell[0] == '[' {
		format = "array"
	}
	lon, lat, ok := parseGeopoint(format, cell)
	switch {
	case ok && inFrance(lon, lat):
		return "", true
	case ok && inFrance(lat, lon):
		return "reversed", false
	case ok:
		return "outside", false
	}
	return "format", false
}
