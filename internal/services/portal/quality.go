package portal

import (
	"context"
	"time"
	"unicode/utf8"

	"airial/internal/platform/i18n"
)

// point is one of the nine by which data.gouv.fr measures how well a dataset is
// described (udata, Dataset.compute_quality). Each counts as much as the others.
type point struct {
	Held  bool
	Words string // what it asks
	Do    string // what would gain it; "" when it is held
}

// longDescription is how many characters a description must exceed.
const longDescription = 100

// quality measures the version shown, as data.gouv.fr would measure what our
// catalogue says of it.
func (d Shown) quality(ctx context.Context, now time.Time) []point {
	of := func(held bool, words, do string) point {
		if held {
			do = ""
		}
		return point{held, words, do}
	}
	say := func(fr, en string) string { return i18n.Say(ctx, fr, en) }
	late := d.Every > 0 && now.Sub(d.Version.Issued) > time.Duration(d.Every+1)*24*time.Hour
	return []point{
		of(d.Licence.Key != "", say("une licence", "a licence"), say("Choisissez une licence.", "Choose a licence.")),
		of(d.Period.Known(), say("la période couverte", "the period covered"), say("Donnez le premier et le dernier jour que couvrent les données.", "Give the first and the last day that the data cover.")),
		of(d.Body.Insee != "" || d.Body.Siren != "", say("le territoire couvert", "the territory covered"), say("Indiquez le code INSEE de la collectivité.", "Give the INSEE code of the body.")),
		of(!d.Frequency.Empty(), say("la fréquence de mise à jour", "how often it is updated"), say("Indiquez la fréquence de mise à jour.", "Say how often it is updated.")),
		of(d.Every > 0 && !late, say("mis à jour à temps", "updated in time"), say("Publiez une nouvelle version, ou indiquez une fréquence que vous tenez.", "Publish a new version, or give a frequency that you keep.")),
		of(utf8.RuneCountInString(d.Description) > longDescription, say("une description de plus de 100 caractères", "a description of more than 100 characters"), say("Dites en deux phrases d’où viennent les données et ce qu’elles contiennent.", "Say in two sentences where the data come from and what they hold.")),
		of(true, say("un format ouvert", "an open format"), ""),
		of(true, say("des fichiers disponibles", "files that are there"), ""),
		of(described(d.Columns), say("des colonnes décrites", "columns that are described"), say("Publiez sous un schéma, qui décrit les colonnes.", "Publish under a schema, which describes the columns.")),
	}
}

// held counts the points that are held.
func held(points []point) int {
	n := 0
	for _, p := range points {
		if p.Held {
			n++
		}
	}
	return n
}
