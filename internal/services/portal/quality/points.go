package quality

import (
	"context"
	"time"
	"unicode/utf8"

	"airial/internal/platform/i18n"
)

// Point is one of the nine by which data.gouv.fr measures how well a dataset is
// described (udata, Dataset.compute_quality). Each counts as much as the others.
type Point struct {
	Key   string // in the API
	Held  bool
	Words string // what it asks
	Do    string // what would gain it; "" when it is held
	Where Where
}

// Where is the place at which a point is gained.
type Where string

// The places.
const (
	Describe Where = "describe" // the page on which the dataset is described
	Again    Where = "version"  // a new version
	Operator Where = "operator" // the operator's record of the member
)

// Facts are what the points are computed from.
type Facts struct {
	Licence     bool
	Period      bool // the days that the data cover are known
	Territory   bool
	Frequency   bool // how often it is updated is said
	Every       int  // days after which a new version is due; 0 when not said
	Issued      time.Time
	Description string
	// Schema is that under which it is published, "" for none: it is what describes
	// the columns, on the page and in the catalogue; a header alone does not.
	Schema string
}

// longDescription is how many characters a description must exceed.
const longDescription = 100

// Most is how many points there are.
const Most = 9

// Points measures a dataset as data.gouv.fr would measure what our catalogue says
// of it. Files are always there and open: what is published is served as CSV and
// Parquet.
func Points(ctx context.Context, f Facts, now time.Time) []Point {
	of := func(key string, held bool, where Where, words, do string) Point {
		if held {
			do, where = "", ""
		}
		return Point{key, held, words, do, where}
	}
	say := func(fr, en string) string { return i18n.Say(ctx, fr, en) }
	late := f.Every > 0 && now.Sub(f.Issued) > time.Duration(f.Every+1)*24*time.Hour
	return []Point{
		of("license", f.Licence, Describe, say("une licence", "a licence"), say("Choisissez une licence.", "Choose a licence.")),
		of("temporal_coverage", f.Period, Describe, say("la période couverte", "the period covered"), say("Donnez le premier et le dernier jour que couvrent les données.", "Give the first and the last day that the data cover.")),
		of("spatial", f.Territory, Operator, say("le territoire couvert", "the territory covered"), say("Indiquez le code INSEE de la collectivité.", "Give the INSEE code of the body.")),
		of("update_frequency", f.Frequency, Describe, say("la fréquence de mise à jour", "how often it is updated"), say("Indiquez la fréquence de mise à jour.", "Say how often it is updated.")),
		of("update_fulfilled_in_time", f.Every > 0 && !late, Again, say("mis à jour à temps", "updated in time"), say("Publiez une nouvelle version, ou indiquez une fréquence que vous tenez.", "Publish a new version, or give a frequency that you keep.")),
		of("dataset_description_quality", utf8.RuneCountInString(f.Description) > longDescription, Describe, say("une description de plus de 100 caractères", "a description of more than 100 characters"),
			say("Dites en deux phrases d’où viennent les données et ce qu’elles contiennent.", "Say in two sentences where the data come from and what they hold.")),
		of("has_open_format", true, "", say("un format ouvert", "an open format"), ""),
		of("all_resources_available", true, "", say("des fichiers disponibles", "files that are there"), ""),
		of("resources_documentation", f.Schema != "", Again, say("des colonnes décrites", "columns that are described"), say("Publiez sous un schéma, qui décrit les colonnes.", "Publish under a schema, which describes the columns.")),
	}
}

// Held counts the points that are held.
func Held(points []Point) int {
	n := 0
	for _, p := range points {
		if p.Held {
			n++
		}
	}
	return n
}
