package address

import (
	"strconv"
	"strings"
)

// line is a row of the table as text: as it stands, or as it was typed.
type line struct {
	At                                                           string
	Was, Number, Suffix, Position, Lat, Lon, Complement, Parcels string
	Certified, Remove                                            bool
}

// lines are the rows of the table: those that stand and some empty ones, or
// what was typed, when it was refused.
func (v streetView) lines() []line {
	var out []line
	if v.Form != nil && v.Form.Values.Has("number-0") {
		for i := range mostRows + blanks + 1 {
			at := strconv.Itoa(i)
			if !v.Form.Values.Has("number-" + at) {
				continue
			}
			get := func(field string) string { return v.Form.Raw(field + "-" + at) }
			l := line{At: at, Was: get("was"), Number: get("number"), Suffix: get("suffix"), Position: get("position"), Lat: get("lat"), Lon: get("lon"),
				Complement: get("complement"), Parcels: get("parcels"), Certified: v.Form.Checked("certified-" + at), Remove: v.Form.Checked("remove-" + at)}
			if v.Stale != nil && v.Stale.Was == l.Was {
				l.Was = v.Stale.Now // saving again writes over what is shown beside
			}
			out = append(out, l)
		}
		return out
	}
	for i, r := range v.Rows {
		out = append(out, line{At: strconv.Itoa(i), Was: r.ID, Number: number(r), Suffix: r.Suffix, Position: r.Position, Lat: degreesOf(r, true), Lon: degreesOf(r, false),
			Complement: r.Complement, Parcels: strings.Join(r.Parcels, " "), Certified: r.Certified})
	}
	if v.May {
		for i := range blanks {
			out = append(out, line{At: strconv.Itoa(len(v.Rows) + i), Position: "entrée"})
		}
	}
	return out
}
