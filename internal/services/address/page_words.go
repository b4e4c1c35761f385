package address

import (
	"context"
	"strconv"

	"airial/internal/platform/fault"
	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

// The drawing of a street, in its own units.
const (
	planWidth  = 800
	planHeight = 420
)

func degree(v float64) string { return strconv.FormatFloat(v, 'f', 7, 64) }

// at places a point on the drawing; false when it lies outside.
func (b box) at(lon, lat float64) (x, y string, in bool) {
	px, py := (lon-b.West)/(b.East-b.West)*planWidth, (b.North-lat)/(b.North-b.South)*planHeight
	in = px >= 0 && px <= planWidth && py >= 0 && py <= planHeight
	return strconv.FormatFloat(px, 'f', 1, 64), strconv.FormatFloat(py, 'f', 1, 64), in
}

func (l line) at(b box) (x, y string, in bool) {
	lat, errLat := strconv.ParseFloat(l.Lat, 64)
	lon, errLon := strconv.ParseFloat(l.Lon, 64)
	if errLat != nil || errLon != nil {
		return "", "", false
	}
	return b.at(lon, lat)
}

// lineName tells rows apart for screen readers: the number, or its place among
// the empty ones.
func lineName(l line) string {
	n, _ := strconv.Atoi(l.At)
	if l.Number != "" {
		return strconv.Itoa(n+1) + " (" + l.Number + l.Suffix + ")"
	}
	return strconv.Itoa(n + 1)
}

func streetTitle(ctx context.Context, v streetView) string {
	if v.Name == "" {
		return i18n.Say(ctx, "Nouvelle voie ou nouveau lieu-dit", "New street or place")
	}
	return v.Name
}

func namesHelp(ctx context.Context) string {
	return i18n.Say(ctx, "Une ligne par langue, avec son code\u202f: oci (occitan), eus (basque), bre (breton)… Par exemple\u202f: oci: Carrèra deu Lavader", "A line for each language, with its code: oci (Occitan), eus (Basque), bre (Breton)… For instance: oci: Carrèra deu Lavader")
}

func importHelp(ctx context.Context, v view) string {
	if len(v.Streets) > 0 {
		return i18n.Say(ctx, "Le fichier prend la place de toutes les adresses ci-dessus. Cela s’annule.", "The file takes the place of all the addresses above. That can be undone.")
	}
	return i18n.Say(ctx, "Celui de la commune, ou celui que la Base adresse nationale donne pour elle.", "That of the commune, or the one the national address base gives for it.")
}

func importWeight(v view) ui.Weight {
	if len(v.Streets) == 0 {
		return ui.Primary
	}
	return ui.Secondary
}

func faultWords(ctx context.Context, err error) string { return i18n.Read(ctx, fault.Message(err)) }

var positionNames = map[string]string{"délivrance postale": "postal delivery", "entrée": "entrance", "bâtiment": "building", "cage d’escalier": "staircase", "logement": "dwelling",
	"parcelle": "parcel", "segment": "segment", "service technique": "technical service"}

func positionWords(ctx context.Context, p string) string { return i18n.Say(ctx, p, positionNames[p]) }

func numberColumns(ctx context.Context) []ui.Column {
	return []ui.Column{{Label: i18n.Say(ctx, "Numéro", "Number")}, {Label: i18n.Say(ctx, "Suffixe", "Suffix")}, {Label: i18n.Say(ctx, "Le point montre", "The point shows")},
		{Label: i18n.Say(ctx, "Latitude", "Latitude")}, {Label: i18n.Say(ctx, "Longitude", "Longitude")}, {Label: i18n.Say(ctx, "Complément", "Complement")},
		{Label: i18n.Say(ctx, "Parcelles", "Parcels")}, {Label: i18n.Say(ctx, "Certifiée", "Certified")}, {Label: i18n.Say(ctx, "Supprimer", "Remove")}}
}

// credited is where what lies under the plan comes from, after a sentence.
func credited(credit string) string {
	if credit == "" {
		return ""
	}
	return " " + credit
}
