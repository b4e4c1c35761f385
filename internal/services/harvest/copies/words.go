package copies

import (
	"context"
	"strings"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

func titleOf(ctx context.Context, d Dataset) string {
	if d.Title == "" {
		return i18n.Say(ctx, "Jeu de données effacé", "Erased dataset")
	}
	return d.Title
}

func stateWord(ctx context.Context, s State) (string, ui.Tone) {
	switch s {
	case There:
		return i18n.Say(ctx, "encore là", "still there"), ui.Bad
	case Asked:
		return i18n.Say(ctx, "effacement demandé", "erasure asked for"), ui.Wait
	case Gone:
		return i18n.Say(ctx, "disparu", "gone"), ui.Good
	case Never:
		return i18n.Say(ctx, "n’y était pas", "was not there"), ui.Good
	}
	return i18n.Say(ctx, "inconnu", "unknown"), ui.Wait
}

// lead says what the page is about, as the dataset stands.
func lead(ctx context.Context, d Dataset) string {
	switch {
	case d.Hidden.IsZero():
		return i18n.Say(ctx, "Ce jeu de données est public. Voici qui le copie, à ce que l’on sait.", "This dataset is public. This is who copies it, as far as is known.")
	case d.Erased:
		return i18n.Say(ctx, "Il est effacé ici. Ce que d’autres en ont copié doit disparaître aussi.", "It is erased here. What others have copied of it must go as well.")
	}
	return i18n.Say(ctx, "Il est retiré ici. Ce que d’autres en ont copié peut être encore public.", "It is withdrawn here. What others have copied of it may still be public.")
}

// acts are the states that can be said beside the present one.
func acts(ctx context.Context, x Copy) (out []ui.Action) {
	for _, s := range []State{There, Asked, Gone, Never, Unknown} {
		if s == x.State {
			continue
		}
		value := string(s)
		if s == Unknown {
			value = "unknown"
		}
		word, _ := stateWord(ctx, s)
		out = append(out, ui.Action{Label: word, Name: "state", Value: value, Weight: ui.Quiet})
	}
	return out
}

func dayOf(ctx context.Context, day string) string {
	t, err := time.Parse("2006-01-02", day)
	if err != nil {
		return day
	}
	return i18n.ShortDate(ctx, t)
}

func placeTitle(ctx context.Context, p Place) string {
	if p.ID == "" {
		return i18n.Say(ctx, "Ajouter une plateforme", "Add a platform")
	}
	return p.Name
}

// lines are those of a letter that say something.
func lines(text string) (out []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, line)
		}
	}
	return out
}
