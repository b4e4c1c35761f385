package duty

import (
	"context"
	"time"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
)

var statusWords = map[Status]i18n.Text{
	Late:    i18n.T("À rattraper", "To catch up"),
	ToDo:    i18n.T("À faire", "To do"),
	Depends: i18n.T("Selon votre situation", "Depends on what you did"),
	Check:   i18n.T("À vérifier", "To be verified"),
	Done:    i18n.T("Fait", "Done"),
	NotOwed: i18n.T("Pas demandé", "Not asked"),
}

// Label is the status on screen.
func (s Status) Label() i18n.Text { return statusWords[s] }

// Known tells whether the status exists.
func (s Status) Known() bool { _, ok := statusWords[s]; return ok }

// leads are what a group of duties is about.
var leads = map[Status]i18n.Text{
	Late:    i18n.T("La date est passée, mais rien n’est perdu\u202f: le fichier publié aujourd’hui règle la question.", "The day has passed, but nothing is lost: a file published today settles it."),
	ToDo:    i18n.T("C’est demandé, et vous avez encore le temps.", "It is asked, and there is still time."),
	Depends: i18n.T("C’est demandé à ceux qui sont dans ce cas. Si ce n’est pas le vôtre, dites-le\u202f: personne n’attendra plus rien.", "It is asked of those in that case. If it is not yours, say so: nobody waits any more."),
	Check:   i18n.T("Nous ne sommes pas sûrs que la loi vous le demande. Ce n’est donc pas compté contre vous.", "We are not sure that the law asks it of you. So it does not count against you."),
	Done:    i18n.T("C’est publié, déclaré, ou publié ailleurs. Merci.", "It is published, declared, or published elsewhere. Thank you."),
	NotOwed: i18n.T("La loi ne vous demande rien ici. Le publier reste possible, et souvent utile.", "The law asks nothing of you here. You may still publish it, and it is often of use."),
}

func (s Status) tone() ui.Tone {
	switch s {
	case Late:
		return ui.Wait
	case Done:
		return ui.Good
	}
	return ui.Info
}

// name is a duty in a few words: "Budget 2025".
func (d Duty) name(ctx context.Context) string {
	out := i18n.Read(ctx, d.Rule.Title)
	if d.Period != "" {
		out += " – " + d.Period
	}
	return out
}

// due says when; "" where no day is set.
func (d Duty) due(ctx context.Context) string {
	at, err := time.Parse(time.DateOnly, d.Due)
	if err != nil {
		return ""
	}
	when := i18n.Date(ctx, at)
	switch d.Status {
	case Late:
		return i18n.Sayf(ctx, "Attendu depuis le %s", "Awaited since %s", when)
	case ToDo:
		return i18n.Sayf(ctx, "Avant le %s", "By %s", when)
	case Depends:
		return i18n.Sayf(ctx, "Échéance\u202f: %s", "Day: %s", when)
	}
	return ""
}

// how says how it was done.
func (d Duty) how(ctx context.Context) string {
	switch d.How {
	case ByDataset:
		return i18n.Say(ctx, "Publié ici\u202f: ", "Published here: ")
	case ByNil:
		return i18n.Say(ctx, "Vous avez déclaré n’avoir rien à publier.", "You declared that there is nothing to publish.")
	case ByElsewhere:
		return i18n.Say(ctx, "Publié ailleurs, dites-vous\u202f: ", "Published elsewhere, you say: ")
	}
	return ""
}

// headline sums a member's duties up.
func headline(ctx context.Context, counts map[Status]int) string {
	switch {
	case counts[Late] > 0:
		return i18n.Count(ctx, counts[Late], "publication à rattraper", "publications à rattraper", "publication to catch up", "publications to catch up") + i18n.Say(ctx, ". Commencez par la première.", ". Begin with the first.")
	case counts[ToDo] > 0:
		return i18n.Say(ctx, "Vous êtes à jour. La suite est ci-dessous.", "You are up to date. What comes next is below.")
	}
	return i18n.Say(ctx, "Vous êtes à jour.", "You are up to date.")
}
