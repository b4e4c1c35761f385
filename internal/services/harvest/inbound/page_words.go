package inbound

import (
	"context"

	"airial/internal/platform/i18n"
	"airial/internal/platform/web/ui"
	"airial/standards/portals"
)

var kindNames = map[portals.Kind]i18n.Text{
	portals.DCAT: i18n.T("DCAT (RDF)", "DCAT (RDF)"), portals.ODS: i18n.T("Opendatasoft", "Opendatasoft"), portals.CKAN: i18n.T("CKAN ou DKAN", "CKAN or DKAN"),
	portals.Udata: i18n.T("udata (data.gouv.fr)", "udata (data.gouv.fr)"), portals.CSW: i18n.T("CSW (GeoNetwork, geOrchestra)", "CSW (GeoNetwork, geOrchestra)"),
}

var paceNames = map[Pace]i18n.Text{
	Daily: i18n.T("Chaque jour", "Every day"), Weekly: i18n.T("Chaque semaine", "Every week"), Monthly: i18n.T("Chaque mois", "Every month"),
	ByHand: i18n.T("À la demande seulement", "On demand only"),
}

func kindOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.Say(ctx, "La trouver", "Find out")}}
	for _, k := range portals.Kinds {
		out = append(out, ui.Option{Value: string(k), Label: i18n.Read(ctx, kindNames[k])})
	}
	return out
}

func paceOptions(ctx context.Context) (out []ui.Option) {
	for _, p := range Paces {
		out = append(out, ui.Option{Value: string(p), Label: i18n.Read(ctx, paceNames[p])})
	}
	return out
}

// stateOf says in a word how a source stands.
func stateOf(ctx context.Context, s Source, r Run, read bool) (string, ui.Tone) {
	switch {
	case s.Paused:
		return i18n.Say(ctx, "en pause", "paused"), ui.Neutral
	case !read:
		return i18n.Say(ctx, "pas encore lue", "not read yet"), ui.Info
	}
	return runState(ctx, r)
}

func runState(ctx context.Context, r Run) (string, ui.Tone) {
	switch r.State {
	case Running:
		return i18n.Say(ctx, "lecture en cours", "being read"), ui.Info
	case Done:
		return i18n.Say(ctx, "lue en entier", "read whole"), ui.Good
	case Partial:
		return i18n.Say(ctx, "lue en partie", "read in part"), ui.Wait
	}
	return i18n.Say(ctx, "échec", "failed"), ui.Bad
}

// whatOf says what became of a dataset, or would.
func whatOf(ctx context.Context, l Line, would bool) (string, ui.Tone) {
	switch l.What {
	case Added:
		if would {
			return i18n.Say(ctx, "sera ajouté", "would be added"), ui.Good
		}
		return i18n.Say(ctx, "ajouté", "added"), ui.Good
	case Changed:
		if would {
			return i18n.Say(ctx, "sera mis à jour", "would be updated"), ui.Info
		}
		return i18n.Say(ctx, "mis à jour", "updated"), ui.Info
	case Back:
		return i18n.Say(ctx, "revenu", "back"), ui.Good
	case Vanished:
		return i18n.Say(ctx, "disparu", "vanished"), ui.Wait
	case Same:
		return i18n.Say(ctx, "inchangé", "unchanged"), ui.Neutral
	}
	return i18n.Say(ctx, "refusé", "refused"), ui.Bad
}

// whyOf says why a dataset was not taken, and what was left out of one that was.
func whyOf(ctx context.Context, l Line) (out []string) {
	switch l.Why {
	case OurOwn:
		out = append(out, i18n.Say(ctx, "C’est un jeu de données publié ici.", "It is a dataset that is published here."))
	case Elsewhere:
		out = append(out, i18n.Sayf(ctx, "Déjà moissonné depuis «\u00a0%s\u00a0».", "Already harvested from “%s”.", l.From))
	case portals.Duplicate:
		out = append(out, i18n.Say(ctx, "Le même identifiant est déjà dans cette source.", "The same identifier stands in this source already."))
	case portals.NoIdentifier:
		out = append(out, i18n.Say(ctx, "Sans identifiant\u202f: il ne serait pas reconnu la prochaine fois.", "Without identifier: it would not be recognised next time."))
	case portals.NoTitle:
		out = append(out, i18n.Say(ctx, "Sans titre.", "Without title."))
	case portals.NoLink:
		out = append(out, i18n.Say(ctx, "Ni page, ni fichier\u202f: il ne mènerait nulle part.", "Neither page nor file: it would lead nowhere."))
	case portals.Closed:
		out = append(out, i18n.Say(ctx, "La source le dit privé, archivé ou supprimé.", "The source says that it is private, archived or deleted."))
	}
	for _, r := range l.Remarks {
		switch r {
		case portals.FutureDate:
			out = append(out, i18n.Say(ctx, "Une date à venir n’est pas reprise.", "A date to come is left out."))
		case portals.MailRemoved:
			out = append(out, i18n.Say(ctx, "Les adresses électroniques ne sont pas reprises.", "Addresses of electronic mail are left out."))
		case portals.NoResource:
			out = append(out, i18n.Say(ctx, "Aucun fichier ni interface.", "No file and no interface."))
		}
	}
	return out
}

// tally counts what a run has done, in a line.
func tally(ctx context.Context, r Run) string {
	out := i18n.Count(ctx, r.Added, "ajouté", "ajoutés", "added", "added") + ", " + i18n.Count(ctx, r.Changed, "mis à jour", "mis à jour", "updated", "updated")
	if r.Same > 0 {
		out += ", " + i18n.Count(ctx, r.Same, "inchangé", "inchangés", "unchanged", "unchanged")
	}
	if r.Back > 0 {
		out += ", " + i18n.Count(ctx, r.Back, "revenu", "revenus", "back", "back")
	}
	if r.Vanished > 0 {
		out += ", " + i18n.Count(ctx, r.Vanished, "disparu", "disparus", "vanished", "vanished")
	}
	if r.Refused > 0 {
		out += ", " + i18n.Count(ctx, r.Refused, "refusé", "refusés", "refused", "refused")
	}
	return out
}
